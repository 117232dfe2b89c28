"""``dyadwatch feeds``: which feeds there are, how they do, and when each is asked next, and why."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Annotated

import typer

from worker.feeds.moves import told
from worker.model import Feed, NotFoundError
from worker.query.context import Context
from worker.query.screen import Column, say, show, stamp

app = typer.Typer(help="Feeds and their health.", no_args_is_help=True, rich_markup_mode=None)

_COLUMNS = (
    Column("NAME", most=24),
    Column("FAMILY", most=14),
    Column("ARTICLES", right=True),
    Column("LAST GOOD"),
    Column("NEXT POLL"),
    Column("WHY, LAST ERROR", cut=True),
)


@app.command("list")
def list_feeds(context: typer.Context) -> None:
    """List the feeds with their health.

    \b
    Examples:
      dyadwatch feeds list
    """
    feeds = Context.of(context).store().feeds()
    show(_COLUMNS, [_row(feed) for feed in feeds])
    if not feeds:
        say("no feed is stored yet: `dyadwatch up` stores those of feeds.yaml")


def _row(feed: Feed) -> tuple[object, ...]:
    why = "; ".join(part for part in (told(feed), feed.next_poll_reason, feed.last_error) if part)
    return feed.name, feed.family, feed.article_count, stamp(feed.last_good_at), stamp(feed.next_poll_at), why


@app.command("poll")
def poll(context: typer.Context, name: Annotated[str, typer.Argument(help="The feed's name or URL.")]) -> None:
    """Poll a feed at the next tick, whatever its schedule says.

    \b
    Examples:
      dyadwatch feeds poll "Morning Post"
    """
    from worker.query.filters import utc_now

    store = Context.of(context).store()
    feed = named(store.feeds(), name)
    store.poll_now(feed.id, utc_now())
    say(f"{feed.name}: will be polled at the next tick")


def named(feeds: Sequence[Feed], name: str) -> Feed:
    """The feed of that name or URL. Raises NotFoundError with the names that are near it."""
    for feed in feeds:
        if name.casefold() in (feed.name.casefold(), feed.url.casefold()):
            return feed
    near = get_close_matches(name, [feed.name for feed in feeds], n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else "`dyadwatch feeds list` names them"
    raise NotFoundError(f"no feed is called {name!r}; {hint}", subject=name)
