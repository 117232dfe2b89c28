"""Sources as things to care for: what the rows say of each feed's health, and what is done to a feed by hand."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert

from worker.alerts.sources import OUR_NETWORK, SourceRing, Told
from worker.feeds.health import health
from worker.feeds.schedule import GOOD
from worker.model import Feed
from worker.model.sources import FeedFacts, Source
from worker.store import feeds
from worker.store.coding import RING_LEASE
from worker.store.schema import article, delivery, feed, fetch, mention

MEMORY = timedelta(days=90)
BY_HAND, REMOVED = "by hand", "removed"
_NO_FAILURE = (*GOOD, "pushed", "own network")


def every(connection: Connection, now: datetime) -> tuple[Source, ...]:
    """All feeds with their health, but those that were removed."""
    held = facts(connection, now)
    known = [one for one in feeds.every(connection) if one.paused_why != REMOVED]
    return tuple(_source(one, held.get(one.id, FeedFacts()), now) for one in known)


def one(connection: Connection, feed_id: int, now: datetime) -> Source:
    """Raises NotFoundError."""
    found = feeds.one(connection, feed_id)
    return _source(found, facts(connection, now, feed_id).get(feed_id, FeedFacts()), now)


def _source(one: Feed, held: FeedFacts, now: datetime) -> Source:
    return Source(one, held, health(one, held, now))


def facts(connection: Connection, now: datetime, feed_id: int | None = None) -> dict[int, FeedFacts]:
    """What the articles of the last three months and the logs say, of every feed or of one."""
    articles = {row["feed_id"]: row for row in connection.execute(_of_articles(now, feed_id)).mappings()}
    logs = _by_feed(connection, feed_id)
    return {one: _facts(articles.get(one), logs.get(one, [])) for one in articles.keys() | logs.keys()}


def _of_articles(now: datetime, feed_id: int | None) -> Any:
    told = exists().where(mention.c.article_id == article.c.id)
    coded = article.c.state == "coded"
    # By the hour: nothing shorter is told apart, and a feed has no more than 2160 of them.
    hours = func.array_agg(func.date_trunc("hour", article.c.first_seen_at).distinct()).filter(~article.c.baseline)
    query = (
        select(
            article.c.feed_id,
            hours.label("hours"),
            func.count().filter(coded).label("coded"),
            func.count().filter(coded & told).label("told"),
        )
        .where(article.c.first_seen_at > now - MEMORY)
        .group_by(article.c.feed_id)
    )
    return query if feed_id is None else query.where(article.c.feed_id == feed_id)


def _by_feed(connection: Connection, feed_id: int | None) -> dict[int, list[Any]]:
    """The lines of the logs, counted by feed and kind."""
    last_gap = func.max(fetch.c.at).filter(fetch.c.gap).label("gap_at")
    first = func.min(fetch.c.at).label("first_at")
    counts = (first, func.count().label("polls"), func.count().filter(fetch.c.gap).label("gaps"), last_gap)
    query = select(fetch.c.feed_id, fetch.c.kind, *counts).group_by(fetch.c.feed_id, fetch.c.kind)
    if feed_id is not None:
        query = query.where(fetch.c.feed_id == feed_id)
    held: dict[int, list[Any]] = {}
    for row in connection.execute(query).mappings():
        held.setdefault(row["feed_id"], []).append(row)
    return held


def _facts(articles: Any, log: list[Any]) -> FeedFacts:
    return FeedFacts(
        moments=tuple(sorted(articles["hours"] or ())) if articles else (),
        coded=articles["coded"] if articles else 0,
        told=articles["told"] if articles else 0,
        polls=sum(row["polls"] for row in log),
        failed={row["kind"]: row["polls"] for row in sorted(log, key=_most_first) if row["kind"] not in _NO_FAILURE},
        gaps=sum(row["gaps"] for row in log),
        gap_at=max(_gaps(log), default=None),
        asked_since=min((row["first_at"] for row in log), default=None),
    )


def _most_first(row: Any) -> tuple[int, str]:
    return -row["polls"], row["kind"]


def _gaps(log: list[Any]) -> Iterator[datetime]:
    return (row["gap_at"] for row in log if row["gap_at"] is not None)


def pause(connection: Connection, feed_id: int, why: str) -> None:
    connection.execute(update(feed).where(feed.c.id == feed_id).values(paused=True, paused_why=why))


def resume(connection: Connection, feed_id: int, now: datetime) -> None:
    """Polled at the next tick, as one that never failed: whoever resumes a feed believes in it."""
    well = {"failures": 0, "trouble_since": None, "last_error": None}
    soon = {"next_poll_at": now, "next_poll_reason": "resumed by hand"}
    values = {"paused": False, "paused_why": None, **well, **soon}
    connection.execute(update(feed).where(feed.c.id == feed_id).values(**values))


def remove(connection: Connection, feed_id: int) -> bool:
    """False where the feed brought articles, or was told of: it is kept for them, never polled and no longer listed."""
    kept = exists().where(article.c.feed_id == feed_id) | exists().where(delivery.c.feed_id == feed_id)
    brought = connection.execute(select(kept)).scalar_one()
    if brought:
        pause(connection, feed_id, REMOVED)
    else:
        connection.execute(delete(feed).where(feed.c.id == feed_id))
    return not brought


def told(connection: Connection, now: datetime) -> tuple[Told, ...]:
    """What alerts said of feeds in the last three months, whatever became of the deliveries."""
    columns = (delivery.c.rule, delivery.c.channel, delivery.c.feed_id, delivery.c.occasion, delivery.c.created_at)
    mine = delivery.c.event_id.is_(None) & delivery.c.occasion.regexp_match(f"^(feed [0-9]+|{OUR_NETWORK}) ")
    query = select(*columns).where(mine, delivery.c.created_at > now - MEMORY).order_by(delivery.c.created_at)
    return tuple(Told(*row) for row in connection.execute(query))


def deliver(connection: Connection, rings: Iterable[SourceRing], now: datetime) -> list[UUID]:
    """Put deliveries in the outbox. Gives those that are new."""
    rows = [
        {
            "id": uuid4(), "rule": one.rule, "channel": one.channel, "occasion": one.occasion, "feed_id": one.feed_id,
            "reason": one.reason, "state": "pending", "created_at": now, "next_attempt_at": now,
            "due_at": now + RING_LEASE,
        }
        for one in rings
    ]  # fmt: skip
    once = ["rule", "channel", "occasion"]
    made = insert(delivery).values(rows).on_conflict_do_nothing(index_elements=once).returning(delivery.c.id)
    return list(connection.execute(made).scalars())
