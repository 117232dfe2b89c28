"""EventFilter: the one way to say "these events", for the command line, HTTP, alert rules and dashboards.

``matches`` here and the SQL in ``worker.store.read`` must give the same answer; one test holds them to it. A tuple
matches when any of its values does; an empty tuple or a null matches everything. Words are compared without case.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from worker.model.events import StoredEvent


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events; every field that is set must hold.

    ``dyad`` holds dyads in either order ("PRK-RUS", "RUS-PRK") or directed ones ("PRK>RUS"). ``actor`` and
    ``recipient`` are codes. ``min_score`` and ``max_score`` are PLOVER scores, ends included. Date ranges include
    both ends; an event without a date is in no date range. ``min_outlets`` counts outlets, ``min_families``
    independent owners. ``text`` is sought in the evidence sentences and in the names of the actors.
    """

    dyad: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    event_type: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    quad_class: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    min_score: float | None = None
    max_score: float | None = None
    min_outlets: int | None = None
    min_families: int | None = None
    min_confidence: float | None = None
    event_from: date | None = None
    event_to: date | None = None
    seen_from: datetime | None = None
    seen_to: datetime | None = None
    text: str | None = None

    def matches(self, event: StoredEvent) -> bool:
        """Whether the event is one of these."""
        return all(holds(self, event) for holds in _TESTS)

    def given(self) -> tuple[str, ...]:
        """The names of the fields that are set."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name) not in (None, (), ""))

    def failing(self, event: StoredEvent) -> tuple[str, ...]:
        """The names of the fields that the event does not meet; empty exactly where ``matches`` is true.

        Every test is a conjunction over fields, so each field may be asked for alone.
        """
        return tuple(name for name in self.given() if not EventFilter(**{name: getattr(self, name)}).matches(event))


def _any_of(wanted: tuple[str, ...], held: Iterable[str | None]) -> bool:
    return not wanted or not {w.casefold() for w in wanted}.isdisjoint({h.casefold() for h in held if h})


def _at_least(least: float | None, value: float) -> bool:
    return least is None or value >= least


def _within(low: Any, value: Any, high: Any) -> bool:
    """Both ends included; a null value is within no range, and within the range that is not given."""
    if low is None and high is None:
        return True
    return value is not None and (low is None or low <= value) and (high is None or value <= high)


def _dyad(f: EventFilter, event: StoredEvent) -> bool:
    directed = {f"{a}>{b}" for a, b in event.coded.directed_pairs}
    return _any_of(tuple(normal_dyad(d) for d in f.dyad), directed | set(event.coded.dyads))


def normal_dyad(text: str) -> str:
    """``RUS-PRK`` and ``PRK-RUS`` are one dyad; ``PRK>RUS`` keeps its direction."""
    return "-".join(sorted(text.upper().split("-"))) if ">" not in text else text.upper()


def _actors(f: EventFilter, event: StoredEvent) -> bool:
    doers, receivers = event.coded.actors, event.coded.recipients
    if event.coded.reciprocal:
        doers = receivers = doers + receivers
    return (
        _any_of(f.actor, {a.code for a in doers})
        and _any_of(f.recipient, {r.code for r in receivers})
        and _any_of(f.sector, {a.sector for a in doers + receivers})
    )


def _kind(f: EventFilter, event: StoredEvent) -> bool:
    coded = event.coded
    return (
        _any_of(f.event_type, {coded.event_type})
        and _any_of(f.mode, {coded.mode})
        and _any_of(f.context, coded.contexts)
        and _any_of(f.quad_class, {coded.quad_class})
        and _within(f.min_score, coded.score, f.max_score)
        and _at_least(f.min_confidence, coded.confidence)
    )


def _when(f: EventFilter, event: StoredEvent) -> bool:
    return _within(f.event_from, event.coded.event_date, f.event_to) and _within(
        f.seen_from, event.first_seen_at, f.seen_to
    )


def _where(f: EventFilter, event: StoredEvent) -> bool:
    place = event.coded.place
    return _any_of(f.place, {place.name, place.country} if place else set())


def _told(f: EventFilter, event: StoredEvent) -> bool:
    return (
        _any_of(f.status, {event.status})
        and _any_of(f.outlet, event.outlets)
        and _any_of(f.language, {m.language for m in event.mentions})
        and _at_least(f.min_outlets, len(event.outlets))
        and _at_least(f.min_families, len(event.families))
    )


def _text(f: EventFilter, event: StoredEvent) -> bool:
    if not f.text:
        return True
    said = [m.evidence.sentence for m in event.mentions]
    said += [a.name or "" for a in event.coded.actors + event.coded.recipients]
    return any(f.text.casefold() in words.casefold() for words in said)


# The cheapest first: most filters name a type, an actor or a dyad.
_TESTS = (_kind, _actors, _dyad, _told, _when, _where, _text)
