"""Feeds that break, fall silent and come back: from the rows to the channel, each episode once."""

from datetime import timedelta

import pytest
from store_samples import draft, feed_config, polled
from test_hops import System
from test_hops import system as bare_system  # noqa: F401 - the fixture

from worker import pipeline
from worker.feeds.schedule import next_poll
from worker.model import DeliveryState, EventFilter, FetchOutcome, Polled, Rule
from worker.model.sources import SourceFilter

pytestmark = pytest.mark.services

CARE = Rule("care", EventFilter(), ("hook",), sources=SourceFilter(broken_for=3600.0, silent=True, back=True))
OTHERS = 4


@pytest.fixture
def press(request: pytest.FixtureRequest) -> System:
    """The system with a few more feeds, all of them well, and a rule that cares for them."""
    system: System = request.getfixturevalue("bare_system")
    system.ring(CARE)
    kept = [feed_config(language="en", backfill="alert")]
    system.store.sync_feeds([*kept, *(feed_config(f"Other {n}") for n in range(OTHERS))], system.clock())
    answer(system, *(feed.id for feed in system.store.feeds()))
    return system


def answer(system: System, *feeds: int, kind: str = "ok") -> None:
    for feed_id in feeds:
        polled(system.store, feed_id, kind=kind, now=system.clock())


def others(system: System) -> list[int]:
    return [feed.id for feed in system.store.feeds() if feed.id != system.feed_id]


def told(system: System) -> list[str]:
    """The titles of what a tick has sent."""
    system.channel.sent.clear()
    for delivery_id in pipeline.tick(system.deps).unsent:
        assert pipeline.send(system.deps, delivery_id) is DeliveryState.SENT
    return [message.title for message in system.channel.sent]


def test_a_feed_that_breaks_is_told_once_and_again_when_it_is_well(press: System) -> None:
    assert told(press) == []
    for _ in range(5):
        press.clock.pass_(1200)
        answer(press, press.feed_id, kind="http 503")
        answer(press, *others(press))
    assert told(press) == ["Source broken: Morning Post"]
    payload = press.channel.sent[0].payload
    assert (payload["type"], payload["data"]["feed"]["last_error"]) == ("source.broken", "http 503")
    press.clock.pass_(1200)
    answer(press, press.feed_id, kind="http 503")
    assert told(press) == []
    press.clock.pass_(1200)
    answer(press, *others(press), press.feed_id)
    assert told(press) == ["Source back: Morning Post"]
    press.clock.pass_(1200)
    assert told(press) == []


def test_a_feed_that_falls_silent_is_told_with_what_is_usual(press: System) -> None:
    for number in range(12):
        press.clock.pass_(3600)
        polled(press.store, press.feed_id, draft(f"entry {number}"), now=press.clock())
        answer(press, *others(press))
    assert told(press) == []
    press.clock.pass_(7 * 3600)
    answer(press, *others(press), press.feed_id)
    assert told(press) == ["Source silent: Morning Post"]
    assert "seldom silent for 6 h" in press.channel.sent[0].text


def test_when_all_fail_one_message_says_that_it_is_our_own_network(press: System) -> None:
    for _ in range(4):
        press.clock.pass_(1200)
        answer(press, *others(press), press.feed_id, kind="connect")
    assert told(press) == ["No source can be fetched: our own network"]
    press.clock.pass_(7200)
    answer(press, *others(press), press.feed_id, kind="connect")
    assert told(press) == []
    press.clock.pass_(1200)
    answer(press, *others(press), press.feed_id)
    assert told(press) == ["Our own network is back"]


def test_a_start_without_a_network_is_told_too(request: pytest.FixtureRequest) -> None:
    system: System = request.getfixturevalue("bare_system")
    system.ring(CARE)
    system.store.sync_feeds([feed_config(f"Other {n}") for n in range(OTHERS)], system.clock())
    for _ in range(3):
        for feed in system.store.feeds():
            outcome = FetchOutcome(system.clock(), "own network", detail="nobody can be reached")
            system.store.save_poll(feed.id, Polled(outcome, next_poll(feed, outcome, system.clock())))
        system.clock.pass_(1200)
    assert told(system) == ["No source can be fetched: our own network"]


def test_they_are_looked_after_by_one_alone_and_not_at_every_tick(press: System) -> None:
    every = timedelta(minutes=5)
    now = press.clock()
    assert press.store.claim_care(now, every)
    assert not press.store.claim_care(now, every)
    assert not press.store.claim_care(now + every / 2, every)
    assert press.store.claim_care(now + every, every)


def test_an_event_rings_no_rule_about_sources(press: System) -> None:
    polled(press.store, press.feed_id, now=press.clock())
    assert press.store.deliveries() == ()
