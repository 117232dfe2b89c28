"""Is it alive, and can it do its work? Each part is asked by itself, so that the answer says which one fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from worker.model import DyadwatchError, ServiceUnavailableError

if TYPE_CHECKING:
    from worker.store import Store

BROKER_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Check:
    """One part, whether it works, and how we know."""

    name: str
    ok: bool
    detail: str


def readiness(store: Store, redis_url: str | None, now: datetime, tick_limit: float) -> tuple[Check, ...]:
    """Database, broker, schema, and a tick within ``tick_limit`` seconds."""
    parts: dict[str, Callable[[], str]] = {
        "database": lambda: _database(store),
        "broker": lambda: ping_broker(redis_url),
        "migrations": lambda: _schema(store),
        "tick": lambda: _tick(store, now, tick_limit),
    }
    return tuple(_checked(parts))


def _checked(parts: dict[str, Callable[[], str]]) -> Iterator[Check]:
    for name, look in parts.items():
        try:
            yield Check(name, True, look())
        except DyadwatchError as error:
            yield Check(name, False, str(error))


def _database(store: Store) -> str:
    store.ping()
    return "answers"


def _schema(store: Store) -> str:
    held, newest = store.schema()
    if held != newest:
        raise DyadwatchError(f"the schema is {held or 'empty'}, not {newest}: run `dyadwatch migrate`")
    return f"schema {held}"


def _tick(store: Store, now: datetime, limit: float) -> str:
    last = store.last_tick()
    if last is None:
        raise DyadwatchError("no tick yet: are beat and a worker of the queue alert running?")
    age = (now - last).total_seconds()
    if age > limit:
        raise DyadwatchError(f"the last tick was {age:.0f} s ago, more than {limit:.0f} s: is beat running?")
    return f"{age:.0f} s ago"


def ping_broker(redis_url: str | None) -> str:
    """Raises ServiceUnavailableError where the broker does not answer within two seconds."""
    if not redis_url:
        raise ServiceUnavailableError("REDIS_URL is not set")
    import redis

    try:
        with redis.Redis.from_url(
            redis_url, socket_timeout=BROKER_SECONDS, socket_connect_timeout=BROKER_SECONDS
        ) as broker:
            broker.ping()
    except (redis.RedisError, OSError) as error:
        where = without_password(redis_url)
        raise ServiceUnavailableError(f"Redis at {where} does not answer: {error}", subject=where) from error
    return "answers"


def without_password(url: str) -> str:
    """The address as it may be shown and logged."""
    parts = urlsplit(url)
    if "@" not in parts.netloc:
        return url
    names, _, host = parts.netloc.rpartition("@")
    user = names.partition(":")[0]
    return urlunsplit(parts._replace(netloc=f"{user}@{host}" if user else host))
