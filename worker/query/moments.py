"""Times as a person writes them: a day, a month, a year, a full time, ``today``, or ``7d`` before now. All UTC."""

import re
from calendar import monthrange
from datetime import UTC, datetime, time, timedelta

_BEFORE = re.compile(r"(\d{1,5})\s*(m|h|d|w)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
ALLOWED = "write 2026-01-31, 2026-01, 2026, 2026-01-31T12:00, today, yesterday, or 7d, 36h, 2w for a time before now"


def first_moment(text: str, now: datetime) -> datetime:
    """The first moment of what ``text`` names. Raises ValueError saying what is allowed."""
    return _span(text, now)[0]


def last_moment(text: str, now: datetime) -> datetime:
    """The last moment of what ``text`` names: 2026-01 ends with its 31st. Raises ValueError."""
    return _span(text, now)[1]


def _span(text: str, now: datetime) -> tuple[datetime, datetime]:
    try:
        return _before(text, now) or _named(text, now) or _partial(text) or _exact(text)
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r} is no date; {ALLOWED}") from None


def _before(text: str, now: datetime) -> tuple[datetime, datetime] | None:
    match = _BEFORE.fullmatch(text)
    if not match:
        return None
    moment = now - timedelta(**{_UNITS[match[2]]: int(match[1])})
    return moment, moment


def _named(text: str, now: datetime) -> tuple[datetime, datetime] | None:
    days_ago = {"today": 0, "yesterday": 1}.get(text.casefold())
    if days_ago is None:
        return None
    day = now.astimezone(UTC) - timedelta(days=days_ago)
    return _day_start(day), _day_end(day)


def _partial(text: str) -> tuple[datetime, datetime] | None:
    match = _PARTIAL.fullmatch(text)
    if not match:
        return None
    year, month, day = int(match[1]), match[2] and int(match[2]), match[3] and int(match[3])
    last_month = month or 12
    last = day or monthrange(year, last_month)[1]
    start = datetime(year, month or 1, day or 1, tzinfo=UTC)
    return start, _day_end(datetime(year, last_month, last, tzinfo=UTC))


def _exact(text: str) -> tuple[datetime, datetime]:
    moment = datetime.fromisoformat(text)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment, moment


def _day_start(day: datetime) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _day_end(day: datetime) -> datetime:
    return datetime.combine(day, time.max, UTC)
