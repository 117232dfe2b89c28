"""How a feed does, from what the rows say of it. Pure.

What holds first decides: it is paused; our own network is down; its last polls failed; it was never asked yet; it
answers and has been silent for longer than it ever is; it is well.

How long a silence is usual is learned from the times between its new entries, robustly: one outage, of the feed or of
us, must not teach that a week of silence is nothing, and a ministry's weekends, which come again and again, are usual.
"""

import math
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median

from worker.feeds.blame import OWN_NETWORK
from worker.feeds.words import DAY, in_words
from worker.model import Feed
from worker.model.sources import FeedFacts, Health, Standing

LEAST_GAPS = 8  # fewer tell nothing of what is usual
SHORTEST, LONGEST = 6 * 3_600.0, 30 * DAY  # no silence below the first is told, none above the second is usual
# A normal distribution has one value in some 31,000 above median + 4 sigma; 1.4826 makes sigma of the median deviation
# (Rousseeuw and Croux 1993). Taken of logarithms, as times between entries are skewed.
SIGMAS, CONSISTENT = 4.0, 1.4826
MARGIN = 1.5  # over the longest silence but one: what happened twice is usual


def health(feed: Feed, facts: FeedFacts, now: datetime) -> Health:
    """How ``feed`` does at ``now``."""
    usual = usual_silence(facts.moments)
    standing, why, since = _standing(feed, usual, now)
    return Health(standing, why, since, usual, facts.told / facts.coded if facts.coded else None)


def usual_silence(moments: Sequence[datetime]) -> float | None:
    """Seconds without a new entry that are not unusual; null where too little is known. ``moments`` are in order."""
    gaps = sorted((later - one).total_seconds() for one, later in pairwise(moments) if later > one)
    if len(gaps) < LEAST_GAPS:
        return None
    logs = [math.log(gap) for gap in gaps]
    middle = median(logs)
    deviation = CONSISTENT * median(abs(one - middle) for one in logs)
    spread = math.exp(min(middle + SIGMAS * deviation, math.log(LONGEST)))
    return min(max(spread, MARGIN * gaps[-2], SHORTEST), LONGEST)


def _standing(feed: Feed, usual: float | None, now: datetime) -> tuple[Standing, str, datetime | None]:
    if feed.paused:
        return Standing.PAUSED, feed.paused_why or "paused", None
    if (feed.next_poll_reason or "").startswith(OWN_NETWORK):
        return Standing.OFFLINE, feed.next_poll_reason or OWN_NETWORK, feed.last_good_at
    if feed.failures:
        return Standing.TROUBLE, _trouble(feed), feed.trouble_since
    if not feed.baseline_done:
        return Standing.NEW, "not polled yet", None
    silent_for = (now - feed.last_new_at).total_seconds() if feed.last_new_at else 0.0
    if usual is not None and silent_for > usual:
        why = f"nothing new for {in_words(silent_for)}; it is seldom silent for {in_words(usual)}"
        return Standing.SILENT, why, feed.last_new_at
    return Standing.WELL, "answers", None


def _trouble(feed: Feed) -> str:
    times = "the last poll failed" if feed.failures == 1 else f"{feed.failures} polls in a row failed"
    return f"{feed.last_error or 'it failed'}; {times}"
