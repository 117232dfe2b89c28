"""When a permanent redirect is believed: once every good poll has met it for days. Pure.

A server that is set up wrongly, a company that just bought another, a hotel's login: a redirect that calls itself
permanent may be gone tomorrow, and who followed it at once would poll another's page for ever. What leads from HTTPS
to plain HTTP is followed and never adopted, and neither is an address that another feed has.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from worker.feeds.words import in_words
from worker.model import Feed

HOLDS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Move:
    """Where permanent redirects lead and since when, both null where none is to be believed; ``why`` in words.

    ``adopt``: it has held for so long that the feed is to be polled there from now on.
    """

    to: str | None
    since: datetime | None
    adopt: bool
    why: str


def heard(feed: Feed, moved_to: str | None, now: datetime) -> Move:
    """What follows from a good answer to ``feed``, to which permanent redirects alone led by way of ``moved_to``."""
    if moved_to is None or moved_to == feed.url:
        return Move(None, None, False, "it answers where it is")
    if feed.url.startswith("https:") and not moved_to.startswith("https:"):
        return Move(None, None, False, f"{moved_to} is no longer encrypted")
    if moved_to != feed.moved_to or feed.moved_since is None:
        return Move(moved_to, now, False, f"it says that it has moved to {moved_to}")
    held = now - feed.moved_since
    why = f"it has said for {in_words(held.total_seconds())} that it has moved to {moved_to}"
    return Move(moved_to, feed.moved_since, held >= HOLDS, why)


def told(feed: Feed) -> str | None:
    """What a person should know of it; null where the feed has not moved."""
    if feed.moved_to:
        return f"moved to {feed.moved_to}, it says since {feed.moved_since:%Y-%m-%d}"
    if feed.moved_from:
        where = "; write that in feeds.yaml" if feed.origin == "config" else ""
        return f"moved from {feed.moved_from} to {feed.url}{where}"
    return None
