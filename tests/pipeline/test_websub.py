"""WebSub from end to end: a hub on loopback, the real client, the real web application, real PostgreSQL."""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from loopback import running
from starlette.testclient import TestClient
from store_samples import draft, feed_config, polled, with_feed

from worker import pipeline
from worker.model import FeedHints, FetchOutcome, NextPoll, Polled
from worker.pipeline import Deps
from worker.query.api import build_app
from worker.query.site import Site
from worker.sandbox import Sandbox
from worker.store import Store
from worker.web import Web

pytestmark = pytest.mark.services

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOPIC = "http://127.0.0.1/morning-post.xml"
BODY = (
    b"<rss version='2.0'><channel><title>Post</title><item><guid isPermaLink='false'>a</guid>"
    b"<title>News</title><description>Norvia thanked Sudria.</description></item></channel></rss>"
)


@dataclass
class Hub:
    """Takes requests as a hub does, and remembers them."""

    status: int = 202
    asked: list[dict[str, str]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def hub() -> Iterator[Hub]:
    held = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
            held.asked.append({name: values[0] for name, values in form.items()})
            self.send_response(held.status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with running(Handler) as address:
        held.url = f"{address}/"
        yield held


@dataclass
class System:
    deps: Deps
    store: Store
    hub: Hub
    browser: TestClient
    feed_id: int
    now: datetime = START

    def ask(self) -> str:
        """Ask the hub; gives the path of the callback that it was told."""
        pipeline.subscribe(self.deps, self.feed_id)
        return urlsplit(self.hub.asked[-1]["hub.callback"]).path

    def verify(self, path: str, **changes: str) -> Any:
        asked = {"mode": "subscribe", "topic": TOPIC, "challenge": "say this", "lease_seconds": "864000", **changes}
        return self.browser.get(path, params={f"hub.{name}": value for name, value in asked.items()})

    def push(self, path: str, body: bytes = BODY, secret: str | None = None) -> int:
        signed = hmac.new((secret or self.hub.asked[-1]["hub.secret"]).encode(), body, hashlib.sha256).hexdigest()
        headers = {"x-hub-signature": f"sha256={signed}", "content-type": "application/rss+xml"}
        return int(self.browser.post(path, content=body, headers=headers).status_code)


@pytest.fixture
def system(store: Store, hub: Hub) -> Iterator[System]:
    feed_id = with_feed(store)
    hints = FeedHints(hub=hub.url, topic=TOPIC)
    following = NextPoll(START + timedelta(minutes=15), "every 15 min")
    store.save_poll(feed_id, Polled(FetchOutcome(START, "ok", 200), following, hints=hints))
    settings = SimpleNamespace(public_url="http://127.0.0.1:8000", websub_url="https://watch.example.org/")
    config: Any = SimpleNamespace(rules=(), settings=settings)
    coder: Any = SimpleNamespace(version="none")
    made: System
    sandbox = Sandbox()
    deps = Deps(
        config=config,
        store=store,
        web=Web([urlsplit(hub.url).netloc]),
        sandbox=sandbox,
        channels={},
        coder=coder,
        clock=lambda: made.now,
    )
    site = Site(store, None, clock=lambda: made.now)
    made = System(deps, store, hub, TestClient(build_app(site)), feed_id)
    yield made
    sandbox.close()


def test_a_hub_that_a_feed_names_is_asked_once_and_pushes_after_it_verified(system: System) -> None:
    assert pipeline.tick(system.deps).unsubscribed == [system.feed_id]
    path = system.ask()
    assert system.hub.asked[0] | {"hub.callback": "", "hub.secret": ""} == {
        "hub.mode": "subscribe",
        "hub.topic": TOPIC,
        "hub.callback": "",
        "hub.secret": "",
        "hub.lease_seconds": "864000",
    }
    assert system.hub.asked[0]["hub.callback"].startswith("https://watch.example.org/websub/")
    assert system.verify(path).text == "say this"
    assert system.store.feed(system.feed_id).push_until == START + timedelta(days=10)
    system.now += timedelta(hours=2)
    assert pipeline.tick(system.deps).unsubscribed == [], "it is asked again only before its lease ends"
    system.now += timedelta(days=9)
    assert pipeline.tick(system.deps).unsubscribed == [system.feed_id]


def test_what_a_hub_pushes_is_an_article_and_stored_once(system: System) -> None:
    path = system.ask()
    system.verify(path)
    assert system.push(path) == 202
    assert system.store.claim_due_feeds(system.now, pipeline.LEASE, 10) == [system.feed_id]
    (article,) = pipeline.poll(system.deps, system.feed_id)
    assert system.store.article(article).title == "News"
    assert system.store.hubs.oldest_push(system.feed_id) is None
    assert system.push(path) == 202
    assert pipeline.poll(system.deps, system.feed_id) == [], "a hub may push twice"
    assert [line.kind for line in system.store.fetches(system.feed_id)[:2]] == ["pushed", "pushed"]


def test_a_push_says_nothing_of_the_feeds_own_address(system: System) -> None:
    path = system.ask()
    system.verify(path)
    failing = Polled(FetchOutcome(START, "timeout", detail="slow"), NextPoll(START, "again"))
    system.store.save_poll(system.feed_id, failing)
    before = system.store.feed(system.feed_id)
    system.push(path)
    pipeline.poll(system.deps, system.feed_id)
    after = system.store.feed(system.feed_id)
    assert (after.failures, after.last_error, after.etag) == (before.failures, before.last_error, before.etag)
    assert after.failures == 1


def test_a_poll_that_finds_what_no_push_brought_ends_the_trust_in_pushes(system: System) -> None:
    path = system.ask()
    system.verify(path)
    system.push(path)
    pipeline.poll(system.deps, system.feed_id)
    assert system.store.feed(system.feed_id).last_push_at == START
    polled(system.store, system.feed_id, draft("never pushed"))
    assert system.store.feed(system.feed_id).last_push_at is None


def test_what_was_pushed_for_one_feed_is_the_turn_of_no_other(system: System) -> None:
    other = with_feed(system.store, feed_config("Evening Post"))
    path = system.ask()
    system.verify(path)
    system.push(path)
    pushed = {feed.id: feed.pushed for feed in system.store.feeds_to_poll([system.feed_id, other])}
    assert pushed == {system.feed_id: True, other: False}


@pytest.mark.parametrize("secret", ["guessed", "x"])
def test_what_is_signed_by_another_is_dropped_without_a_word(system: System, secret: str) -> None:
    path = system.ask()
    system.verify(path)
    assert system.push(path, secret=secret) == 202
    assert system.store.hubs.oldest_push(system.feed_id) is None


def test_a_push_that_cannot_be_read_is_told_in_the_log(system: System) -> None:
    path = system.ask()
    system.verify(path)
    system.push(path, b"no feed at all")
    assert pipeline.poll(system.deps, system.feed_id) == []
    assert "cannot be read" in str(system.store.fetches(system.feed_id)[0].detail)
    assert system.store.claim_due_feeds(system.now, pipeline.LEASE, 10) == [system.feed_id], "the feed is asked at once"


def test_pushes_are_read_one_a_round_until_none_is_left(system: System) -> None:
    path = system.ask()
    system.verify(path)
    for name in (b"a", b"b", b"c"):
        system.push(path, BODY.replace(b">a<", b">" + name + b"<").replace(b"News", b"News " + name))
    made = [pipeline.poll_round(system.deps, [system.feed_id]) for _ in range(3)]
    assert [(len(one.articles), one.left) for one in made] == [(1, [system.feed_id]), (1, [system.feed_id]), (1, [])]


def test_what_is_pushed_while_the_feed_is_being_asked_waits_for_no_other_turn(system: System) -> None:
    path = system.ask()
    system.verify(path)
    asked_at = system.now
    system.now += timedelta(seconds=5)
    system.push(path)
    polled(system.store, system.feed_id, draft("found by the poll"), now=asked_at)
    feed = system.store.feed(system.feed_id)
    assert feed.last_push_at == system.now, "the push brought it as well"
    assert system.store.claim_due_feeds(system.now, pipeline.LEASE, 10) == [system.feed_id]


@pytest.mark.parametrize(
    "changes", [{"mode": "unsubscribe"}, {"topic": "http://127.0.0.1/other.xml"}], ids=["mode", "topic"]
)
def test_nobody_else_can_have_a_subscription_confirmed(system: System, changes: dict[str, str]) -> None:
    path = system.ask()
    assert system.verify(path, **changes).status_code == 404
    assert system.store.feed(system.feed_id).push_until is None


def test_an_address_that_nobody_was_told_is_gone(system: System) -> None:
    system.ask()
    assert system.verify("/websub/guessed").status_code == 410
    assert system.push("/websub/guessed") == 410


def test_a_hub_that_refuses_is_left_alone_for_a_week(system: System) -> None:
    system.hub.status = 403
    system.ask()
    for days, asked in ((1, []), (8, [system.feed_id])):
        system.now = START + timedelta(days=days)
        assert pipeline.tick(system.deps).unsubscribed == asked


def test_a_hub_in_trouble_is_asked_again_after_an_hour(system: System) -> None:
    system.hub.status = 503
    system.ask()
    for minutes, asked in ((30, []), (61, [system.feed_id])):
        system.now = START + timedelta(minutes=minutes)
        assert pipeline.tick(system.deps).unsubscribed == asked


def test_a_refusal_told_later_ends_the_subscription(system: System) -> None:
    path = system.ask()
    system.verify(path)
    assert system.verify(path, mode="denied", reason="closed").status_code == 200
    assert system.store.feed(system.feed_id).push_until is None


def test_too_much_is_refused_before_it_is_held(system: System) -> None:
    path = system.ask()
    system.verify(path)
    assert system.push(path, b"x" * (16 * 2**20 + 1)) == 413


def test_pushes_that_nobody_reads_do_not_pile_up(system: System) -> None:
    path = system.ask()
    system.verify(path)
    assert [system.push(path, BODY + b" " * n) for n in range(21)] == [202] * 20 + [503]


def test_without_a_public_address_no_hub_is_asked(system: System) -> None:
    settings = SimpleNamespace(public_url="http://127.0.0.1:8000", websub_url=None)
    private = replace(system.deps, config=SimpleNamespace(rules=(), settings=settings))  # type: ignore[arg-type]
    assert pipeline.tick(private).unsubscribed == []
    assert not pipeline.subscribe(private, system.feed_id)
    assert system.hub.asked == []
