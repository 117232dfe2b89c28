"""One table of scenarios for both queues: that of all workers in Redis, and that of one process."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import redis

from worker.config import read_settings
from worker.config.hosts import HostConfig
from worker.manners import FEED, PAGE, Busy, Entered, Manners, build_manners
from worker.manners.local import LocalManners
from worker.manners.places import Places
from worker.manners.shared import SharedManners

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
URL = "https://feeds.example.org/rss"
HOSTS = (
    HostConfig(host="feeds.example.org", at_once=2, every="2s"),
    HostConfig(host="quick.example", at_once=2, every="0s"),
    HostConfig(host="many.example", at_once=1, every="1s", shared=True),
)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


@pytest.fixture(params=["local", pytest.param("shared", marks=pytest.mark.services)])
def manners(request: pytest.FixtureRequest) -> Iterator[Manners]:
    places = Places(HOSTS)
    if request.param == "local":
        yield LocalManners(places)
        return
    url = request.getfixturevalue("redis_url")
    client = redis.Redis.from_url(url)
    client.flushdb()
    client.close()
    shared = SharedManners(url, places)
    yield shared
    shared.close()


def entered(told: Entered | Busy) -> Entered:
    assert isinstance(told, Entered), told
    return told


def busy(told: Entered | Busy) -> float:
    """Seconds after the start."""
    assert isinstance(told, Busy), told
    return round((told.until - START).total_seconds(), 3)


def test_a_start_follows_another_only_after_the_pause(manners: Manners) -> None:
    manners.leave(entered(manners.enter(URL, FEED, "a", at(0))), at(0.1))
    assert busy(manners.enter(URL, FEED, "b", at(0.5))) == 2
    entered(manners.enter(URL, FEED, "b", at(2)))


def test_who_waits_gets_turns_in_a_row_and_keeps_them(manners: Manners) -> None:
    entered(manners.enter(URL, FEED, "a", at(0)))
    assert [busy(manners.enter(URL, FEED, who, at(0.5))) for who in "bcd"] == [2, 4, 6]
    assert busy(manners.enter(URL, FEED, "d", at(1))) == 6, "who asks again early has the same turn"
    entered(manners.enter(URL, FEED, "b", at(2)))
    assert busy(manners.enter(URL, FEED, "e", at(3.9))) == 8, "who comes anew does not take the turn of another"


def test_no_more_are_inside_than_may_be_and_one_who_leaves_makes_room(manners: Manners) -> None:
    url = "https://quick.example/"
    first = entered(manners.enter(url, FEED, "a", at(0)))
    entered(manners.enter(url, FEED, "b", at(0)))
    told = manners.enter(url, FEED, "c", at(1))
    assert (busy(told), told.why if isinstance(told, Busy) else "") == (3, "enough of us are there")
    manners.leave(first, at(2))
    entered(manners.enter(url, FEED, "c", at(3)))


def test_who_was_killed_inside_is_forgotten_after_two_minutes(manners: Manners) -> None:
    entered(manners.enter("https://quick.example/", FEED, "a", at(0)))
    entered(manners.enter("https://quick.example/", FEED, "b", at(0)))
    assert isinstance(manners.enter("https://quick.example/", FEED, "c", at(119)), Busy)
    entered(manners.enter("https://quick.example/", FEED, "c", at(121)))


def test_a_host_that_asks_for_a_rest_gets_it_from_all_of_its_feeds(manners: Manners) -> None:
    manners.leave(entered(manners.enter(URL, FEED, "a", at(0))), at(1), timedelta(seconds=300))
    told = manners.enter("https://other.feeds.example.org/", FEED, "b", at(10))
    assert (busy(told), told.why if isinstance(told, Busy) else "") == (301, "it asked for a rest")
    assert busy(manners.enter(URL, FEED, "c", at(20))) == 303, "and is not met by all of them at its end"
    entered(manners.enter(URL, FEED, "b", at(301)))


def test_no_rest_is_longer_than_an_hour(manners: Manners) -> None:
    manners.leave(entered(manners.enter(URL, FEED, "a", at(0))), at(0), timedelta(days=30))
    assert busy(manners.enter(URL, FEED, "b", at(1))) == 3600


def test_a_host_that_serves_strangers_gets_no_rest_from_the_others(manners: Manners) -> None:
    url = "https://a.many.example/"
    manners.leave(entered(manners.enter(url, FEED, "a", at(0))), at(1), timedelta(seconds=300))
    entered(manners.enter("https://b.many.example/", FEED, "b", at(2)))


def test_a_page_lets_feeds_go_first_and_its_queue_delays_none(manners: Manners) -> None:
    entered(manners.enter(URL, FEED, "a", at(0)))
    pages = [busy(manners.enter(URL, PAGE, f"page {n}", at(0.1))) for n in range(10)]
    assert pages == [2.0 * n for n in range(1, 11)]
    assert busy(manners.enter(URL, FEED, "b", at(0.2))) == 2, "not behind ten pages"
    entered(manners.enter(URL, FEED, "b", at(2)))
    assert busy(manners.enter(URL, PAGE, "page 0", at(2))) == 4, "that turn was taken: the next"


def test_who_does_not_come_to_its_turn_holds_nobody_up(manners: Manners) -> None:
    entered(manners.enter(URL, FEED, "a", at(0)))
    assert busy(manners.enter(URL, FEED, "lost", at(1))) == 2
    entered(manners.enter(URL, FEED, "b", at(13)))


def test_a_clock_that_is_hours_ahead_shuts_no_host(manners: Manners) -> None:
    manners.leave(entered(manners.enter(URL, FEED, "ahead", at(7200))), at(7200), timedelta(minutes=5))
    entered(manners.enter(URL, FEED, "a", at(0)))


def test_turns_are_no_closer_than_those_who_wait_are_rung_for() -> None:
    def turns(host: HostConfig) -> list[float]:
        manners = LocalManners(Places([host], tick=5.0))
        for n in range(1 if host.every else host.at_once):
            manners.enter("https://a.example/", FEED, f"in {n}", at(0))
        return [busy(manners.enter("https://a.example/", FEED, f"{n}", at(0.5))) for n in range(3)]

    assert turns(HostConfig(host="a.example", every="1s")) == [1, 6, 11]  # type: ignore[arg-type]
    assert turns(HostConfig(host="a.example", every="30s")) == [30, 60, 90]  # type: ignore[arg-type]
    assert turns(HostConfig(host="a.example", at_once=5, every="0s")) == [2.5, 3.5, 4.5]  # type: ignore[arg-type]


def test_hosts_do_not_wait_for_each_other_nor_for_what_has_no_limits(manners: Manners) -> None:
    for n in range(5):
        entered(manners.enter(f"https://{n}.example.com/", FEED, "a", at(0)))
    nowhere = entered(manners.enter("no address", FEED, "a", at(0)))
    manners.leave(nowhere, at(0), timedelta(seconds=5))


@pytest.mark.parametrize("seed", range(3))
def test_in_a_crowd_no_limit_is_broken_and_everybody_comes_in(manners: Manners, seed: int) -> None:
    """Sixty visits to one host, each an answer of 0.1 to 5 s, rung for at their turns and up to a second later."""
    chance, starts, inside, most = random.Random(seed), [], {}, 0
    waiting = {f"feed {n}": chance.uniform(0, 30) for n in range(60)}
    while waiting:
        who, now = min(waiting.items(), key=lambda one: one[1])
        for gone in [one for one, (until, _) in inside.items() if until <= now]:
            until, visit = inside.pop(gone)
            manners.leave(visit, at(until))
        told = manners.enter(URL, FEED, who, at(now))
        if isinstance(told, Busy):
            waiting[who] = (told.until - START).total_seconds() + chance.uniform(0, 1)
            continue
        del waiting[who]
        starts.append(now)
        inside[who] = (now + chance.uniform(0.1, 5), told)
        most = max(most, len(inside))
    assert most <= 2
    assert min(b - a for a, b in pairwise(starts)) > 1.999
    assert starts[-1] < 60 * 4, "and the host is not left idle"


PLACES: list[tuple[str, Callable[[Any], bool]]] = [
    (
        "https://www.example.com/a",
        lambda place: (place.name, place.at_once, place.every) == ("example.com", 2, 1.0),
    ),
    ("https://EXAMPLE.com./a", lambda place: place.name == "example.com"),
    ("https://feeds.example.org/a", lambda place: place.name == "feeds.example.org" and place.every == 2.0),
    ("https://deep.feeds.example.org/a", lambda place: place.name == "feeds.example.org"),
    ("https://example.org/a", lambda place: place.name == "example.org" and place.every == 1.0),
    ("https://notmany.example/a", lambda place: place.name == "notmany.example" and not place.shared),
    ("https://a.many.example/a", lambda place: place.name == "many.example" and place.shared),
    ("http://newsroom:8080/a", lambda place: place is None),
    ("http://newsroom:8081/a", lambda place: place.name == "newsroom"),
    ("http://[::1]/a", lambda place: place is None),
    ("http://[::1/a", lambda place: place is None),
    ("http://x:y/a", lambda place: place is None),
]


@pytest.mark.parametrize(("url", "fits"), PLACES, ids=[url for url, _ in PLACES])
def test_what_counts_as_one_host(url: str, fits: Callable[[Any], bool]) -> None:
    assert fits(Places(HOSTS, ["newsroom:8080", "[::1]:80"]).of(url))


def test_without_redis_each_process_keeps_the_limits_by_itself(caplog: pytest.LogCaptureFixture) -> None:
    manners = SharedManners("redis://127.0.0.1:1/0", Places(HOSTS))
    entered(manners.enter(URL, FEED, "a", at(0)))
    assert busy(manners.enter(URL, FEED, "b", at(1))) == 2
    manners.leave(Entered(Places(HOSTS).of(URL), "a"), at(1), timedelta(seconds=9))
    assert busy(manners.enter(URL, FEED, "b", at(2))) == 10
    manners.close()


@pytest.mark.services
def test_a_redis_that_comes_back_is_asked_again(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    manners = SharedManners(redis_url, Places(HOSTS))
    monkeypatch.setattr(manners, "_without_until", float("inf"))
    entered(manners.enter(URL, FEED, "a", at(9000)))
    monkeypatch.setattr(manners, "_without_until", 0.0)
    manners.leave(entered(manners.enter(URL, FEED, "a", at(9002))), at(9003))
    manners.close()


def test_the_queue_is_shared_where_there_is_a_redis() -> None:
    assert isinstance(build_manners(read_settings({}), ()), LocalManners)
    shared = build_manners(read_settings({"REDIS_URL": "redis://127.0.0.1:1/0"}), ())
    assert isinstance(shared, SharedManners)
    shared.close()


@pytest.mark.services
def test_who_left_makes_room_for_another_worker_once_things_are_settled(redis_url: str) -> None:
    mine, yours = (SharedManners(redis_url, Places([HostConfig(host="one.example", at_once=1)])) for _ in range(2))
    now = datetime(2026, 6, 1, tzinfo=UTC)
    visit = entered(mine.enter("https://one.example/", FEED, "mine", now))
    mine.leave(visit, now)
    mine.settle()
    entered(yours.enter("https://one.example/", FEED, "yours", now + timedelta(seconds=1)))
    for one in (mine, yours):
        one.close()
