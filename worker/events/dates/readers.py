"""What the words of a date come to: each reader takes a match, the publication and whether the event is to come."""

import calendar
import re
from datetime import date, timedelta

from worker.events.dates.dated import UNDATED, Dated
from worker.model import DatePrecision

_SOON = timedelta(days=60)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
MONTHS |= {name[:3]: n for name, n in MONTHS.items()} | {"sept": 9}
_COUNTS = "zero one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {word: number for number, word in enumerate(_COUNTS.split())}
_NUMBERS |= {"a": 1, "an": 1, "couple": 2, "several": 3, "few": 3}

_SIDES = {"last": -1, "this": 0, "next": 1}


def read_day(match: re.Match[str], published: date | None, future: bool) -> Dated:
    month, day = MONTHS[match["month"].lower().rstrip(".")], int(match["day"])
    if match["year"]:
        return _day(int(match["year"]), month, day)
    if published is None:
        return UNDATED
    if match["side"]:
        return _day(published.year + _SIDES[match["side"]], month, day)
    years = (published.year, published.year + 1) if future else (published.year, published.year - 1)
    fits = [_day(year, month, day) for year in years]
    # A paper of the evening before, or another time zone: one day ahead is still past.
    good = [f for f in fits if f.day and (f.day >= published if future else f.day <= published + timedelta(days=1))]
    if not future and fits[0].day and published < fits[0].day <= published + _SOON:
        return fits[0]  # said of a day of last year, it would have its year
    return good[0] if good else UNDATED


def _day(year: int, month: int, day: int) -> Dated:
    try:
        return Dated(date(year, month, day), DatePrecision.DAY)
    except ValueError:
        return UNDATED


def read_iso(match: re.Match[str], published: date | None, future: bool) -> Dated:
    return _day(int(match["year"]), int(match["m"]), int(match["day"]))


def read_month(match: re.Match[str], published: date | None, future: bool) -> Dated:
    month = MONTHS[match["month"].lower().rstrip(".")]
    if match["year"]:
        return Dated(date(int(match["year"]), month, 1), DatePrecision.MONTH)
    if published is None:
        return UNDATED
    if match["side"]:
        return Dated(date(published.year + _SIDES[match["side"]], month, 1), DatePrecision.MONTH)
    year = published.year + (month < published.month if future else -(month > published.month))
    if (match["which"] or "").lower() == "last" and month == published.month:
        year -= 1
    return Dated(date(year, month, 1), DatePrecision.MONTH)


def read_year(match: re.Match[str], published: date | None, future: bool) -> Dated:
    return Dated(date(int(match["year"]), 1, 1), DatePrecision.YEAR)


def read_weekday(match: re.Match[str], published: date | None, future: bool) -> Dated:
    if published is None:
        return UNDATED
    which, wanted = (match["which"] or "").lower(), _WEEKDAYS.index(match["weekday"].lower())
    if which in ("next", "coming") or (future and which != "last"):
        ahead = (wanted - published.weekday()) % 7
        return Dated(published + timedelta(days=ahead or (7 if which == "next" else 0)), DatePrecision.DAY)
    back = (published.weekday() - wanted) % 7
    return Dated(published - timedelta(days=back or (7 if which == "last" else 0)), DatePrecision.DAY)


def read_day_of_week(match: re.Match[str], published: date | None, future: bool) -> Dated:
    """ "Tuesday of last week", "next week on Tuesday": the week begins on a Monday."""
    if published is None:
        return UNDATED
    shift = {"last": -1, "next": 1}.get(match["which"].lower(), 0)
    monday = published - timedelta(days=published.weekday()) + timedelta(weeks=shift)
    return Dated(monday + timedelta(days=_WEEKDAYS.index(match["weekday"].lower())), DatePrecision.DAY)


def read_weekend(match: re.Match[str], published: date | None, future: bool) -> Dated:
    """Two days, and nobody says which: the month that it began in."""
    if published is None:
        return UNDATED
    shift = (published.weekday() - 5) % 7
    saturday = published + timedelta(days=(7 - shift) % 7) if future else published - timedelta(days=shift)
    return Dated(saturday.replace(day=1), DatePrecision.MONTH)


_A_PAPER = re.compile(r"(?:India|USA|Russia|Sunday|Arab) Today$")
_RELATIVE_DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "overnight": 0}


def read_relative_day(match: re.Match[str], published: date | None, future: bool) -> Dated:
    if published is None:
        return UNDATED
    word = match["word"].lower()
    if _A_PAPER.search(match.string[: match.end()]):
        return UNDATED
    shift = _RELATIVE_DAYS.get(word, 0)
    return Dated(published + timedelta(days=shift), DatePrecision.DAY)


def read_period(match: re.Match[str], published: date | None, future: bool) -> Dated:
    which, unit = match["which"].lower(), match["unit"].lower()
    shift = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}.get(which, 0)
    if published is None:
        return Dated(old=unit == "year" and shift < 0)
    return shifted(published, unit, shift)


_SPRING_TO_AUTUMN = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}


def read_coming_season(match: re.Match[str], published: date | None, future: bool) -> Dated:
    """ "in the autumn", "this summer": only the year is sure, and of what lies ahead only where it begins this year."""
    if published is None:
        return UNDATED
    ahead = published.month < _SPRING_TO_AUTUMN[match["season"].lower()]
    sure = match["which"].lower() == "this" or (future and ahead)
    return Dated(date(published.year, 1, 1), DatePrecision.YEAR) if sure else UNDATED


def read_half(match: re.Match[str], published: date | None, future: bool) -> Dated:
    """ "in the second half of the year", "earlier in the month": what is named, as precisely as it is named."""
    return shifted(published, match["unit"].lower(), 0) if published else UNDATED


def read_decade(match: re.Match[str], published: date | None, future: bool) -> Dated:
    """ "in the 1980s": no year is known, but that it is over."""
    return Dated(old=published is None or int(match["year"]) + 10 <= published.year)


def read_era(match: re.Match[str], published: date | None, future: bool) -> Dated:
    """ "during the Cold War", "decades ago": long over, whenever it was."""
    return Dated(old=True)


def read_season(match: re.Match[str], published: date | None, future: bool) -> Dated:
    """ "last winter": which months that was, the hemisphere would have to say; that it is over is sure."""
    return Dated(old=True)


_ABOUT = re.compile(r"\b(?:almost|nearly|more than|less than|over|under)\s$", re.IGNORECASE)


def read_ago(match: re.Match[str], published: date | None, future: bool) -> Dated:
    count, unit = number(match["count"]), match["unit"].lower()
    if published is None or count > 3000:
        return Dated(old=unit == "year")
    if _ABOUT.search(match.string, 0, match.start()):
        return Dated(old=unit in ("year", "decade"))
    if unit == "day":
        return Dated(published - timedelta(days=count), DatePrecision.DAY)
    return shifted(published, unit, -count)


def number(count: str) -> int:
    return int(count) if count.isdigit() else _NUMBERS.get(count.lower(), 1)


def shifted(day: date, unit: str, by: int) -> Dated:
    """A day moved by weeks, months or years, as precisely as the unit allows."""
    if unit == "week":
        middle = day + timedelta(weeks=by, days=3 - day.weekday())
        return Dated(middle.replace(day=1), DatePrecision.MONTH)
    if unit in ("month", "decade"):
        months = day.year * 12 + day.month - 1 + by * (120 if unit == "decade" else 1)
        year, month = divmod(months, 12)
        return Dated(
            date(max(year, 1), month + 1, 1), DatePrecision.YEAR if unit == "decade" else DatePrecision.MONTH, by < -3
        )
    return Dated(date(max(day.year + by, 1), 1, 1), DatePrecision.YEAR, old=by < 0)
