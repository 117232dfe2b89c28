"""Feeds that moved for good, beside a feeds.yaml that still says where they were."""

from datetime import timedelta

import pytest
from store_samples import LEASE, NOW, draft, feed_config, polled, with_feed

from worker.model import FetchOutcome, NextPoll, Polled
from worker.store import Store

pytestmark = pytest.mark.services

NEW = "https://new.example/rss"


def said(store: Store, feed_id: int, kind: str = "ok", to: str | None = None) -> tuple[str | None, object]:
    since = NOW if to else None
    store.save_poll(feed_id, Polled(FetchOutcome(NOW, kind), NextPoll(NOW, ""), moved_to=to, moved_since=since))
    feed = store.feed(feed_id)
    return feed.moved_to, feed.moved_since


def test_what_is_said_of_a_move_is_kept_through_failures_and_dropped_by_an_answer_that_says_none(store: Store) -> None:
    feed_id = with_feed(store)
    assert said(store, feed_id, to=NEW) == (NEW, NOW)
    assert said(store, feed_id, kind="timeout") == (NEW, NOW)
    assert said(store, feed_id, kind="not modified", to=NEW) == (NEW, NOW)
    assert said(store, feed_id, kind="not modified") == (None, None)


def test_a_feed_that_moved_keeps_its_articles_and_a_file_that_is_late_neither_pauses_nor_doubles_it(
    store: Store,
) -> None:
    feed_id, old = with_feed(store), feed_config().url
    polled(store, feed_id, draft())
    assert store.adopt_move(feed_id, NEW)
    store.sync_feeds([feed_config(country="NOR")], NOW)
    (feed,) = store.feeds()
    assert (feed.id, feed.url, feed.moved_from, feed.country) == (feed_id, NEW, old, "NOR")
    assert (feed.paused, feed.article_count, feed.moved_to) == (False, 1, None)
    assert polled(store, feed_id, draft()) == [], "an article is known by its feed, not by the feed's address"


def test_a_file_that_says_the_new_address_ends_the_matter(store: Store) -> None:
    feed_id = with_feed(store)
    store.adopt_move(feed_id, NEW)
    store.sync_feeds([feed_config(url=NEW)], NOW)
    assert [(feed.id, feed.moved_from, feed.paused) for feed in store.feeds()] == [(feed_id, None, False)]


def test_a_file_that_says_both_addresses_has_one_feed(store: Store) -> None:
    feed_id = with_feed(store)
    store.adopt_move(feed_id, NEW)
    for _ in range(2):
        store.sync_feeds([feed_config(), feed_config("Post Two", url=NEW)], NOW)
        (feed,) = store.feeds()
        assert (feed.id, feed.name, feed.moved_from) == (feed_id, "Post Two", feed_config().url)


def test_a_feed_that_moved_and_left_the_file_is_paused(store: Store) -> None:
    feed_id = with_feed(store)
    store.adopt_move(feed_id, NEW)
    store.sync_feeds([feed_config("Another")], NOW)
    assert store.feed(feed_id).paused


def test_a_feed_moves_on_and_back(store: Store) -> None:
    feed_id, old = with_feed(store), feed_config().url
    store.adopt_move(feed_id, NEW)
    store.adopt_move(feed_id, "https://third.example/rss")
    assert store.feed(feed_id).moved_from == old
    store.adopt_move(feed_id, old)
    assert (store.feed(feed_id).url, store.feed(feed_id).moved_from) == (old, None)


def test_nobody_moves_to_where_another_is_or_comes_from(store: Store) -> None:
    other, old = with_feed(store, feed_config("Other")), feed_config("Other").url
    store.add_feeds([feed_config("Ours")], NOW)
    ours = next(feed.id for feed in store.feeds() if feed.name == "Ours")
    assert not store.adopt_move(ours, old)
    store.adopt_move(other, NEW)
    assert not store.adopt_move(ours, NEW)
    assert not store.adopt_move(ours, old)
    assert store.feed(ours).url == feed_config("Ours").url


def test_a_feed_added_again_at_its_old_address_is_the_one_that_moved(store: Store) -> None:
    store.add_feeds([feed_config()], NOW)
    (feed,) = store.feeds()
    store.adopt_move(feed.id, NEW)
    store.add_feeds([feed_config()], NOW)
    assert [(feed.url, feed.moved_from) for feed in store.feeds()] == [(NEW, feed_config().url)]


def test_thousands_of_feeds_are_synced_at_once_and_polled_first_one_after_the_other(store: Store) -> None:
    """A statement of PostgreSQL's takes 65,535 values, which some 5,000 feeds would fill."""
    configs = [feed_config(f"Outlet {n}") for n in range(7_000)]
    store.sync_feeds(configs, NOW)
    store.sync_feeds(configs[:-1], NOW)
    due = [len(store.claim_due_feeds(NOW + timedelta(seconds=at), 9 * LEASE, 10_000)) for at in (0, 5, 10, 500)]
    assert due == [201, 200, 200, 6_398]
