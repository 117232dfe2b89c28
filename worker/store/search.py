"""EventFilter into SQL. ``EventFilter.matches`` is the reference, and one test holds this file to it.

Whatever is compared as a word without case is one tag of the event, ``dyad:prk-rus``, ``type:aid``, folded by Python on
both sides; so every such condition is one question to one index.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, exists, false, func, select

from worker.model import EventFilter, StoredEvent
from worker.model.filter import normal_dyad
from worker.model.text import clean
from worker.store import schema

_event = schema.event.c

_TAGS: dict[str, Callable[[StoredEvent], Iterable[str | None]]] = {
    "dyad": lambda e: [*e.coded.dyads, *(f"{one}>{other}" for one, other in e.coded.directed_pairs)],
    "actor": lambda e: [a.code for a in e.coded.actors + (e.coded.recipients if e.coded.reciprocal else ())],
    "recipient": lambda e: [a.code for a in e.coded.recipients + (e.coded.actors if e.coded.reciprocal else ())],
    "sector": lambda e: [a.sector for a in e.coded.actors + e.coded.recipients],
    "event_type": lambda e: [e.coded.event_type],
    "mode": lambda e: [e.coded.mode],
    "context": lambda e: e.coded.contexts,
    "quad_class": lambda e: [e.coded.quad_class],
    "status": lambda e: [e.status],
    "place": lambda e: [e.coded.place.name, e.coded.place.country] if e.coded.place else [],
    "language": lambda e: [m.language for m in e.mentions],
    "outlet": lambda e: e.outlets,
}


def tags(event: StoredEvent) -> list[str]:
    """What the event is found by; kept in its row."""
    found = {f"{field}:{held.casefold()}" for field, values in _TAGS.items() for held in values(event) if held}
    return sorted(found)


def said(event: StoredEvent) -> list[str]:
    """What a search of the text looks through; kept in its row."""
    sentences = [mention.evidence.sentence for mention in event.mentions]
    names = [actor.name for actor in event.coded.actors + event.coded.recipients if actor.name]
    return sorted({words.casefold() for words in sentences + names})


def conditions(where: EventFilter) -> list[ColumnElement[bool]]:
    """All must hold."""
    return [*_words(where), *_ranges(where), *_counts(where), *_text(where)]


def _words(where: EventFilter) -> Iterator[ColumnElement[bool]]:
    for field in _TAGS:
        wanted: tuple[str, ...] = getattr(where, field)
        if wanted:
            plain = (normal_dyad(word) for word in wanted) if field == "dyad" else wanted
            yield _event.tags.overlap([f"{field}:{word.casefold()}" for word in plain if _storable(word)])


def _ranges(where: EventFilter) -> Iterator[ColumnElement[bool]]:
    ranges: tuple[tuple[Any, ColumnElement[Any], Any], ...] = (
        (where.min_score, _event.score, where.max_score),
        (where.event_from, _event.event_date, where.event_to),
        (where.seen_from, _event.first_seen_at, where.seen_to),
        (where.min_confidence, _event.confidence, None),
    )
    for low, column, high in ranges:
        if low is not None:
            yield column >= low
        if high is not None:
            yield column <= high


def _counts(where: EventFilter) -> Iterator[ColumnElement[bool]]:
    if where.min_outlets is not None:
        yield func.cardinality(_event.outlets) >= where.min_outlets
    if where.min_families is not None:
        yield func.cardinality(_event.families) >= where.min_families


def _text(where: EventFilter) -> Iterator[ColumnElement[bool]]:
    if where.text and not _storable(where.text):
        yield false()
    elif where.text:
        each = func.unnest(_event.said).table_valued("words").render_derived()
        yield exists(select(1).select_from(each).where(func.strpos(each.c.words, where.text.casefold()) > 0))


def _storable(word: str) -> bool:
    """Nothing that is stored holds a NUL or a lone surrogate, and PostgreSQL takes no question about them."""
    return clean(word) == word
