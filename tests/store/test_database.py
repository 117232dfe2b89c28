"""The schema, its migrations, and a database that does not answer."""

import threading
import time
from datetime import timedelta

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import make_url, select, text
from store_samples import NOW

from worker.model import DyadwatchError, EventFilter, ServiceUnavailableError, UsageError
from worker.store import Store, migrate, upgrade
from worker.store.database import open_engine
from worker.store.schema import event, metadata

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


def test_what_a_person_can_mend_is_said_in_one_line_with_the_remedy(bare_url: str) -> None:
    store = Store(bare_url)
    with pytest.raises(DyadwatchError, match=r'"event" does not exist.*; the schema is not the newest: run `dyadwatch'):
        store.events(EventFilter())
    store.migrate()
    nobody = "SET LOCAL ROLE pg_read_all_settings"  # a role that every server has, and that owns nothing
    refused = r"^PostgreSQL refuses: permission denied for table event; grant it"
    with pytest.raises(DyadwatchError, match=refused), store._begin() as connection:
        connection.execute(text(nobody))
        connection.execute(select(event))
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


OLD_ROWS = """
INSERT INTO feed (url, name, family, backfill, interval, next_poll_at) VALUES ('u', 'Post', 'Sud', 'alert', 300, now());
INSERT INTO article (feed_id, identity, content_hash, url, title, html, whole, first_seen_at, updated_at, baseline,
                     state, due_at)
SELECT 1, one, one, '', '', '', true, now(), now(), false, 'coded', now() FROM (VALUES ('a'), ('b')) AS rows (one);
INSERT INTO event (identity_key, event_type, cameo, quad_class, score, actors, recipients, reciprocal, confidence,
                   evidence, status, baseline, first_seen_at, updated_at)
VALUES ('k', 'AID', '070', 'material cooperation', 7, '[]', '[]', false, 1, '{}', 'reported', false, now(), now());
INSERT INTO mention (article_id, event_id, evidence_hash, sentence, trigger, rule, coder_version)
VALUES (1, 1, 'h1', 's', 't', 'r', 'coder 0'), (1, 1, 'h2', 's', 't', 'r', 'coder 0');
"""


def migrate_to(url: str, revision: str) -> None:
    config = upgrade._config()
    engine = open_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def test_an_older_database_learns_which_coder_coded_each_article(bare_url: str) -> None:
    """Of an article without a mention nobody knows; it counts as coded by another."""
    migrate_to(bare_url, "0001")
    with psycopg.connect(bare_url) as connection:
        connection.execute(OLD_ROWS)
    assert migrate(bare_url) == ("0001", upgrade.newest())
    with psycopg.connect(bare_url) as connection:
        found = connection.execute("SELECT id, coder_version FROM article ORDER BY id").fetchall()
    assert found == [(1, "coder 0"), (2, None)]
