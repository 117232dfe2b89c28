"""When a feed is polled again, through real PostgreSQL: an outage of our own network, what answers say of the pace."""

from datetime import timedelta

import pytest
from store_samples import feed_config
from test_hops import System, item, rss, system  # noqa: F401 - the fixture

from worker import pipeline
from worker.model import Feed, FetchError, Response

pytestmark = pytest.mark.services

NAMES = [f"Outlet {n}" for n in range(12)]


@pytest.fixture
def press(system: System) -> System:  # noqa: F811
    """Twelve feeds of twelve hosts, all well, on their own rhythms."""
    system.store.sync_feeds([feed_config(name, url=f"http://{name[7:]}.example/") for name in NAMES], system.clock())
    answer(system)
    poll_all(system)
    assert {feed.failures for feed in feeds(system)} == {0}
    return system


def feeds(system: System) -> list[Feed]:  # noqa: F811
    return [feed for feed in system.store.feeds() if not feed.paused]


def answer(system: System) -> None:  # noqa: F811
    for feed in feeds(system):
        system.web.say(feed.url, rss(item("a")))


def unplug(system: System) -> None:  # noqa: F811
    for feed in feeds(system):
        system.web.pages[feed.url] = FetchError("no name is known", kind="dns", permanent=False)


def poll_all(system: System) -> None:  # noqa: F811
    for feed in feeds(system):
        pipeline.poll(system.deps, feed.id)


def wait(feed: Feed, system: System) -> timedelta:  # noqa: F811
    assert feed.next_poll_at
    return feed.next_poll_at - system.clock()


def test_when_our_own_network_is_down_no_feed_is_blamed_and_all_are_asked_again_soon(press: System) -> None:
    press.clock.pass_(900)
    unplug(press)
    poll_all(press)
    assert {(feed.failures, feed.last_error, feed.trouble_since) for feed in feeds(press)} == {(0, None, None)}
    assert max(wait(feed, press) for feed in feeds(press)) <= timedelta(minutes=5)
    kinds = [press.store.fetches(feed.id)[0].kind for feed in feeds(press)]
    assert set(kinds) == {"dns", "own network"}, "the first that failed were forgiven when it was known"
    poll_all(press)
    assert {press.store.fetches(feed.id)[0].kind for feed in feeds(press)} == {"own network"}


def test_when_our_network_is_back_the_first_answer_brings_all_others_at_once(press: System) -> None:
    press.clock.pass_(900)
    unplug(press)
    poll_all(press)
    answer(press)
    pipeline.poll(press.deps, feeds(press)[-1].id)
    others = feeds(press)[:-1]
    assert max(wait(feed, press) for feed in others) <= timedelta(minutes=1)
    assert len({feed.next_poll_at for feed in others}) > len(others) / 2, "and not at one moment"
    assert {feed.next_poll_reason for feed in others} == {"our own network is back"}


def test_a_feed_that_was_in_trouble_before_stays_so(press: System) -> None:
    broken = feeds(press)[0]
    press.web.pages[broken.url] = FetchError("no such name", kind="dns", permanent=False)
    pipeline.poll(press.deps, broken.id)
    press.clock.pass_(900)
    unplug(press)
    poll_all(press)
    held = press.store.feed(broken.id)
    assert (held.failures, held.trouble_since) == (2, press.clock() - timedelta(seconds=900))


def test_a_feed_that_fails_alone_is_blamed(press: System) -> None:
    broken = feeds(press)[0]
    press.web.pages[broken.url] = FetchError("late", kind="timeout", permanent=False)
    pipeline.poll(press.deps, broken.id)
    assert press.store.feed(broken.id).failures == 1


def test_what_headers_and_dates_say_decides_the_pace_and_holds_for_an_answer_without_a_body(press: System) -> None:
    feed = feeds(press)[0]
    press.web.say(feed.url, rss(item("a")), **{"cache-control": "max-age=7200"})
    pipeline.poll(press.deps, feed.id)
    press.web.pages[feed.url] = Response(feed.url, 304, {}, b"")
    pipeline.poll(press.deps, feed.id)
    held = press.store.feed(feed.id)
    assert timedelta(hours=2) <= wait(held, press) <= timedelta(hours=2.1)
    assert str(held.next_poll_reason).endswith("the server asks for 2 h")
    press.web.pages[feed.url] = Response(feed.url, 304, {"cache-control": "no-cache"}, b"")
    pipeline.poll(press.deps, feed.id)
    assert wait(press.store.feed(feed.id), press) < timedelta(hours=1)


def test_what_a_feed_says_of_its_pace_holds_for_an_answer_without_a_body(press: System) -> None:
    feed = feeds(press)[0]
    asks = b"<channel><ttl>120</ttl><skipHours><hour>14</hour></skipHours>"
    press.web.say(feed.url, rss(item("a")).replace(b"<channel>", asks))
    pipeline.poll(press.deps, feed.id)
    press.web.pages[feed.url] = Response(feed.url, 304, {}, b"")
    pipeline.poll(press.deps, feed.id)
    held = press.store.feed(feed.id)
    assert timedelta(hours=3) <= wait(held, press) <= timedelta(hours=3.1), "two from noon on, and then one to skip"
    assert str(held.next_poll_reason).endswith("the feed asks for 2 h; it asks to be left alone until then")


def test_a_rhythm_is_learned_from_the_dates_of_the_entries_and_saved(press: System) -> None:
    feed = feeds(press)[0]
    dated = [item(f"n{n}", title=f"N {n}").replace("11:00:00", f"11:{n:02}:00") for n in range(0, 60, 20)]
    press.web.say(feed.url, rss(item("o", title="O").replace("11:00:00", "10:40:00"), *dated))
    pipeline.poll(press.deps, feed.id)
    held = press.store.feed(feed.id)
    assert held.rhythm == pytest.approx(1_200)
    assert timedelta(minutes=20 / 3) <= wait(held, press) <= timedelta(minutes=7)


def test_a_feed_that_is_gone_is_polled_no_more(press: System) -> None:
    feed = feeds(press)[0]
    press.web.pages[feed.url] = FetchError("gone", kind="http 410", permanent=True)
    pipeline.poll(press.deps, feed.id)
    press.clock.pass_(86_400 * 30)
    held = press.store.feed(feed.id)
    assert (held.paused, held.paused_why) == (True, "gone")
    assert feed.id not in [one for feeds in pipeline.tick(press.deps).feeds for one in feeds]


def test_a_permanent_redirect_is_adopted_when_it_has_held_for_days(press: System) -> None:
    feed, new = feeds(press)[0], "http://new.example/rss"
    press.web.pages[feed.url] = Response(new, 304, {}, b"", new)
    for day in range(4):
        pipeline.poll(press.deps, feed.id)
        held = press.store.feed(feed.id)
        assert held.url == (feed.url if day < 3 else new)
        press.clock.pass_(86_400)
    press.web.say(new, rss(item("a"), item("b", title="B")))
    assert len(pipeline.poll(press.deps, feed.id)) == 1, "what it held before is known"
