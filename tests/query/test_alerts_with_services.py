"""The ledger's commands over the real store: what is dead is found, set back, and may be claimed again."""

import json

import pytest

from worker.config.feeds import FeedConfig
from worker.model import ArticleDraft, ArticleState, DeliveryState, FetchOutcome, NextPoll, PageText, Polled
from worker.query import cli

pytestmark = pytest.mark.services


@pytest.fixture
def dead(store, invent):
    """The id of a delivery that was refused for good."""
    now = invent.now
    store.sync_feeds([FeedConfig(name="Norrland Post", url="https://norrland.example/rss", family="norrland")], now)
    draft = ArticleDraft("a", "h", "https://norrland.example/7", "Orla in Warsaw", "", True, now)
    (feed,) = store.feeds()
    (article_id,) = store.save_poll(feed.id, Polled(FetchOutcome(now, "ok", 200), NextPoll(now, "soon"), (draft,)))
    article = store.claim_article(article_id, ArticleState.NEW, now, now - now)
    assert store.save_text(article, PageText("Text."), (), (), lambda a, b: False, None, now, now - now)
    article = store.claim_article(article_id, ArticleState.READ, now, now - now)
    coded = invent.event(1).coded
    with store.coding(article, [coded], "v1", now) as coding:
        event_id = coding.save(coded, None)
        coding.finish()
        coding.deliver("North", "desk", event_id, "matches")
    (line,) = store.deliveries()
    held = store.claim_delivery(line.delivery.id, now, now - now)
    store.record_outcome(held, DeliveryState.DEAD, now, "HTTP 410: gone", now)
    return held.id


@pytest.fixture
def dyadwatch(database_url, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", database_url)

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            cli.main(list(arguments))
        assert not left.value.code
        return capsys.readouterr()

    return run


def test_what_is_dead_is_found_and_set_back(dyadwatch, dead, store, invent):
    found = dyadwatch("deliveries", "list", "--state", "dead", "--rule", "north", "--format", "jsonl")
    (line,) = found.out.splitlines()
    told = json.loads(line)
    assert (told["id"], told["outcome"], told["log"][0]["outcome"]) == (str(dead), "HTTP 410: gone", "HTTP 410: gone")
    assert dyadwatch("deliveries", "replay", "--dead").err.startswith("1 set back to pending")
    assert dyadwatch("deliveries", "list", "--state", "dead").out.count("\n") == 1
    (line,) = store.deliveries(DeliveryState.PENDING)
    assert line.delivery.id == dead
    assert store.claim_delivery(dead, line.delivery.next_attempt_at, invent.now - invent.now)
