"""The archive coded again, over real PostgreSQL and with a coder whose rules are told by the test."""

import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from store_samples import NOW, coded, draft, feed_config, polled, read_article, save, told, with_feed

from worker.events.differences import Change
from worker.model import (
    Article,
    ArticleFilter,
    ArticleState,
    CodedEvent,
    Document,
    DyadwatchError,
    EventFilter,
    Place,
    Rule,
    Status,
)
from worker.pipeline.coding import save_events
from worker.pipeline.recode import Recoded, recode
from worker.store import Store

pytestmark = pytest.mark.services

EVERYTHING = Rule("everything", EventFilter(), ("hook",))
ALL = ArticleFilter()
AID = coded(event_type="AID", cameo="070", sentence="Norvia sent grain.")


@dataclass
class Rules:
    """A coder whose rules are a table: what it finds in an article of this title. Says what it was asked."""

    finds: dict[str, Sequence[CodedEvent] | Exception] = field(default_factory=dict)
    version: str = "coder 2"
    asked: list[str] = field(default_factory=list)

    def code(self, document: Document) -> tuple[CodedEvent, ...]:
        title = document.title or ""
        self.asked.append(title)
        found = self.finds.get(title, ())
        if isinstance(found, Exception):
            raise found
        return tuple(found)


def later() -> datetime:
    return NOW + timedelta(hours=2)


def again(store: Store, coder: Rules, where: ArticleFilter = ALL, **how: Any) -> list[Recoded]:
    return list(recode(store, coder, where, later, dry_run=False, **how))


def changes(recoded: Sequence[Recoded]) -> list[Change]:
    return [found.change for one in recoded for found in one.differences]


def article(store: Store, name: str = "one", *events: CodedEvent, **of: Any) -> Article:
    """An article, coded by "coder 1" as telling these events, each by itself."""
    feed_id = of.pop("feed_id", None) or (store.feeds()[0].id if store.feeds() else with_feed(store))
    held = read_article(store, feed_id, draft(name, title=name, language="en", **of))
    save(store, held, *events)
    return store.article(held.id)


def dump(database_url: str) -> dict[str, list[Any]]:
    """Every row of every table."""
    with psycopg.connect(database_url) as connection:
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        names = [name for (name,) in connection.execute(tables)]
        return {name: connection.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for name in names}


def test_a_dry_run_tells_every_change_and_makes_none(store: Store, database_url: str) -> None:
    article(store, "one", coded(), coded("CHN", "USA", "Others."))
    article(store, "two")
    better = coded(confidence=0.9, place=Place("Harbour"))
    coder = Rules({"one": [better], "two": [AID]})
    before = dump(database_url)
    one, two = recode(store, coder, ALL, later, dry_run=True)
    assert dump(database_url) == before
    assert changes([one, two]) == [Change.CHANGED, Change.REMOVED, Change.ADDED]
    assert one.differences[0].fields == ("place", "confidence")
    assert [found.change for one in again(store, coder) for found in one.differences] == changes([one, two])
    assert dump(database_url) != before


def test_what_is_taken_is_what_the_new_rules_say(store: Store) -> None:
    held = article(store, "one", coded(), coded("CHN", "USA", "Others."))
    better = coded(confidence=0.9, place=Place("Harbour"))
    again(store, Rules({"one": [better, AID]}))
    changed, new = sorted(store.events(EventFilter()).events, key=lambda event: event.id)
    assert (changed.coded, new.coded) == (better, AID)
    assert [mention.coder_version for mention in (*changed.mentions, *new.mentions)] == ["coder 2"] * 2
    fresh = store.article(held.id)
    assert (fresh.state, fresh.coder_version) == (ArticleState.CODED, "coder 2")


def test_the_same_rules_change_nothing_however_often(store: Store) -> None:
    held = article(store, "one", coded())
    coder = Rules({"one": [coded()]}, version="coder 1")
    (event,) = store.events(EventFilter()).events
    for _ in range(2):
        assert changes(again(store, coder)) == [Change.SAME]
    assert store.events(EventFilter()).events == (event,)
    assert store.article(held.id) == held


def test_an_event_that_somebody_was_told_of_is_retracted_and_its_delivery_stays(store: Store) -> None:
    held = read_article(store, with_feed(store), draft("one", title="one", language="en"))
    told(store, held, coded())
    again(store, Rules())
    (event,) = store.events(EventFilter()).events
    assert event.status is Status.RETRACTED
    assert len(store.deliveries()) == 1


def test_nothing_rings_unless_it_is_asked_for_and_then_once(store: Store) -> None:
    article(store, "one", coded())
    coder = Rules({"one": [coded(), AID]})
    assert [one.alerts for one in again(store, coder)] == [0]
    assert store.deliveries() == ()
    coder.finds = {"one": [coded(), AID, coded("CHN", "USA", "Others.")]}
    assert [one.alerts for one in again(store, coder, rules=[EVERYTHING])] == [1], "the new one, and no other"
    assert [one.alerts for one in again(store, coder, rules=[EVERYTHING])] == [0]
    assert len(store.deliveries()) == 1


@pytest.mark.parametrize(("days", "rings"), [(30, 0), (1, 1)])
def test_what_is_found_in_old_news_does_not_ring_when_it_is_told_once_more(store: Store, days: int, rings: int) -> None:
    """Of yesterday's news a second report may ring; a treaty of last month that nobody had seen stays silent."""
    feed_id = with_feed(store)
    day = NOW - timedelta(days=days)
    aid = replace(AID, event_date=day.date())
    article(store, "old", feed_id=feed_id, published_at=day)
    coder = Rules({"old": [aid]})
    again(store, coder)
    (event,) = store.events(EventFilter()).events
    assert event.baseline is (days > 3)
    second = article(store, "new", feed_id=feed_id)
    coder.finds["new"] = [replace(aid, evidence=coded(sentence="Grain came.").evidence)]
    taken = again(store, coder, ArticleFilter(told_from=second.told_at), rules=[EVERYTHING])
    assert [one.alerts for one in taken] == [rings]


def test_what_is_found_in_old_news_is_not_seen_today(store: Store) -> None:
    held = article(store, "one")
    again(store, Rules({"one": [AID]}))
    (event,) = store.events(EventFilter()).events
    assert (event.first_seen_at, event.updated_at) == (held.first_seen_at, later())


def test_an_event_that_other_articles_tell_too_outlives_one_that_tells_it_no_more(store: Store) -> None:
    feed_id, other = with_feed(store), with_feed(store, feed_config("Evening Post", family="Eve"))
    article(store, "one", coded(), feed_id=feed_id)
    article(store, "two", coded(), feed_id=other)
    (event,) = store.events(EventFilter()).events
    assert event.status is Status.CORROBORATED
    again(store, Rules({"two": [coded()]}))
    (event,) = store.events(EventFilter()).events
    assert (event.status, event.outlets) == (Status.REPORTED, ("Evening Post",))


def test_an_article_in_another_language_is_marked_and_not_coded(store: Store) -> None:
    held = read_article(store, with_feed(store), draft(language="de"))
    save(store, held)
    coder = Rules()
    assert len(again(store, coder)) == 1
    assert coder.asked == []
    assert store.article(held.id).coder_version == "coder 2"


THE_OTHER = 0  # in the place of a feed's id, which the test makes


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (ALL, ["a", "b", "c"]),
        (ArticleFilter(told_from=datetime(2026, 2, 1, tzinfo=UTC)), ["b", "c"]),
        (ArticleFilter(told_to=datetime(2026, 2, 1, tzinfo=UTC)), ["a"]),
        (ArticleFilter(told_from=NOW, told_to=NOW), ["c"]),
        (ArticleFilter(feed_ids=(THE_OTHER,)), ["b"]),
        (ArticleFilter(dyad=("RUS-PRK",)), ["a"]),
        (ArticleFilter(dyad=("RUS>PRK",)), []),
        (ArticleFilter(dyad=("PRK>RUS", "CHN-USA")), ["a", "b"]),
        (ArticleFilter(outdated_for="coder 1"), []),
        (ArticleFilter(outdated_for="coder 2", feed_ids=(THE_OTHER,)), ["b"]),
    ],
)
def test_a_filter_means_these_articles(store: Store, where: ArticleFilter, expected: list[str]) -> None:
    """One without a date of publication counts by when it was first seen."""
    one, two = with_feed(store), with_feed(store, feed_config("Evening Post"))
    article(store, "a", coded(), feed_id=one, published_at=datetime(2026, 1, 5, tzinfo=UTC))
    article(store, "b", coded("CHN", "USA", "Others."), feed_id=two)
    article(store, "c", feed_id=one, published_at=None)
    polled(store, one, draft("not read yet"))
    where = replace(where, feed_ids=tuple(two for _ in where.feed_ids))
    coder = Rules()
    assert [recoded.article.title for recoded in recode(store, coder, where, later, dry_run=True)] == expected
    assert store.count_coded_articles(where) == len(expected)


def test_articles_are_loaded_a_page_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    feed_id = with_feed(store)
    for name in "abcde":
        article(store, name, feed_id=feed_id)
    monkeypatch.setattr("worker.pipeline.recode.PAGE", 2)
    coder = Rules()
    walk = recode(store, coder, ALL, later, dry_run=True)
    assert next(walk).article.title == "a"
    assert coder.asked == ["a"], "none is coded before it is asked for"
    assert [one.article.title for one in walk] == ["b", "c", "d", "e"]


def test_an_article_that_the_coder_stumbles_over_is_told_and_left_as_it_was(store: Store) -> None:
    feed_id = with_feed(store)
    held = article(store, "one", coded(), feed_id=feed_id)
    article(store, "two", feed_id=feed_id)
    one, two = again(store, Rules({"one": ValueError("no tree"), "two": [AID]}))
    assert (one.failed, two.failed) == ("ValueError: no tree", None)
    assert store.article(held.id) == held
    assert len(store.events(EventFilter()).events) == 2


def test_a_coder_that_says_it_cannot_go_on_ends_the_run(store: Store) -> None:
    article(store, "one", coded())
    with pytest.raises(DyadwatchError, match="no model"):
        again(store, Rules({"one": DyadwatchError("no model")}))


def test_an_article_edited_meanwhile_is_left_to_the_workers(store: Store) -> None:
    held = article(store, "one", coded())

    class Slow(Rules):
        def code(self, document: Document) -> tuple[CodedEvent, ...]:
            polled(store, held.feed_id, draft("one", title="one", content_hash="another"))
            return ()

    (one,) = again(store, Slow())
    assert (one.passed_over, one.differences) == (True, ())
    assert store.article(held.id).state is ArticleState.NEW
    assert store.count_events(EventFilter()) == 1


def test_no_transaction_is_open_while_the_coder_thinks(store: Store, database_url: str) -> None:
    article(store, "one", coded())
    open_ones: list[Any] = []

    class Looks(Rules):
        def code(self, document: Document) -> tuple[CodedEvent, ...]:
            with psycopg.connect(database_url) as connection:
                query = "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
                open_ones.append(connection.execute(query).fetchone())
            return super().code(document)

    again(store, Looks())
    list(recode(store, Looks(), ALL, later, dry_run=True))
    assert open_ones == [(0,), (0,)]


def test_workers_may_go_on_meanwhile(store: Store) -> None:
    """The same event in old articles and in new ones: it is stored once, and rings once."""
    feed_id = with_feed(store)
    names = [f"old {n}" for n in range(6)]
    for name in names:
        article(store, name, feed_id=feed_id)
    new = [read_article(store, feed_id, draft(f"new {n}")) for n in range(6)]
    rung: list[UUID] = []

    def work() -> None:
        for held in new:
            found = [coded(sentence=held.title)]
            with store.coding(held, found, "coder 2", NOW) as coding:
                assert coding
                rung.extend(save_events(coding, held, found, [EVERYTHING]))

    worker = threading.Thread(target=work)
    worker.start()
    again(store, Rules({name: [coded(sentence=name)] for name in (*names, *(held.title for held in new))}))
    worker.join()
    (event,) = store.events(EventFilter()).events
    assert (len(event.mentions), len(rung)) == (12, 1)


KILLED = """
import sys, time
from datetime import UTC, datetime
sys.path[:0] = sys.argv[2:]
from store_samples import coded
from worker.model import ArticleFilter
from worker.pipeline.recode import recode
from worker.store import Store

class Slow:
    version = "coder 2"
    def code(self, document):
        time.sleep(0.02)
        return (coded(event_type="AID", cameo="070", sentence=document.title),)

for one in recode(Store(sys.argv[1]), Slow(), ArticleFilter(), lambda: datetime.now(UTC), dry_run=False):
    print(one.article.id, flush=True)
"""


def test_a_run_that_is_killed_has_done_whole_articles_and_is_gone_on_with(store: Store, database_url: str) -> None:
    feed_id = with_feed(store)
    names = [f"article {n}" for n in range(12)]
    for name in names:
        article(store, name, coded(sentence=name), feed_id=feed_id)
    tests = Path(__file__).parents[1]
    command = [sys.executable, "-c", KILLED, database_url, str(tests), str(tests.parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        done = [process.stdout.readline() for _ in range(3)]
        process.kill()
    assert len(done) == 3
    outdated = ArticleFilter(outdated_for="coder 2")
    left = store.count_coded_articles(outdated)
    assert 0 < left <= 9
    coder = Rules({name: [coded(event_type="AID", cameo="070", sentence=name)] for name in names})
    assert len(again(store, coder, outdated)) == left
    assert store.count_coded_articles(outdated) == 0
    events = store.events(EventFilter()).events
    assert {event.coded.event_type for event in events} == {"AID"}
    assert sum(len(event.mentions) for event in events) == 12
