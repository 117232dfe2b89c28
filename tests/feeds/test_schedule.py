from datetime import UTC, datetime, timedelta

import pytest

from worker.feeds.schedule import DAY, next_poll
from worker.model import Feed, FetchOutcome

NOW = datetime(2025, 3, 4, 10, 0, tzinfo=UTC)


def feed(failures: int = 0, interval: float = 900, number: int = 1) -> Feed:
    return Feed(number, "https://a.example/", "A", None, None, None, None, "a", "store", interval, failures=failures)


def wait(kind: str, failures: int = 0, *, interval: float = 900, retry_after: float | None = None) -> tuple[float, str]:
    planned = next_poll(feed(failures, interval), FetchOutcome(NOW, kind), NOW, retry_after=retry_after, jitter=0.0)
    return (planned.at - NOW).total_seconds(), planned.reason


@pytest.mark.parametrize("kind", ["ok", "not modified"])
def test_a_feed_that_answers_is_asked_again_after_its_interval(kind: str) -> None:
    assert wait(kind, failures=3) == (900.0, f"{kind}: every 15 min")


def test_failures_in_a_row_double_the_wait_up_to_a_day_and_never_stop_it() -> None:
    waits = [wait("timeout", failures)[0] for failures in range(12)]
    assert waits[:4] == [1800.0, 3600.0, 7200.0, 14400.0]
    assert waits == sorted(waits)
    assert waits[-1] == wait("timeout", 1_000_000)[0] == DAY


def test_the_reason_says_what_happened_how_often_and_what_follows() -> None:
    assert wait("timeout")[1] == "timeout: first failure, again in 30 min"
    assert wait("http 503", 2)[1] == "http 503: 3 failures in a row, again in 2 h"


def test_a_feed_that_is_gone_is_asked_once_a_day() -> None:
    assert wait("http 410")[0] == DAY


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
