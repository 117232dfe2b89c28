"""What an article says of events now, beside what is stored of it: what a change of rules changes. Pure.

The order in which a coding finds what it was before:
1. a stored event that the article reports and that the coding still tells (see ``worker.events.sameness``);
2. of those that are left, the one that the article told in the same sentence, the most alike first: it was coded as
   something else, and that is a change;
3. nothing: the event is added. A stored event that no coding found is removed.

Everything is counted as the article tells it: an event that two articles tell is two tellings.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from worker.events.sameness import same_event
from worker.model import Actor, CodedEvent, StoredEvent


class Change(StrEnum):
    """What became of one event in one article."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Difference:
    """One event as an article told it before, and as it tells it now.

    ``event_id`` and ``before`` are null where it is added, ``after`` where it is removed. ``fields`` names what is
    another: keys of the event's JSON, and ``sentence`` and ``rule`` of its evidence.
    """

    change: Change
    event_id: int | None
    before: CodedEvent | None
    after: CodedEvent | None
    fields: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "change": str(self.change),
            "event_id": self.event_id,
            "fields": list(self.fields),
            "before": self.before.to_json() if self.before else None,
            "after": self.after.to_json() if self.after else None,
        }


def speaks_for(event: StoredEvent, article_id: int) -> bool:
    """Whether the event is coded as this article tells it: it was the first to say the event's sentence, or nobody
    says that any more and this one may take its place."""
    said = event.coded.evidence.sentence
    first = next((mention for mention in event.mentions if mention.evidence.sentence == said), None)
    return first is None or first.article_id == article_id


def differences(
    article_id: int, told_at: datetime, stored: Sequence[StoredEvent], found: Sequence[CodedEvent]
) -> tuple[Difference, ...]:
    """What of the article's ``stored`` events is another in ``found``, in the order of the text; then what is gone."""
    before = {event.id: event for event in stored}
    kept = [same_event(coded, told_at, stored).event_id for coded in found]
    moved = _by_sentence(article_id, [e for e in stored if e.id not in kept], found, kept)
    seen: set[int] = set()
    made: list[Difference] = []
    for at, (coded, event_id) in enumerate(zip(found, kept, strict=True)):
        if event_id is not None and event_id not in seen:
            seen.add(event_id)
            made.append(_kept(article_id, before[event_id], coded))
        elif event_id is None:
            made.append(_moved(article_id, moved[at], coded) if at in moved else _added(coded))
    gone = set(before) - seen - {event.id for event in moved.values()}
    return (*made, *(_removed(article_id, before[event_id]) for event_id in sorted(gone)))


def _by_sentence(
    article_id: int, stored: Iterable[StoredEvent], found: Sequence[CodedEvent], kept: Sequence[int | None]
) -> dict[int, StoredEvent]:
    """Which stored event a new coding of its sentence takes the place of, by the coding's place in ``found``."""
    pairs = sorted(
        (len(_unlike(event.coded, coded)), at, event.id, event)
        for event in stored
        for at, coded in enumerate(found)
        if kept[at] is None and coded.evidence.sentence in _sentences(article_id, event)
    )
    moved: dict[int, StoredEvent] = {}
    for _, at, event_id, event in pairs:
        if at not in moved and event_id not in {held.id for held in moved.values()}:
            moved[at] = event
    return moved


def _sentences(article_id: int, event: StoredEvent) -> list[str]:
    return [mention.evidence.sentence for mention in event.mentions if mention.article_id == article_id]


def _kept(article_id: int, event: StoredEvent, after: CodedEvent) -> Difference:
    """The same event. Where it is coded as another article tells it, only the evidence of this one may be another."""
    before = _as_told(article_id, event, after.evidence.sentence)
    fields = _unlike(before, after)
    if not speaks_for(event, article_id):
        fields = tuple(name for name in fields if name in _EVIDENCE)
    return Difference(Change.CHANGED if fields else Change.SAME, event.id, before, after, fields)


def _moved(article_id: int, event: StoredEvent, after: CodedEvent) -> Difference:
    """Another event in the place of this one. Where all is alike, its time keeps the two apart."""
    before = _as_told(article_id, event, after.evidence.sentence)
    return Difference(Change.CHANGED, event.id, before, after, _unlike(before, after) or ("event_date",))


def _added(after: CodedEvent) -> Difference:
    return Difference(Change.ADDED, None, None, after)


def _removed(article_id: int, event: StoredEvent) -> Difference:
    return Difference(Change.REMOVED, event.id, _as_told(article_id, event), None)


def _as_told(article_id: int, event: StoredEvent, sentence: str = "") -> CodedEvent:
    """The stored event with this article's evidence: by that sentence, if it said it so, or by its first."""
    mine = [mention.evidence for mention in event.mentions if mention.article_id == article_id]
    evidence = next((held for held in mine if held.sentence == sentence), mine[0])
    return replace(event.coded, evidence=evidence)


def _unlike(before: CodedEvent, after: CodedEvent) -> tuple[str, ...]:
    """The names of what is another, in the order of ``_COMPARED``."""
    return tuple(name for name, of in _COMPARED.items() if of(before) != of(after))


def _parties(actors: Iterable[Actor]) -> Iterator[tuple[str | None, ...]]:
    """Who they are, wherever in the text they stand."""
    return ((actor.code, actor.sector, actor.name, actor.office) for actor in actors)


_COMPARED: Mapping[str, Callable[[CodedEvent], object]] = {
    "event_type": lambda e: e.event_type,
    "mode": lambda e: e.mode,
    "actors": lambda e: tuple(_parties(e.actors)),
    "recipients": lambda e: tuple(_parties(e.recipients)),
    "reciprocal": lambda e: e.reciprocal,
    "auxiliary": lambda e: set(e.auxiliary),
    "contexts": lambda e: set(e.contexts),
    "event_date": lambda e: (e.event_date, e.date_precision),
    "place": lambda e: e.place,
    "cameo": lambda e: e.cameo,
    "score": lambda e: e.score,
    "reported_by": lambda e: e.reported_by,
    "confidence": lambda e: round(e.confidence, 3),
    "sentence": lambda e: e.evidence.sentence,
    "rule": lambda e: e.evidence.rule,
}
_EVIDENCE = ("sentence", "rule")
