"""`feeds.yaml`: which feeds are polled, and what is known of who stands behind each. Its own head explains the keys."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

DAY = 86_400
_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": DAY}


def slug(name: str) -> str:
    """``slug("The Oslo Daily") == "the-oslo-daily"``."""
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-")


def _seconds(written: object) -> float:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([smhd])", written.strip()) if isinstance(written, str) else None
    seconds = float(match[1]) * _UNITS[match[2]] if match else 0
    if not 1 <= seconds <= DAY:
        raise ValueError(f"{written!r} is no interval; write 10s, 15m, 6h or 1d, at least 1s and at most 1d")
    return seconds


def _web_address(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fine = False
    if not fine or re.search(r"\s", url.strip()):
        raise ValueError(f"{url!r} is no web address; write it whole, with http:// or https://")
    return url.strip()


def _country(code: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise ValueError(f"{code!r} is no country; write ISO 3166's three capital letters, as NOR (EUR: EU, UNO: UN)")
    return code


def _norwegian(code: object) -> object:
    """YAML reads a bare ``no`` as false; here it can only mean Norwegian."""
    return "no" if code is False else code


def _language(code: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}", code):
        raise ValueError(f"{code!r} is no language; write ISO 639's small letters, as en")
    return code


WebAddress = Annotated[str, AfterValidator(_web_address)]
Kind = Literal["wire", "newspaper", "broadcaster", "state-media", "government", "igo", "think-tank", "other"]


class FeedConfig(BaseModel):
    """One feed. ``family`` is who owns the outlet: two outlets of one family never confirm each other.

    ``every`` is seconds between polls while all goes well (written as a duration, "15m"). ``backfill`` says what the
    entries of the first poll do: "store" (kept and coded, no alert) or "alert".
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: Annotated[str, Field(min_length=1, max_length=200)]
    url: WebAddress
    homepage: WebAddress | None = None
    country: Annotated[str, AfterValidator(_country)] | None = None
    language: Annotated[str, BeforeValidator(_norwegian), AfterValidator(_language)] | None = None
    kind: Kind | None = None
    family: Annotated[str, Field(min_length=1, max_length=200)] = ""
    backfill: Literal["store", "alert"] = "store"
    every: Annotated[float, BeforeValidator(_seconds)] = 900.0

    @property
    def interval(self) -> float:
        """Seconds between polls while all goes well."""
        return self.every

    @model_validator(mode="before")
    @classmethod
    def _family_from_name(cls, given: object) -> object:
        if isinstance(given, dict) and "family" not in given and isinstance(given.get("name"), str):
            return {**given, "family": slug(given["name"]) or given["name"]}
        return given


class FeedsFile(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    feeds: tuple[FeedConfig, ...] = ()

    @model_validator(mode="after")
    def _no_feed_twice(self) -> "FeedsFile":
        twice = [*_repeats("url", [feed.url for feed in self.feeds]), *_repeats("name", [f.name for f in self.feeds])]
        if twice:
            # Raised with its place in the file, which a plain ValueError here could not name.
            raise ValidationError.from_exception_data("FeedsFile", twice)
        return self


def _repeats(key: str, values: list[str]) -> Iterator[InitErrorDetails]:
    first: dict[str, int] = {}
    for index, value in enumerate(values):
        earlier = first.setdefault(value.casefold() if key == "name" else value, index)
        if earlier != index:
            words = "{value} is also feed number {earlier}; each feed has its own {key}"
            problem = PydanticCustomError(
                "value_error", words, {"value": repr(value), "earlier": earlier + 1, "key": key}
            )
            yield InitErrorDetails(type=problem, loc=("feeds", index, key), input=value)
