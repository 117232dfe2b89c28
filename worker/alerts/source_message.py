"""What an alert about a feed says: that it broke, fell silent or is well again, or that it is our own network. Pure."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from worker.alerts.harmless import line
from worker.alerts.message import NAME, SENTENCE, TITLE, payload
from worker.alerts.sources import in_words, kind_of
from worker.model import Delivery, Feed, Message, Rule

_TITLES = {"broken": "Source broken", "silent": "Source silent", "back": "Source back"}
# Our own network's trouble is the sources' as a whole; ``feed`` is null then.
_TYPES = {"broken": "source.broken", "silent": "source.silent", "back": "source.back", "down": "source.broken"}
_TOLD = ("id", "name", "url", "country", "language", "kind", "family", "failures", "last_error")


def compose_of_feed(
    delivery: Delivery, feed: Feed | None, rule: Rule | None, public_url: str, now: datetime
) -> Message:
    """The message of a delivery about a feed, or about all where ``feed`` is null, attempted ``now``.

    ``rule`` is null where it has since left the configuration.
    """
    address = f"{public_url.rstrip('/')}/feeds" + (f"/{feed.id}" if feed else "")
    return Message(
        id=str(delivery.id),
        title=_title(delivery, feed),
        text="\n".join(_lines(delivery, feed, address)),
        payload=_payload(delivery, feed, rule, address),
        url=address,
        created_at=now,
    )


def _title(delivery: Delivery, feed: Feed | None) -> str:
    kind = kind_of(delivery.occasion)
    if feed is None:
        return "Our own network is back" if kind == "back" else "No source can be fetched: our own network"
    where = ", ".join(word for word in (feed.kind, feed.country) if word)
    return line(f"{_TITLES.get(kind, 'Source')}: {feed.name}{f' ({where})' if where else ''}", TITLE)


def _lines(delivery: Delivery, feed: Feed | None, address: str) -> Iterator[str]:
    yield line(delivery.reason, SENTENCE)
    yield ""
    if feed:
        yield f"Feed: {line(feed.url, SENTENCE)}"
        yield f"Last good answer: {_stamp(feed.last_good_at)}"
        yield f"Last new entry: {_stamp(feed.last_new_at)}"
    yield f"Rule: {line(delivery.rule, NAME)}"
    yield f"Health: {address}"


def _stamp(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "never"


def _payload(delivery: Delivery, feed: Feed | None, rule: Rule | None, address: str) -> dict[str, Any]:
    told = None
    if feed:
        times = {name: getattr(feed, name) for name in ("last_good_at", "last_new_at")}
        told = {name: getattr(feed, name) for name in _TOLD}
        told |= {name: moment.isoformat() if moment else None for name, moment in times.items()}
    looks_for = in_words(rule.sources) if rule and rule.sources else None
    since = delivery.occasion.partition(" since ")[2]
    kind = _TYPES[kind_of(delivery.occasion)]
    return payload(kind, delivery, looks_for, address, {"since": since, "feed": told})
