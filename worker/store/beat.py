"""When tick last ran: what readiness asks, so that a dead beat is seen."""

from datetime import datetime

from sqlalchemy import Connection, func
from sqlalchemy.dialects.postgresql import insert

from worker.store.schema import heartbeat


def record(connection: Connection, name: str, now: datetime) -> None:
    new = insert(heartbeat).values(name=name, at=now)
    later = func.greatest(heartbeat.c.at, new.excluded.at)
    connection.execute(new.on_conflict_do_update(index_elements=["name"], set_={"at": later}))
