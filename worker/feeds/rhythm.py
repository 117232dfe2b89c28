"""How often a feed brings something, learned; and how often to poll it for that. Pure.

The rhythm is the usual time between two entries, in seconds. It is learned in one of two ways:
1. From the dates of the entries, as the geometric mean of the gaps between them. A night, a weekend or an entry pinned
   on top for years is one long gap among many, which a geometric mean hardly feels; entries that came in one burst
   count as one, because a burst says nothing of when the next comes.
2. Where entries have no dates, from what polls found: shorter after a poll that brought something, longer after one
   that did not, so that about three polls in ten bring something, as they do where the first way is taken.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from math import exp, log, sqrt
from statistics import fmean

from worker.feeds.words import DAY, in_words
from worker.model import Feed

LEAST_DATES = 4  # fewer say nothing of a rhythm
MOST_DATES = 50  # the newest; what was before them was another time
BURST = 0.25  # of the mean gap: what follows within it belongs to the same burst
SHORTEST = 60.0
POLLS = 3.0  # in one usual gap: an entry is known after a sixth of that gap, on the average
SILENCE = 48.0  # a feed that was silent for a day is found talking again within half an hour
BROUGHT, NOTHING = 0.8, 1.09


def learned(feed: Feed, dates: Iterable[datetime | None], now: datetime) -> tuple[float | None, bool]:
    """The rhythm of ``feed`` after an answer whose entries have these ``dates``, and whether dates told it.

    ``feed`` is as it was before the answer. What is held and what the dates say meet half-way.
    """
    told = rhythm_of(dates, now)
    if told is None:
        return felt(feed), False
    return (told if feed.rhythm is None else sqrt(told * feed.rhythm)), True


def rhythm_of(dates: Iterable[datetime | None], now: datetime) -> float | None:
    """The usual seconds between entries of these dates; null where they are too few, or all the same."""
    known = sorted({date for date in dates if date is not None and date <= now})[-MOST_DATES:]
    if len(known) < LEAST_DATES:
        return None
    gaps = [min((later - earlier).total_seconds(), DAY) for earlier, later in pairwise(known)]
    between = list(_between_bursts(gaps, max(SHORTEST, BURST * fmean(gaps))))
    return exp(fmean(log(gap) for gap in between)) if between else None


def _between_bursts(gaps: Iterable[float], least: float) -> Iterator[float]:
    """The gaps, those added up that are shorter than ``least`` until they reach it."""
    begun = 0.0
    for gap in gaps:
        begun += gap
        if begun >= least:
            yield min(begun, DAY)
            begun = 0.0


def felt(feed: Feed) -> float | None:
    """The rhythm by what the last poll found, for a feed whose entries have no dates."""
    if feed.last_good_at is None:
        return feed.rhythm
    before = feed.interval * POLLS if feed.rhythm is None else feed.rhythm
    after = before * (BROUGHT if feed.last_new_at == feed.last_good_at else NOTHING)
    low, high = bounds(feed)
    return min(max(after, low * POLLS), high * POLLS)


def bounds(feed: Feed) -> tuple[float, float]:
    """Seconds between polls, at least and at most. Both are ``interval`` where the analyst wants just that."""
    return feed.interval if feed.least is None else feed.least, feed.interval if feed.most is None else feed.most


def fixed(feed: Feed) -> bool:
    """Whether the analyst wants ``interval`` and nothing else."""
    return feed.least is None and feed.most is None


def pace(feed: Feed, now: datetime) -> tuple[float, str]:
    """Seconds between polls while all goes well, and why."""
    if fixed(feed):
        return feed.interval, f"every {in_words(feed.interval)}"
    low, high = bounds(feed)
    wanted, why = _wanted(feed, now)
    seconds = min(max(wanted, low), high)
    bound = "" if seconds == wanted else f", {'least' if seconds > wanted else 'most'} {in_words(seconds)}"
    return seconds, f"every {in_words(seconds)} ({why}{bound})"


def _wanted(feed: Feed, now: datetime) -> tuple[float, str]:
    if feed.rhythm is None:
        return feed.interval, "its rhythm is not known yet"
    silent = max((now - feed.last_new_at) if feed.last_new_at else timedelta(0), timedelta(0)).total_seconds()
    if silent / SILENCE > feed.rhythm / POLLS:
        return silent / SILENCE, f"silent for {in_words(silent)}"
    return feed.rhythm / POLLS, f"an entry in {in_words(feed.rhythm)}"
