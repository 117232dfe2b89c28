"""When tick last ran: what readiness asks, so that a dead beat is seen. And what is done now and then, by one alone."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func
from sqlalchemy.dialects.postgresql import insert

from worker.store.schema import heartbeat


def record(connection: Connection, name: str, now: datetime) -> None:
    new = insert(heartbeat).values(name=name, at=now)
    later = func.greatest(heartbeat.c.at, new.excluded.at)
    connection.execute(new.on_conflict_do_update(index_elements=["name"], set_={"at": later}))


def claim(connection: Connection, name: str, now: datetime, every: timedelta) -> bool:
    """Whether ``every`` has gone by since the last claim of that name; then it is the caller's, and nobody else's."""
    new = insert(heartbeat).values(name=name, at=now)
    ours = new.on_conflict_do_update(
        index_elements=["name"], set_={"at": now}, where=heartbeat.c.at <= now - every
    ).returning(heartbeat.c.name)
    return connection.execute(ours).first() is not None
