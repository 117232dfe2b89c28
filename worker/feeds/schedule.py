"""When to poll a feed next, and why. Pure: ``now`` and the jitter are passed in.

The order of the rules:
1. A feed that says that it is gone for good (410) is paused; by hand it can be resumed. Nothing else ends a feed.
2. A feed that failed because our own network is down is asked again within minutes, and none of it counts (``blame``).
3. A feed that failed waits by what failed and how often in a row (``backoff``), a day at most.
4. A feed that answered is polled at the pace of its rhythm, within the bounds of the configuration (``rhythm``).
5. It is polled more slowly while its hub pushes (``push``), or where it asks for that: by ``ttl``, ``sy:updatePeriod``,
   Cache-Control, Expires; and not at all in the hours and on the days that it asks to skip (``wishes``). Where the
   analyst wrote ``every``, that counts.
6. Where the server said when to come back (Retry-After), nobody comes before that; a day at most.
7. Jitter adds up to a twentieth, so that feeds which started together drift apart; where our network is down, as much
   again, so that somebody asks every few seconds.
"""

from datetime import datetime, timedelta
from hashlib import blake2b

from worker.feeds import backoff, push, wishes
from worker.feeds.blame import OWN_NETWORK
from worker.feeds.rhythm import fixed, pace
from worker.feeds.words import DAY, in_words
from worker.model import Feed, FetchOutcome, NextPoll

JITTER, JITTER_OFFLINE = 0.05, 1.0
OFFLINE = 150.0  # seconds
GOOD = frozenset({"ok", "not modified"})
GONE = "http 410"


def next_poll(
    feed: Feed, outcome: FetchOutcome, now: datetime, *, retry_after: float | None = None, jitter: float | None = None
) -> NextPoll:
    """The next poll of ``feed`` after ``outcome``. Of failures ``feed`` counts those before; hints and rhythm are new.

    ``retry_after`` is in seconds. ``jitter`` is 0 to 1; left out, it follows from the feed and the time.
    """
    if outcome.kind == GONE:
        reason = f"{GONE}: the feed says that it is gone for good; resume it by hand if that is wrong"
        return NextPoll(now + timedelta(seconds=DAY), reason, pause="gone")
    share = even_jitter(feed, now) if jitter is None else jitter
    if outcome.kind == OWN_NETWORK:
        wait = timedelta(seconds=OFFLINE * (1 + JITTER_OFFLINE * share))
        return NextPoll(now + wait, f"{OWN_NETWORK}: {outcome.detail}")
    seconds, reason = _wait(feed, outcome, now)
    asked = min(retry_after or 0.0, DAY)
    if asked > seconds:
        seconds, reason = asked, f"{reason}; the server asks for {in_words(asked)}"
    at = now + timedelta(seconds=seconds * (1 + JITTER * share))
    if not fixed(feed):
        at, reason = wishes.outside_skipped(at, reason, feed)
    return NextPoll(at, reason)


def _wait(feed: Feed, outcome: FetchOutcome, now: datetime) -> tuple[float, str]:
    seconds, why = pace(feed, now)
    if outcome.kind not in GOOD:
        return backoff.wait(feed, outcome.kind, seconds)
    if fixed(feed):
        return seconds, f"{outcome.kind}: {why}"
    seconds, pushes = push.interval(feed, seconds, now)
    return wishes.slower(seconds, f"{outcome.kind}: {pushes or why}", feed.hints)


def even_jitter(feed: Feed, now: datetime) -> float:
    """0 to 1, spread evenly over feeds and times, and the same for the same ones."""
    digest = blake2b(f"{feed.id} {now.isoformat()}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64
