"""`feeds.yaml`: which feeds are polled, and what is known of who stands behind each. Its own head explains the keys."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal
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

    @model_validator(mode="wrap")
    @classmethod
    def _no_feed_twice(cls, data: Any, handler: Any) -> Any:
        """Looked for in what was written, so that it is told even where another key is wrong."""
        written = data.get("feeds") if isinstance(data, dict) else None
        feeds = [feed if isinstance(feed, dict) else {} for feed in written] if isinstance(written, list) else []
        twice = [*_repeats("url", feeds), *_repeats("name", feeds)]
        try:
            read = handler(data)
        except ValidationError as error:
            twice += [_again(problem) for problem in error.errors(include_url=False)]
        if twice:
            # Raised with its place in the file, which a plain ValueError here could not name.
            raise ValidationError.from_exception_data("FeedsFile", twice)
        return read


def _again(problem: Any) -> InitErrorDetails:
    """The same problem at the same place. Its words travel as a value: a custom error's own text is a template."""
    kind, context = problem["type"], problem.get("ctx", {})
    if kind in ("value_error", "assertion_error"):
        told = PydanticCustomError("value_error", "{error}", {"error": str(context.get("error", problem["msg"]))})
    else:
        told = PydanticCustomError(kind, "{words}", {"words": problem["msg"]})
    return InitErrorDetails(type=told, loc=problem["loc"], input=problem["input"])


def _repeats(key: str, feeds: list[dict[Any, Any]]) -> Iterator[InitErrorDetails]:
    first: dict[str, int] = {}
    for index, feed in enumerate(feeds):
        if not isinstance(feed.get(key), str):
            continue
        value = feed[key].strip()
        earlier = first.setdefault(value.casefold() if key == "name" else value, index)
        if earlier != index:
            words = "{value} is also feed number {earlier}; each feed has its own {key}"
            problem = PydanticCustomError(
                "value_error", words, {"value": repr(value), "earlier": earlier + 1, "key": key}
            )
            yield InitErrorDetails(type=problem, loc=("feeds", index, key), input=value)
