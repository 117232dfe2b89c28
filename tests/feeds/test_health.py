"""How a feed does, and how long it is usually silent."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from worker.feeds.health import LONGEST, SHORTEST, health, usual_silence
from worker.model import Feed
from worker.model.sources import FeedFacts, Standing

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FEED = Feed(
    1, "https://a.example/rss", "A", None, None, None, None, "a", "store", 900.0,
    baseline_done=True, last_good_at=NOW, last_new_at=NOW - HOUR,
)  # fmt: skip


def moments(*gaps: float) -> tuple[datetime, ...]:
    """Hours between entries, the last entry at NOW."""
    held = [NOW - timedelta(hours=sum(gaps))]
    for gap in gaps:
        held.append(held[-1] + timedelta(hours=gap))
    return tuple(held)


WEEKDAYS = (24.0, 24, 24, 24, 72) * 6


@pytest.mark.parametrize(
    ("gaps", "least", "most"),
    [
        ((1.0,) * 100, 6, 6),  # a wire: half a day would be long, and six hours is the least that is told
        ((24.0,) * 20, 36, 36),  # once a day
        (WEEKDAYS, 100, 140),  # a ministry, whose weekends are no silence
        ((1.0,) * 50 + (300.0,) + (1.0,) * 50, 6, 6),  # one outage teaches nothing
        ((1.0,) * 50 + (30.0, 30.0) + (1.0,) * 50, 45, 45),  # what happened twice is usual
        ((2000.0,) * 10, LONGEST / 3600, LONGEST / 3600),
    ],
)
def test_the_usual_silence_is_learned_robustly(gaps: tuple[float, ...], least: float, most: float) -> None:
    usual = usual_silence(moments(*gaps))
    assert usual is not None
    assert least <= usual / 3600 <= most


def test_too_little_is_known_of_a_young_feed() -> None:
    assert usual_silence(()) is None
    assert usual_silence(moments(*(1.0,) * 7)) is None
    assert usual_silence(moments(*(1.0,) * 8)) == SHORTEST


HOURLY = FeedFacts(moments(*(1.0,) * 20))


def stands(now: datetime = NOW, facts: FeedFacts = HOURLY, **changes: object) -> Standing:
    return health(replace(FEED, **changes), facts, now).standing  # type: ignore[arg-type]


def test_what_holds_first_decides() -> None:
    failing = {"failures": 3, "last_error": "http 503: busy", "trouble_since": NOW - HOUR}
    offline = {"next_poll_reason": "own network: 9 of 10 other hosts cannot be reached"}
    assert stands() is Standing.WELL
    assert stands(NOW + 7 * HOUR) is Standing.SILENT
    assert stands(NOW + 7 * HOUR, FeedFacts()) is Standing.WELL
    assert stands(baseline_done=False) is Standing.NEW
    assert stands(NOW + 7 * HOUR, **failing) is Standing.TROUBLE
    assert stands(**failing, **offline) is Standing.OFFLINE
    assert stands(**failing, **offline, paused=True) is Standing.PAUSED


def test_health_says_why_and_since_when() -> None:
    silent = health(FEED, FeedFacts(moments(*(1.0,) * 20), coded=8, told=2), NOW + 9 * HOUR)
    assert silent.why == "nothing new for 10 h; it is seldom silent for 6 h"
    assert (silent.since, silent.usual_silence, silent.share_told) == (NOW - HOUR, 21_600.0, 0.25)
    broken = health(replace(FEED, failures=2, last_error="dns: no such host", trouble_since=NOW), FeedFacts(), NOW)
    assert (broken.why, broken.since) == ("dns: no such host; 2 polls in a row failed", NOW)
    assert broken.share_told is None
