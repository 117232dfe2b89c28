"""When to poll a feed next, and why. Pure: ``now`` and the jitter are passed in.

The order of the rules:
1. A feed that failed is asked again after its interval doubled once for each failure in a row, a day at most; it is
   never given up. One that says it is gone for good (410) is asked once a day.
2. A feed that answered is asked again after its interval.
3. Where the server said when to come back (Retry-After), not before that; a day at most.
4. Jitter adds up to a twentieth, so that feeds which started together drift apart.
"""

from datetime import datetime, timedelta
from hashlib import blake2b

from worker.model import Feed, FetchOutcome, NextPoll

DAY = 86_400.0
JITTER = 0.05
GOOD = frozenset({"ok", "not modified"})
GONE = "http 410"


def next_poll(
    feed: Feed, outcome: FetchOutcome, now: datetime, *, retry_after: float | None = None, jitter: float | None = None
) -> NextPoll:
    """The next poll of ``feed`` after ``outcome``; ``feed`` is as it was before, so its failures do not count this one.

    ``retry_after`` is in seconds. ``jitter`` is 0 to 1; left out, it follows from the feed and the time.
    """
    seconds, reason = _wait(feed, outcome)
    asked = min(retry_after or 0.0, DAY)
    if asked > seconds:
        seconds, reason = asked, f"{reason}; the server asks for {in_words(asked)}"
    share = _even_jitter(feed, now) if jitter is None else jitter
    return NextPoll(now + timedelta(seconds=seconds * (1 + JITTER * share)), reason)


def _wait(feed: Feed, outcome: FetchOutcome) -> tuple[float, str]:
    if outcome.kind in GOOD:
        return feed.interval, f"{outcome.kind}: every {in_words(feed.interval)}"
    failures = feed.failures + 1
    if outcome.kind == GONE:
        return DAY, f"{outcome.kind}: the feed is gone for good, asked once a day"
    seconds = min(feed.interval * 2.0 ** min(failures, 40), DAY)
    times = "first failure" if failures == 1 else f"{failures} failures in a row"
    return seconds, f"{outcome.kind}: {times}, again in {in_words(seconds)}"


def in_words(seconds: float) -> str:
    """``in_words(5400) == "1.5 h"``."""
    for unit, length in (("d", DAY), ("h", 3_600.0), ("min", 60.0)):
        if seconds >= length:
            return f"{seconds / length:.3g} {unit}"
    return f"{seconds:.3g} s"


def _even_jitter(feed: Feed, now: datetime) -> float:
    """0 to 1, spread evenly over feeds and times, and the same for the same ones."""
    digest = blake2b(f"{feed.id} {now.isoformat()}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64
