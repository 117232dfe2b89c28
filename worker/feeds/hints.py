"""What the body of a feed says of its own polling: ttl, sy:updatePeriod, skipHours, skipDays, and WebSub's links."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from worker.feeds.plain import is_web
from worker.model import FeedHints

# Seconds, from the RSS 1.0 module (https://web.resource.org/rss/1.0/modules/syndication/).
_PERIODS = {"hourly": 3_600.0, "daily": 86_400.0, "weekly": 604_800.0, "monthly": 2_592_000.0, "yearly": 31_536_000.0}
_LONGEST = 604_800.0  # seconds: a feed that asks for more is asked once a week, in case it changes its mind
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = re.compile(rb"<skipHours\b[^>]*>(.{0,4000}?)</skipHours", re.IGNORECASE | re.DOTALL)
_SKIPPED_DAYS = re.compile(rb"<skipDays\b[^>]*>(.{0,4000}?)</skipDays", re.IGNORECASE | re.DOTALL)


def hints(feed: dict[str, Any], head: bytes) -> FeedHints:
    """``feed`` is feedparser's; ``head`` what stands before the first entry, for it keeps only the last of a list."""
    links = [link for link in dict.get(feed, "links") or () if isinstance(link, Mapping)]
    return FeedHints(
        least_interval=_least((_ttl(feed), _period(feed))),
        skip_hours=_hours(head),
        skip_days=_days(head),
        hub=_first(links, "hub"),
        topic=_first(links, "self"),
    )


def _least(asked: Iterable[float]) -> float | None:
    longest = max(asked)
    return min(longest, _LONGEST) if longest > 0 else None


def _ttl(feed: Mapping[str, Any]) -> float:
    return _number(feed.get("ttl"), 0.0) * 60


def _period(feed: Mapping[str, Any]) -> float:
    """A period without a frequency is once; a frequency without a period says nothing."""
    period = _PERIODS.get(str(feed.get("sy_updateperiod", "")).strip().lower(), 0.0)
    return period / max(_number(feed.get("sy_updatefrequency"), 1.0), 1.0)


def _number(said: object, otherwise: float) -> float:
    written = str(said or "").strip()
    return float(written) if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", written, re.ASCII) else otherwise


def _hours(head: bytes) -> tuple[int, ...]:
    """0 to 23; RSS 0.91 counts from 1 to 24, and 24 is midnight. A feed that skips all means nothing by it."""
    found = _HOURS.search(head)
    said = {int(hour) % 24 for hour in re.findall(rb">\s*(\d{1,2})\s*<", found[1] + b"<")} if found else set()
    return tuple(sorted(said)) if len(said) < 24 else ()


def _days(head: bytes) -> tuple[int, ...]:
    found = _SKIPPED_DAYS.search(head)
    names = re.findall(rb">\s*([a-z]+)\s*<", (found[1] + b"<").lower()) if found else []
    said = {_DAYS.index(name.decode()) for name in names if name.decode() in _DAYS}
    return tuple(sorted(said)) if len(said) < 7 else ()


def _first(links: Iterable[Mapping[str, Any]], rel: str) -> str | None:
    found = (link["href"] for link in links if link.get("rel") == rel and is_web(link.get("href")))
    return next((str(href).strip() for href in found), None)
