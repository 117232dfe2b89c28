"""What is in print at which time. The clock is ours; nothing sleeps."""

from datetime import UTC, datetime, timedelta

import pytest

from worker.demo.library import reports
from worker.demo.outlets import OUTLETS
from worker.demo.programme import LEAD, PATIENCE, Programme

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def ask_all(programme: Programme) -> None:
    for outlet in OUTLETS:
        programme.asked(outlet.slug)


def old_and_new() -> tuple[int, int]:
    old = sum(report.days_before is not None for report in reports())
    return old, len(reports()) - old


def test_only_old_reports_are_in_print_until_every_feed_was_asked_for(clock: Clock) -> None:
    programme = Programme(reports(), clock)
    for outlet in OUTLETS[1:]:
        programme.asked(outlet.slug)
    clock.pass_by(30)
    assert len(programme.published()) == old_and_new()[0]
    assert all(article.at < NOON - timedelta(hours=12) for article in programme.published())


def test_new_reports_appear_in_their_order_as_time_passes(clock: Clock) -> None:
    programme = Programme(reports(), clock)
    ask_all(programme)
    seen = []
    for _ in range(100):
        seen.append(len(programme.published()))
        clock.pass_by(1)
    old, new = old_and_new()
    assert seen == sorted(seen)
    assert seen[0] == seen[1] == old
    assert seen[int(LEAD.total_seconds())] == old + 1
    assert old + new / 3 < seen[45] < old + new
    assert seen[-1] == programme.total == old + new


def test_what_is_in_print_is_newest_first_and_never_changes(clock: Clock) -> None:
    programme = Programme(reports(), clock)
    ask_all(programme)
    clock.pass_by(30)
    before = programme.published()
    clock.pass_by(30)
    after = programme.published()
    assert list(after) == sorted(after, key=lambda article: article.at, reverse=True)
    assert set(before) < set(after)


def test_twice_the_pace_takes_half_the_time(clock: Clock) -> None:
    slow, fast = Programme(reports(), clock), Programme(reports(), clock, pace=2)
    ask_all(slow)
    ask_all(fast)
    slow_end, fast_end = slow.ends_at(), fast.ends_at()
    assert slow_end
    assert fast_end
    took = (slow_end - NOON - LEAD).total_seconds(), (fast_end - NOON - LEAD).total_seconds()
    assert took[0] == pytest.approx(2 * took[1], abs=1)


def test_publishing_ends_by_the_time_that_was_asked_for_however_late_it_begins(clock: Clock) -> None:
    programme = Programme(reports(), clock, ends_by=NOON + timedelta(seconds=90))
    clock.pass_by(25)
    ask_all(programme)
    end = programme.ends_at()
    assert end
    assert NOON + timedelta(seconds=88) <= end <= NOON + timedelta(seconds=90)


def test_a_feed_that_nobody_asks_for_does_not_hold_the_others_back_for_ever(clock: Clock) -> None:
    programme = Programme(reports(), clock)
    programme.asked("meridian")
    clock.pass_by(PATIENCE.total_seconds())
    programme.published()
    clock.pass_by(LEAD.total_seconds())
    assert len(programme.published()) == old_and_new()[0] + 1


def test_reports_read_as_of_the_day_they_are_published(clock: Clock) -> None:
    programme = Programme(reports(), clock)
    ask_all(programme)
    clock.pass_by(5)
    letter = next(a for a in programme.published() if a.report.slug == "kim-new-year-letter-putin")
    yesterday = next(a for a in programme.published() if a.report.slug == "poland-ukraine-grain")
    assert "on Thursday." in letter.report.text
    assert "WARSAW, March 11 " in yesterday.report.text
