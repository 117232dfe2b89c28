"""A date with what is known of it, and where a text says it.

What ended more than 90 days before publication is history.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from worker.model import DatePrecision

HISTORICAL_AFTER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date with what is known of it; the unknown part is its first month or day. `old` says it is told as history."""

    day: date | None = None
    precision: DatePrecision | None = None
    old: bool = False

    def historical(self, published: date | None) -> bool:
        """Whether the event lay long before the publication."""
        if self.day is None or self.precision is None or published is None:
            return self.old
        return self.old or _end(self.day, self.precision) < published - HISTORICAL_AFTER


UNDATED = Dated()


@dataclass(frozen=True, slots=True)
class Said:
    """A date as a sentence says it: where (character offsets in the sentence), and what it comes to."""

    start: int
    end: int
    when: Dated


def _end(day: date, precision: DatePrecision) -> date:
    if precision is DatePrecision.DAY:
        return day
    month = 12 if precision is DatePrecision.YEAR else day.month
    return date(day.year, month, calendar.monthrange(day.year, month)[1])
