"""What was done in more than one year: "expelled diplomats in 2018 and again in 2020"."""

import re
from datetime import date

from worker.events.dates.dated import Dated
from worker.model import DatePrecision

_YEAR = r"(?:19|20)\d\d"
_AND = r"(?:,|,? and)(?: then| once more| (?:once )?again)?(?: in)? "
_YEARS = re.compile(rf"\b[Ii]n (?P<first>{_YEAR})(?P<more>(?:{_AND}{_YEAR}\b)+)")


def again(text: str, when: Dated) -> tuple[Dated, ...]:
    """The further years of a deed of `when`, where the text counts them: each is a deed of its own."""
    if when.day is None or when.precision is not DatePrecision.YEAR:
        return ()
    year = str(when.day.year)
    counted = next((m for m in _YEARS.finditer(text) if m["first"] == year), None)
    more = sorted(set(re.findall(_YEAR, counted["more"])) - {year}) if counted else []
    return tuple(Dated(date(int(one), 1, 1), when.precision, old=when.old) for one in more)
