"""Whom a failed poll is blamed on."""

from datetime import UTC, datetime, timedelta

import pytest

from worker.feeds.blame import OWN_NETWORK, Outage, outage
from worker.model import FetchOutcome, Witness

NOW = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)
URL = "https://ours.example/rss"


def asked(*kinds: str, host: str = "", age: float = 0) -> list[Witness]:
    """Polls a second apart, the newest first, each of another host unless told."""
    moments = (NOW - timedelta(seconds=n + age) for n in range(len(kinds)))
    return [
        Witness(f"https://{host or f'h{n}.example'}/rss", kind, at)
        for n, (kind, at) in enumerate(zip(kinds, moments, strict=True))
    ]


def found(*latest: Witness, kind: str = "timeout") -> Outage | None:
    return outage(FetchOutcome(NOW, kind), URL, latest)


def test_where_nearly_nobody_can_be_reached_it_is_our_own_network() -> None:
    ours = found(*asked("dns", "timeout", "ok", *["connect"] * 7))
    assert ours == Outage(
        NOW - timedelta(seconds=9),
        "9 of the 10 other hosts that were asked last cannot be reached either",
        news=True,
    )


@pytest.mark.parametrize(
    "kinds",
    [
        ["ok"] * 10,
        [*["timeout"] * 8, "ok", "not modified"],
        [*["timeout"] * 8, "http 503", "http 404"],  # a refusal is an answer
        ["timeout"] * 4,  # too few to tell
        [*["timeout"] * 4, "ok"],
    ],
)
def test_where_others_answer_or_too_few_were_asked_the_feed_is_to_blame(kinds: list[str]) -> None:
    assert found(*asked(*kinds)) is None


def test_a_server_that_answered_is_to_blame_itself_whatever_became_of_the_others() -> None:
    down = asked(*["timeout"] * 10)
    assert found(*down, kind="http 500") is None
    assert found(*down, kind="too large") is None
    assert found(*down, kind="not a feed"), "a portal answers for everybody"


def test_a_host_of_many_feeds_counts_once_and_its_own_word_not_at_all() -> None:
    assert found(*asked(*["timeout"] * 50, host="many.example")) is None
    assert found(*asked(*["timeout"] * 4), *asked(*["timeout"] * 50, host="ours.example")) is None
    assert found(*asked("ok", host="ours.example"), *asked(*["timeout"] * 5))


def test_the_latest_poll_of_a_host_counts_and_what_was_an_hour_ago_does_not() -> None:
    assert found(*asked(*["timeout"] * 6), *asked(*["ok"] * 6, age=60))
    assert found(*asked(*["timeout"] * 6, age=3_600)) is None


def test_what_is_known_already_is_no_news() -> None:
    ours = found(*asked(*[OWN_NETWORK] * 10))
    assert ours
    assert not ours.news
