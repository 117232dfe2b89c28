"""When an event happened: the dates that a sentence says (`grammar`), which of them belongs to it (`owner`), and how an
article goes on from day to day (`course`)."""

from worker.events.dates.again import again
from worker.events.dates.course import (
    NO_DAY,
    Day,
    dateline_day,
    days_of,
    of_these_days,
    only_day,
    only_says_which,
    spoken_of,
    written_on,
)
from worker.events.dates.dated import UNDATED, Dated, Said
from worker.events.dates.grammar import dates_said
from worker.events.dates.owner import date_of
from worker.events.dates.telling import Telling, same_day, telling

__all__ = [
    "NO_DAY",
    "UNDATED",
    "Dated",
    "Day",
    "Said",
    "Telling",
    "again",
    "date_of",
    "dateline_day",
    "dates_said",
    "days_of",
    "of_these_days",
    "only_day",
    "only_says_which",
    "same_day",
    "spoken_of",
    "telling",
    "written_on",
]
