from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from worker.feeds.backoff import KINDS
from worker.feeds.schedule import next_poll
from worker.feeds.words import DAY
from worker.model import Feed, FeedHints, FetchOutcome, NextPoll

NOW = datetime(2025, 3, 4, 10, 0, tzinfo=UTC)


def feed(failures: int = 0, interval: float = 900, number: int = 1) -> Feed:
    return Feed(number, "https://a.example/", "A", None, None, None, None, "a", "store", interval, failures=failures)


def wait(kind: str, failures: int = 0, *, interval: float = 900, retry_after: float | None = None) -> tuple[float, str]:
    following = planned(kind, failures, interval=interval, retry_after=retry_after)
    return (following.at - NOW).total_seconds(), following.reason


def planned(kind: str, failures: int = 0, *, interval: float = 900, retry_after: float | None = None) -> NextPoll:
    return next_poll(feed(failures, interval), FetchOutcome(NOW, kind), NOW, retry_after=retry_after, jitter=0.0)


def paced(**changes: object) -> Feed:
    """A feed whose rhythm decides."""
    return replace(feed(), least=300, most=3_600, **changes)  # type: ignore[arg-type]


def told(held: Feed, kind: str = "ok") -> tuple[float, str]:
    following = next_poll(held, FetchOutcome(NOW, kind), NOW, jitter=0.0)
    return (following.at - NOW).total_seconds(), following.reason


@pytest.mark.parametrize("kind", ["ok", "not modified"])
def test_a_feed_that_answers_is_asked_again_after_its_interval(kind: str) -> None:
    assert wait(kind, failures=3) == (900.0, f"{kind}: every 15 min")


def test_failures_in_a_row_double_the_wait_up_to_a_day_and_never_stop_it() -> None:
    waits = [wait("timeout", failures)[0] for failures in range(12)]
    assert waits[:4] == [1800.0, 3600.0, 7200.0, 14400.0]
    assert waits == sorted(waits)
    assert waits[-1] == wait("timeout", 1_000_000)[0] == DAY


@pytest.mark.parametrize("kind", [*KINDS, "http 500", "http 503", "a kind that nobody knows yet"])
def test_every_kind_of_failure_waits_longer_each_time_and_never_over_a_day(kind: str) -> None:
    waits = [wait(kind, failures)[0] for failures in range(30)]
    assert waits == sorted(waits)
    assert waits[0] > 900
    assert waits[1] > waits[0]
    assert waits[-1] == DAY


def test_what_passes_is_tried_sooner_than_what_lasts() -> None:
    timeout, name, missing, wrong = (wait(kind, interval=300)[0] for kind in ("timeout", "dns", "http 404", "bad url"))
    assert timeout < name < missing < wrong


def test_the_reason_says_what_happened_how_often_and_what_follows() -> None:
    assert wait("timeout")[1] == "timeout: first failure, again in 30 min"
    assert wait("http 503", 2)[1] == "http 503: 3 failures in a row, again in 2 h"


def test_only_a_feed_that_is_gone_is_paused() -> None:
    paused = {kind: planned(kind).pause for kind in [*KINDS, "http 410", "http 500"]}
    assert {kind for kind, why in paused.items() if why} == {"http 410"}
    assert paused["http 410"] == "gone"


def test_a_feed_that_asks_for_fewer_polls_gets_them_and_the_reason_says_so() -> None:
    asks = paced(hints=FeedHints(least_interval=7_200, fresh_for=60))
    assert told(asks) == (7_200, "ok: every 15 min (its rhythm is not known yet); the feed asks for 2 h")
    asks = paced(hints=FeedHints(fresh_for=7_200))
    assert told(asks, "not modified")[1].endswith("the server asks for 2 h")
    assert told(paced(hints=FeedHints(least_interval=60)))[0] == 900, "more often than we mean to"


def test_hours_to_skip_are_skipped_with_what_is_left_of_the_hour() -> None:
    at, reason = told(paced(hints=FeedHints(skip_hours=(10, 11))))
    assert (NOW + timedelta(seconds=at)).isoformat()[11:16] == "12:15"
    assert reason.endswith("it asks to be left alone until then")


def test_what_the_analyst_wrote_overrides_what_the_feed_asks_but_not_retry_after() -> None:
    wants = replace(feed(), hints=FeedHints(least_interval=7_200, fresh_for=7_200, skip_hours=(10, 11)))
    assert told(wants) == (900, "ok: every 15 min")
    assert (next_poll(wants, FetchOutcome(NOW, "ok"), NOW, retry_after=7_200, jitter=0).at - NOW).seconds == 7_200


def test_a_server_that_says_when_to_come_back_is_believed_up_to_a_day() -> None:
    assert wait("http 429", retry_after=5_400) == (
        5_400.0,
        "http 429: first failure, again in 30 min; the server asks for 1.5 h",
    )
    assert wait("ok", retry_after=3_600)[0] == 3_600
    assert wait("http 429", retry_after=10) == wait("http 429")
    assert wait("http 429", retry_after=10**9)[0] == DAY


def test_jitter_only_ever_delays_and_by_a_twentieth_at_most() -> None:
    at = [next_poll(feed(), FetchOutcome(NOW, "ok"), NOW, jitter=share).at - NOW for share in (0.0, 0.5, 1.0)]
    assert at == [timedelta(seconds=900), timedelta(seconds=922.5), timedelta(seconds=945)]


def test_feeds_polled_together_drift_apart_and_the_same_one_is_told_the_same() -> None:
    outcome = FetchOutcome(NOW, "ok")
    times = [next_poll(feed(number=number), outcome, NOW).at for number in range(200)]
    assert times == [next_poll(feed(number=number), outcome, NOW).at for number in range(200)]
    shares = sorted((at - NOW).total_seconds() / 900 - 1 for at in times)
    assert 0 <= shares[0] < 0.005 < 0.045 < shares[-1] <= 0.05
