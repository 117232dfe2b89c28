"""What the sample newsroom has published by now. No sockets here, and the clock is given.

Old reports are there from the start. New ones wait until every feed was asked for once, because whatever a first poll
finds is baseline and rings no alert; then they appear at their seconds, faster or slower by ``pace``.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from worker.demo.library import Report
from worker.demo.outlets import OUTLETS, Outlet

LEAD = timedelta(seconds=2)  # from the last first poll to the first new report
PATIENCE = timedelta(seconds=60)  # a feed that nobody asks for holds the others back no longer than this
SHORTEST = 5.0  # seconds that publishing takes at least, where it has to end by a given time


@dataclass(frozen=True, slots=True)
class Published:
    """A report in print: its times are filled in."""

    report: Report
    at: datetime
    path: str


class Programme:
    """The newsroom's clockwork. ``clock`` gives aware times; ``pace`` 2 publishes twice as fast.

    ``ends_by`` sets the pace instead, once publishing begins, so that the last report is out by then.
    """

    def __init__(
        self,
        reports: Sequence[Report],
        clock: Callable[[], datetime],
        *,
        pace: float = 1.0,
        ends_by: datetime | None = None,
        outlets: tuple[Outlet, ...] = OUTLETS,
    ) -> None:
        self.outlets = {outlet.slug: outlet for outlet in outlets}
        self.opened_at = clock().replace(microsecond=0)
        self.began_at: datetime | None = None
        self._reports, self._clock = tuple(reports), clock
        self._pace, self._ends_by = pace, ends_by
        self._asked: set[str] = set()
        self._first_asked_at: datetime | None = None
        self._lock = threading.Lock()

    @property
    def total(self) -> int:
        """Reports in all, published or not."""
        return len(self._reports)

    def asked(self, outlet: str) -> None:
        """Somebody polls this outlet's feed: the last of them to be asked for sets publishing going."""
        with self._lock:
            self._asked.add(outlet)
            self._first_asked_at = self._first_asked_at or self._clock()
            if self._asked == self.outlets.keys():
                self._begin()

    def published(self, outlet: str | None = None) -> tuple[Published, ...]:
        """What is in print, newest first: of one outlet, or of all."""
        now = self._clock()
        with self._lock:
            if self._first_asked_at and now >= self._first_asked_at + PATIENCE:
                self._begin()
        held = [self._dated(r) for r in self._reports if outlet is None or r.outlet == outlet]
        in_print = [(at, report) for at, report in held if at is not None and at <= now]
        return tuple(_print(report, at) for at, report in sorted(in_print, key=_newest_first, reverse=True))

    def ends_at(self) -> datetime | None:
        """When the last report appears; null before publishing began."""
        moments = [at for at, _ in map(self._dated, self._reports) if at is not None]
        return max(moments) if self.began_at and moments else None

    def _begin(self) -> None:
        if self.began_at is not None:
            return
        self.began_at = self._clock() + LEAD
        if self._ends_by is not None:
            last = max((report.at or 0.0 for report in self._reports), default=0.0)
            self._pace = last / max((self._ends_by - self.began_at).total_seconds(), SHORTEST) or 1.0

    def _dated(self, report: Report) -> tuple[datetime | None, Report]:
        """When the report is or will be published, to the second as feeds say it; null where nobody knows yet."""
        if report.days_before is not None:
            # Spread over the day, so that a feed has an order; the same on every start of one day.
            minutes = sum(report.slug.encode()) % 600
            return self.opened_at - timedelta(days=report.days_before, minutes=minutes), report
        if self.began_at is None:
            return None, report
        moment = self.began_at + timedelta(seconds=(report.at or 0.0) / self._pace)
        return moment.replace(microsecond=0), report


def _newest_first(dated: tuple[datetime, Report]) -> tuple[datetime, str]:
    return dated[0], dated[1].slug


def _print(report: Report, at: datetime) -> Published:
    return Published(report.told(at), at, f"/{report.outlet}/articles/{report.slug}.html")
