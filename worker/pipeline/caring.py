"""Care: tell of feeds that break, fall silent, or are well again."""

from datetime import timedelta
from uuid import UUID

from worker.alerts.sources import due
from worker.pipeline.deps import Deps

EVERY = timedelta(minutes=5)


def care(deps: Deps) -> list[UUID]:
    """The deliveries that are to be sent of it. At most every five minutes, by one process alone."""
    store, now = deps.store, deps.clock()
    rules = [rule for rule in deps.config.rules if rule.sources]
    if not rules or not store.claim_care(now, EVERY):
        return []
    rings = tuple(due(rules, store.sources(now), store.told_of_sources(now), now))
    return store.deliver_of_sources(rings, now) if rings else []
