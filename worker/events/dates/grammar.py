"""The dates that a text says, resolved against the publication.

Own grammar rather than `dateparser`: what cannot be read must stay null, and a library that guesses ("may" as a month,
"second" as a day) does not know that.

A weekday or a day without its year is the nearest one not after publication; where the sentence speaks of what is to
come, not before it. "a day earlier" counts from the day that the text spoke of last, "two days ago" from publication.
A week has no precision of its own: "last week" knows the month that most of it lay in. What ended more than 90 days
before publication, or was "last year", is historical.
"""

import calendar
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from worker.events.dates.dated import UNDATED, Dated, Said
from worker.model import DatePrecision

_SOON = timedelta(days=60)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: n for name, n in _MONTHS.items()} | {"sept": 9}
_COUNTS = "zero one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {word: number for number, word in enumerate(_COUNTS.split())}
_NUMBERS |= {"a": 1, "an": 1, "couple": 2, "several": 3, "few": 3}

_MONTH = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December" + (
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)(?=[.\s,)]))\.?"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:18|19|20)\d\d)"
_SIDE = r"(?:\s+(?:of\s+)?(?P<side>last|this|next)\s+year)?"  # "on October 24 last year"
_DAYNAME = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"


# the grammar: each reader takes a match, the publication and whether the event is to come


_SIDES = {"last": -1, "this": 0, "next": 1}


def _read_day(match: re.Match[str], published: date | None, future: bool) -> Dated:
    month, day = _MONTHS[match["month"].lower().rstrip(".")], int(match["day"])
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


def _read_iso(match: re.Match[str], published: date | None, future: bool) -> Dated:
    return _day(int(match["year"]), int(match["m"]), int(match["day"]))


def _read_month(match: re.Match[str], published: date | None, future: bool) -> Dated:
    month = _MONTHS[match["month"].lower().rstrip(".")]
    if match["year"]:
        return Dated(date(int(match["year"]), month, 1), DatePrecision.MONTH)
    if published is None:
        return UNDATED
    if match["side"]:
        return Dated(date(published.year + _SIDES[match["side"]], month, 1), DatePrecision.MONTH)
    year = published.year + (month < published.month if future else -(month > published.month))
    if match["which"] == "last" and month == published.month:
        year -= 1
    return Dated(date(year, month, 1), DatePrecision.MONTH)


def _read_year(match: re.Match[str], published: date | None, future: bool) -> Dated:
    return Dated(date(int(match["year"]), 1, 1), DatePrecision.YEAR)


def _read_weekday(match: re.Match[str], published: date | None, future: bool) -> Dated:
    if published is None:
        return UNDATED
    which, wanted = (match["which"] or "").lower(), _WEEKDAYS.index(match["weekday"].lower())
    if which in ("next", "coming") or (future and which != "last"):
        ahead = (wanted - published.weekday()) % 7
        return Dated(published + timedelta(days=ahead or (7 if which == "next" else 0)), DatePrecision.DAY)
    back = (published.weekday() - wanted) % 7
    return Dated(published - timedelta(days=back or (7 if which == "last" else 0)), DatePrecision.DAY)


def _read_day_of_week(match: re.Match[str], published: date | None, future: bool) -> Dated:
    """ "Tuesday of last week", "next week on Tuesday": the week begins on a Monday."""
    if published is None:
        return UNDATED
    shift = {"last": -1, "next": 1}.get(match["which"].lower(), 0)
    monday = published - timedelta(days=published.weekday()) + timedelta(weeks=shift)
    return Dated(monday + timedelta(days=_WEEKDAYS.index(match["weekday"].lower())), DatePrecision.DAY)


def _read_weekend(match: re.Match[str], published: date | None, future: bool) -> Dated:
    """Two days, and nobody says which: the month that it began in."""
    if published is None:
        return UNDATED
    shift = (published.weekday() - 5) % 7
    saturday = published + timedelta(days=(7 - shift) % 7) if future else published - timedelta(days=shift)
    return Dated(saturday.replace(day=1), DatePrecision.MONTH)


_RELATIVE_DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "overnight": 0}


def _read_relative_day(match: re.Match[str], published: date | None, future: bool) -> Dated:
    if published is None:
        return UNDATED
    word = match["word"].lower()
    shift = _RELATIVE_DAYS.get(word, 0)
    return Dated(published + timedelta(days=shift), DatePrecision.DAY)


def _read_period(match: re.Match[str], published: date | None, future: bool) -> Dated:
    which, unit = match["which"].lower(), match["unit"].lower()
    shift = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}.get(which, 0)
    if published is None:
        return Dated(old=unit == "year" and shift < 0)
    return _shifted(published, unit, shift)


def _read_season(match: re.Match[str], published: date | None, future: bool) -> Dated:
    """ "last winter": which months that was, the hemisphere would have to say; that it is over is sure."""
    return Dated(old=True)


def _read_ago(match: re.Match[str], published: date | None, future: bool) -> Dated:
    number, unit = _number(match["count"]), match["unit"].lower()
    if published is None or number > 3000:
        return Dated(old=unit == "year")
    if unit == "day":
        return Dated(published - timedelta(days=number), DatePrecision.DAY)
    return _shifted(published, unit, -number)


def _number(count: str) -> int:
    return int(count) if count.isdigit() else _NUMBERS.get(count.lower(), 1)


def _shifted(day: date, unit: str, by: int) -> Dated:
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


_NEIGHBOURS = {"before": -1, "previous": -1, "after": 1, "following": 1, "next": 1, "same": 0, "the": 0, "that": 0}


def _read_neighbour(match: re.Match[str], anchor: Dated) -> Dated:
    """ "the day before", "the same day": beside the day that the text spoke of."""
    if anchor.day is None or anchor.precision is not DatePrecision.DAY:
        return UNDATED
    word = next(filter(None, (match["which"], match["side"]))).lower()
    return Dated(anchor.day + timedelta(days=_NEIGHBOURS[word]), DatePrecision.DAY)


def _read_shift(match: re.Match[str], anchor: Dated) -> Dated:
    """ "two days earlier", "a month later": as precise as what they count from."""
    unit = match["unit"].lower()
    coarse = {DatePrecision.DAY: (), DatePrecision.MONTH: ("day", "week"), None: ("day", "week", "month", "year")}
    if anchor.day is None or unit in coarse.get(anchor.precision, ("day", "week", "month")):
        return UNDATED
    by = _number(match["count"]) * (1 if match["way"].lower() == "later" else -1)
    if unit == "day":
        return Dated(anchor.day + timedelta(days=by), DatePrecision.DAY)
    return _shifted(anchor.day, unit, by)


# A text with none of these says no date: most sentences are done with one search.
_MAYBE = re.compile(
    r"\d|day|week|month|year|decade|tonight|tomorrow|overnight|this (?:morning|afternoon|evening)|last \w"
    rf"|{'|'.join(name for name in calendar.month_name if name)}",
    re.IGNORECASE,
)

# What a pattern may need. One search for all of them spares a text most of the patterns.
_PARTS = re.compile(rf"{_MONTH}|{_DAYNAME}|{_YEAR}")


def _needs(pattern: str) -> str | None:
    """The part that a pattern cannot do without, as far as its groups say."""
    return next((part for part in ("month", "weekday", "year") if f"(?P<{part}>" in pattern), None)


Reader = Callable[[re.Match[str], date | None, bool], Dated]

# In order: where two overlap, the one that stands first here, then the longer, is meant.
_GRAMMAR: tuple[tuple[re.Pattern[str], str | None, Reader], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE if free else 0), _needs(pattern), read)
    for pattern, free, read in (
        (rf"\b{_YEAR}-(?P<m>[01]\d)-(?P<day>[0-3]\d)\b", False, _read_iso),
        (rf"\b{_MONTH}\s+{_DAY}(?:\s?[-–]\s?[0-3]?\d)?(?:\s*[,/]?\s*{_YEAR})?(?![\d:]|,\d)\b{_SIDE}",
         False, _read_day),
        (rf"\b{_DAY}(?:\s?[-–]\s?[0-3]?\d(?:st|nd|rd|th)?)?\s+(?:of\s+)?{_MONTH}(?:\s*[,/]?\s*{_YEAR})?\b{_SIDE}",
         False, _read_day),
        (rf"\b(?:(?P<which>last|next|this|past|early|late|mid)[\s-]+)?{_MONTH}\s*,?\s+(?:of\s+)?{_YEAR}\b{_SIDE}",
         False, _read_month),
        (rf"\b(?:in|since|during|until|by|throughout|from)\s+(?:(?:early|late|mid)[\s-]+)?(?:the\s+\w+\s+of\s+)?(?P<which>last\s+)?{_MONTH}"
         rf"(?P<year>$^)?\b(?!\s+\d){_SIDE}", False, _read_month),
        (rf"\b(?P<which>last|next|this|past|earlier in)\s+{_MONTH}(?P<year>$^)?\b{_SIDE}", False, _read_month),
        (rf"\b(?:in|since|during|of|by|until|from|for|early|late|mid|year)[\s-]+(?:early\s|late\s|mid-)?{_YEAR}\b(?![-–%,]\d|\s+(?:troops|soldiers|men|tons|tonnes))",
         False, _read_year),
        (rf"\b{_DAYNAME},?\s+(?:of\s+)?(?P<which>last|next|this)\s+week\b", False, _read_day_of_week),
        (rf"\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his)\s+week(?:\s+on|,)?\s+{_DAYNAME}\b", False, _read_day_of_week),
        (rf"\b(?:(?P<which>last|next|this|past|coming)\s+)?{_DAYNAME}\b", False, _read_weekday),
        (r"\b(?:over|at|on|during|last|this|next) (?:the |last |this |next )?weekend\b", True, _read_weekend),
        (r"\b(?P<word>today|tonight|yesterday|tomorrow|overnight)\b(?!['’]s)", True, _read_relative_day),
        (r"\b(?P<word>this (?:morning|afternoon|evening))\b", True, _read_relative_day),
        (r"\b(?P<which>last|next|this|previous|past|coming) (?P<unit>week|month|year)\b", True, _read_period),
        (r"\blast (?:winter|spring|summer|autumn|fall)\b", True, _read_season),
        (r"\b(?P<count>\d{1,4}|an?|couple|several|few|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
         r"(?: of)? "
         r"(?P<unit>day|week|month|year|decade)s? ago\b", True, _read_ago),
    )
)  # fmt: skip

# What counts from the day that the text spoke of last, and from publication where it spoke of none.
_ANCHORED: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Dated], Dated]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (r"\b(?P<count>\d{1,3}|an?|one|couple|several|few|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
         r"(?: of)? (?P<unit>day|week|month|year|decade)s? "
         r"(?P<way>earlier\b(?! than)|later\b(?! than)|before\b(?=\s*[,.;]|\s*$))", _read_shift),
        (r"\bthe (?:(?P<which>previous|following|next|same) day|day (?P<side>before|after)(?= ?[,.;]))",
         _read_neighbour),
        (r"\b(?:earlier|later) (?:in|on) (?P<side>the|that) day\b(?P<which>$^)?", _read_neighbour),
    )
)  # fmt: skip


@lru_cache(maxsize=256)  # the events of one sentence all ask the same
def dates_said(text: str, published: date | None, future: bool = False, anchor: Dated = UNDATED) -> tuple[Said, ...]:
    """The dates that a text says, in the order of the grammar, never overlapping.

    `anchor` is what the text before this one spoke of last; `future` reads days without a year as days to come.
    """
    taken: list[Said] = []
    if _MAYBE.search(text) is None:
        return ()
    found = {match.lastgroup for match in _PARTS.finditer(text)}
    for pattern, needs, read in _GRAMMAR:
        for match in _free(pattern, text, taken) if needs is None or needs in found else ():
            taken.append(Said(match.start(), match.end(), read(match, published, future)))
    today = Dated(published, DatePrecision.DAY) if published else UNDATED
    for anchored, count in _ANCHORED:
        for match in _free(anchored, text, taken):
            spoken = _last_before(match.start(), taken)
            base = spoken if spoken.day else anchor if anchor.day else today
            taken.append(Said(match.start(), match.end(), count(match, base)))
    return tuple(said for said in taken if said.when != UNDATED)


def _free(pattern: re.Pattern[str], text: str, taken: Sequence[Said]) -> list[re.Match[str]]:
    """The matches of a pattern that overlap with nothing said already."""
    found = pattern.finditer(text)
    return [m for m in found if all(m.end() <= said.start or said.end <= m.start() for said in taken)]


def _last_before(start: int, said: Sequence[Said]) -> Dated:
    """What was said last before a place in the text."""
    before = [one for one in said if one.end <= start and one.when.day]
    return max(before, key=lambda one: one.start).when if before else UNDATED
