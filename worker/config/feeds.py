"""`feeds.yaml`: which feeds are polled, and what is known of who stands behind each. Its own head explains the keys."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from worker.config.hosts import HostConfig

DAY = 86_400
# Seconds between polls where nothing else is written. A ministry says one thing a week, and that is worth half an hour.
INTERVAL, LEAST, MOST = 900.0, 300.0, 1_800.0
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
Duration = Annotated[float, BeforeValidator(_seconds)]
Kind = Literal["wire", "newspaper", "broadcaster", "state-media", "government", "igo", "think-tank", "other"]


class FeedConfig(BaseModel):
    """One feed. ``family`` is who owns the outlet: two outlets of one family never confirm each other.

    ``every`` is seconds between polls while all goes well (written as a duration, "15m"); without it the feed's own
    rhythm decides, between ``least`` and ``most``. ``backfill`` says what the entries of the first poll do: "store"
    (kept and coded, no alert) or "alert".
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
    every: Duration | None = None
    least: Duration | None = None
    most: Duration | None = None

    @property
    def interval(self) -> float:
        """Seconds between polls while all goes well: for good, or until the feed's rhythm is known."""
        low, high = self.bounds
        return self.every or min(max(INTERVAL, low or 0.0), high or INTERVAL)

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Between which the rhythm decides; nulls where ``every`` does. What is written moves what is not."""
        if self.every is not None:
            return None, None
        least = self.least or min(LEAST, self.most or LEAST)
        return least, self.most or max(MOST, least)

    @model_validator(mode="after")
    def _one_way(self) -> "FeedConfig":
        if self.every and (self.least or self.most):
            raise ValueError("every is for good, least and most let the feed's rhythm decide; take out either")
        if self.least and self.most and self.least > self.most:
            raise ValueError("least is longer than most; it is the shortest time between polls")
        return self

    @model_validator(mode="before")
    @classmethod
    def _family_from_name(cls, given: object) -> object:
        if isinstance(given, dict) and "family" not in given and isinstance(given.get("name"), str):
            return {**given, "family": slug(given["name"]) or given["name"]}
        return given


class FeedsFile(BaseModel):
    """The whole file. ``least`` and ``most`` are for the feeds that say neither, nor ``every``.

    ``hosts`` are the limits of hosts that the usual ones do not fit.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    least: Duration | None = None
    most: Duration | None = None
    hosts: tuple[HostConfig, ...] = ()
    feeds: tuple[FeedConfig, ...] = ()

    @model_validator(mode="wrap")
    @classmethod
    def _no_feed_twice(cls, data: Any, handler: Any) -> Any:
        """Looked for in what was written, so that it is told even where another key is wrong."""
        feeds, hosts = _written(data, "feeds"), _written(data, "hosts")
        twice = [*_repeats("url", feeds), *_repeats("name", feeds), *_repeats("host", hosts, "hosts")]
        try:
            read = handler(data)
        except ValidationError as error:
            twice += [_again(problem) for problem in error.errors(include_url=False)]
        if twice:
            # Raised with its place in the file, which a plain ValueError here could not name.
            raise ValidationError.from_exception_data("FeedsFile", twice)
        return read.model_copy(update={"feeds": tuple(map(read._with_bounds, read.feeds))})

    @model_validator(mode="after")
    def _in_order(self) -> "FeedsFile":
        if self.least and self.most and self.least > self.most:
            raise ValueError("least is longer than most; it is the shortest time between polls")
        return self

    def _with_bounds(self, feed: FeedConfig) -> FeedConfig:
        said = feed.every or feed.least or feed.most
        return feed if said else feed.model_copy(update={"least": self.least, "most": self.most})


def _again(problem: Any) -> InitErrorDetails:
    """The same problem at the same place. Its words travel as a value: a custom error's own text is a template."""
    kind, context = problem["type"], problem.get("ctx", {})
    if kind in ("value_error", "assertion_error"):
        told = PydanticCustomError("value_error", "{error}", {"error": str(context.get("error", problem["msg"]))})
    else:
        told = PydanticCustomError(kind, "{words}", {"words": problem["msg"]})
    return InitErrorDetails(type=told, loc=problem["loc"], input=problem["input"])


def _written(data: Any, section: str) -> list[dict[Any, Any]]:
    written = data.get(section) if isinstance(data, dict) else None
    return [one if isinstance(one, dict) else {} for one in written] if isinstance(written, list) else []


def _repeats(key: str, feeds: list[dict[Any, Any]], section: str = "feeds") -> Iterator[InitErrorDetails]:
    first: dict[str, int] = {}
    for index, feed in enumerate(feeds):
        if not isinstance(feed.get(key), str):
            continue
        value = feed[key].strip()
        earlier = first.setdefault(value if key == "url" else value.casefold(), index)
        if earlier != index:
            words = "{value} is also {one} number {earlier}; each {one} has its own {key}"
            problem = PydanticCustomError(
                "value_error", words, {"value": repr(value), "earlier": earlier + 1, "key": key, "one": section[:-1]}
            )
            yield InitErrorDetails(type=problem, loc=(section, index, key), input=value)
