"""Feeds that have moved for good: polled at one address, while feeds.yaml still says another."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BindParameter, Connection, all_, any_, exists, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from worker.config.feeds import FeedConfig
from worker.store.cleaned import CleanText
from worker.store.schema import feed


def adopt(connection: Connection, feed_id: int, to: str) -> bool:
    """Poll a feed at ``to`` from now on, with all that it has. False where another feed has that address."""
    other = feed.alias("other")
    taken = exists().where(other.c.id != feed_id, or_(other.c.url == to, other.c.moved_from == to))
    first = func.coalesce(feed.c.moved_from, feed.c.url)  # what the file says, however often it moves
    moved = {"url": to, "moved_from": func.nullif(first, to), "moved_to": None, "moved_since": None}
    return connection.execute(update(feed).where(feed.c.id == feed_id, ~taken).values(**moved)).rowcount == 1


def as_polled(connection: Connection, configs: Iterable[FeedConfig]) -> list[FeedConfig]:
    """The feeds as the file says, each at the address that it is polled at by now.

    One that stands there twice, at its old address and at its new one, is taken once, as the new one says.
    """
    said = {config.url: config for config in configs}
    rows = connection.execute(select(feed.c.moved_from, feed.c.url).where(feed.c.moved_from == any_(_array(said))))
    now: dict[str, str] = {old: new for old, new in rows}  # noqa: C416 - rows are no pairs to dict()
    kept = [config for url, config in said.items() if now.get(url) not in said]
    return [config.model_copy(update={"url": now.get(config.url, config.url)}) for config in kept]


def _array(urls: Iterable[str]) -> BindParameter[Any]:
    """One value, where a list would be thousands."""
    return literal(list(urls), ARRAY(CleanText))


def forget(connection: Connection, configs: Iterable[FeedConfig]) -> None:
    """Where the file says the new address and the old one no more, the feed has not moved from anywhere."""
    urls = _array(config.url for config in configs)
    followed = (feed.c.url == any_(urls)) & (feed.c.moved_from != all_(urls))
    connection.execute(update(feed).where(followed).values(moved_from=None))
