"""Feeds in the store: configured, claimed, polled."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from store_samples import LEASE, NOW, draft, feed_config, polled, read_article, reread, with_feed

from worker.model import ArticleState, FeedHints, FetchOutcome, NextPoll, NotFoundError, Polled
from worker.store import Store

pytestmark = pytest.mark.services


def test_a_feed_of_the_file_becomes_a_row_with_the_same_words(store: Store) -> None:
    config = feed_config("Sudria Today", country="NOR", language="no", kind="newspaper", family="Sud", every="10m")
    store.sync_feeds([config], NOW)
    (feed,) = store.feeds()
    assert (feed.name, feed.country, feed.language, feed.family) == ("Sudria Today", "NOR", "no", "Sud")
    assert (feed.interval, feed.next_poll_at, feed.paused, feed.baseline_done) == (600.0, NOW, False, False)


def test_a_feed_that_left_the_file_is_paused_and_comes_back_with_its_past(store: Store) -> None:
    feed_id = with_feed(store)
    (article_id,) = polled(store, feed_id, draft())
    store.sync_feeds([], NOW)
    assert store.feed(feed_id).paused
    assert store.claim_due_feeds(NOW + timedelta(days=9), LEASE, 10) == []
    store.sync_feeds([feed_config()], NOW)
    assert not store.feed(feed_id).paused
    assert store.feed(feed_id).article_count == 1
    assert store.article(article_id).outlet == "Morning Post"


def test_a_feed_that_was_added_beside_the_file_is_not_paused_by_it(store: Store) -> None:
    store.add_feeds([feed_config("Beside")], NOW)
    store.sync_feeds([feed_config()], NOW)
    assert {(feed.name, feed.paused, feed.origin) for feed in store.feeds()} == {
        ("Beside", False, "added"), ("Morning Post", False, "config"),
    }  # fmt: skip


def test_a_shorter_interval_counts_at_once(store: Store) -> None:
    feed_id = with_feed(store)
    assert store.feed(feed_id).next_poll_at == NOW + timedelta(minutes=15)
    store.sync_feeds([feed_config(every="10s")], NOW)
    assert store.feed(feed_id).next_poll_at == NOW + timedelta(seconds=10)
    store.sync_feeds([feed_config(every="1d")], NOW)
    assert store.feed(feed_id).next_poll_at == NOW + timedelta(seconds=10), "a longer one waits for the next poll"


def test_a_file_that_is_read_again_unchanged_hurries_nobody(store: Store) -> None:
    feed_id = with_feed(store)
    asked_for = NextPoll(NOW + timedelta(days=1), "http 429: first failure; the server asks for 1 d")
    store.save_poll(feed_id, Polled(FetchOutcome(NOW, "http 429"), asked_for))
    store.sync_feeds([feed_config()], NOW)
    assert store.feed(feed_id).next_poll_at == asked_for.at


def test_what_was_learned_and_what_was_asked_for_is_kept_until_it_is_told_anew(store: Store) -> None:
    feed_id = with_feed(store)
    hints, following = FeedHints(least_interval=60, fresh_for=5, dated=False, skip_hours=(1, 2)), NextPoll(NOW, "")
    store.save_poll(feed_id, Polled(FetchOutcome(NOW, "ok"), following, hints=hints, rhythm=1800.0))
    polled(store, feed_id, kind="timeout")
    assert (store.feed(feed_id).hints, store.feed(feed_id).rhythm) == (hints, 1800.0)
    store.save_poll(feed_id, Polled(FetchOutcome(NOW, "not modified"), following, hints=FeedHints(), rhythm=60.0))
    assert (store.feed(feed_id).hints, store.feed(feed_id).rhythm) == (FeedHints(), 60.0)


def test_a_feed_that_is_gone_is_paused_and_no_later_poll_changes_why(store: Store) -> None:
    feed_id = with_feed(store)
    store.save_poll(feed_id, Polled(FetchOutcome(NOW, "http 410"), NextPoll(NOW, "gone", pause="gone")))
    polled(store, feed_id, kind="timeout")
    feed = store.feed(feed_id)
    assert (feed.paused, feed.paused_why, feed.failures) == (True, "gone", 2)
    assert store.claim_due_feeds(NOW + timedelta(days=9), LEASE, 10) == []


def test_a_due_feed_is_claimed_once_and_again_after_its_lease(store: Store) -> None:
    store.sync_feeds([feed_config()], NOW)
    (feed_id,) = store.claim_due_feeds(NOW, LEASE, 10)
    assert store.claim_due_feeds(NOW, LEASE, 10) == []
    assert store.claim_due_feeds(NOW + LEASE, LEASE, 10) == [feed_id]


def test_two_beats_share_the_work_and_double_none_of_it(store: Store) -> None:
    store.sync_feeds([feed_config(f"Outlet {n}") for n in range(40)], NOW)
    claimed: list[int] = []
    gate = threading.Barrier(4)

    def beat() -> None:
        gate.wait()
        claimed.extend(store.claim_due_feeds(NOW, LEASE, 200))

    beats = [threading.Thread(target=beat) for _ in range(4)]
    for one in beats:
        one.start()
    for one in beats:
        one.join()
    assert sorted(claimed) == sorted(feed.id for feed in store.feeds())


def test_what_no_database_can_hold_does_not_keep_a_failure_from_the_log(store: Store) -> None:
    feed_id = with_feed(store)
    odd = "nul \x00 and half a pair \ud800"
    outcome = FetchOutcome(NOW, "protocol", detail=odd, broken=(odd,))
    store.save_poll(feed_id, Polled(outcome, NextPoll(NOW, odd), etag=odd, last_modified=odd))
    (latest, *_) = store.fetches(feed_id)
    assert latest.detail == "nul  and half a pair \ufffd"
    assert latest.broken == ("nul  and half a pair \ufffd",)


def test_the_first_good_poll_is_the_baseline_and_a_failed_one_is_not(store: Store) -> None:
    feed_id = with_feed(store, baseline_done=False)
    polled(store, feed_id, kind="timeout")
    assert not store.feed(feed_id).baseline_done
    (old,) = polled(store, feed_id, draft("old"))
    (new,) = polled(store, feed_id, draft("old"), draft("new"))
    assert store.article(old).baseline
    assert not store.article(new).baseline


def test_a_feed_may_ask_to_ring_for_its_backfill(store: Store) -> None:
    feed_id = with_feed(store, feed_config(backfill="alert"), baseline_done=False)
    (article_id,) = polled(store, feed_id, draft())
    assert not store.article(article_id).baseline


def test_the_same_poll_saved_twice_changes_nothing(store: Store) -> None:
    feed_id = with_feed(store)
    first = polled(store, feed_id, draft("one"), draft("two"))
    assert len(first) == 2
    assert polled(store, feed_id, draft("one"), draft("two")) == []
    assert [fetch.new for fetch in store.fetches(feed_id)][:2] == [0, 2]


def test_an_edited_entry_goes_its_way_once_more_and_keeps_when_it_was_first_seen(store: Store) -> None:
    feed_id = with_feed(store)
    held = read_article(store, feed_id, draft())
    later = NOW + timedelta(hours=1)
    edited = replace(draft(), content_hash="another", title="A better title")
    assert polled(store, feed_id, edited, now=later) == [held.id]
    article = store.article(held.id)
    assert (article.state, article.title) == (ArticleState.NEW, "A better title")
    assert (article.first_seen_at, article.updated_at) == (NOW, later)
    assert store.fetches(feed_id)[0].changed == 1


def test_the_same_identity_in_two_feeds_is_two_articles(store: Store) -> None:
    one, other = with_feed(store), with_feed(store, feed_config("Evening Post"))
    assert polled(store, one, draft()) != polled(store, other, draft())


def test_health_counts_failures_in_a_row_and_forgets_them_when_all_is_well(store: Store) -> None:
    feed_id = with_feed(store)
    failed = FetchOutcome(NOW, "http 500", status=500, detail="the server failed")
    for _ in range(2):
        store.save_poll(feed_id, Polled(failed, NextPoll(NOW, "http 500: later")))
    feed = store.feed(feed_id)
    assert (feed.failures, feed.last_error, feed.next_poll_reason) == (
        2,
        "http 500: the server failed",
        "http 500: later",
    )
    assert feed.last_good_at == NOW
    polled(store, feed_id, kind="not modified")
    assert (store.feed(feed_id).failures, store.feed(feed_id).last_error) == (0, None)


def test_validators_are_kept_through_polls_that_bring_no_body(store: Store) -> None:
    feed_id = with_feed(store)
    store.save_poll(feed_id, Polled(FetchOutcome(NOW, "ok"), NextPoll(NOW, ""), (), '"tag"', "Mon, 02 Mar 2026"))
    polled(store, feed_id, kind="not modified")
    polled(store, feed_id, kind="timeout")
    feed = store.feed(feed_id)
    assert (feed.etag, feed.last_modified) == ('"tag"', "Mon, 02 Mar 2026")


def test_the_log_of_a_feed_stays_short(store: Store) -> None:
    feed_id = with_feed(store)
    for _ in range(110):
        polled(store, feed_id, kind="not modified")
    store.tidy(NOW)
    assert len(store.fetches(feed_id, limit=1000)) == 100
    polled(store, feed_id, kind="not modified")
    store.tidy(NOW + timedelta(minutes=59))
    assert len(store.fetches(feed_id, limit=1000)) == 101, "once an hour is enough"


def test_a_feed_asked_for_by_hand_is_due(store: Store) -> None:
    feed_id = with_feed(store)
    store.poll_now(feed_id, NOW)
    assert store.claim_due_feeds(NOW, LEASE, 10) == [feed_id]


def test_a_feed_that_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no feed 12"):
        store.feed(12)


def test_an_article_is_reread_after_an_edit_though_its_reader_was_slow(store: Store) -> None:
    feed_id = with_feed(store)
    (article_id,) = polled(store, feed_id, draft())
    slow = store.claim_article(article_id, ArticleState.NEW, NOW, LEASE)
    assert slow
    polled(store, feed_id, replace(draft(), content_hash="another"))
    from worker.model import PageText

    assert not store.save_text(slow, PageText("old words"), (), (), lambda a, b: False, None, NOW, LEASE)
    assert reread(store, article_id, "new words").text == "new words"
