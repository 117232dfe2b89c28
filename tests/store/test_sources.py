"""What the rows say of a feed's health, and what is done to a feed by hand."""

from datetime import timedelta

import pytest
from store_samples import NOW, coded, draft, feed_config, polled, read_article, save, with_feed

from worker.model import FetchOutcome, NextPoll, NotFoundError, Polled
from worker.model.sources import Standing
from worker.store import Store

pytestmark = pytest.mark.services

HOUR = timedelta(hours=1)


def test_facts_are_of_one_feed_each(store: Store) -> None:
    one, other = with_feed(store), with_feed(store, feed_config("Evening Post"))
    held = read_article(store, one, draft("a"), now=NOW + HOUR)
    save(store, held, coded(), now=NOW + HOUR)
    save(store, read_article(store, one, draft("b"), now=NOW + 3 * HOUR), now=NOW + 3 * HOUR)
    outcome = FetchOutcome(NOW + 4 * HOUR, "ok", 200, entries=1)
    store.save_poll(one, Polled(outcome, NextPoll(NOW, "soon"), (draft("c"),)))
    polled(store, one, kind="http 503", now=NOW + 5 * HOUR)
    polled(store, one, kind="timeout", now=NOW + 6 * HOUR)

    (evening, morning) = store.sources(NOW + 6 * HOUR)
    assert (evening.feed.id, morning.feed.id) == (other, one)
    facts = morning.facts
    assert facts.moments == (NOW + HOUR, NOW + 3 * HOUR, NOW + 4 * HOUR)
    assert (facts.coded, facts.told, facts.gaps, facts.gap_at) == (2, 1, 2, NOW + 4 * HOUR)
    assert facts.asked_since == NOW
    assert dict(facts.failed) == {"http 503": 1, "timeout": 1}
    assert morning.health.standing is Standing.TROUBLE
    assert morning.health.since == NOW + 5 * HOUR
    assert morning.health.share_told == 0.5
    assert (evening.facts.coded, evening.facts.failed, evening.health.standing) == (0, {}, Standing.WELL)
    assert store.source(one, NOW + 6 * HOUR) == morning


def test_what_the_first_poll_found_teaches_no_rhythm(store: Store) -> None:
    feed_id = with_feed(store, baseline_done=False)
    polled(store, feed_id, draft("a"), draft("b"))
    assert store.source(feed_id, NOW).facts.moments == ()


def test_a_pause_by_hand_outlives_the_file_and_ends_by_hand(store: Store) -> None:
    feed_id = with_feed(store)
    store.pause_feed(feed_id)
    store.sync_feeds([feed_config()], NOW)
    assert store.feed(feed_id).paused_why == "by hand"
    assert store.claim_due_feeds(NOW + 10 * HOUR, HOUR, 10) == []
    store.resume_feed(feed_id, NOW)
    assert not store.feed(feed_id).paused
    assert store.claim_due_feeds(NOW, HOUR, 10) == [feed_id]


def test_a_feed_that_is_gone_stays_so_until_it_is_resumed(store: Store) -> None:
    feed_id = with_feed(store)
    gone = Polled(FetchOutcome(NOW, "http 410", 410), NextPoll(NOW, "gone", pause="gone"))
    store.save_poll(feed_id, gone)
    store.sync_feeds([feed_config()], NOW)
    assert store.feed(feed_id).paused_why == "gone"
    store.resume_feed(feed_id, NOW)
    store.sync_feeds([feed_config()], NOW)
    held = store.feed(feed_id)
    assert (held.paused, held.paused_why, held.failures, held.trouble_since) == (False, None, 0, None)


def test_a_feed_that_left_the_file_comes_back_with_it(store: Store) -> None:
    feed_id = with_feed(store)
    store.sync_feeds([], NOW)
    assert store.feed(feed_id).paused_why == "left feeds.yaml"
    store.sync_feeds([feed_config()], NOW)
    assert store.feed(feed_id).paused_why is None


def test_what_a_removed_feed_brought_is_kept(store: Store) -> None:
    store.add_feeds([feed_config("Empty"), feed_config("Full")], NOW)
    empty, full = store.feeds()
    (article_id,) = polled(store, full.id, draft("a"))
    assert store.remove_feed(empty.id)
    assert not store.remove_feed(full.id)
    with pytest.raises(NotFoundError):
        store.feed(empty.id)
    assert store.article(article_id).feed_id == full.id
    assert store.sources(NOW) == ()
    store.add_feeds([feed_config("Full")], NOW)
    (again,) = store.sources(NOW)
    assert (again.feed.id, again.feed.paused) == (full.id, False)
