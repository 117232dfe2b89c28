"""A relation month by month: what was counted, made whole. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from worker.model import QuadClass


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a relation. ``mean_score`` is PLOVER's, -10 to 10; null in a month without an event."""

    month: date
    by_quad_class: dict[QuadClass, int] = field(default_factory=dict)
    mean_score: float | None = None

    @property
    def events(self) -> int:
        return sum(self.by_quad_class.values())

    @property
    def cooperation(self) -> int:
        return sum(self.by_quad_class.get(q, 0) for q in (QuadClass.VERBAL_COOPERATION, QuadClass.MATERIAL_COOPERATION))

    @property
    def conflict(self) -> int:
        return self.events - self.cooperation


def monthly(rows: Iterable[tuple[Any, ...]]) -> tuple[Month, ...]:
    """Rows (first day of month, quad class, events, sum of scores) as months, each month between them included."""
    held: dict[date, list[tuple[QuadClass, int, float]]] = {}
    for month, quad_class, count, total in rows:
        held.setdefault(month, []).append((QuadClass(quad_class), count, total))
    return tuple(_month(day, held.get(day, [])) for day in _between(held))


def _month(day: date, counted: list[tuple[QuadClass, int, float]]) -> Month:
    events = sum(count for _, count, _ in counted)
    mean = sum(total for _, _, total in counted) / events if events else None
    return Month(day, {quad_class: count for quad_class, count, _ in counted}, mean)


def _between(months: Iterable[date]) -> Iterator[date]:
    known = sorted(months)
    day = known[0] if known else None
    while day is not None and day <= known[-1]:
        yield day
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
