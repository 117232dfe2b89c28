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
from datetime import date
from functools import lru_cache

from worker.events.dates.dated import UNDATED, Dated, Said
from worker.events.dates.neighbours import read_hours, read_neighbour, read_shift, read_then
from worker.events.dates.readers import (
    read_ago,
    read_coming_season,
    read_day,
    read_day_of_week,
    read_decade,
    read_era,
    read_half,
    read_iso,
    read_month,
    read_period,
    read_relative_day,
    read_season,
    read_weekday,
    read_weekend,
    read_year,
)
from worker.model import DatePrecision

_MONTH = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December" + (
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)(?=[.\s,)]))\.?"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:18|19|20)\d\d)"
_SIDE = r"(?:\s+(?:of\s+)?(?P<side>last|this|next)\s+year)?"  # "on October 24 last year"
_DAYNAME = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"

_BESIDE = re.compile(r",? ?\(?")  # between a date and the day of the week that it is

# "before dawn on Friday" is no clause, whatever a small parser takes "dawn" for.
_HOUR = r"(?:before|after|at|around) (?:dawn|daybreak|sunrise|noon|midday|sunset|dusk|nightfall|midnight) (?:on )?"

_YEAR_AFTER = (
    r"[Ii]n|[Ss]ince|[Dd]uring|of|[Bb]y|[Uu]ntil|[Ff]rom|[Bb]etween|for|[Ee]arly|[Ll]ate|[Mm]id|years?,?"
    r"|spring|summer|autumn|fall|winter"
)
_IN_MONTH = r"[Ii]n|[Ss]ince|[Dd]uring|[Uu]ntil|[Bb]y|[Tt]hroughout|[Ff]rom"
_PART = r"(?P<unit>day|morning|afternoon|evening|night|week|month|year)"
_PAST_ERA = (
    r"(?:Soviet|colonial|Ottoman|imperial|tsarist) (?:times|rule|era|period|days)|(?:19th|nineteenth|18th) century"
)

# A text with none of these, nor any digit, says no date: to look for words costs far less than to search by pattern.
_DIGIT = re.compile(r"\d")
_MAYBE = (
    "day", "week", "month", "year", "decade", "century", "centuries", "generation", "night", "morning", "afternoon",
    "evening", "tomorrow", "last ", "hour", "minutes", "time", "afterward", "spring", "summer", "autumn", "fall",
    "cold war", "world war", "soviet ", "colonial ", "ottoman ", "imperial ",
    *(name.lower() for name in calendar.month_name if name),
)  # fmt: skip

_NAMED = tuple(name.lower() for name in (*calendar.month_abbr, *calendar.day_name) if name)

# What a pattern may need. One search for all of them spares a text most of the patterns.
_PARTS = re.compile(rf"(?=[A-Z1-2])(?:{_MONTH}|{_DAYNAME}|{_YEAR})")  # the first letter spares most of its choices


def _needs(pattern: str) -> str | None:
    """The part that a pattern cannot do without, as far as its groups say."""
    return next((part for part in ("month", "weekday", "year") if f"(?P<{part}>" in pattern), None)


# Of these words a text must hold one, or no pattern of the reader fits it.
_SEASONS = ("spring", "summer", "autumn", "fall", "winter")
_WORDS: dict[Callable[..., Dated], tuple[str, ...]] = {
    read_weekend: ("weekend",),
    read_relative_day: (
        "today", "tonight", "yesterday", "tomorrow", "overnight", "morning", "afternoon", "evening"
    ),
    read_period: ("week", "month", "year"),
    read_coming_season: _SEASONS,
    read_half: ("month", "year", "week"),
    read_era: ("ago", "war", "soviet", "colonial", "ottoman", "imperial", "tsarist", "century"),
    read_season: _SEASONS,
    read_ago: ("ago",),
    read_shift: ("earlier", "later", "before"),
    read_neighbour: ("previous", "following", "next", "same", "that", "before", "after", "earlier", "later"),
    read_then: ("time",),
    read_hours: ("earlier", "later", "after", "within", "in the"),
}  # fmt: skip


Reader = Callable[[re.Match[str], date | None, bool], Dated]

# In order: where two overlap, the one that stands first here, then the longer, is meant.
_GRAMMAR: tuple[tuple[re.Pattern[str], str | None, Reader], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE if free else 0), _needs(pattern), read)
    for pattern, free, read in (
        (rf"\b{_YEAR}-(?P<m>[01]\d)-(?P<day>[0-3]\d)\b", False, read_iso),
        (rf"\b{_MONTH}(?:\s+|(?<=\.)){_DAY}(?:(?:\s?[-–]\s?| to )[0-3]?\d)?(?:\s*[,/]?\s*{_YEAR})?"
         rf"(?!\d|:\d|,\d)\b{_SIDE}",
         False, read_day),
        (rf"\b{_DAY}(?:(?:\s?[-–]\s?| to | and )[0-3]?\d(?:st|nd|rd|th)?)?\s+"
         rf"(?:of\s+)?{_MONTH}(?:\s*[,/]?\s*{_YEAR})?\b{_SIDE}",
         False, read_day),
        (rf"\b(?:(?P<which>[Ll]ast|[Nn]ext|this|past|[Ee]arly|[Ll]ate|[Mm]id)[\s-]+)?{_MONTH}\s*,?\s+(?:of\s+)?{_YEAR}\b{_SIDE}",
         False, read_month),
        (rf"\b(?:{_IN_MONTH})\s+(?:(?:early|late|mid)[\s-]+)?(?:the\s+\w+\s+of\s+)?(?P<which>last\s+)?{_MONTH}"
         rf"(?P<year>$^)?\b(?!\s+\d){_SIDE}", False, read_month),
        (rf"\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his|past|[Ee]arlier in)\s+{_MONTH}(?P<year>$^)?\b{_SIDE}",
         False, read_month),
        (rf"\b(?:in|from|between|during|of)\s+{_YEAR}\s?(?:[-–—]|to|and)\s?(?:(?:18|19|20)\d)?\d\d?\b",
         True, read_year),
        (r"\b(?P<year>(?:18|19|20)\d0)['’]?s\b", True, read_decade),
        (rf"\b(?:{_YEAR_AFTER})[\s-]+(?:early\s|late\s|mid-)?{_YEAR}\b(?![-–%,]\d|\s+(?:troops|soldiers|men|tons|tonnes))",
         False, read_year),
        (rf"\b(?:at|during) (?:a|an|the|their|its) {_YEAR} (?:summit|meeting|conference|talks)\b", True, read_year),
        (rf"\b{_DAYNAME},?\s+(?:of\s+)?(?P<which>last|next|this)\s+week\b", False, read_day_of_week),
        (rf"\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his)\s+week(?:\s+on|,)?\s+{_DAYNAME}\b", False, read_day_of_week),
        (rf"\b(?:{_HOUR})?(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|past|coming)\s+)?{_DAYNAME}\b", False, read_weekday),
        (r"\b(?:over|at|on|during|last|this|next) (?:the |last |this |next )?weekend\b", True, read_weekend),
        (r"\b(?P<word>today|tonight|yesterday|tomorrow|overnight)\b(?!['’]s)", True, read_relative_day),
        (r"\b(?P<word>this (?:morning|afternoon|evening))\b", True, read_relative_day),
        (r"\b(?P<which>last|next|this|previous|past|coming) (?P<unit>week|month|year)\b", True, read_period),
        (r"\b(?P<which>this|in the|next) (?P<season>spring|summer|autumn|fall)\b(?! of)", True, read_coming_season),
        (r"\b(?:half|quarter|part|course) of (?:the|this) (?P<unit>month|year)\b", True, read_half),
        (r"\b(?:earlier|later|late|early) in the (?P<unit>week|month|year)\b", True, read_half),
        (r"\b(?:decades|centuries|generations|(?:a|half a|a quarter of a) century|a generation) ago\b", True, read_era),
        (r"\b(?:in|during|after|before|under|since) (?:the )?(?:Cold War|World War|(?:First|Second) World War"
         rf"|{_PAST_ERA})",
         True, read_era),
        (r"\blast (?:winter|spring|summer|autumn|fall)\b", True, read_season),
        (r"\b(?P<count>\d{1,4}|an?|couple|several|few|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
         r"(?: of)? "
         r"(?P<unit>day|week|month|year|decade)s? ago\b", True, read_ago),
    )
)  # fmt: skip

# What counts from the day that the text spoke of last, and from publication where it spoke of none.
_ANCHORED: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Dated], Dated]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (r"\b(?P<count>\d{1,3}|an?|one|couple|several|few|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
         r"(?: of)? (?P<unit>day|week|month|year|decade)s? "
         r"(?P<way>earlier\b(?! than)|later\b(?! than)|before\b(?=\s*[,.;]|\s*$))", read_shift),
        (rf"\b(?:the )?(?:(?P<which>previous|following|next|same) {_PART}\b"
         r"|(?:day|night|evening) (?P<side>before|after)(?= ?[,.;]))", read_neighbour),
        (rf"\b(?P<which>that) {_PART}\b(?P<side>$^)?", read_neighbour),
        (r"\bat (?:(?:the|that) time|the same time(?!,))\b(?! of)", read_then),
        (r"\b(?:earlier|later) (?:in|on) (?P<side>the|that) day\b(?P<which>$^)?(?P<unit>$^)?", read_neighbour),
        (r"\b(?:hours|minutes|an hour) (?:earlier|later)\b|\b(?:shortly|soon|immediately) after(?:wards?)\b"
         r"|\bwithin (?:hours|minutes)\b|\bin the (?:morning|afternoon|evening)\b", read_hours),
    )
)  # fmt: skip


@lru_cache(maxsize=256)  # the events of one sentence all ask the same
def dates_said(text: str, published: date | None, future: bool = False, anchor: Dated = UNDATED) -> tuple[Said, ...]:
    """The dates that a text says, in the order of the grammar, never overlapping.

    `anchor` is what the text before this one spoke of last; `future` reads days without a year as days to come.
    """
    taken: list[Said] = []
    small = text.lower()
    digit = _DIGIT.search(text) is not None
    if not digit and not _holds(small, _MAYBE):
        return ()
    found = {match.lastgroup for match in _PARTS.finditer(text)} if digit or _holds(small, _NAMED) else set()
    for pattern, needs, read in _GRAMMAR:
        possible = needs in found if needs else _holds(small, _WORDS[read])
        for match in _free(pattern, text, taken) if possible else ():
            if read is read_weekday and (beside := _date_beside(match, text, taken)) is not None:
                taken[beside] = _with_its_name(match, taken[beside])
                continue
            taken.append(Said(match.start(), match.end(), read(match, published, future)))
    today = Dated(published, DatePrecision.DAY) if published else UNDATED
    for anchored, count in _ANCHORED:
        for match in _free(anchored, text, taken) if _holds(small, _WORDS[count]) else ():
            spoken = _last_before(match.start(), taken)
            base = spoken if spoken.day else anchor if anchor.day else today
            taken.append(Said(match.start(), match.end(), count(match, base)))
    return tuple(said for said in taken if said.when != UNDATED)


def _holds(text: str, words: Sequence[str]) -> bool:
    return any(map(text.__contains__, words))


def _free(pattern: re.Pattern[str], text: str, taken: Sequence[Said]) -> list[re.Match[str]]:
    """The matches of a pattern that overlap with nothing said already."""
    found = pattern.finditer(text)
    return [m for m in found if all(m.end() <= said.start or said.end <= m.start() for said in taken)]


def _date_beside(match: re.Match[str], text: str, taken: Sequence[Said]) -> int | None:
    """Which date a day of the week only names: "on Monday, April 22", "on April 22, Monday"."""
    for number, said in enumerate(taken):
        between = text[match.end() : said.start] if match.end() <= said.start else text[said.end : match.start()]
        if said.when.precision is DatePrecision.DAY and _BESIDE.fullmatch(between):
            return number
    return None


def _with_its_name(match: re.Match[str], said: Said) -> Said:
    return Said(min(match.start(), said.start), max(match.end(), said.end), said.when)


def _last_before(start: int, said: Sequence[Said]) -> Dated:
    """What was said last before a place in the text."""
    before = [one for one in said if one.end <= start and one.when.day]
    return max(before, key=lambda one: one.start).when if before else UNDATED
