"""The connection to PostgreSQL: one engine a process, and one place where its failures become ours."""

import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from psycopg import errors
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError

from worker.model import DyadwatchError, ServiceUnavailableError

CONNECT_SECONDS = 5
TRUSTED_SECONDS = 30.0  # a connection that rested longer is asked whether it still works
# A statement or a transaction that outlives these is a mistake or a frozen process, and gives its locks back.
_GUARDS = "-c statement_timeout=60000 -c idle_in_transaction_session_timeout=90000 -c timezone=UTC"


def open_engine(database_url: str, *, pool_size: int = 5) -> Engine:
    """An engine for ``postgresql://...``, whichever driver the address names."""
    url = make_url(database_url).set(drivername="postgresql+psycopg")
    engine = create_engine(
        url,
        pool_size=pool_size,
        pool_recycle=1800,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "options": _GUARDS,
            "application_name": "dyadwatch",
            "client_encoding": "utf8",
        },
    )
    event.listen(engine, "checkin", _put_back)
    event.listen(engine, "checkout", partial(_look_before_use, engine))
    return engine


def _put_back(_: Any, record: Any) -> None:
    record.info["rests_since"] = time.monotonic()


def _look_before_use(engine: Engine, connection: Any, record: Any, _: Any) -> None:
    """A restart of PostgreSQL costs nobody a failed task, and a connection that is well no round trip.

    Who ends a connection says so: there is something to read where nothing is awaited. A network that swallowed the
    goodbye is found out by asking, where the connection has rested for a while.
    """
    rested = time.monotonic() - record.info.get("rests_since", time.monotonic())
    if _has_something_to_say(connection) or rested > TRUSTED_SECONDS:
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool opens another


def _has_something_to_say(connection: Any) -> bool:
    ear = select.poll()
    ear.register(connection.fileno(), select.POLLIN)
    return bool(ear.poll(0))


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """One transaction. Raises ServiceUnavailableError where PostgreSQL does not answer, or gave up on us midway.

    After that error nobody knows whether the commit was made; all that we save may be saved again. Raises
    DyadwatchError where PostgreSQL refuses for a reason that a person can mend.
    """
    try:
        with engine.begin() as connection:
            yield connection
    except (OperationalError, InterfaceError) as error:
        raise _unavailable(engine, error) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise _unavailable(engine, error) from error
        if remedy := next((said for kind, said in _REMEDIES.items() if isinstance(error.orig, kind)), None):
            raise DyadwatchError(f"PostgreSQL refuses: {_first_line(error)}; {remedy}") from error
        raise


_REMEDIES: dict[type[Exception], str] = {
    errors.InsufficientPrivilege: "grant it to the user of DATABASE_URL, or name another user there",
    errors.ReadOnlySqlTransaction: "DATABASE_URL names a standby or a read-only user; name one that may write",
    errors.UndefinedTable: "the schema is not the newest: run `dyadwatch migrate`",
    errors.UndefinedColumn: "the schema is not the newest: run `dyadwatch migrate`",
}


def _unavailable(engine: Engine, error: DBAPIError) -> ServiceUnavailableError:
    where = engine.url.render_as_string(hide_password=True)
    return ServiceUnavailableError(f"PostgreSQL at {where} does not answer: {_first_line(error)}", subject=where)


def _first_line(error: DBAPIError) -> str:
    said = str(error.orig).strip().splitlines()
    return said[0] if said else str(error)
