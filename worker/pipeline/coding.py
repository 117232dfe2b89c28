"""What ``code`` and ``recode`` share: what the coder finds in an article, and how that is saved."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from worker.alerts.rules import ringing
from worker.events.sameness import same_event
from worker.model import Article, CodedEvent, Coder, Document, Rule
from worker.store import Coding

# The parser that is shipped reads English; a text of unknown language is tried.
CODED_LANGUAGES = frozenset({"en", None})


def found_in(coder: Coder, held: Article) -> tuple[CodedEvent, ...]:
    """What the coder finds in an article; nothing where it does not read the language."""
    if held.language not in CODED_LANGUAGES:
        return ()
    published = held.published_at.date() if held.published_at else None
    return coder.code(Document(held.text, held.title, published, language=held.language))


def save_events(coding: Coding, held: Article, found: Sequence[CodedEvent], rules: Iterable[Rule]) -> list[UUID]:
    """Each event joins the one that it is, or is new; whatever is new to the store may ring. Gives the deliveries."""
    for event in found:
        coding.save(event, same_event(event, held.told_at, coding.candidates(event)).event_id)
    rings = [(ring, event.id) for event in coding.finish() for ring in ringing(rules, event)]
    made = [coding.deliver(ring.rule, ring.channel, event_id, ring.reason) for ring, event_id in rings]
    return [delivery_id for delivery_id in made if delivery_id is not None]
