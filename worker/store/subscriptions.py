"""WebSub subscriptions, and what hubs have pushed."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, case, delete, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from worker.feeds import push as rules
from worker.model import NotFoundError, Push, Subscription
from worker.store.schema import feed, push, subscription

_HELD = list(subscription.c)


def due(connection: Connection, now: datetime, limit: int) -> list[int]:
    """Feeds that name a hub and are to be asked for there: not yet, anew after a refusal or silence, or before the
    end."""
    s = subscription.c
    waits = or_(
        s.feed_id.is_(None),
        and_(s.state == "asked", s.asked_at <= now - rules.ASK_AGAIN),
        and_(s.state == "denied", s.asked_at <= now - rules.ASK_DENIED),
        and_(s.state == "active", s.expires_at <= now + rules.RENEW_BEFORE, s.asked_at <= now - rules.ASK_AGAIN),
        s.hub != feed.c.hints["hub"].astext,
        s.topic != feed.c.hints["topic"].astext,
    )
    named = and_(feed.c.hints["hub"].astext.is_not(None), feed.c.hints["topic"].astext.is_not(None))
    query = (
        select(feed.c.id)
        .select_from(feed.outerjoin(subscription, s.feed_id == feed.c.id))
        .where(~feed.c.paused, named, waits)
        .order_by(feed.c.id)
        .limit(limit)
    )
    return list(connection.execute(query).scalars())


def ask(connection: Connection, feed_id: int, token: str, secret: str, now: datetime) -> Subscription | None:
    """Note that the feed's hub is being asked; null where the feed names none any more.

    The same hub and topic keep their address and secret, so that what it pushes meanwhile is still believed.
    """
    hints = connection.execute(select(feed.c.hints).where(feed.c.id == feed_id, ~feed.c.paused)).scalar_one_or_none()
    if not hints or not hints.get("hub") or not hints.get("topic"):
        return None
    values = {"feed_id": feed_id, "hub": hints["hub"], "topic": hints["topic"], "token": token, "secret": secret}
    new = insert(subscription).values(**values, state="asked", asked_at=now)
    moved = or_(subscription.c.hub != new.excluded.hub, subscription.c.topic != new.excluded.topic)
    connection.execute(
        new.on_conflict_do_update(
            index_elements=["feed_id"], set_={**values, "state": "asked", "verified_at": None}, where=moved
        )
    )
    again = case((subscription.c.state == "active", "active"), else_="asked")
    held = update(subscription).where(subscription.c.feed_id == feed_id).values(asked_at=now, state=again)
    return Subscription(**connection.execute(held.returning(*_HELD)).mappings().one())


def called(connection: Connection, token: str) -> Subscription:
    """The subscription of a callback's address. Raises NotFoundError where there is none, or its feed is paused."""
    query = select(*_HELD).join(feed, feed.c.id == subscription.c.feed_id).where(subscription.c.token == token)
    row = connection.execute(query.where(~feed.c.paused)).mappings().one_or_none()
    if row is None:
        raise NotFoundError("Nobody here subscribes by this address.", subject="websub")
    return Subscription(**row)


def confirm(connection: Connection, feed_id: int, until: datetime, now: datetime) -> None:
    held = update(subscription).where(subscription.c.feed_id == feed_id)
    connection.execute(held.values(state="active", verified_at=now, expires_at=until, note=None))
    connection.execute(update(feed).where(feed.c.id == feed_id).values(push_until=until))


def deny(connection: Connection, feed_id: int, why: str) -> None:
    """Polling alone finds what is new from now on."""
    held = update(subscription).where(subscription.c.feed_id == feed_id)
    connection.execute(held.values(state="denied", note=why, expires_at=None))
    connection.execute(update(feed).where(feed.c.id == feed_id).values(push_until=None, last_push_at=None))


def note(connection: Connection, feed_id: int, why: str) -> None:
    connection.execute(update(subscription).where(subscription.c.feed_id == feed_id).values(note=why))


def take_in(connection: Connection, feed_id: int, content_type: str, body: bytes, now: datetime, most: int) -> bool:
    """Keep what a hub brought, and make it the feed's turn. False where ``most`` pushes wait already."""
    waiting = select(func.count()).select_from(push).where(push.c.feed_id == feed_id)
    if connection.execute(waiting).scalar_one() >= most:
        return False
    connection.execute(insert(push).values(feed_id=feed_id, at=now, content_type=content_type, body=body))
    turn = {"last_push_at": now, "next_poll_at": func.least(feed.c.next_poll_at, now), "next_poll_reason": "pushed"}
    connection.execute(update(feed).where(feed.c.id == feed_id).values(**turn))
    return True


def oldest(connection: Connection, feed_id: int) -> Push | None:
    """What was pushed first and is not yet read: one alone, for each may be as large as a feed."""
    query = select(push.c.id, push.c.at, push.c.content_type, push.c.body).where(push.c.feed_id == feed_id)
    row = connection.execute(query.order_by(push.c.id).limit(1)).one_or_none()
    return Push(*row) if row else None


def done_with(connection: Connection, push_id: int, feed_id: int) -> bool:
    """Whether more of that feed waits."""
    connection.execute(delete(push).where(push.c.id == push_id))
    return connection.execute(select(exists().where(push.c.feed_id == feed_id))).scalar_one()


def any_waiting() -> ColumnElement[bool]:
    """Whether something waits, as a column beside a feed's own."""
    return exists().where(push.c.feed_id == feed.c.id).correlate(feed).label("pushed")


def drop_old(connection: Connection, before: timedelta, now: datetime) -> None:
    """What no poll has read for so long never will be: its feed is paused, and the feed itself says it again."""
    connection.execute(delete(push).where(push.c.at < now - before))
