"""Feeds: which there are, whose turn it is, and what a poll brought."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Interval,
    all_,
    any_,
    bindparam,
    case,
    delete,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, Insert, insert

from worker.config.feeds import FeedConfig
from worker.feeds.blame import OWN_NETWORK, UNREACHED
from worker.model import Feed, FetchOutcome, NextPoll, NotFoundError, Witness
from worker.store import moves, subscriptions
from worker.store.cleaned import CleanText
from worker.store.rows import feed_query, feeds_query, to_feed
from worker.store.schema import feed, fetch

KEPT_PAUSED = ("by hand", "gone")  # whatever the file says: it was not the file that paused them
KEPT_FETCHES = 100  # lines of a feed's log
SOON, AT_ONCE = timedelta(minutes=5), timedelta(minutes=1)
AT_ONCE_AT_FIRST, APART = 200, timedelta(milliseconds=25)  # a tick's worth of new feeds, and the others after them
AT_A_TIME = 1_000  # a statement takes 65,535 values
_SYNC_LOCK = 0x66656564  # "feed": two processes that start at once take turns
_CONFIGURED = ("name", "homepage", "country", "language", "kind", "family", "backfill", "interval")

_THESE = any_(bindparam("feed_ids", type_=ARRAY(BigInteger)))
_ASKED = feed_query().add_columns(subscriptions.any_waiting()).where(feed.c.id == _THESE)


def sync(connection: Connection, configs: Iterable[FeedConfig], now: datetime) -> None:
    """Make the rows say what feeds.yaml says. A feed that left the file is paused, with all that came from it."""
    connection.execute(select(func.pg_advisory_xact_lock(_SYNC_LOCK)))
    written = tuple(configs)
    held = moves.as_polled(connection, written)
    listed = literal([config.url for config in held], ARRAY(CleanText))  # one value, where a list would be thousands
    left = (feed.c.url != all_(listed)) & (feed.c.origin == "config")
    connection.execute(update(feed).where(left, ~feed.c.paused).values(paused=True, paused_why="left feeds.yaml"))
    moves.forget(connection, written)
    _upsert(connection, held, "config", now)


def add(connection: Connection, configs: Iterable[FeedConfig], now: datetime) -> None:
    """Feeds beside those of feeds.yaml: no change of that file pauses them."""
    connection.execute(select(func.pg_advisory_xact_lock(_SYNC_LOCK)))
    _upsert(connection, moves.as_polled(connection, configs), "added", now)


def _upsert(connection: Connection, configs: Sequence[FeedConfig], origin: str, now: datetime) -> None:
    for at in range(0, len(configs), AT_A_TIME):
        _upsert_some(connection, configs[at : at + AT_A_TIME], origin, now, at)


def _upsert_some(connection: Connection, configs: Sequence[FeedConfig], origin: str, now: datetime, at: int) -> None:
    """``at`` is the place of the first of them among all."""
    told = {"origin": origin, "paused": False, "paused_why": None}
    rows = [
        {"url": one.url, "next_poll_at": _first(now, n), **told, **_values(one)} for n, one in enumerate(configs, at)
    ]
    new = insert(feed).values(rows)
    changed = {**told, **{key: new.excluded[key] for key in _values(configs[0])}, "next_poll_at": _soon(new, now)}
    if origin == "config":
        resting = feed.c.paused_why.in_(KEPT_PAUSED)
        changed["paused"] = func.coalesce(resting, False)
        changed["paused_why"] = case((resting, feed.c.paused_why))
    connection.execute(new.on_conflict_do_update(index_elements=["url"], set_=changed))


def _first(now: datetime, place: int) -> datetime:
    """When a new feed is polled first. Thousands at once would keep the first of them from their second poll."""
    return now + max(place - AT_ONCE_AT_FIRST, 0) * APART


def _values(config: FeedConfig) -> dict[str, Any]:
    least, most = config.bounds
    return {**{key: getattr(config, key) for key in _CONFIGURED}, "least": least, "most": most}


def _soon(new: Insert, now: datetime) -> Any:
    """An interval made shorter counts at once, not after the old one has run out; so does a feed's return.

    A file that is read again unchanged hurries nobody: what a server asked for outlives a restart.
    """
    longest, before = (func.coalesce(columns.most, columns.interval) for columns in (new.excluded, feed.c))
    soon = func.least(feed.c.next_poll_at, now + func.make_interval(0, 0, 0, 0, 0, 0, longest))
    return case((feed.c.paused | (longest < before), soon), else_=feed.c.next_poll_at)


def one(connection: Connection, feed_id: int) -> Feed:
    row = connection.execute(feeds_query().where(feed.c.id == feed_id)).mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"There is no feed {feed_id}.", subject=str(feed_id))
    return to_feed(row)


def asked(connection: Connection, feed_ids: Sequence[int]) -> tuple[Feed, ...]:
    """As a poll needs them: how many articles came from each is not counted, which would take longer than the poll."""
    return tuple(to_feed(row) for row in connection.execute(_ASKED, {"feed_ids": list(feed_ids)}).mappings())


def every(connection: Connection) -> tuple[Feed, ...]:
    rows = connection.execute(feeds_query().order_by(feed.c.paused, func.lower(feed.c.name))).mappings()
    return tuple(to_feed(row) for row in rows)


def log(connection: Connection, feed_id: int, limit: int) -> tuple[FetchOutcome, ...]:
    """The latest polls of a feed, newest first."""
    query = select(fetch).where(fetch.c.feed_id == feed_id).order_by(fetch.c.id.desc()).limit(limit)
    return tuple(_to_outcome(dict(row)) for row in connection.execute(query).mappings())


def _to_outcome(row: dict[str, Any]) -> FetchOutcome:
    held = {name: row[name] for name in FetchOutcome.__slots__}
    return FetchOutcome(**{**held, "broken": tuple(row["broken"])})


def claim_due(connection: Connection, now: datetime, lease: timedelta, limit: int) -> list[int]:
    """Whose turn it is. Each is claimed for ``lease``: a poll that comes to nothing is claimed again after it."""
    turn = (
        select(feed.c.id)
        .where(~feed.c.paused, feed.c.next_poll_at <= now)
        .order_by(feed.c.next_poll_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = update(feed).where(feed.c.id.in_(turn)).values(next_poll_at=now + lease)
    return list(connection.execute(claimed.returning(feed.c.id)).scalars())


def put_off(connection: Connection, feed_id: int, following: NextPoll) -> None:
    """No poll, no failure, no line in the log: only another time."""
    later = {"next_poll_at": following.at, "next_poll_reason": following.reason}
    connection.execute(update(feed).where(feed.c.id == feed_id).values(**later))


def poll_now(connection: Connection, feed_id: int, now: datetime) -> None:
    asked = {"next_poll_at": now, "next_poll_reason": "asked for by hand"}
    connection.execute(update(feed).where(feed.c.id == feed_id).values(**asked))


def latest(connection: Connection, limit: int) -> tuple[Witness, ...]:
    """The latest polls of all feeds, the newest first."""
    query = select(feed.c.url, fetch.c.kind, fetch.c.at).join_from(fetch, feed).order_by(fetch.c.id.desc()).limit(limit)
    return tuple(Witness(*row) for row in connection.execute(query))


def forgive(connection: Connection, since: datetime, now: datetime) -> int:
    """Take back the blame of feeds that were well until ``since``, when our own network went down. Gives how many."""
    ours = (feed.c.trouble_since >= since) & func.split_part(feed.c.last_error, ":", 1).in_(UNREACHED)
    well = {"failures": 0, "trouble_since": None, "last_error": None}
    told = {"next_poll_at": func.least(feed.c.next_poll_at, _within(now, SOON)), "next_poll_reason": OWN_NETWORK}
    return connection.execute(update(feed).where(ours, ~feed.c.paused).values(**well, **told)).rowcount


def network_is_back(connection: Connection, now: datetime) -> int:
    """Whoever waits for our own network waits no longer. Gives how many do not."""
    waits = feed.c.next_poll_reason.startswith(OWN_NETWORK) & ~feed.c.paused
    at_once = {"next_poll_at": func.least(feed.c.next_poll_at, _within(now, AT_ONCE))}
    return connection.execute(
        update(feed).where(waits).values(**at_once, next_poll_reason="our own network is back")
    ).rowcount


def _within(now: datetime, span: timedelta) -> Any:
    """A moment of that span for each row, so that not all come at one."""
    return now + func.random() * literal(span, Interval)


def tidy(connection: Connection) -> None:
    """Only the latest ``KEPT_FETCHES`` lines of each feed's log stay. Asked for now and then: no poll pays for it."""
    place = func.row_number().over(partition_by=fetch.c.feed_id, order_by=fetch.c.id.desc()).label("place")
    ranked = select(fetch.c.id, place).subquery()
    connection.execute(delete(fetch).where(fetch.c.id.in_(select(ranked.c.id).where(ranked.c.place > KEPT_FETCHES))))
