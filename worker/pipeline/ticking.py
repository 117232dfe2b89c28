"""Tick: whose turn it is, and what was left behind."""

from dataclasses import dataclass, field
from uuid import UUID

from worker.model import ArticleState
from worker.pipeline.caring import care
from worker.pipeline.deps import LEASE, Deps

__all__ = ["LEASE", "Rings", "tick"]

FEEDS_A_TICK, ROWS_A_TICK = 500, 500
ROUND = 16  # feeds in one message at most
ROUNDS = 8  # at least, where there are feeds enough: so many workers find something to do


@dataclass(frozen=True, slots=True)
class Rings:
    """What tick rings for: rounds of feeds whose turn it is, hubs to be asked to push, and whatever was left behind
    unread, uncoded or unsent."""

    feeds: list[list[int]]
    unread: list[int]
    uncoded: list[int]
    unsent: list[UUID]
    unsubscribed: list[int] = field(default_factory=list)


def tick(deps: Deps) -> Rings:
    """Claim the feeds whose turn it is, and find rows left behind. Two at once share the work."""
    store, now = deps.store, deps.clock()
    store.beat(now)
    store.tidy(now)
    return Rings(
        feeds=rounds(store.claim_due_feeds(now, LEASE, FEEDS_A_TICK)),
        unread=store.claim_left_articles(ArticleState.NEW, now, LEASE, ROWS_A_TICK),
        uncoded=store.claim_left_articles(ArticleState.READ, now, LEASE, ROWS_A_TICK),
        unsubscribed=store.hubs.due(now, FEEDS_A_TICK) if deps.config.settings.websub_url else [],
        unsent=[*care(deps), *store.claim_left_deliveries(now, LEASE, ROWS_A_TICK)],
    )


def rounds(feeds: list[int]) -> list[list[int]]:
    """Feeds that are polled under one message. A message costs more than a poll that finds nothing new, so where many
    are due several share one."""
    size = min(ROUND, max(1, len(feeds) // ROUNDS))
    return [feeds[at : at + size] for at in range(0, len(feeds), size)]
