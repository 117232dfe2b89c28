"""What rhythm is learned, and at what pace a feed is polled for it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from worker.feeds.rhythm import BROUGHT, NOTHING, felt, learned, pace, rhythm_of
from worker.model import Feed, FeedHints

NOW = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)  # a Friday
MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0


def feed(**changes: object) -> Feed:
    held = Feed(1, "https://a.example/", "A", None, None, None, None, "a", "store", 900, least=300, most=1_800)
    return replace(held, **changes)  # type: ignore[arg-type]


def ago(*minutes: float) -> list[datetime]:
    return [NOW - timedelta(minutes=one) for one in minutes]


def every(minutes: float, count: int = 20) -> list[datetime]:
    return ago(*(n * minutes for n in range(count)))


def in_office_hours(minutes: int, days: int = 12) -> list[datetime]:
    """From 8 to 18, Monday to Friday."""
    moments = (NOW - timedelta(minutes=n * minutes) for n in range(days * 24 * 60 // minutes))
    return [moment for moment in moments if 8 <= moment.hour < 18 and moment.weekday() < 5]


@pytest.mark.parametrize("minutes", [2, 30, 240])
def test_a_steady_feed_has_the_rhythm_of_its_gaps(minutes: float) -> None:
    assert rhythm_of(every(minutes), NOW) == pytest.approx(minutes * MINUTE)


def test_nights_and_weekends_hardly_slow_a_rhythm() -> None:
    """On the average over the week, an entry in 100 minutes; while the office is open, one in 30."""
    rhythm = rhythm_of(in_office_hours(30), NOW)
    assert rhythm
    assert 30 * MINUTE <= rhythm <= 45 * MINUTE


def test_entries_that_come_in_one_burst_count_as_one() -> None:
    daily = [moment for day in range(6) for moment in ago(*(day * 1440 + n * 0.2 for n in range(8)))]
    assert rhythm_of(daily, NOW) == pytest.approx(DAY, rel=0.01)
    flurry = [*every(60, 15), *ago(*(n * 0.5 for n in range(1, 6)))]
    assert rhythm_of(flurry, NOW) == pytest.approx(HOUR, rel=0.25)


def test_an_entry_pinned_on_top_for_years_hardly_counts() -> None:
    rhythm = rhythm_of([*every(60), datetime(2012, 1, 1, tzinfo=UTC)], NOW)
    assert rhythm
    assert rhythm <= 1.25 * HOUR


def test_dates_to_come_unknown_ones_and_too_few_tell_nothing() -> None:
    assert rhythm_of([None, *ago(0, 60, 120)], NOW) is None
    assert rhythm_of([*ago(0, 60, 120), NOW + timedelta(days=1)], NOW) is None
    assert rhythm_of(ago(*[5] * 20), NOW) is None
    assert rhythm_of([], NOW) is None


def test_what_is_held_and_what_the_dates_say_meet_half_way() -> None:
    assert learned(feed(), every(60), NOW) == (pytest.approx(HOUR), True)
    assert learned(feed(rhythm=4 * HOUR), every(60), NOW) == (pytest.approx(2 * HOUR), True)


def test_without_dates_a_poll_that_brought_something_hurries_and_one_that_did_not_slows() -> None:
    brought = feed(rhythm=HOUR, last_good_at=NOW, last_new_at=NOW)
    assert learned(brought, [None] * 20, NOW) == (HOUR * BROUGHT, False)
    assert felt(replace(brought, last_new_at=NOW - timedelta(hours=1))) == HOUR * NOTHING
    assert felt(feed()) is None, "before the first answer nothing was found"


def test_without_dates_a_rhythm_settles_where_three_polls_in_ten_bring_something() -> None:
    """Entries come each hour; polls go through two days of it."""
    held, at, newest, found = feed(rhythm=8 * MINUTE), NOW, NOW, []
    while at < NOW + timedelta(days=2):
        held = replace(held, rhythm=felt(held))
        at += timedelta(seconds=pace(replace(held, last_new_at=at), at)[0])
        brought = (at - newest).total_seconds() >= HOUR
        newest = at if brought else newest
        held = replace(held, last_good_at=at, last_new_at=newest)
        found.append(brought)
    assert 0.2 <= sum(found) / len(found) <= 0.4


def test_a_rhythm_without_dates_stays_within_what_the_bounds_can_use() -> None:
    talks, silent = feed(rhythm=HOUR), feed(rhythm=HOUR)
    for _ in range(100):
        talks = replace(talks, rhythm=felt(replace(talks, last_good_at=NOW, last_new_at=NOW)))
        silent = replace(silent, rhythm=felt(replace(silent, last_good_at=NOW)))
    assert (talks.rhythm, silent.rhythm) == (900, 5_400)


def test_a_feed_is_polled_three_times_in_its_rhythm_within_bounds() -> None:
    assert pace(feed(rhythm=HOUR), NOW) == (1_200, "every 20 min (an entry in 1 h)")
    assert pace(feed(rhythm=60), NOW) == (300, "every 5 min (an entry in 1 min, least 5 min)")
    assert pace(feed(rhythm=DAY), NOW) == (1_800, "every 30 min (an entry in 1 d, most 30 min)")
    assert pace(feed(), NOW) == (900, "every 15 min (its rhythm is not known yet)")


def test_what_the_analyst_wants_for_good_no_rhythm_changes() -> None:
    assert pace(feed(least=None, most=None, rhythm=DAY), NOW) == (900, "every 15 min")


def test_a_feed_that_fell_silent_is_polled_more_seldom_the_longer_it_is() -> None:
    def silent(hours: float) -> tuple[float, str]:
        return pace(feed(rhythm=1_800, last_new_at=NOW - timedelta(hours=hours)), NOW)

    assert silent(7)[0] == 600, "a night is no silence"
    assert silent(16) == (1_200, "every 20 min (silent for 16 h)")
    assert silent(24 * 400) == (1_800, "every 30 min (silent for 400 d, most 30 min)")


def test_hints_say_whether_dates_told_the_rhythm_and_are_true_until_known() -> None:
    assert FeedHints().dated
