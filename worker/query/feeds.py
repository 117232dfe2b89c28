"""``dyadwatch feeds``: which feeds there are, how they do, when each is asked next and why; what is done by hand."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated

import typer

from worker.feeds.moves import told
from worker.model import UsageError
from worker.model.sources import Source, Standing
from worker.query.context import Context
from worker.query.feed_adding import add, check
from worker.query.feed_lists import export_list, import_list
from worker.query.feed_show import Name, ago, ahead, named, show_feed
from worker.query.screen import Column, say, show

app = typer.Typer(help="Feeds and their health.", no_args_is_help=True, rich_markup_mode=None)

_COLUMNS = (
    Column("NAME", most=24),
    Column("HEALTH"),
    Column("ARTICLES", right=True),
    Column("TOLD", right=True),
    Column("LAST NEW", right=True),
    Column("NEXT", right=True),
    Column("WHY", cut=True),
)


@app.command("list")
def list_feeds(
    context: typer.Context,
    trouble: Annotated[bool, typer.Option("--trouble", help="Only those whose last polls failed.")] = False,
    silent: Annotated[bool, typer.Option("--silent", help="Only those silent for longer than is usual.")] = False,
    paused: Annotated[bool, typer.Option("--paused", help="Only those that are paused.")] = False,
    country: Annotated[str | None, typer.Option(help="Only those of this country (ISO 3166 alpha-3).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object a line, with everything.")] = False,
) -> None:
    """List the feeds with their health. TOLD is the share of their articles that gave events.

    \b
    Examples:
      dyadwatch feeds list
      dyadwatch feeds list --trouble --silent
      dyadwatch feeds list --country UKR --json
    """
    from worker.query.filters import utc_now

    now = utc_now()
    wanted = {Standing.TROUBLE: trouble, Standing.SILENT: silent, Standing.PAUSED: paused}
    chosen = [standing for standing, asked in wanted.items() if asked] or list(Standing)
    held = Context.of(context).store().sources(now)
    found = [s for s in held if s.health.standing in chosen and country in (None, s.feed.country)]
    if as_json:
        from worker.query.feed_shapes import as_json as shaped

        for source in found:
            print(json.dumps(shaped(source)))
        return
    show(_COLUMNS, [_row(source, now) for source in found])
    if not held:
        say("no feed is stored yet: `dyadwatch up` stores those of feeds.yaml")


def _row(source: Source, now: datetime) -> tuple[object, ...]:
    feed, health = source.feed, source.health
    well = health.standing in (Standing.WELL, Standing.NEW)
    why = "; ".join(part for part in (told(feed), feed.next_poll_reason if well else health.why) if part)
    next_poll = "" if feed.paused else ahead(feed.next_poll_at, now)
    share = "" if health.share_told is None else f"{health.share_told:.0%}"
    return feed.name, health.standing, feed.article_count, share, ago(feed.last_new_at, now), next_poll, why


@app.command("poll")
def poll(context: typer.Context, name: Name) -> None:
    """Poll a feed at the next tick, whatever its schedule says.

    \b
    Examples:
      dyadwatch feeds poll "Morning Post"
    """
    from worker.query.filters import utc_now

    store = Context.of(context).store()
    feed = named(store.feeds(), name)
    if feed.paused:
        raise UsageError(f"{feed.name} is paused ({feed.paused_why}): `dyadwatch feeds resume` polls it again")
    store.poll_now(feed.id, utc_now())
    say(f"{feed.name}: will be polled at the next tick")


@app.command("pause")
def pause(context: typer.Context, name: Name) -> None:
    """Keep a feed with its articles, and poll it no more until it is resumed.

    \b
    Examples:
      dyadwatch feeds pause "Morning Post"
    """
    store = Context.of(context).store()
    feed = named(store.feeds(), name)
    store.pause_feed(feed.id)
    say(f"{feed.name}: paused; `dyadwatch feeds resume` ends that, and no change of feeds.yaml does")


@app.command("resume")
def resume(context: typer.Context, name: Name) -> None:
    """Poll a paused feed again, also one that said that it is gone.

    \b
    Examples:
      dyadwatch feeds resume "Morning Post"
    """
    from worker.query.filters import utc_now

    store = Context.of(context).store()
    feed = named(store.feeds(), name)
    if not feed.paused:
        say(f"{feed.name} is not paused")
        return
    store.resume_feed(feed.id, utc_now())
    left = "; it is in feeds.yaml no more, so it is paused again when a worker starts"
    say(f"{feed.name}: will be polled at the next tick{left if feed.paused_why == 'left feeds.yaml' else ''}")


@app.command("remove")
def remove(context: typer.Context, name: Name) -> None:
    """Forget a feed that was added by hand. What it brought is kept, with its events.

    \b
    Examples:
      dyadwatch feeds remove "Morning Post"
    """
    store = Context.of(context).store()
    feed = named(store.feeds(), name)
    if feed.origin == "config" and feed.paused_why != "left feeds.yaml":
        raise UsageError(f"{feed.name} stands in feeds.yaml: take it out there, or `dyadwatch feeds pause` it")
    gone = store.remove_feed(feed.id)
    say(f"{feed.name}: {'removed' if gone else f'removed; its {feed.article_count} articles are kept'}")


for command, name in (
    (show_feed, "show"),
    (add, "add"),
    (check, "check"),
    (import_list, "import"),
    (export_list, "export"),
):
    app.command(name)(command)
