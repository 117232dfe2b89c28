"""``dyadwatch check`` and ``migrate``: is the configuration whole, is the schema the newest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from worker.model import DyadwatchError, Feed, Mistake
from worker.query.context import Context

if TYPE_CHECKING:
    from worker.config import Config
    from worker.config.llm import LlmSettings


def check(context: typer.Context) -> None:
    """Check the whole configuration; tell every mistake at once as file:line: key: problem.

    \b
    Examples:
      dyadwatch check
      dyadwatch --config ./config check
    """
    config = Context.of(context).config()
    check_channels(config)
    for line in _found(config):
        print(line)
    for mistake in _moved(Context.of(context), config):
        print(mistake)


def check_channels(config: Config) -> None:
    """Build every channel, as a worker will. Raises ConfigError for a secret that is not set, or is none."""
    from worker.channels import build_channels
    from worker.web import build_web

    build_channels(config.channels, build_web(config.settings))


def _moved(context: Context, config: Config) -> Iterator[Mistake]:
    """What the file says and is so no more, as far as a database is at hand: the files are sound without one, too."""
    from worker.store import Store

    running = context.running()
    url = config.settings.database_url or (running and running.database_url)
    if not url:
        return
    store = Store(url, pool_size=1)
    try:
        yield from moved(store.feeds(), config.directory / "feeds.yaml")
    except DyadwatchError as error:
        yield Mistake("feeds", 1, "database", f"cannot be asked which feeds have moved ({error})")
    finally:
        store.close()


def moved(feeds: Iterable[Feed], path: Path) -> Iterator[Mistake]:
    """Feeds that are polled elsewhere by now than the file says."""
    lines = [[word.strip("\"',{}") for word in line.split()] for line in path.read_text(encoding="utf-8").splitlines()]
    for feed in feeds:
        places = [at for at, words in enumerate(lines, 1) if feed.moved_from and feed.moved_from in words]
        if places:
            problem = f"{feed.name} has moved for good and is polled at {feed.url} by now; write that here"
            yield Mistake(str(path), places[0], "url", problem)


def _found(config: Config) -> Iterator[str]:
    ontology, actors = config.coder.ontology, config.coder.actors
    rules = sum(len(kind.rules) for kind in ontology.types.values())
    yield f"configuration {config.directory}: no mistakes"
    yield f"  feeds.yaml      {len(config.feeds)} feeds of {len({feed.family for feed in config.feeds})} families"
    yield f"  alerts.yaml     {len(config.rules)} rules, {len(config.channels)} channels"
    yield f"  ontology.yaml   {len(ontology.types)} event types, {rules} rules, {len(ontology.contexts)} contexts"
    yield f"  documents.yaml  {len(config.coder.documents.kinds)} kinds of article that tell no relation of states"
    yield f"  actors.yaml     {', '.join(_sizes(actors))}"
    yield f"  second coder    {_model(config.coder.llm)}"
    yield f"  database        {_where(config.settings.database_url)}"
    yield f"  broker          {_where(config.settings.redis_url)}"


def _sizes(file: object) -> Iterator[str]:
    for name, value in vars(file).items():
        if isinstance(value, tuple | dict):
            yield f"{len(value)} {name}"


def _model(llm: LlmSettings | None) -> str:
    if llm is None:
        return "none (DYADWATCH_LLM_URL is not set)"
    money = "" if llm.money_per_day is None else f", {llm.money_per_day:g} in money"
    return (
        f"{llm.model} at {llm.url}, a day at most {llm.requests_per_day} requests, {llm.tokens_per_day} tokens{money}"
    )


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
