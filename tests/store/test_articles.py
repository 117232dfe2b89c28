"""Articles in the store: claimed, left behind, given up, and told apart from their copies."""

import threading
from datetime import timedelta

import pytest
from store_samples import LEASE, NOW, draft, feed_config, never, polled, reread, with_feed

from worker.articles import stories
from worker.model import Article, ArticleState, PageText
from worker.store import Store

pytestmark = pytest.mark.services

WIRE = " ".join(f"The council of Norvia heard witness number {n} about the harbour of Sudria." for n in range(12))
OTHER = " ".join(f"Minister {n} of Sudria promised {n * 7} new ferries before winter number {n}." for n in range(12))


def left(store: Store, state: ArticleState, after: float) -> list[int]:
    return store.claim_left_articles(state, NOW + timedelta(seconds=after), LEASE, 100)


def read(store: Store, article_id: int, text: str) -> Article:
    held = store.claim_article(article_id, ArticleState.NEW, NOW, LEASE)
    assert held
    sketch = stories.sketch(text)
    assert store.save_text(held, PageText(text), sketch, stories.keys(sketch), stories.same_story, None, NOW, LEASE)
    return store.article(article_id)


def test_tick_rings_only_for_what_was_left_and_once_in_a_lease(store: Store) -> None:
    (article_id,) = polled(store, with_feed(store), draft())
    assert left(store, ArticleState.NEW, 0) == [], "poll rings for it itself"
    assert left(store, ArticleState.NEW, 31) == [article_id]
    assert left(store, ArticleState.NEW, 32) == []
    assert left(store, ArticleState.NEW, 31 + 120) == [article_id]


def test_a_read_article_waits_for_the_coder_and_no_longer_for_a_reader(store: Store) -> None:
    (article_id,) = polled(store, with_feed(store), draft())
    reread(store, article_id)
    assert left(store, ArticleState.NEW, 999) == []
    assert left(store, ArticleState.READ, 999) == [article_id]
    assert store.claim_article(article_id, ArticleState.NEW, NOW, LEASE) is None


def test_an_article_that_kills_its_worker_is_given_up_with_the_reason(store: Store) -> None:
    (article_id,) = polled(store, with_feed(store), draft())
    for attempt in range(8):
        held = store.claim_article(article_id, ArticleState.NEW, NOW, LEASE)
        assert held
        assert held.attempts == attempt + 1
    assert store.claim_article(article_id, ArticleState.NEW, NOW, LEASE) is None
    assert store.article(article_id).state is ArticleState.FAILED
    assert store.counts().articles == {"failed": 1}
    assert store.counts().uncoded == 0


def test_attempts_are_counted_anew_in_the_next_state(store: Store) -> None:
    (article_id,) = polled(store, with_feed(store), draft())
    reread(store, article_id)
    held = store.claim_article(article_id, ArticleState.READ, NOW, LEASE)
    assert held
    assert held.attempts == 1


def test_a_postponed_article_is_rung_for_when_its_time_comes(store: Store) -> None:
    (article_id,) = polled(store, with_feed(store), draft())
    store.postpone_article(article_id, "timeout", NOW + timedelta(seconds=60))
    assert left(store, ArticleState.NEW, 59) == []
    assert left(store, ArticleState.NEW, 60) == [article_id]


def test_a_text_is_saved_by_the_first_reader_only(store: Store) -> None:
    (article_id,) = polled(store, with_feed(store), draft())
    one, other = (store.claim_article(article_id, ArticleState.NEW, NOW, LEASE) for _ in range(2))
    assert one
    assert other
    assert store.save_text(one, PageText("first"), (), (), never, None, NOW, LEASE)
    assert not store.save_text(other, PageText("second"), (), (), never, None, NOW, LEASE)
    assert store.article(article_id).text == "first"


def test_the_date_of_the_feed_goes_before_that_of_the_page(store: Store) -> None:
    dated, undated = polled(store, with_feed(store), draft("b", published_at=None), draft("a"))
    for article_id in (dated, undated):
        held = store.claim_article(article_id, ArticleState.NEW, NOW, LEASE)
        assert held
        page = PageText("text", published_at=NOW - timedelta(days=3))
        store.save_text(held, page, (), (), never, None, NOW, LEASE)
    assert store.article(dated).published_at == NOW - timedelta(hours=1)
    assert store.article(undated).published_at == NOW - timedelta(days=3)


def test_copies_become_one_story_and_other_texts_do_not(store: Store) -> None:
    feed_id = with_feed(store)
    first, copy, other, short = polled(store, feed_id, *(draft(name) for name in "dcba"))
    assert read(store, first, WIRE).story_id
    assert read(store, copy, "Norvia (Wire). " + WIRE).story_id == store.article(first).story_id
    assert read(store, other, OTHER).story_id not in (
        None,
        store.article(first).story_id,
    )
    assert read(store, short, "Norvia thanks Sudria").story_id is None


def test_two_copies_read_at_the_same_moment_are_one_story(store: Store) -> None:
    feeds = [with_feed(store, feed_config(f"Outlet {n}")) for n in range(6)]
    ids = [article_id for feed_id in feeds for article_id in polled(store, feed_id, draft())]
    gate = threading.Barrier(len(ids))

    def race(article_id: int) -> None:
        gate.wait()
        read(store, article_id, WIRE)

    threads = [threading.Thread(target=race, args=(article_id,)) for article_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({store.article(article_id).story_id for article_id in ids}) == 1
