"""When an event happened: the dates that a sentence says (`grammar`), which of them belongs to it (`owner`), and how an
article goes on from day to day (`course`)."""

from worker.events.dates.course import lead_day, spoken_of
from worker.events.dates.dated import UNDATED, Dated, Said
from worker.events.dates.grammar import dates_said
from worker.events.dates.owner import date_of

__all__ = ["UNDATED", "Dated", "Said", "date_of", "dates_said", "lead_day", "spoken_of"]
