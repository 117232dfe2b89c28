"""``dyadwatch check``, ``migrate``, ``health``: is the configuration whole, is the schema the newest, does all work."""

from __future__ import annotations

import importlib
import socket
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from worker.model import DyadwatchError
from worker.query.context import Context

if TYPE_CHECKING:
    from worker.config import Config


def check(context: typer.Context) -> None:
    """Check the whole configuration; tell every mistake at once as file:line: key: problem.

    \b
    Examples:
      dyadwatch check
      dyadwatch --config ./config check
    """
    for line in _found(Context.of(context).config()):
        print(line)


def _found(config: Config) -> Iterator[str]:
    ontology, actors = config.coder.ontology, config.coder.actors
    rules = sum(len(kind.rules) for kind in ontology.types.values())
    yield f"configuration {config.directory}: no mistakes"
    yield f"  feeds.yaml      {len(config.feeds)} feeds of {len({feed.family for feed in config.feeds})} families"
    yield f"  alerts.yaml     {len(config.rules)} rules, {len(config.channels)} channels"
    yield f"  ontology.yaml   {len(ontology.types)} event types, {rules} rules, {len(ontology.contexts)} contexts"
    yield f"  actors.yaml     {', '.join(_sizes(actors))}"
    yield f"  database        {_where(config.settings.database_url)}"
    yield f"  broker          {_where(config.settings.redis_url)}"


def _sizes(file: object) -> Iterator[str]:
    for name, value in vars(file).items():
        if isinstance(value, tuple | dict):
            yield f"{len(value)} {name}"


def _where(url: str | None) -> str:
    """The address without its password."""
    from worker.query.health import without_password

    return without_password(url) if url else "embedded (started by `dyadwatch up`)"


def migrate(context: typer.Context) -> None:
    """Bring the database to the newest schema; harmless when it is there already.

    \b
    Examples:
      dyadwatch migrate
      DATABASE_URL=postgresql://user:password@host/name dyadwatch migrate
    """
    from worker.store import migrate as upgrade

    before, after = upgrade(Context.of(context).database_url())
    print(f"schema {after}: nothing to do" if before == after else f"schema {before or 'empty'} -> {after}")


class Part(StrEnum):
    """What ``dyadwatch health`` looks at."""

    ALL = "all"  # what /readyz looks at
    BEAT = "beat"  # a tick ran lately, which takes beat, the broker, a worker and the database
    WORKER = "worker"  # a worker on this machine answers


PING_SECONDS = 5.0


def health(
    context: typer.Context,
    part: Annotated[Part, typer.Argument(help="all, beat, or worker (one on this machine).")] = Part.ALL,
) -> None:
    """Say what works and what does not; exit code 1 where something does not. For health checks of containers.

    \b
    Examples:
      dyadwatch health
      dyadwatch health beat
      dyadwatch health worker
    """
    from worker.query.health import ping_broker, readiness
    from worker.query.serve import make_site

    if part is Part.WORKER:
        ping_broker(Context.of(context).settings().redis_url)  # says in words what Celery tells with a traceback
        print(f"{', '.join(_workers(socket.gethostname()))}: answers")
        return
    site = make_site(Context.of(context))
    checks = readiness(site.store, site.redis_url, site.clock(), site.tick_limit)
    asked = [check for check in checks if part is Part.ALL or check.name == "tick"]
    for check in asked:
        print(f"{check.name}: {check.detail}")
    if not all(check.ok for check in asked):
        raise typer.Exit(1)


def _workers(host: str) -> list[str]:
    """The workers of this machine that answer a ping. Raises DyadwatchError where none does."""
    # By name: tasks and the asking side are siblings, and only tasks knows Celery.
    app = importlib.import_module("worker.tasks").app
    replies = app.control.broadcast(
        "ping", reply=True, timeout=PING_SECONDS, pattern=f"*@{host}", matcher="glob", limit=1
    )
    if not replies:
        raise DyadwatchError(f"no worker on {host} answered within {PING_SECONDS:.0f} s", subject=host)
    return sorted(name for reply in replies for name in reply)
