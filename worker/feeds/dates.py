"""When a feed says that an entry was published. What it does not say stays unknown: a wrong date is worse than none.

feedparser reads a dozen notations, and guesses where they leave something out: the year of ``--03-01`` becomes this
year, ``2004`` the first of January, a zone that it does not know UTC. Its guesses are taken back here. What it cannot
read at all is tried by dateparser in the languages of news ("3 марта 2026, 12:10"), strictly: day, month and year must
stand there, and "two hours ago" is no date.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from time import struct_time
from typing import Any

# Hours east of UTC of zone names that outlets write and that feedparser 6 takes for UTC. Names with two meanings have
# the one that news feeds use: IST is India's (Israel's outlets write +0200), BST is British Summer Time.
_ZONES = {
    "ACDT": 10.5, "ACST": 9.5, "AEDT": 11, "AEST": 10, "AKDT": -8, "AKST": -9, "ART": -3, "AWST": 8, "AZT": 4,
    "BRT": -3, "BST": 1, "CAT": 2, "CEST": 2, "CET": 1, "CLT": -4, "COT": -5, "EAT": 3, "EEST": 3, "EET": 2,
    "GST": 4, "HKT": 8, "HST": -10, "ICT": 7, "IDT": 3, "IRST": 3.5, "IST": 5.5, "JST": 9, "KST": 9, "MMT": 6.5,
    "MSK": 3, "NPT": 5.75, "NZDT": 13, "NZST": 12, "PET": -5, "PHT": 8, "PKT": 5, "PYT": -3, "SAST": 2, "SGT": 8,
    "TRT": 3, "UYT": -3, "UZT": 5, "VET": -4, "WAT": 1, "WEST": 1, "WIB": 7,
}  # fmt: skip

# Null dates of common software: year 1 of .NET, 1970 of Unix.
_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)


def utc(written: object, parsed: struct_time | None) -> datetime | None:
    """The date ``written`` in a feed, in UTC, given what feedparser made of it; null where a part was guessed."""
    if not isinstance(written, str) or parsed is None or _lacks_a_part(written, parsed):
        return None
    try:
        moment = datetime(*parsed[:6], tzinfo=UTC) - _forgotten_zone(written)
    except (ValueError, OverflowError):
        return None
    return moment if moment >= _EARLIEST else None


def _lacks_a_part(written: str, parsed: struct_time) -> bool:
    """A year that the words do not hold, or no day at all; a zone may carry it over New Year, so one off is fine."""
    if re.fullmatch(r"\s*\d{4}(?:-\d{1,2})?\s*", written):
        return True
    return not any(f"{(parsed.tm_year + shift) % 100:02d}" in written for shift in (0, 1, -1))


def _forgotten_zone(written: str) -> timedelta:
    name = re.search(r"(?<![A-Za-z])([A-Za-z]{3,4})\s*$", written)
    return timedelta(hours=_ZONES.get(name[1].upper(), 0) if name else 0)


_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_NUMBERS = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}\b")
LONGEST = 80  # characters of a date
# dateparser tries one language after another, some milliseconds for a date in none of them.
_MOST_TRIES = 60
_LANGUAGES = (
    "en", "de", "fr", "es", "pt", "it", "nl", "ru", "uk", "pl", "cs", "hu", "ro", "tr", "ar", "fa", "he", "zh", "ja",
    "ko", "vi", "id", "el", "sv", "da", "fi", "hi",
)  # fmt: skip


class Dates:
    """Reads the dates of one feed: remembers those that it has read, and gives up where too many are in no language."""

    def __init__(self) -> None:
        self._left = _MOST_TRIES
        self._known: dict[str, datetime | None] = {}
        self._foreign: Callable[[str], Any] | None = None

    def read(self, written: object, parsed: struct_time | None = None) -> datetime | None:
        """``written`` in UTC, given what feedparser made of it, if anything; null where a part would be guessed."""
        if not isinstance(written, str) or not written.strip() or len(written) > LONGEST:
            return None
        if parsed is not None and written.isascii():
            return utc(written, parsed)
        if written not in self._known:
            # feedparser takes the numbers of a Chinese date for a time of day; its Greek and Hungarian are sound.
            guess = None if _IDEOGRAPH.search(written) else utc(written, parsed)
            self._known[written] = _iso(written) or self._in_words(written) or guess
        return self._known[written]

    def _in_words(self, written: str) -> datetime | None:
        if self._left <= 0 or len(re.findall(r"\d", written)) < 3 or re.fullmatch(r"[\d\s]*", written):
            return None
        if (numbers := _NUMBERS.match(written)) and max(int(numbers[1]), int(numbers[2])) <= 12:
            return None  # 03/04/2026 is in March or in April, by where one reads it
        found = None
        with suppress(ValueError, OverflowError, TypeError, KeyError, AttributeError, IndexError):
            found = self._reader()(written).date_obj
        if found is None:
            self._left -= 1
            return None
        moment = _in_utc(found)
        return moment if moment and moment >= _EARLIEST and _has_year(written, found.year) else None

    def _reader(self) -> Callable[[str], Any]:
        if self._foreign is None:
            from dateparser.date import DateDataParser

            rules = {"STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
            zone = {"TIMEZONE": "UTC", "RETURN_AS_TIMEZONE_AWARE": True, "TO_TIMEZONE": "UTC"}
            self._foreign = DateDataParser(languages=list(_LANGUAGES), settings=rules | zone).get_date_data
        return self._foreign


def _iso(written: str) -> datetime | None:
    """RFC 3339, as JSON Feed and Atom have it; a day alone is its midnight."""
    text = written.strip()
    if not re.match(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return None
    try:
        moment = _in_utc(datetime.fromisoformat(text))
    except ValueError:
        return None
    return moment if moment and moment >= _EARLIEST else None


def _in_utc(moment: datetime) -> datetime | None:
    try:
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _has_year(written: str, year: int) -> bool:
    """A year that does not stand there was guessed; other calendars count theirs otherwise, and are left alone."""
    digits = "".join(str(int(one)) if one.isdecimal() else one for one in written)
    return any(str(year + shift) in digits for shift in (0, 1, -1))
