"""Dates beside the one that the text spoke of last: "the day before", "two weeks later", "that night"."""

import re
from datetime import timedelta

from worker.events.dates.dated import UNDATED, Dated
from worker.events.dates.readers import number, shifted
from worker.model import DatePrecision

_NEIGHBOURS = {"before": -1, "previous": -1, "after": 1, "following": 1, "next": 1, "same": 0, "the": 0, "that": 0}
_UNITS = frozenset({"week", "month", "year"})


def read_neighbour(match: re.Match[str], anchor: Dated) -> Dated:
    """ "the day before", "the same day": beside the day that the text spoke of."""
    word, unit = next(filter(None, (match["which"], match["side"]))).lower(), (match["unit"] or "day").lower()
    if unit in _UNITS:
        known = anchor.day is not None and (unit == "year" or anchor.precision is not DatePrecision.YEAR)
        return shifted(anchor.day, unit, _NEIGHBOURS[word]) if known and anchor.day else UNDATED
    if anchor.day is None or anchor.precision is not DatePrecision.DAY:
        return UNDATED
    return Dated(anchor.day + timedelta(days=_NEIGHBOURS[word]), DatePrecision.DAY)


def read_shift(match: re.Match[str], anchor: Dated) -> Dated:
    """ "two days earlier", "a month later": as precise as what they count from."""
    return moved(anchor, match["count"], match["unit"].lower(), 1 if match["way"].lower() == "later" else -1)


def moved(anchor: Dated, count: str, unit: str, way: int) -> Dated:
    """A date that lies so many units from another; unknown where that is coarser than the unit."""
    coarse = {DatePrecision.DAY: (), DatePrecision.MONTH: ("day", "week"), None: ("day", "week", "month", "year")}
    if anchor.day is None or unit in coarse.get(anchor.precision, ("day", "week", "month")):
        return UNDATED
    by = number(count) * way
    if unit == "day":
        return Dated(anchor.day + timedelta(days=by), DatePrecision.DAY)
    return shifted(anchor.day, unit, by)


def read_hours(match: re.Match[str], anchor: Dated) -> Dated:
    """ "hours later", "shortly afterwards": the same day, as far as a reader can tell."""
    return anchor if anchor.precision is DatePrecision.DAY else UNDATED


def read_then(match: re.Match[str], anchor: Dated) -> Dated:
    """ "at the time": whatever time was spoken of, if it was a past one; of these days it says nothing."""
    return anchor if anchor.old or anchor.precision in (DatePrecision.MONTH, DatePrecision.YEAR) else UNDATED
