"""A filter's conditions in words: what was wanted, what an event has of it, and what of it was met."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from worker.model import EventFilter, StoredEvent

Held = Callable[[StoredEvent], Iterable[object]]


def in_words(where: EventFilter) -> str:
    """A filter as a person would say it: ``type SUPPORT or AID, dyad PRK-RUS, at least 2 outlets``."""
    return ", ".join(wanted(name, getattr(where, name)) for name in where.given()) or "every event"


def wanted(name: str, value: Any) -> str:
    """One condition: ``wanted("min_outlets", 2) == "at least 2 outlets"``."""
    values = value if isinstance(value, tuple) else (value,)
    return _CONDITIONS[name][0].format(" or ".join(_plain(one) for one in values))


def held(name: str, event: StoredEvent) -> str:
    """What the event has in the place that a condition asks about: ``1 outlet``; ``none`` where it has nothing."""
    values = [str(value) for value in _CONDITIONS[name][1](event) if value is not None]
    return ", ".join(dict.fromkeys(values)) or "none"


def met(where: EventFilter, name: str, event: StoredEvent) -> str:
    """What of the event met the condition: those of a list's words that did, or what was measured."""
    value = getattr(where, name)
    if isinstance(value, tuple):
        return wanted(name, tuple(one for one in value if _only(name, (one,)).matches(event)))
    return wanted(name, value) if name == "text" else held(name, event)


def _only(name: str, value: Any) -> EventFilter:
    return EventFilter(**{name: value})


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _codes(event: StoredEvent, *, doing: bool) -> list[str]:
    """In a reciprocal event everybody does and everybody receives."""
    coded = event.coded
    both = coded.actors + coded.recipients
    return [one.code for one in (both if coded.reciprocal else coded.actors if doing else coded.recipients)]


def _places(event: StoredEvent) -> tuple[str | None, ...]:
    place = event.coded.place
    return (place.name, place.country) if place else ()


def _score(event: StoredEvent) -> tuple[str]:
    return (f"score {event.coded.score:g}",)


def _event_date(event: StoredEvent) -> tuple[str]:
    day = event.coded.event_date
    return (f"happened on {day}" if day else "no date",)


def _first_seen(event: StoredEvent) -> tuple[str]:
    return (f"first seen at {event.first_seen_at:%Y-%m-%d %H:%M}",)


# Field of EventFilter -> how the wish is said, and what an event has of it.
_CONDITIONS: Mapping[str, tuple[str, Held]] = {
    "event_type": ("type {}", lambda event: (event.coded.event_type,)),
    "mode": ("mode {}", lambda event: (event.coded.mode,)),
    "dyad": ("dyad {}", lambda event: event.coded.dyads),
    "actor": ("actor {}", lambda event: _codes(event, doing=True)),
    "recipient": ("recipient {}", lambda event: _codes(event, doing=False)),
    "sector": ("sector {}", lambda event: [one.sector for one in event.coded.actors + event.coded.recipients]),
    "context": ("context {}", lambda event: event.coded.contexts),
    "quad_class": ("quad class {}", lambda event: (event.coded.quad_class,)),
    "status": ("status {}", lambda event: (event.status,)),
    "place": ("place {}", _places),
    "language": ("language {}", lambda event: [mention.language for mention in event.mentions]),
    "outlet": ("outlet {}", lambda event: event.outlets),
    "min_score": ("score {} or more", _score),
    "max_score": ("score {} or less", _score),
    "min_outlets": ("at least {} outlets", lambda event: (_counted(len(event.outlets), "outlet"),)),
    "min_families": (
        "at least {} independent owners",
        lambda event: (_counted(len(event.families), "independent owner"),),
    ),
    "min_confidence": ("confidence {} or more", lambda event: (f"confidence {event.coded.confidence:.2g}",)),
    "event_from": ("happened on {} or later", _event_date),
    "event_to": ("happened on {} or earlier", _event_date),
    "seen_from": ("first seen at {} or later", _first_seen),
    "seen_to": ("first seen at {} or earlier", _first_seen),
    "text": ("the words “{}”", lambda _: ("other words",)),
}
