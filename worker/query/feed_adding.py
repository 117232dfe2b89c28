"""``dyadwatch feeds check`` and ``add``: what a poll of an address would find, before a feed is polled for good."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from worker.model import UsageError
from worker.query.context import Context
from worker.query.screen import plain, say, stamp

if TYPE_CHECKING:
    from worker.config.feeds import FeedConfig
    from worker.pipeline.finding import Found

Address = Annotated[str, typer.Argument(help="A feed, or a web page whose feed is to be found.", metavar="URL")]


def check(context: typer.Context, url: Address) -> None:
    """Tell what a poll would find at an address; exit code 1 where there is no feed. Nothing is stored.

    \b
    Examples:
      dyadwatch feeds check https://www.example.org/
      dyadwatch feeds check https://www.example.org/rss.xml
    """
    from worker.query.filters import utc_now

    now = utc_now()
    found = _found(context, url, now)
    for label, value in _told(found, now):
        print(f"{label:<10} {plain(value)}")


def add(
    context: typer.Context,
    url: Address,
    name: Annotated[str | None, typer.Option(help="How to show it; what the feed calls itself, if left out.")] = None,
    country: Annotated[str | None, typer.Option(help="Where it is published, ISO 3166 alpha-3.")] = None,
    language: Annotated[str | None, typer.Option(help="ISO 639, as en; what the feed says, if left out.")] = None,
    kind: Annotated[str | None, typer.Option(help="wire, newspaper, broadcaster, state-media, government ...")] = None,
    family: Annotated[str | None, typer.Option(help="Who owns it; feeds of one family confirm no other.")] = None,
) -> None:
    """Find the feed at or behind an address, and add it beside those of feeds.yaml. No change of that file pauses it.

    \b
    Examples:
      dyadwatch feeds add https://www.example.org/ --country CHL --family example
      dyadwatch feeds add https://www.example.org/rss.xml --name "Example Times"
    """
    from worker.query.filters import utc_now

    store, now = Context.of(context).store(), utc_now()
    found = _found(context, url, now)
    given = {"name": name, "country": country, "language": language, "kind": kind, "family": family}
    config = _config(found, {key: value for key, value in given.items() if value is not None})
    for feed in store.feeds():
        if feed.url == config.url and feed.paused_why != "removed":
            raise UsageError(f"{feed.url} is known already, as {feed.name!r}")
        if feed.name.casefold() == config.name.casefold() and feed.url != config.url:
            raise UsageError(f"there is a feed called {feed.name!r} already; give this one a --name of its own")
    store.add_feeds([config], now)
    say(f"{plain(config.name)}: {found.data.entries} entries at {config.url}; will be polled at the next tick")


def _found(context: typer.Context, url: str, now: datetime) -> Found:
    """Raises FetchError where there is no feed: exit code 1."""
    from worker.pipeline.finding import find
    from worker.sandbox import Sandbox
    from worker.web import build_web

    whole = url if "://" in url else f"https://{url}"
    with closing(build_web(Context.of(context).settings())) as web, closing(Sandbox()) as sandbox:
        return find(web, sandbox, whole, now)


def _config(found: Found, given: dict[str, Any]) -> FeedConfig:
    """What the feed says of itself, and over it what was given. Raises UsageError."""
    from pydantic import ValidationError

    from worker.config.feeds import FeedConfig

    language = (found.data.language or "").partition("-")[0].strip().lower()
    said: dict[str, Any] = {"url": found.url, "name": _name(found)}
    if language.isascii() and language.isalpha() and len(language) in (2, 3):
        said["language"] = language
    try:
        return FeedConfig(**said | given)
    except ValidationError as error:
        lines = (
            f"--{one['loc'][0] if one['loc'] else 'url'}: {one.get('ctx', {}).get('error') or one['msg']}"
            for one in error.errors(include_url=False)
        )
        raise UsageError("\n".join(lines)) from error


def _name(found: Found) -> str:
    return plain(found.data.title)[:200] or urlsplit(found.url).hostname or found.url


def _told(found: Found, now: datetime) -> Iterator[tuple[str, str]]:
    data, headers = found.data, found.response.headers
    yield from (("found", step) for step in found.steps)
    yield "feed", found.url
    yield "title", data.title or "none"
    yield "language", data.language or "not said"
    yield "answer", f"{headers.get('content-type', 'no content type')}, {len(found.response.body):,} bytes"
    kept = [name for name in ("etag", "last-modified") if name in headers]
    yield "unchanged", f"is told by {' and '.join(kept)}" if kept else "cannot be told: each poll fetches all of it"
    yield "entries", f"{data.entries}, {len(data.drafts)} of them different"
    yield "dates", _dates(found, now)
    whole = sum(draft.whole for draft in data.drafts)
    yield "text", f"whole in {whole} of {len(data.drafts)} entries; of any other the page is read"
    yield from (("asks for", ask) for ask in _asks(found, now))
    yield from (("broken", line) for line in data.broken)


def _dates(found: Found, now: datetime) -> str:
    dates = [draft.published_at for draft in found.data.drafts if draft.published_at]
    if not dates:
        return "none that can be read"
    ahead = sum(date > now + timedelta(hours=1) for date in dates)
    undated = len(found.data.drafts) - len(dates)
    notes = [f"{undated} without one" * bool(undated), f"{ahead} in the future" * bool(ahead)]
    return "; ".join(part for part in (f"{stamp(min(dates))} to {stamp(max(dates))} UTC", *notes) if part)


def _asks(found: Found, now: datetime) -> Iterator[str]:
    from worker.feeds.wishes import fresh_for
    from worker.feeds.words import in_words

    hints, fresh = found.data.hints, fresh_for(found.response.headers, now)
    if hints.least_interval or fresh:
        yield f"a poll at most every {in_words(max(hints.least_interval or 0.0, fresh or 0.0))}"
    if hints.skip_hours or hints.skip_days:
        yield f"no poll in {len(hints.skip_hours)} hours of the day and on {len(hints.skip_days)} days of the week"
    if hints.hub:
        yield f"WebSub, at the hub {hints.hub}"
