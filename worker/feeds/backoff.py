"""How long a feed that failed is left alone: by what failed, and how often in a row. Pure.

What mends itself in minutes is tried again soon, what a person must mend later; a day at most, and never given up.
The kinds are those of ``worker.web`` and ``worker.feeds.parse``.
"""

from dataclasses import dataclass

from worker.feeds.words import DAY, in_words
from worker.model import Feed

MINUTE, HOUR = 60.0, 3_600.0


@dataclass(frozen=True, slots=True)
class Backoff:
    """``first`` is the least wait after the first failure, in seconds; each further one multiplies it by ``growth``."""

    first: float
    growth: float


# A server that is busy, restarts or lost its way for a moment.
_PASSING = Backoff(MINUTE, 2)
# What nobody mends in minutes: names, certificates, addresses that changed, doors that were closed.
_LASTING = Backoff(HOUR, 2)
# What only a person mends, there or in feeds.yaml.
_OURS_OR_THEIRS = Backoff(6 * HOUR, 2)

KINDS = {
    "timeout": _PASSING,
    "connect": _PASSING,
    "protocol": _PASSING,
    "error": _PASSING,
    "dns": Backoff(15 * MINUTE, 2),
    "tls": _LASTING,
    "http 400": _LASTING,
    "http 401": _LASTING,
    "http 403": Backoff(30 * MINUTE, 2),  # walls against robots close and open again
    "http 404": _LASTING,
    "http 429": Backoff(30 * MINUTE, 2),
    "http 451": _LASTING,
    "redirects": _LASTING,
    "bad url": _OURS_OR_THEIRS,
    "private address": _OURS_OR_THEIRS,
    # A page of maintenance passes; a feed that became a web page does not. So gently at first.
    "empty feed": Backoff(10 * MINUTE, 1.5),
    "not a feed": Backoff(10 * MINUTE, 1.5),
    "cannot be parsed": Backoff(30 * MINUTE, 2),
    # These cost us something each time.
    "too large": _OURS_OR_THEIRS,
    "too slow to parse": Backoff(2 * HOUR, 3),
    "too large to parse": Backoff(2 * HOUR, 3),
}


def wait(feed: Feed, kind: str, pace: float) -> tuple[float, str]:
    """Seconds until a feed that just failed is polled again, and why.

    ``feed`` is as it was before; ``pace`` is its interval while all goes well, which no failure makes shorter.
    """
    failures = feed.failures + 1
    how = KINDS.get(kind, _PASSING)
    seconds = min(max(pace * how.growth, how.first) * how.growth ** min(failures - 1, 40), DAY)
    times = "first failure" if failures == 1 else f"{failures} failures in a row"
    return seconds, f"{kind}: {times}, again in {in_words(seconds)}"
