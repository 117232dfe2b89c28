"""Hops as guests of hosts: put off where a host is busy, without a failure and without holding anybody up."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from test_hops import START, System, item, news, system  # noqa: F401 - the fixture

from worker import pipeline
from worker.config.hosts import HostConfig
from worker.manners import Busy, Entered
from worker.manners.local import LocalManners
from worker.manners.places import Places
from worker.model import ArticleState, FetchError, Response
from worker.pipeline import Deps

pytestmark = pytest.mark.services


@dataclass
class Doorman:
    """Lets in or not, as told; remembers who left, and with what rest."""

    busy: Busy | None = None
    inside: list[str] = field(default_factory=list)
    left: list[tuple[str, timedelta | None]] = field(default_factory=list)

    def enter(self, url: str, queue: str, who: str, now: datetime) -> Entered | Busy:
        if self.busy:
            return self.busy
        self.inside.append(f"{queue}: {who}")
        return Entered(None, who)

    def leave(self, entered: Entered, now: datetime, rest: timedelta | None = None) -> None:
        self.left.append((entered.who, rest))

    def settle(self) -> None:
        pass


@pytest.fixture
def doorman(system: System) -> Doorman:  # noqa: F811
    doorman = Doorman()
    system.deps = replace(system.deps, manners=doorman)
    return doorman


def in_(seconds: float) -> Busy:
    return Busy(START + timedelta(seconds=seconds), "enough of us are there")


def test_a_poll_whose_host_is_busy_is_put_off_and_nothing_failed(system: System, doorman: Doorman) -> None:  # noqa: F811
    doorman.busy = in_(7)
    assert news(system, item("a")) == []
    feed = system.store.feed(system.feed_id)
    assert (feed.next_poll_at, feed.next_poll_reason) == (in_(7).until, "host busy: enough of us are there")
    assert (feed.failures, feed.last_error, feed.baseline_done) == (0, None, False)
    assert (system.store.fetches(system.feed_id), system.web.asked) == ((), [])
    doorman.busy = None
    system.clock.pass_(7)
    assert pipeline.tick(system.deps).feeds == [[system.feed_id]]
    assert len(news(system, item("a"))) == 1
    assert (doorman.inside, doorman.left) == ([f"feed: feed {system.feed_id}"], [(f"feed {system.feed_id}", None)])


def test_a_page_whose_host_is_busy_waits_however_often_and_no_attempt_counts(
    system: System,  # noqa: F811
    doorman: Doorman,
) -> None:
    (article_id,) = news(system, item("a", "In short."))
    doorman.busy = in_(2)
    for _ in range(12):
        assert not pipeline.read(system.deps, article_id)
    article = system.store.article(article_id)
    assert (article.state, article.attempts) == (ArticleState.NEW, 0)
    assert pipeline.tick(system.deps).unread == []
    system.clock.pass_(2)
    assert pipeline.tick(system.deps).unread == [article_id]
    doorman.busy = None
    url = "http://127.0.0.1/a"
    page = b"<html><body><article><p>%b</p></article></body></html>" % (
        b"Norvia thanked Sudria for the harbour again. " * 40
    )
    system.web.pages[url] = Response(url, 200, {"content-type": "text/html"}, page)
    assert pipeline.read(system.deps, article_id)
    assert doorman.inside[-1] == f"page: article {article_id}"
    assert "harbour again" in system.store.article(article_id).text


@pytest.mark.parametrize(
    ("kind", "retry_after", "rest"),
    [
        ("http 429", 120.0, timedelta(seconds=120)),
        ("http 429", None, timedelta(seconds=60)),
        ("http 503", 30.0, timedelta(seconds=30)),
        ("http 503", None, None),
        ("http 500", 30.0, None),
        ("timeout", None, None),
    ],
)
def test_a_host_that_has_enough_of_us_gets_a_rest(
    system: System,  # noqa: F811
    doorman: Doorman,
    kind: str,
    retry_after: float | None,
    rest: timedelta | None,
) -> None:
    error = FetchError("no", kind=kind, permanent=False, retry_after=retry_after)
    system.web.pages[system.url] = error
    assert pipeline.poll(system.deps, system.feed_id) == []
    assert doorman.left == [(f"feed {system.feed_id}", rest)]
    assert system.store.feed(system.feed_id).failures == 1


def test_a_refusal_of_one_feed_puts_off_the_others_of_its_host(system: System) -> None:  # noqa: F811
    host = HostConfig(host=system.url.split("/")[2].partition(":")[0], every="0s")  # type: ignore[arg-type]
    deps: Deps = replace(system.deps, manners=LocalManners(Places([host])))
    other = f"{system.url}/other"
    from store_samples import feed_config

    system.store.sync_feeds([feed_config(url=system.url), feed_config(name="Other", url=other)], system.clock())
    system.web.pages[system.url] = FetchError("no", kind="http 429", permanent=False, retry_after=600)
    assert pipeline.poll(deps, system.feed_id) == []
    (second,) = [feed for feed in system.store.feeds() if feed.url == other]
    assert pipeline.poll(deps, second.id) == []
    second = system.store.feed(second.id)
    assert (second.next_poll_at, second.failures) == (START + timedelta(seconds=600), 0)
    assert second.next_poll_reason == "host busy: it asked for a rest"
