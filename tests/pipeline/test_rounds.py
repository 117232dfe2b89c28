"""Several polls under one message: what had nothing new is saved together, and nobody waits for a slow one."""

from datetime import timedelta

import pytest
from store_samples import feed_config
from test_hops import System, item, rss, system  # noqa: F401 - the fixture

from worker import pipeline
from worker.model import FetchError, Response
from worker.pipeline import Round
from worker.pipeline.ticking import rounds

pytestmark = pytest.mark.services

UNCHANGED = Response("http://127.0.0.1/", 304, {}, b"")


@pytest.fixture
def press(system: System) -> System:  # noqa: F811
    """Four feeds that are due: two have nothing new, one has, one fails."""
    configs = [feed_config(name, every="15m") for name in ("Quiet", "Silent", "Busy", "Broken")]
    system.store.sync_feeds(configs, system.clock())
    for config in configs:
        system.web.say(config.url, rss(item("a")))
    pipeline.poll_round(system.deps, ids(system).values())  # type: ignore[arg-type]
    system.clock.pass_(900)
    quiet, silent, busy, broken = (config.url for config in configs)
    system.web.pages |= {quiet: UNCHANGED, silent: UNCHANGED}
    system.web.say(busy, rss(item("b", title="B")))
    system.web.pages[broken] = FetchError("busy", kind="http 500", permanent=False)
    return system


def ids(system: System) -> dict[str, int]:  # noqa: F811
    return {feed.name: feed.id for feed in system.store.feeds() if not feed.paused}


def test_each_feed_of_a_round_is_polled_and_saved_as_if_it_were_alone(press: System) -> None:
    held = ids(press)
    made = pipeline.poll_round(press.deps, list(held.values()))
    assert [press.store.article(one).title for one in made.articles] == ["B"]
    assert made.left == []
    lines = {name: press.store.fetches(one)[0] for name, one in held.items()}
    assert {name: (line.kind, line.at) for name, line in lines.items()} == {
        name: (kind, press.clock())
        for name, kind in {
            "Quiet": "not modified",
            "Silent": "not modified",
            "Busy": "ok",
            "Broken": "http 500",
        }.items()
    }
    feeds = {feed.name: feed for feed in press.store.feeds()}
    assert {name: feeds[name].failures for name in held} == {"Quiet": 0, "Silent": 0, "Busy": 0, "Broken": 1}
    assert feeds["Quiet"].last_good_at == press.clock()
    assert press.clock() + timedelta(minutes=15) <= (feeds["Quiet"].next_poll_at or press.clock())


def test_a_feed_that_answers_again_without_news_is_well_again(press: System) -> None:
    broken = ids(press)["Broken"]
    pipeline.poll(press.deps, broken)
    press.web.pages[press.store.feed(broken).url] = UNCHANGED
    pipeline.poll(press.deps, broken)
    feed = press.store.feed(broken)
    assert (feed.failures, feed.last_error, feed.trouble_since) == (0, None, None)


def test_whoever_waits_behind_a_slow_feed_is_left_to_another_round(press: System) -> None:
    ask = press.web.get

    def dripping(url: str, **options: str | None) -> Response:
        press.clock.pass_(30 if "busy" in url else 0)
        return ask(url, **options)

    press.web.get = dripping  # type: ignore[assignment]
    made = pipeline.poll_round(press.deps, list(ids(press).values()))
    assert made.left == [ids(press)["Broken"]]
    assert pipeline.poll_round(press.deps, made.left).left == []


def test_a_feed_that_cannot_be_saved_costs_no_other_its_poll(press: System, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> list[int]:
        raise RuntimeError("nobody foresaw this")

    held = ids(press)
    monkeypatch.setattr("worker.pipeline.polling._saved", stumble)
    assert pipeline.poll_round(press.deps, list(held.values())) == Round([], [])
    assert press.store.fetches(held["Quiet"])[0].at == press.clock()
    assert press.store.fetches(held["Silent"])[0].at == press.clock()
    assert press.store.fetches(held["Busy"])[0].at < press.clock(), "its claim brings its turn again"


def test_feeds_that_failed_before_come_last(press: System) -> None:
    pipeline.poll(press.deps, ids(press)["Broken"])
    press.web.asked.clear()
    pipeline.poll_round(press.deps, list(ids(press).values()))
    assert "broken" in press.web.asked[-1][0]


@pytest.mark.parametrize(("due", "sizes"), [(0, []), (3, [1] * 3), (40, [5] * 8), (200, [16] * 12 + [8])])
def test_a_round_is_larger_where_more_feeds_are_due(due: int, sizes: list[int]) -> None:
    assert [len(feeds) for feeds in rounds(list(range(due)))] == sizes
