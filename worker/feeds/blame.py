"""Who is to blame for a poll that failed: the feed, or our own network? Pure.

Where nearly everybody else cannot be reached either, it is our own network, and no feed is blamed. Asked are the hosts
that were polled last, each once, however many feeds it serves; any answer counts for the network, even a refusal.
A portal that wants a login first answers everything with a web page, or with a certificate of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from worker.model import FetchOutcome, Witness

OWN_NETWORK = "own network"
UNREACHED = frozenset({"dns", "connect", "timeout", "tls", "protocol", "not a feed", OWN_NETWORK})

MOST_HOSTS, LEAST_HOSTS = 10, 5
ANSWERED = 0.1  # of them may, and it is still our own network
MEMORY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Outage:
    """Our network is down, why that is thought, and since when.

    ``news`` says that some of the hosts which failed in it were blamed, because it was not known yet.
    """

    since: datetime
    reason: str
    news: bool


def outage(outcome: FetchOutcome, url: str, latest: Iterable[Witness]) -> Outage | None:
    """The outage that explains why the feed at ``url`` failed with ``outcome``; null where the feed is to blame.

    ``latest`` are the latest polls of all feeds, the newest first.
    """
    if outcome.kind not in UNREACHED:
        return None
    others = list(_others(url, latest, outcome.at - MEMORY))
    failed = [one for one in others if one.kind in UNREACHED]
    if len(others) < LEAST_HOSTS or len(failed) < (1 - ANSWERED) * len(others):
        return None
    reason = f"{len(failed)} of the {len(others)} other hosts that were asked last cannot be reached either"
    return Outage(min(one.at for one in failed), reason, any(one.kind != OWN_NETWORK for one in failed))


def _others(url: str, latest: Iterable[Witness], since: datetime) -> Iterator[Witness]:
    """The latest poll of each other host, ten at most."""
    seen = {_host(url)}
    for one in latest:
        if one.at >= since and (host := _host(one.url)) not in seen:
            seen.add(host)
            yield one
        if len(seen) > MOST_HOSTS:
            return


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url
