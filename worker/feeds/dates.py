"""When a feed says that an entry was published. What it does not say stays unknown: a wrong date is worse than none.

feedparser reads a dozen notations, and guesses where they leave something out: the year of ``--03-01`` becomes this
year, ``2004`` the first of January, a zone that it does not know UTC. Its guesses are taken back here.
"""

import re
from datetime import UTC, datetime, timedelta
from time import struct_time

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
