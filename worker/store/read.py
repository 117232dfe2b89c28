"""What people ask of the store: events, dyads, counts."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Date, Select, Table, cast, func, select, tuple_

from worker.model import EventFilter, NotFoundError, QuadClass, StoredEvent, UsageError
from worker.store import rows
from worker.store.schema import article, delivery, delivery_event, event, heartbeat, mention
from worker.store.search import conditions

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COOPERATION = (QuadClass.VERBAL_COOPERATION, QuadClass.MATERIAL_COOPERATION)
# What did not happen (yet) is no part of a relation's record.
_UNREAL = ["future", "hypothetical", "negated"]


@dataclass(frozen=True, slots=True)
class Page:
    """Some events, newest first; ``next`` is what to ask for after them, null at the end."""

    events: tuple[StoredEvent, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class DyadCount:
    """How much a dyad had to do with each other; ``mean_score`` is PLOVER's, -10 to 10."""

    dyad: str
    events: int
    cooperation: int
    conflict: int
    mean_score: float
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is, by state."""

    feeds: int
    articles: dict[str, int]
    events: int
    deliveries: dict[str, int]

    @property
    def uncoded(self) -> int:
        """Articles on their way."""
        return self.articles.get("new", 0) + self.articles.get("read", 0)

    @property
    def pending(self) -> int:
        """Deliveries on their way."""
        return self.deliveries.get("pending", 0) + self.deliveries.get("sending", 0)


def events(connection: Connection, where: EventFilter, limit: int, after: str | None) -> Page:
    """A page of the events that a filter means. ``after`` is the ``next`` of the page before."""
    query = select(event).where(*conditions(where)).order_by(event.c.first_seen_at.desc(), event.c.id.desc())
    if after is not None:
        query = query.where(tuple_(event.c.first_seen_at, event.c.id) < tuple_(*_position(after)))
    found = connection.execute(query.limit(limit + 1)).mappings().all()
    more = found[limit - 1] if len(found) > limit else None
    return Page(rows.to_events(connection, found[:limit]), _cursor(more) if more else None)


def _cursor(row: Any) -> str:
    return f"{(row['first_seen_at'] - _EPOCH) // timedelta(microseconds=1)}-{row['id']}"


def _position(cursor: str) -> tuple[datetime, int]:
    try:
        moment, number = cursor.split("-")
        return _EPOCH + timedelta(microseconds=int(moment)), int(number)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{cursor!r} is no place in a list; give the `next` of an earlier page.", subject=cursor
        ) from error


def one_event(connection: Connection, event_id: int) -> StoredEvent:
    found = connection.execute(select(event).where(event.c.id == event_id)).mappings().all()
    if not found:
        raise NotFoundError(f"There is no event {event_id}.", subject=str(event_id))
    return rows.to_events(connection, found)[0]


def told_by(connection: Connection, article_id: int) -> tuple[StoredEvent, ...]:
    """The events that an article reports, each with all its mentions."""
    mine = select(mention.c.event_id).where(mention.c.article_id == article_id)
    found = connection.execute(select(event).where(event.c.id.in_(mine)).order_by(event.c.id)).mappings().all()
    return rows.to_events(connection, found)


def events_of(connection: Connection, delivery_id: UUID) -> tuple[StoredEvent, ...]:
    told = select(delivery_event.c.event_id).where(delivery_event.c.delivery_id == delivery_id)
    found = connection.execute(select(event).where(event.c.id.in_(told)).order_by(event.c.id)).mappings().all()
    return rows.to_events(connection, found)


def count_events(connection: Connection, where: EventFilter) -> int:
    return int(connection.execute(select(func.count()).select_from(event).where(*conditions(where))).scalar_one())


def dyads(connection: Connection, where: EventFilter, limit: int) -> tuple[DyadCount, ...]:
    """The dyads of the events that a filter means, the busiest first."""
    each = (
        select(func.unnest(event.c.dyads).label("dyad"), event.c.quad_class, event.c.score, event.c.first_seen_at)
        .where(*conditions(where), *_happened())
        .subquery()
    )
    cooperation = func.count().filter(each.c.quad_class.in_(_COOPERATION))
    counted = (
        select(
            each.c.dyad,
            func.count().label("events"),
            cooperation.label("cooperation"),
            (func.count() - cooperation).label("conflict"),
            func.avg(each.c.score).label("mean_score"),
            func.max(each.c.first_seen_at).label("last_seen_at"),
        )
        .group_by(each.c.dyad)
        .order_by(func.count().desc(), each.c.dyad)
        .limit(limit)
    )
    return tuple(DyadCount(**row) for row in connection.execute(counted).mappings())


def months(connection: Connection, where: EventFilter) -> list[tuple[Any, ...]]:
    """Rows (first day of month, quad class, events, sum of scores) for ``worker.dyads.series.monthly``."""
    happened = func.coalesce(event.c.event_date, cast(event.c.published_at, Date), cast(event.c.first_seen_at, Date))
    month = cast(func.date_trunc("month", happened), Date)
    query: Select[Any] = (
        select(month, event.c.quad_class, func.count(), func.sum(event.c.score))
        .where(*conditions(where), *_happened())
        .group_by(month, event.c.quad_class)
        .order_by(month, event.c.quad_class)
    )
    return [tuple(row) for row in connection.execute(query)]


def _happened() -> tuple[Any, ...]:
    return (~event.c.auxiliary.overlap(_UNREAL), event.c.status != "retracted")


def counts(connection: Connection) -> Counts:
    from worker.store.schema import feed

    def number(table: Table) -> int:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())

    return Counts(number(feed), _by_state(connection, article), number(event), _by_state(connection, delivery))


def _by_state(connection: Connection, table: Table) -> dict[str, int]:
    query = select(table.c.state, func.count()).group_by(table.c.state)
    return {str(state): int(count) for state, count in connection.execute(query)}


def last_beat(connection: Connection, name: str) -> datetime | None:
    return connection.execute(select(heartbeat.c.at).where(heartbeat.c.name == name)).scalar_one_or_none()
