"""The asking side over the real store: what the fake promises, Postgres keeps."""

from dataclasses import replace

import pytest

from worker.config.feeds import FeedConfig
from worker.model import ArticleDraft, ArticleState, FetchOutcome, NextPoll, PageText, Polled
from worker.query import cli

pytestmark = pytest.mark.services


@pytest.fixture
def stored(store, invent):
    """Two events of one article of one feed, and a delivery of the first."""
    now = invent.now
    store.sync_feeds([FeedConfig(name="Norrland Post", url="https://norrland.example/rss", family="norrland")], now)
    draft = ArticleDraft("a", "h", "https://norrland.example/7", "Orla in Warsaw", "", True, now)
    (feed,) = store.feeds()
    (article_id,) = store.save_poll(feed.id, Polled(FetchOutcome(now, "ok", 200), NextPoll(now, "soon"), (draft,)))
    held = store.claim_article(article_id, ArticleState.NEW, now, now - now)
    assert store.save_text(held, PageText("Text."), (), (), lambda a, b: False, None, now, now - now)
    held = store.claim_article(article_id, ArticleState.READ, now, now - now)
    events = [invent.event(1).coded, invent.event(2, event_type="THREATEN", mode=None, score=-6.0).coded]
    with store.coding(held, events, "v1", now) as coding:
        ids = [coding.save(coded, None) for coded in events]
        coding.finish()
        coding.deliver("North", "desk", ids[0], "matches")
    return replace(held), ids


@pytest.fixture
def dyadwatch(stored, database_url, redis_url, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("REDIS_URL", redis_url)

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            cli.main(list(arguments))
        said = capsys.readouterr()
        assert not left.value.code, said.err
        return said.out

    return run


@pytest.fixture
def browser(stored, store, redis_url, invent):
    from starlette.testclient import TestClient

    from worker.query.api import build_app
    from worker.query.site import Site

    store.beat(invent.now)
    return TestClient(build_app(Site(store, redis_url, clock=lambda: invent.now)))


def test_commands_answer_from_postgres(dyadwatch, stored):
    assert "SWE > POL" in dyadwatch("events")
    assert len(dyadwatch("events", "--format", "csv", "--dyad", "POL-SWE", "--max-score", "-5").splitlines()) == 2
    assert "https://norrland.example/7" in dyadwatch("events", "--explain", str(stored[1][0]))
    assert "POL-SWE" in dyadwatch("dyads")
    assert "2026-03" in dyadwatch("dyads", "SWE-POL")
    assert "Norrland Post" in dyadwatch("feeds", "list")
    assert dyadwatch("feeds", "poll", "norrland post") == ""
    assert "nothing to do" in dyadwatch("migrate")


def test_http_answers_from_postgres(browser, stored):
    page = browser.get("/api/v1/events?limit=1").json()
    rest = browser.get(f"/api/v1/events?limit=5&after={page['next']}").json()
    assert [e["id"] for e in page["events"] + rest["events"]] == sorted(stored[1], reverse=True)
    assert rest["next"] is None
    assert browser.get(f"/api/v1/events/{stored[1][0]}").json()["outlets"] == ["Norrland Post"]
    assert browser.get("/api/v1/events/999999").status_code == 404
    assert browser.get("/api/v1/events?after=x").status_code == 422


def test_the_page_of_an_event_names_its_deliveries(browser, stored):
    assert "<td>desk</td>" in browser.get(f"/events/{stored[1][0]}").text
    assert "No rule rang" in browser.get(f"/events/{stored[1][1]}").text


def test_ready_and_metrics_are_true(browser):
    assert browser.get("/readyz").json()["ready"] is True
    assert 'dyadwatch_articles{state="coded"} 1.0' in browser.get("/metrics").text
    assert "dyadwatch_events 2.0" in browser.get("/metrics").text
