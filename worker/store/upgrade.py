"""Bringing a database to the newest schema, by Alembic, from within the program.

Alembic takes as long to import as the rest of the store; it is imported where it is used, because five processes start
at once in ``dyadwatch up`` and one of them migrates.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text

from worker.model import DyadwatchError
from worker.store.database import open_engine, transaction

if TYPE_CHECKING:
    from alembic.config import Config

_LOCK = 0x64796164  # "dyad": one migration at a time, however many processes start at once


def migrate(database_url: str) -> tuple[str | None, str]:
    """The schema's revision before (null: an empty database) and after. Safe to call from many processes at once."""
    engine = open_engine(database_url)
    try:
        return upgrade(engine)
    finally:
        engine.dispose()


def upgrade(engine: Engine) -> tuple[str | None, str]:
    from alembic import command

    with transaction(engine) as connection:
        _demand_unicode(connection)
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        before = held(connection)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before, newest()


def _demand_unicode(connection: Connection) -> None:
    """News come in every script. Raises DyadwatchError for a database that cannot hold them."""
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        name = connection.engine.url.database
        raise DyadwatchError(
            f"The database {name} holds {encoding}, not UTF8; make one with: CREATE DATABASE {name} "
            "ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' TEMPLATE template0",
            subject=str(name),
        )


def held(connection: Connection) -> str | None:
    """The revision that the database is at."""
    from alembic.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The revision that this program was written for."""
    from alembic.script import ScriptDirectory

    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head, "the package carries its migrations"
    return head


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
