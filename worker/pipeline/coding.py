"""Code an article; and what ``recode`` shares with it: what the coder finds, and how that is saved."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import structlog
from structlog.contextvars import bound_contextvars

from worker.alerts.rules import ringing
from worker.events.sameness import same_event, told_already
from worker.model import Article, ArticleState, CodedEvent, Coder, Document, Rule
from worker.pipeline.deps import LEASE, Deps, noted
from worker.store import Coding

log = structlog.get_logger("dyadwatch.pipeline")

# The parser that is shipped reads English; a text of unknown language is tried.
CODED_LANGUAGES = frozenset({"en", None})


def code(deps: Deps, article_id: int) -> list[UUID]:
    """Code an article, and save events, mentions and deliveries together. Gives the deliveries to send."""
    held = deps.store.claim_article(article_id, ArticleState.READ, deps.clock(), LEASE)
    if held is None:
        return []
    with noted(deps, held), bound_contextvars(article=held.id):
        return _save(deps, held, found_in(deps.coder, held))


def _save(deps: Deps, held: Article, found: tuple[CodedEvent, ...]) -> list[UUID]:
    """The one transaction. All that is asked of the outside was asked before it."""
    with deps.store.coding(held, found, deps.coder.version, deps.clock()) as coding:
        if coding is None:
            return []
        made = save_events(coding, held, found, deps.config.rules)
    log.info("coded", article=held.id, outlet=held.outlet, events=len(found), alerts=len(made))
    return made


def found_in(coder: Coder, held: Article) -> tuple[CodedEvent, ...]:
    """What the coder finds in an article; nothing where it does not read the language."""
    if held.language not in CODED_LANGUAGES:
        return ()
    published = held.published_at.date() if held.published_at else None
    return coder.code(Document(held.text, held.title, published, language=held.language))


def save_events(coding: Coding, held: Article, found: Sequence[CodedEvent], rules: Iterable[Rule]) -> list[UUID]:
    """Each event joins the one that it is, or is new; whatever is new to the store may ring. Gives the deliveries to
    send: those that wait for other articles are given with the last of these."""
    before = coding.told_before()
    for event in found:
        told = told_already(event, held.id, before)
        coding.save(event, told or same_event(event, held.told_at, coding.candidates(event)).event_id)
    rings = [(ring, event.id) for event in coding.finish() for ring in ringing(rules, event)]
    made = [coding.deliver(ring.rule, ring.channel, event_id, ring.reason) for ring, event_id in rings]
    return [delivery_id for delivery_id in made if delivery_id is not None] + coding.release()
