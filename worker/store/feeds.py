"""Feeds: which there are, whose turn it is, and what a poll brought."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert

from worker.config.feeds import FeedConfig
from worker.model import ArticleDraft, Feed, FetchOutcome, NotFoundError, Polled
from worker.store.rows import feeds_query, to_feed
from worker.store.schema import article, feed, fetch

GOOD = ("ok", "not modified")
KEPT_FETCHES = 100  # lines of a feed's log
READ_LEASE = timedelta(seconds=30)  # poll itself rings for what it saved; tick only for what is left after so long
_SYNC_LOCK = 0x66656564  # "feed": two processes that start at once take turns
_CONFIGURED = ("name", "homepage", "country", "language", "kind", "family", "backfill", "interval")


def sync(connection: Connection, configs: Iterable[FeedConfig], now: datetime) -> None:
    """Make the rows say what feeds.yaml says. A feed that left the file is paused, with all that came from it."""
    connection.execute(select(func.pg_advisory_xact_lock(_SYNC_LOCK)))
    held = tuple(configs)
    left = feed.c.url.not_in([config.url for config in held]) & (feed.c.origin == "config")
    connection.execute(update(feed).where(left, ~feed.c.paused).values(paused=True, paused_why="left feeds.yaml"))
    _upsert(connection, held, "config", now)


def add(connection: Connection, configs: Iterable[FeedConfig], now: datetime) -> None:
    """Feeds beside those of feeds.yaml: no change of that file pauses them."""
    connection.execute(select(func.pg_advisory_xact_lock(_SYNC_LOCK)))
    _upsert(connection, tuple(configs), "added", now)


def _upsert(connection: Connection, configs: Sequence[FeedConfig], origin: str, now: datetime) -> None:
    if not configs:
        return
    told = {"origin": origin, "paused": False, "paused_why": None}
    new = insert(feed).values(
        [{"url": c.url, "next_poll_at": now, **told, **{k: getattr(c, k) for k in _CONFIGURED}} for c in configs]
    )
    # An interval made shorter counts at once, not after the old one has run out.
    soon = func.least(feed.c.next_poll_at, now + func.make_interval(0, 0, 0, 0, 0, 0, new.excluded.interval))
    changed = {**told, **{key: new.excluded[key] for key in _CONFIGURED}, "next_poll_at": soon}
    connection.execute(new.on_conflict_do_update(index_elements=["url"], set_=changed))


def one(connection: Connection, feed_id: int) -> Feed:
    row = connection.execute(feeds_query().where(feed.c.id == feed_id)).mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"There is no feed {feed_id}.", subject=str(feed_id))
    return to_feed(row)


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


def poll_now(connection: Connection, feed_id: int, now: datetime) -> None:
    asked = {"next_poll_at": now, "next_poll_reason": "asked for by hand"}
    connection.execute(update(feed).where(feed.c.id == feed_id).values(**asked))


def save_poll(connection: Connection, feed_id: int, polled: Polled) -> list[int]:
    """What a poll brought: articles, the feed's health, a line of its log. Gives the articles to be read."""
    held = connection.execute(select(feed).where(feed.c.id == feed_id).with_for_update()).mappings().one()
    outcome = polled.outcome
    baseline = not held["baseline_done"] and held["backfill"] != "alert"
    saved = [_save_draft(connection, feed_id, draft, baseline, outcome.at) for draft in reversed(polled.drafts)]
    told = [row for row in saved if row is not None]
    health = _health(held, polled)
    connection.execute(update(feed).where(feed.c.id == feed_id).values(**health))
    _write_log(connection, feed_id, outcome, new=sum(row.new for row in told), told=len(told))
    return [row.id for row in told]


def _health(held: RowMapping, polled: Polled) -> dict[str, Any]:
    """What a poll changes in its feed's row."""
    outcome, following = polled.outcome, polled.following
    health: dict[str, Any] = {"next_poll_at": following.at, "next_poll_reason": following.reason}
    if outcome.kind in GOOD:
        health |= {"failures": 0, "last_good_at": outcome.at, "last_error": None, "baseline_done": True}
    else:
        last_error = f"{outcome.kind}: {outcome.detail or ''}".strip(": ")
        health |= {"failures": held["failures"] + 1, "last_error": last_error}
    if outcome.kind == "ok":
        health |= {"etag": polled.etag, "last_modified": polled.last_modified}
    if polled.hints is not None:
        health |= {"hints": asdict(polled.hints)}
    return health


def _save_draft(connection: Connection, feed_id: int, draft: ArticleDraft, baseline: bool, now: datetime) -> Any:
    """The row's id and whether it is new; null where we hold just this. An edited article goes its way once more."""
    content = {name: getattr(draft, name) for name in ("content_hash", "url", "title", "html", "whole", "published_at")}
    fresh = {"state": "new", "attempts": 0, "due_at": now + READ_LEASE, "updated_at": now, "note": None}
    new = insert(article).values(
        feed_id=feed_id, identity=draft.identity, language=draft.language, first_seen_at=now, baseline=baseline,
        **content, **fresh,
    )  # fmt: skip
    changed = new.on_conflict_do_update(
        index_elements=["feed_id", "identity"],
        set_={**content, **fresh},
        where=article.c.content_hash != new.excluded.content_hash,
    )
    # A row that was inserted, not updated, has no earlier version: PostgreSQL leaves its xmax at 0.
    return connection.execute(changed.returning(article.c.id, literal_column("(xmax = 0)").label("new"))).one_or_none()


def _write_log(connection: Connection, feed_id: int, outcome: FetchOutcome, *, new: int, told: int) -> None:
    line = {name: getattr(outcome, name) for name in FetchOutcome.__slots__}
    line |= {"feed_id": feed_id, "new": new, "changed": told - new, "broken": list(outcome.broken)}
    connection.execute(insert(fetch).values(**line))
    old = select(fetch.c.id).where(fetch.c.feed_id == feed_id).order_by(fetch.c.id.desc()).offset(KEPT_FETCHES)
    connection.execute(delete(fetch).where(fetch.c.id.in_(old)))
