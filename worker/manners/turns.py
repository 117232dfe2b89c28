"""The queue before a host: who may go in now, and whose turn comes when. Pure; ``now`` is in milliseconds.

The same rules stand in ``shared`` in Redis' own language; one table of tests holds for both.

1. Nobody goes in while the host is given a rest, or less than ``every`` after the last start, or where ``at_once`` are
   inside already.
2. Who has no turn lets those go before whose turn it is now; a page lets feeds go before, too.
3. Who cannot go in gets a turn, ``gap`` after the last that was given; and where it comes in vain, the next.
4. Who went in and never came out, because its process died, is forgotten after ``LEASE``.
"""

import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from worker.manners.places import Place

LEASE = 120_000  # ms; longer than a task may take (90 s)
LATE = 10_000  # who did not come to its turn within this is waited for no more
LOST = 60_000  # and has none any more after this
PAUSE = 2_000  # until one of those inside may have come out
LONGEST_REST = 3_600_000
AHEAD = 10_000  # that the clocks of two machines may differ
FEED, PAGE = "feed", "page"

SLOW, FULL, SOON = "it asked for a rest", "enough of us are there", "the pause between two visits"


@dataclass(frozen=True, slots=True)
class Entered:
    """Who went in, to be let out again; ``place`` is null where there is no limit to keep."""

    place: Place | None
    who: str


@dataclass(frozen=True, slots=True)
class Busy:
    """Not now: ``until`` is when to come again, ``why`` says what was in the way."""

    until: datetime
    why: str


class Manners(Protocol):
    """What the pipeline needs of them. ``queue`` is FEED or PAGE, ``who`` tells one visit from another."""

    def enter(self, url: str, queue: str, who: str, now: datetime) -> Entered | Busy: ...

    def leave(self, entered: Entered, now: datetime, rest: timedelta | None = None) -> None:
        """At the latest when the next goes in somewhere, or when things are settled."""

    def settle(self) -> None:
        """Called by whoever asks nothing for a while."""


class Unhurried:
    """No limits at all."""

    def enter(self, url: str, queue: str, who: str, now: datetime) -> Entered | Busy:
        return Entered(None, who)

    def leave(self, entered: Entered, now: datetime, rest: timedelta | None = None) -> None:
        pass

    def settle(self) -> None:
        pass


def believed(moment: float, latest: float) -> float:
    """What is later than can be was said by a clock far ahead of ours, and must not shut a host for hours."""
    return -math.inf if moment > latest + AHEAD else moment


@dataclass(slots=True)
class Host:
    """What is known of one host: who is inside until when, whose turn comes when, by queue."""

    last: float = -math.inf
    rest: float = -math.inf
    inside: dict[str, float] = field(default_factory=dict)
    turns: dict[str, dict[str, float]] = field(default_factory=lambda: {FEED: {}, PAGE: {}})
    following: dict[str, float] = field(default_factory=lambda: {FEED: -math.inf, PAGE: -math.inf})

    def enter(self, place: Place, queue: str, who: str, now: float) -> tuple[float, str] | None:
        """Null: go in. Else the turn, and what was in the way."""
        self._forget(now)
        every, turn = round(place.every * 1000), self.turns[queue].get(who)
        last, rest = believed(self.last, now), believed(self.rest, now + LONGEST_REST)
        if turn is not None and turn > now and turn >= rest:
            return turn, SOON
        soonest, full = max(last + every, rest, now), len(self.inside) >= place.at_once
        if soonest <= now and not full and (turn is not None or not self._expected(queue, now, every)):
            self._let_in(queue, who, now, every)
            return None
        gap = round(place.gap * 1000)
        given = self._turn(queue, turn, max(soonest, now + PAUSE if full else now + 1), gap, max(now, rest))
        self.turns[queue][who] = given
        return given, SLOW if rest > now else FULL if full else SOON

    def leave(self, who: str, now: float, rest: float) -> None:
        self.inside.pop(who, None)
        if rest > 0:
            self.rest = max(self.rest, now + min(rest, LONGEST_REST))

    def _forget(self, now: float) -> None:
        self.inside = {who: until for who, until in self.inside.items() if until > now}
        for queue, turns in self.turns.items():
            self.turns[queue] = {who: turn for who, turn in turns.items() if turn > now - LOST}

    def _expected(self, queue: str, now: float, every: float) -> bool:
        before = (FEED,) if queue == FEED else (FEED, PAGE)
        return any(now - LATE < turn < now + max(every, 1) for name in before for turn in self.turns[name].values())

    def _let_in(self, queue: str, who: str, now: float, every: float) -> None:
        self.inside[who] = now + LEASE
        self.turns[queue].pop(who, None)
        self.last = now
        self.following[queue] = max(self.following[queue], now + every)

    def _turn(self, queue: str, turn: float | None, soonest: float, gap: float, base: float) -> float:
        if turn is not None:
            return soonest
        most = base + PAUSE + gap * (len(self.turns[queue]) + 1)
        given = max(soonest, min(self.following[queue], most))
        self.following[queue] = given + gap
        return given
