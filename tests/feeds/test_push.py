"""What a hub may say to us, and what its pushes do to polling."""

import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from worker.feeds.push import after_push, interval, refusal_of_push, refusal_of_verification
from worker.feeds.schedule import next_poll
from worker.model import Feed, FetchOutcome, Subscription

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOPIC = "https://outlet.example/feed"
HELD = Subscription(1, "https://hub.example/", TOPIC, "token", "secret", "asked", asked_at=NOW - timedelta(minutes=1))
FEED = Feed(1, TOPIC, "Outlet", None, None, None, None, "outlet", "store", 900.0, last_good_at=NOW)
HOUR = timedelta(hours=1)


def signed(body: bytes, secret: str = "secret", method: str = "sha256") -> str:
    return f"{method}={hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()}"


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_what_is_signed_with_the_secret_is_believed(method: str) -> None:
    assert refusal_of_push(signed(b"news", method=method), "secret", b"news") is None
    assert refusal_of_push(signed(b"news", method=method).upper(), "secret", b"news") is None


@pytest.mark.parametrize(
    ("signature", "why"),
    [
        (None, "not signed"),
        ("", "not signed"),
        ("sha256=", "not signed"),
        ("md5=" + "0" * 32, "'md5'"),
        ("sha256=" + "0" * 64, "wrong"),
        (signed(b"news", "another"), "wrong"),
        (signed(b"other news"), "wrong"),
        ("sha256=\u00e9", "wrong"),
    ],
)
def test_what_is_not_signed_so_is_not(signature: str | None, why: str) -> None:
    assert why in (refusal_of_push(signature, "secret", b"news") or "")


@pytest.mark.parametrize(
    ("held", "mode", "topic", "why"),
    [
        (HELD, "unsubscribe", TOPIC, "'unsubscribe'"),
        (HELD, "subscribe", "https://outlet.example/other", "another topic"),
        (replace(HELD, asked_at=NOW - timedelta(days=2)), "subscribe", TOPIC, "lately"),
        (replace(HELD, asked_at=None), "subscribe", TOPIC, "lately"),
    ],
)
def test_only_what_was_asked_for_is_confirmed(held: Subscription, mode: str, topic: str, why: str) -> None:
    assert why in (refusal_of_verification(held, mode, topic, NOW) or "")
    assert refusal_of_verification(HELD, "subscribe", TOPIC, NOW) is None


@pytest.mark.parametrize(
    ("changes", "seconds"),
    [
        ({}, 900.0),
        ({"push_until": NOW + HOUR}, 900.0),
        ({"push_until": NOW + HOUR, "last_push_at": NOW - HOUR}, 7200.0),
        ({"push_until": NOW - HOUR, "last_push_at": NOW - HOUR}, 900.0),
        ({"push_until": NOW + HOUR, "last_push_at": NOW - timedelta(days=3)}, 900.0),
        ({"push_until": NOW + HOUR, "last_push_at": NOW - timedelta(days=3), "rhythm": 86_400.0}, 7200.0),
    ],
    ids=["no hub", "nothing pushed yet", "pushed", "ended", "pushes stopped", "a slow feed"],
)
def test_polling_is_slower_only_while_pushes_come(changes: dict[str, object], seconds: float) -> None:
    assert interval(replace(FEED, **changes), 900.0, NOW)[0] == seconds  # type: ignore[arg-type]


def test_a_poll_that_is_rare_anyway_is_made_no_more_frequent() -> None:
    pushed = replace(FEED, push_until=NOW + HOUR, last_push_at=NOW)
    assert interval(pushed, 50_000.0, NOW) == (50_000.0, None)


def test_a_push_does_not_put_off_the_look_at_the_feed_itself() -> None:
    """However often a hub pushes, the feed is asked as long after it last answered as before."""
    pushed = replace(FEED, push_until=NOW + timedelta(days=5), last_push_at=NOW, least=900.0, most=900.0)
    for hours in (0, 1, 2):
        now = NOW + timedelta(hours=hours)
        assert after_push(replace(pushed, last_push_at=now), now).at == NOW + timedelta(hours=2)


def test_what_an_analyst_wrote_holds_beside_pushes_too() -> None:
    pushed = replace(FEED, push_until=NOW + timedelta(days=5), last_push_at=NOW)
    assert after_push(pushed, NOW).at == NOW + timedelta(minutes=15)
    assert next_poll(pushed, FetchOutcome(NOW, "ok"), NOW, jitter=0.0).at == NOW + timedelta(minutes=15)
    learning = replace(pushed, least=900.0, most=900.0)
    assert next_poll(learning, FetchOutcome(NOW, "ok"), NOW, jitter=0.0).at == NOW + timedelta(hours=2)
