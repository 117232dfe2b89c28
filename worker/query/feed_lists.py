"""``dyadwatch feeds import`` and ``export``: lists of feeds as OPML, which every feed reader knows."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from worker.model import DyadwatchError, Feed
from worker.query.context import Context
from worker.query.screen import plain, say

if TYPE_CHECKING:
    from worker.feeds.opml import Listed


def import_list(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="An OPML file; - is standard input.", metavar="FILE.opml")],
) -> None:
    """Add the feeds of an OPML file beside those of feeds.yaml. Those that are known already stay as they are.

    \b
    Examples:
      dyadwatch feeds import subscriptions.opml
      dyadwatch feeds export | ssh elsewhere dyadwatch feeds import -
    """
    from worker.feeds.opml import read
    from worker.query.filters import utc_now

    listed = read(_bytes(file), "standard input" if str(file) == "-" else str(file))
    store, now = Context.of(context).store(), utc_now()
    new = list(_new(listed.feeds, store.feeds()))
    store.add_feeds([one.config for one in new], now)
    paused = {one.config.url for one in new if one.paused}
    for feed in store.feeds() if paused else ():
        if feed.url in paused:
            store.pause_feed(feed.id)
    for problem in listed.problems:
        say(f"left out: {plain(problem)}")
    say(f"{len(new)} added, {len(listed.feeds) - len(new)} known already, {len(listed.problems)} left out")
    if listed.problems and not listed.feeds:
        raise typer.Exit(1)


def _bytes(file: Path) -> bytes:
    from worker.feeds.opml import MOST_BYTES

    try:
        if str(file) == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise DyadwatchError(f"{file} cannot be read ({error.strerror})", subject=str(file)) from error


def _new(listed: Sequence[Listed], held: Sequence[Feed]) -> Iterator[Listed]:
    """Those whose address is not known, or was removed; a name that is taken gets a number, as names are asked by."""
    known = {feed.url for feed in held if feed.paused_why != "removed"}
    names = {feed.name.casefold() for feed in held}
    for one in listed:
        if one.config.url in known:
            continue
        name, number = one.config.name, 2
        while name.casefold() in names:
            name, number = f"{one.config.name[:190]} ({number})", number + 1
        names.add(name.casefold())
        yield type(one)(one.config.model_copy(update={"name": name}), one.paused)


def export_list(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="Where to; standard output if left out.")] = None,
) -> None:
    """Write all feeds as OPML 2.0, for a feed reader or for another dyadwatch.

    \b
    Examples:
      dyadwatch feeds export > feeds.opml
      dyadwatch feeds export feeds.opml
    """
    from worker.feeds.opml import write
    from worker.query.filters import utc_now

    kept = [
        feed for feed in Context.of(context).store().feeds() if feed.paused_why not in ("removed", "left feeds.yaml")
    ]
    document = write(kept, utc_now())
    if file is None:
        sys.stdout.buffer.write(document)
        sys.stdout.buffer.flush()
        return
    try:
        file.write_bytes(document)
    except OSError as error:
        raise DyadwatchError(f"{file} cannot be written ({error.strerror})", subject=str(file)) from error
    say(f"{file}: {len(kept)} feeds")
