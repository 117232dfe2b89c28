"""Deliveries that tell of several events at once: those of the articles with which a feed came back after days.

A group is one delivery by each rule to each channel, whose occasion names the feed and the fetch. It waits until all
articles of that fetch are coded, or for ``LONGEST_WAIT``; what comes later is told by itself.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select, update

from worker.model import Article, ArticleState
from worker.store.schema import article as article_table
from worker.store.schema import delivery

LONGEST_WAIT = timedelta(minutes=10)
_WAITING = (ArticleState.NEW, ArticleState.READ)


def gathers(article: Article) -> bool:
    """Whether what the article tells is told with its fetch's rest. What an edit adds, or new rules find, is not."""
    return article.came_with is not None and article.said_before is None and article.state is not ArticleState.CODED


def occasion(article: Article) -> str:
    return f"return of feed {article.feed_id}, fetch {article.came_with}"


def lock(connection: Connection, article: Article) -> None:
    """Two who code articles of one return take turns from here on, so that the last of them knows that it is."""
    connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(occasion(article), 0))))


def find(connection: Connection, article: Article, rule: str, channel: str) -> tuple[UUID | None, bool]:
    """The group's delivery by this rule to this channel, null where there is none; and whether it has begun to go out,
    so that nothing can be added any more."""
    mine = (delivery.c.occasion == occasion(article)) & (delivery.c.rule == rule) & (delivery.c.channel == channel)
    row = connection.execute(select(delivery.c.id, delivery.c.attempted_at).where(mine).with_for_update()).one_or_none()
    return (None, False) if row is None else (row.id, row.attempted_at is not None)


def values(article: Article, now: datetime) -> dict[str, Any]:
    """The columns in which the delivery of a group is unlike that of an event."""
    return {
        "occasion": occasion(article),
        "event_id": None,
        "feed_id": article.feed_id,
        "reason": f"{article.outlet} is back after days away, and its news is told together",
        "next_attempt_at": now + LONGEST_WAIT,
        "due_at": now + LONGEST_WAIT,
    }


def release(connection: Connection, article: Article, now: datetime, lease: timedelta) -> list[UUID]:
    """The group's deliveries, to be sent now, where no article of its fetch waits for the coder any more."""
    waits = select(1).where(article_table.c.came_with == article.came_with, article_table.c.state.in_(_WAITING))
    if connection.execute(waits.limit(1)).first():
        return []
    mine = (delivery.c.occasion == occasion(article)) & (delivery.c.attempted_at.is_(None))
    due = update(delivery).where(mine).values(next_attempt_at=now, due_at=now + lease).returning(delivery.c.id)
    return list(connection.execute(due).scalars())
