"""The outbox and its ledger: every attempt is written down before it is made, and its outcome after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select, update

from worker.alerts.retry import ATTEMPTS
from worker.model import Delivery, DeliveryState, NotFoundError
from worker.store.rows import to_delivery
from worker.store.schema import delivery, delivery_event

_OPEN = (DeliveryState.PENDING, DeliveryState.SENDING)
UNKNOWN = "outcome unknown: the sender ended before it was recorded; sent again with the same id"


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A delivery with all its attempts: each has ``attempt``, ``at`` and, once known, ``outcome``.

    ``event_ids`` are what it tells: one event, or several of a feed that came back, or none where a feed is the matter.
    """

    delivery: Delivery
    attempts: tuple[dict[str, Any], ...]
    event_ids: tuple[int, ...] = ()


def claim_left(connection: Connection, now: datetime, lease: timedelta, limit: int) -> list[UUID]:
    """Deliveries whose time has come and for which nobody came; each is rung for once in ``lease``."""
    left = (
        select(delivery.c.id)
        .where(delivery.c.state.in_(_OPEN), delivery.c.next_attempt_at <= now, delivery.c.due_at <= now)
        .order_by(delivery.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = update(delivery).where(delivery.c.id.in_(left)).values(due_at=now + lease)
    return list(connection.execute(claimed.returning(delivery.c.id)).scalars())


def claim(connection: Connection, delivery_id: UUID, now: datetime, lease: timedelta) -> Delivery | None:
    """The delivery, its attempt recorded, for this caller alone for ``lease``; null where it is not its time.

    A delivery still SENDING after its lease was cut short: it may have arrived or not, so it is sent once more, with
    the same id, and the ledger says so; after ``ATTEMPTS`` such ends it is dead, as its channel kills whoever sends.
    """
    ours = select(delivery).where(delivery.c.id == delivery_id).with_for_update()
    row = connection.execute(ours).mappings().one_or_none()
    if row is None or row["state"] not in _OPEN or row["next_attempt_at"] > now:
        return None
    log = list(row["log"])
    if row["state"] == DeliveryState.SENDING and log:
        if row["attempts"] >= ATTEMPTS:
            _give_up(connection, delivery_id, log, now)
            return None
        log[-1] = {**log[-1], "outcome": UNKNOWN}
    values = {
        "state": DeliveryState.SENDING, "attempts": row["attempts"] + 1, "attempted_at": now,
        "next_attempt_at": now + lease, "due_at": now + lease,
        "log": [*log, {"attempt": row["attempts"] + 1, "at": now.isoformat(), "outcome": None}],
    }  # fmt: skip
    connection.execute(update(delivery).where(delivery.c.id == delivery_id).values(**values))
    return to_delivery({**row, **values})


def _give_up(connection: Connection, delivery_id: UUID, log: list[dict[str, Any]], now: datetime) -> None:
    outcome = f"given up after {ATTEMPTS} attempts: the sender ended before the outcome of the last was recorded"
    dead = {"state": DeliveryState.DEAD, "outcome": outcome, "finished_at": now}
    log[-1] = {**log[-1], "outcome": outcome}
    connection.execute(update(delivery).where(delivery.c.id == delivery_id).values(**dead, log=log))


def record(
    connection: Connection, held: Delivery, state: DeliveryState, next_attempt_at: datetime, outcome: str, now: datetime
) -> None:
    """What became of the attempt ``held.attempts``.

    Where a later attempt has begun meanwhile, only good news still counts; and what was sent stays sent.
    """
    row = connection.execute(select(delivery).where(delivery.c.id == held.id).with_for_update()).mappings().one()
    # By its time too: a delivery that was replayed counts its attempts from one again.
    mine = (held.attempts, held.attempted_at.isoformat() if held.attempted_at else None)
    log = [{**line, "outcome": outcome} if (line["attempt"], line["at"]) == mine else line for line in row["log"]]
    values: dict[str, Any] = {"log": log}
    latest = (row["attempts"], row["attempted_at"]) == (held.attempts, held.attempted_at)
    if state is DeliveryState.SENT or (latest and row["state"] != DeliveryState.SENT):
        finished = now if state in (DeliveryState.SENT, DeliveryState.DEAD) else None
        values |= {"state": state, "outcome": outcome, "finished_at": finished}
        values |= {"next_attempt_at": next_attempt_at, "due_at": next_attempt_at}
    connection.execute(update(delivery).where(delivery.c.id == held.id).values(**values))


def replay(connection: Connection, delivery_id: UUID, now: datetime) -> Delivery:
    """Send once more, with the same id, whatever became of it before. Raises NotFoundError."""
    again = {"state": DeliveryState.PENDING, "attempts": 0, "next_attempt_at": now, "due_at": now, "finished_at": None}
    ours = update(delivery).where(delivery.c.id == delivery_id).values(**again).returning(delivery)
    row = connection.execute(ours).mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"There is no delivery {delivery_id}.", subject=str(delivery_id))
    return to_delivery(row)


def ledger(
    connection: Connection, states: Sequence[DeliveryState], limit: int, event_id: int | None = None
) -> tuple[LedgerLine, ...]:
    """The newest deliveries first; of every state where none is named, and of every event."""
    mine = select(delivery_event.c.event_id).where(delivery_event.c.delivery_id == delivery.c.id)
    events = func.array(mine.order_by(delivery_event.c.event_id).scalar_subquery()).label("event_ids")
    query = select(delivery, events).order_by(delivery.c.created_at.desc(), delivery.c.id).limit(limit)
    if states:
        query = query.where(delivery.c.state.in_(states))
    if event_id is not None:
        told = select(delivery_event.c.delivery_id).where(delivery_event.c.event_id == event_id)
        query = query.where(delivery.c.id.in_(told))
    found = connection.execute(query).mappings()
    return tuple(LedgerLine(to_delivery(row), tuple(row["log"]), tuple(row["event_ids"])) for row in found)
