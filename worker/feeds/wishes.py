"""What a server wishes of whoever polls it, said in headers (RFC 9111, RFC 9110) or in the feed itself. Pure.

How long an answer stays fresh, the first that is said: ``no-store`` or ``no-cache`` (not at all), ``max-age``,
``s-maxage``, ``Expires``. What of that time went by in a cache on the way (``Age``) is taken off.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from worker.feeds.words import DAY, in_words
from worker.model import Feed, FeedHints

_DIRECTIVE = re.compile(r"""([a-z-]+)\s*(?:=\s*"?([^",\s]*)"?)?""")
_HOURS_A_WEEK = 7 * 24


def seconds_until(said: str, now: datetime) -> float | None:
    """What Retry-After says, as seconds or as a date; null where it says neither."""
    if re.fullmatch(r"\d{1,9}", said.strip()):
        return float(said)
    moment = _date(said)
    return None if moment is None else max(0.0, (moment - now).total_seconds())


def fresh_for(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds for which the server calls its answer fresh, 0 where it must be asked each time; null: nothing said."""
    said = dict(_DIRECTIVE.findall(headers.get("cache-control", "").lower()))
    if "no-store" in said or "no-cache" in said:
        return 0.0
    for name in ("max-age", "s-maxage"):
        if said.get(name, "").isdecimal():
            return max(0.0, float(said[name][:9]) - _age(headers))
    return _until_it_expires(headers, now)


def _until_it_expires(headers: Mapping[str, str], now: datetime) -> float | None:
    """By the server's own clock, where it says what that shows: clocks differ."""
    expires = headers.get("expires")
    if expires is None:
        return None
    moment, sent = _date(expires), _date(headers.get("date", "")) or now
    # "A cache recipient MUST interpret invalid date formats, especially the value "0", as a time in the past."
    return 0.0 if moment is None else max(0.0, (moment - sent).total_seconds() - _age(headers))


def _age(headers: Mapping[str, str]) -> float:
    said = headers.get("age", "").strip()
    return float(said[:9]) if said.isdecimal() else 0.0


def _date(said: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(said)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def asked_for(hints: FeedHints) -> tuple[float, str]:
    """The longest time between polls that a feed asks for, a day at most, and where it asks; 0 where it does not."""
    body, header = min(hints.least_interval or 0.0, DAY), min(hints.fresh_for or 0.0, DAY)
    return (body, "the feed") if body >= header else (header, "the server")


def slower(seconds: float, reason: str, hints: FeedHints) -> tuple[float, str]:
    """The wait that is planned, or the one that the feed asks for where that is longer."""
    asked, who = asked_for(hints)
    return (asked, f"{reason}; {who} asks for {in_words(asked)}") if asked > seconds else (seconds, reason)


def outside_skipped(at: datetime, reason: str, feed: Feed) -> tuple[datetime, str]:
    """The first moment from ``at`` on in an hour and on a day that the feed does not ask to be left alone in.

    The minutes stay, so that feeds which skip the same hours do not come back at one moment. A feed that skips all the
    week cannot mean it.
    """
    hours, days = set(feed.hints.skip_hours), set(feed.hints.skip_days)
    if not hours and not days:
        return at, reason
    for later in range(_HOURS_A_WEEK + 1):
        moment = at + timedelta(hours=later)
        if moment.hour not in hours and moment.weekday() not in days:
            return (at, reason) if later == 0 else (moment, f"{reason}; it asks to be left alone until then")
    return at, reason
