"""Counts for Prometheus, read from the rows at each scrape: what is true is in Postgres, not in this process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from worker.model.sources import Source, Standing

if TYPE_CHECKING:
    from worker.store import Store

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4


def exposition(store: Store, now: datetime) -> bytes:
    """All gauges in Prometheus' text format. Raises ServiceUnavailableError where the database does not answer."""
    registry = CollectorRegistry()
    registry.register(_Counts(store, now))
    return generate_latest(registry)


class _Counts(Collector):
    def __init__(self, store: Store, now: datetime) -> None:
        self.store, self.now = store, now

    def describe(self) -> list[Metric]:
        """Empty, so that registering asks the database nothing."""
        return []

    def collect(self) -> Iterator[Metric]:
        counts = self.store.counts()
        yield GaugeMetricFamily("dyadwatch_feeds", "Feeds.", value=counts.feeds)
        yield GaugeMetricFamily("dyadwatch_events", "Events.", value=counts.events)
        yield _by_state("dyadwatch_articles", "Articles by state.", counts.articles)
        yield _by_state("dyadwatch_deliveries", "Deliveries by state.", counts.deliveries)
        yield from _of_feeds(self.store.sources(self.now), self.now)
        last = self.store.last_tick()
        if last is not None:
            age = (self.now - last).total_seconds()
            yield GaugeMetricFamily("dyadwatch_last_tick_age_seconds", "Seconds since the last tick.", value=age)


def _of_feeds(sources: Sequence[Source], now: datetime) -> Iterator[Metric]:
    """How many do how, and for those that are polled what an alert of Prometheus would ask for."""
    standings = Counter(source.health.standing for source in sources)
    by_standing = GaugeMetricFamily("dyadwatch_feeds_by_standing", "Feeds by how they do.", labels=["standing"])
    failures = GaugeMetricFamily("dyadwatch_feed_failures", "Failed polls in a row.", labels=["feed"])
    good = GaugeMetricFamily("dyadwatch_feed_last_good_age_seconds", "Since it last answered well.", labels=["feed"])
    new = GaugeMetricFamily("dyadwatch_feed_last_new_age_seconds", "Since its newest entry came.", labels=["feed"])
    for standing in Standing:
        by_standing.add_metric([standing], standings[standing])
    for feed in (source.feed for source in sources if not source.feed.paused):
        failures.add_metric([feed.name], feed.failures)
        for gauge, moment in ((good, feed.last_good_at), (new, feed.last_new_at)):
            if moment is not None:
                gauge.add_metric([feed.name], (now - moment).total_seconds())
    yield from (by_standing, failures, good, new)


def _by_state(name: str, told: str, counted: Mapping[str, int]) -> Metric:
    gauge = GaugeMetricFamily(name, told, labels=["state"])
    for state, number in counted.items():
        gauge.add_metric([state], number)
    return gauge
