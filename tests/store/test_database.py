"""The schema, its migrations, and a database that does not answer."""

import threading
import time
from datetime import timedelta

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import make_url
from store_samples import NOW

from worker.model import EventFilter, ServiceUnavailableError, UsageError
from worker.store import Store, migrate
from worker.store.database import open_engine
from worker.store.schema import metadata

pytestmark = pytest.mark.services


@pytest.fixture
def bare_url(database_url: str) -> str:
    """A database without a table."""
    url = make_url(database_url)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS bare WITH (FORCE)")
        connection.execute("CREATE DATABASE bare")
    return url.set(database="bare").render_as_string(hide_password=False)


def test_the_migrations_make_the_tables_that_the_program_knows(migrated_store: Store, database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_many_processes_may_migrate_at_once(bare_url: str) -> None:
    seen: list[tuple[str | None, str]] = []
    threads = [threading.Thread(target=lambda: seen.append(migrate(bare_url))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(before or "" for before, _ in seen)[:2] == ["", seen[0][1]]
    assert len({after for _, after in seen}) == 1


def test_an_empty_database_is_not_at_head_and_a_migrated_one_is(bare_url: str) -> None:
    store = Store(bare_url)
    held, newest = store.schema()
    assert held is None
    assert store.migrate()[0] is None
    assert store.schema() == (newest, newest)
    store.close()


def test_a_database_that_does_not_answer_is_one_clear_line_without_its_password() -> None:
    store = Store("postgresql://someone:secret@127.0.0.1:9/nothing")
    with pytest.raises(ServiceUnavailableError, match="does not answer") as raised:
        store.ping()
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)
    store.close()


def test_a_session_ended_by_the_server_is_replaced_without_anybody_noticing(
    migrated_store: Store, database_url: str
) -> None:
    store = Store(database_url)
    store.ping()
    with psycopg.connect(database_url) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    time.sleep(0.1)
    store.ping()
    store.close()


def test_the_last_tick_is_the_latest_of_all_beats(store: Store) -> None:
    assert store.last_tick() is None
    store.beat(NOW)
    store.beat(NOW - timedelta(seconds=5))
    assert store.last_tick() == NOW


def test_a_place_in_a_list_that_is_none_is_refused(store: Store) -> None:
    for nonsense in ("", "x", "1-2-3", "9" * 40 + "-1"):
        with pytest.raises(UsageError):
            store.events(EventFilter(), after=nonsense)
