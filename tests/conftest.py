"""What all tests share: no way out of this machine, and real PostgreSQL and Redis for the tests marked ``services``.

Where TEST_DATABASE_URL and TEST_REDIS_URL are given, those servers are used: each pytest-xdist worker makes a database
of its own there, and takes a numbered one of Redis. Otherwise every worker runs embedded servers in its own folder.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytest_socket import socket_allow_hosts

if TYPE_CHECKING:
    from worker.embedded import Addresses
    from worker.store import Store


def pytest_runtest_setup() -> None:
    """Loopback and nothing else."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def worker_number() -> int:
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Addresses"]:
    """Embedded servers for what no address is given of."""
    from worker.embedded import embedded_services

    folder: Path = tmp_path_factory.mktemp("services")
    given_database, given_redis = os.environ.get("TEST_DATABASE_URL"), os.environ.get("TEST_REDIS_URL")
    with embedded_services(
        folder, want_postgres=not given_database, want_redis=not given_redis, durable=False
    ) as addresses:
        yield addresses


@pytest.fixture(scope="session")
def database_url(services: "Addresses", worker_number: int) -> str:
    """An empty database, for this run and this worker alone."""
    if services.database_url:
        return services.database_url
    import psycopg
    from sqlalchemy.engine import make_url

    given = make_url(os.environ["TEST_DATABASE_URL"]).set(drivername="postgresql")
    name = f"{given.database}_test_{worker_number}"
    with psycopg.connect(given.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return given.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def redis_url(services: "Addresses", worker_number: int) -> str:
    """A Redis database for this worker alone."""
    if services.redis_url:
        return services.redis_url
    return f"{os.environ['TEST_REDIS_URL'].rstrip('/')}/{worker_number}"


@pytest.fixture(scope="session")
def migrated_store(database_url: str) -> Iterator["Store"]:
    from worker.store import Store, migrate

    migrate(database_url)
    store = Store(database_url)
    yield store
    store.close()


@pytest.fixture
def store(migrated_store: "Store") -> "Store":
    """A migrated Store without a row in it."""
    from store_samples import empty

    empty(migrated_store)
    return migrated_store
