"""The sample newsroom's archive: invented reports, each with the events that a careful human coder finds in it.

``articles/*.yaml`` hold one list of reports a file. A report has an ``outlet``, a ``slug``, a ``title``, a ``text``
(one paragraph a line), the ``story`` that it tells, and either ``at`` (seconds after the newsroom opens) or
``days_before`` (it was published that many days before, and stands in the feed from the start).

Times in a text follow the day it is served: ``{day}`` is the weekday of publication, ``{day-2}`` that of two days
earlier, ``{date}`` is written like "November 23", ``{year-1}`` is last year.

``expect`` says what happened, by PLOVER's definitions: ``PHL > CHN ACCUSE/disapprove -1 historical``. First the actors
and, after ``>``, the recipients, by code (none: the event is between the actors). Then the type with its mode, where
it is clear; ``|`` parts types between which good coders differ. Then the date: days from publication (``0``, ``-1``),
``-1m`` for the month before, ``2024-06``, or ``?`` where the text does not say. Last come auxiliary modes. A line that
starts with ``~`` is arguable: finding it is not wrong, missing it neither.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from worker.model import AuxiliaryMode, DatePrecision

NOTICE = "Invented report for the dyadwatch sample newsroom"

_PLACEHOLDER = re.compile(r"\{(day|date|year)([+-]\d+)?\}")
_LABEL = re.compile(
    r"(?P<optional>~ )?(?P<actors>[A-Z]{3}(?:,[A-Z]{3})*)(?: > (?P<recipients>[A-Z]{3}(?:,[A-Z]{3})*))? "
    r"(?P<types>[A-Z]+(?:/[a-z-]+)?(?:\|[A-Z]+(?:/[a-z-]+)?)*) (?P<date>\S+)(?P<auxiliary>(?: [a-z]+)*)"
)


@dataclass(frozen=True, slots=True)
class ExpectedEvent:
    """What a human coder found. ``types`` are (type, mode) pairs, any of which is right; mode may be null."""

    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    types: tuple[tuple[str, str | None], ...]
    event_date: date | None = None
    date_precision: DatePrecision | None = None
    auxiliary: tuple[AuxiliaryMode, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """One invented report, before its times are filled in; ``at`` is seconds, ``days_before`` is days."""

    story: str
    outlet: str
    slug: str
    title: str
    text: str
    expect: tuple[str, ...]
    at: float | None = None
    days_before: int | None = None

    def told(self, published: datetime) -> "Report":
        """The report as it reads when published on that day."""
        return replace(self, title=fill(self.title, published.date()), text=fill(self.text, published.date()))

    def expected(self, published: date) -> tuple[ExpectedEvent, ...]:
        """The labels, with dates reckoned from the day of publication."""
        return tuple(read_label(fill(line, published), published) for line in self.expect)


def fill(text: str, published: date) -> str:
    """Puts weekdays, dates and years of the day of publication in the place of ``{day-1}`` and its like."""
    return _PLACEHOLDER.sub(lambda found: _time_word(found[1], int(found[2] or 0), published), text)


def _time_word(kind: str, offset: int, published: date) -> str:
    if kind == "year":
        return str(published.year + offset)
    meant = published + timedelta(days=offset)
    return f"{meant:%A}" if kind == "day" else f"{meant:%B} {meant.day}"


def read_label(line: str, published: date) -> ExpectedEvent:
    """Reads one line of ``expect``; raises ValueError with the line where it is not in the form told above."""
    found = _LABEL.fullmatch(line)
    if found is None:
        raise ValueError(f"not a label: {line!r}; write it like 'PHL > CHN ACCUSE/disapprove -1 historical'")
    event_date, precision = _label_date(found["date"], published)
    return ExpectedEvent(
        actors=tuple(found["actors"].split(",")),
        recipients=tuple((found["recipients"] or "").split(",")) if found["recipients"] else (),
        types=tuple(_type_and_mode(part) for part in found["types"].split("|")),
        event_date=event_date,
        date_precision=precision,
        auxiliary=tuple(AuxiliaryMode(word) for word in found["auxiliary"].split()),
        optional=found["optional"] is not None,
    )


def _type_and_mode(part: str) -> tuple[str, str | None]:
    event_type, _, mode = part.partition("/")
    return event_type, mode or None


def _label_date(text: str, published: date) -> tuple[date | None, DatePrecision | None]:
    if text == "?":
        return None, None
    if months := re.fullmatch(r"([+-]\d+)m", text):
        years, month = divmod(published.year * 12 + published.month - 1 + int(months[1]), 12)
        return date(years, month + 1, 1), DatePrecision.MONTH
    if re.fullmatch(r"0|[+-]\d+", text):
        return published + timedelta(days=int(text)), DatePrecision.DAY
    parts = [int(part) for part in text.split("-")]
    precision = (DatePrecision.YEAR, DatePrecision.MONTH, DatePrecision.DAY)[len(parts) - 1]
    return date(*[*parts, 1, 1][:3]), precision


@cache
def reports() -> tuple[Report, ...]:
    """Every invented report: first those of the days before, oldest first, then the new ones in their order."""
    folder = files("worker.demo") / "articles"
    texts = [path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name.endswith(".yaml")]
    found = [_report(entry) for text in texts for entry in yaml.load(text, Loader=yaml.CSafeLoader)]
    return tuple(sorted(found, key=lambda r: (-(r.days_before or 0), r.at or 0.0, r.outlet, r.slug)))


def _report(entry: dict[str, Any]) -> Report:
    return Report(**(entry | {"text": entry["text"].strip(), "expect": tuple(entry["expect"])}))
