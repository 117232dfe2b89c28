"""What servers and feeds ask for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from worker.feeds.wishes import asked_for, fresh_for, outside_skipped, seconds_until
from worker.model import Feed, FeedHints

NOW = datetime(2026, 3, 6, 12, 20, tzinfo=UTC)  # a Friday
FEED = Feed(1, "https://a.example/", "A", None, None, None, None, "a", "store", 900)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Fri, 06 Mar 2026 12:50:00 GMT", 1_800),
        ("Friday, 06-Mar-26 12:50:00 GMT", 1_800),
        ("Fri, 06 Mar 2026 14:50:00 +0200", 1_800),
        ("Fri, 06 Mar 2026 12:00:00 GMT", 0),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("99999999999999999999", None),
        ("Fri, 99 Mar 2026 12:50:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(said: str, seconds: float | None) -> None:
    assert seconds_until(said, NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"cache-control": "max-age=600"}, 600),
        ({"cache-control": 'Public, MAX-AGE="600"'}, 600),
        ({"cache-control": "s-maxage=900"}, 900),
        ({"cache-control": "s-maxage=900, max-age=60"}, 60),
        ({"cache-control": "max-age=600", "age": "200"}, 400),
        ({"cache-control": "max-age=600", "age": "9000"}, 0),
        ({"cache-control": "max-age=600", "age": "old"}, 600),
        ({"cache-control": "no-cache, max-age=600"}, 0),
        ({"cache-control": "no-store"}, 0),
        ({"cache-control": "max-age=soon"}, None),
        ({"cache-control": "max-age="}, None),
        ({"cache-control": "private, must-revalidate"}, None),
        ({"cache-control": "max-age=60", "expires": "Fri, 06 Mar 2026 13:20:00 GMT"}, 60),
        ({"expires": "Fri, 06 Mar 2026 13:20:00 GMT"}, 3_600),
        ({"expires": "Fri, 06 Mar 2026 13:20:00 GMT", "date": "Fri, 06 Mar 2026 13:10:00 GMT"}, 600),
        ({"expires": "Fri, 06 Mar 2026 13:20:00 GMT", "age": "600"}, 3_000),
        ({"expires": "Thu, 19 Nov 1981 08:52:00 GMT"}, 0),
        ({"expires": "0"}, 0),
        ({"expires": "-1"}, 0),
    ],
)
def test_an_answer_is_fresh_for_as_long_as_its_headers_say(headers: dict[str, str], seconds: float | None) -> None:
    assert fresh_for(headers, NOW) == seconds


def test_the_longest_wish_counts_and_none_longer_than_a_day() -> None:
    assert asked_for(FeedHints()) == (0, "the feed")
    assert asked_for(FeedHints(least_interval=600, fresh_for=60)) == (600, "the feed")
    assert asked_for(FeedHints(least_interval=600, fresh_for=900)) == (900, "the server")
    assert asked_for(FeedHints(least_interval=10**9)) == (86_400, "the feed")


def skipped(*, hours: tuple[int, ...] = (), days: tuple[int, ...] = ()) -> datetime:
    asks = replace(FEED, hints=FeedHints(skip_hours=hours, skip_days=days))
    return outside_skipped(NOW, "ok", asks)[0]


def test_hours_and_days_to_skip_put_a_poll_off_to_the_first_that_is_none() -> None:
    assert skipped() == skipped(hours=(11, 13), days=(5, 6)) == NOW
    assert skipped(hours=(12, 13)) == NOW + timedelta(hours=2)
    assert skipped(days=(4, 5, 6)) == datetime(2026, 3, 9, 0, 20, tzinfo=UTC)
    assert skipped(hours=(0, 1), days=(4,)) == datetime(2026, 3, 7, 2, 20, tzinfo=UTC)


def test_a_feed_that_asks_to_skip_all_the_week_is_not_taken_at_its_word() -> None:
    assert skipped(hours=tuple(range(24))) == skipped(days=tuple(range(7))) == NOW
