"""``dyadwatch feeds show``: all that is known of one feed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Annotated

import typer

from worker.feeds.moves import told
from worker.model import Feed, FetchOutcome, NotFoundError
from worker.model.sources import Source
from worker.query.context import Context
from worker.query.screen import Column, plain, show, stamp

_LOG = (
    Column("AT"),
    Column("OUTCOME", most=24),
    Column("ENTRIES", right=True),
    Column("NEW", right=True),
    Column("CHANGED", right=True),
    Column("WHAT", cut=True),
)

Name = Annotated[str, typer.Argument(help="The feed's name or URL.")]


def show_feed(
    context: typer.Context,
    name: Name,
    lines: Annotated[int, typer.Option(min=0, max=100, help="So many of the latest polls.")] = 20,
) -> None:
    """Show all that is known of a feed: health, pace, what it asks for, its hub, and its latest polls.

    \b
    Examples:
      dyadwatch feeds show "Morning Post"
    """
    from worker.query.filters import utc_now

    store, now = Context.of(context).store(), utc_now()
    source = store.source(named(store.feeds(), name).id, now)
    for label, value in known(source, now):
        print(f"{label:<14} {plain(value)}")
    print()
    show(_LOG, [_line(outcome) for outcome in store.fetches(source.feed.id, lines)])


def known(source: Source, now: datetime) -> Iterator[tuple[str, object]]:
    """Label and value; what is not known is left out."""
    feed, facts, health = source.feed, source.facts, source.health
    who = ", ".join(part for part in (feed.kind, feed.country, feed.language, f"family {feed.family}") if part)
    yield from (("name", feed.name), ("url", feed.url), ("who", f"{who}; {_origin(feed)}"))
    since = f" (since {stamp(health.since)})" if health.since else ""
    yield "health", f"{health.standing}: {health.why}{since}"
    given = f"; {facts.told} of {facts.coded} coded in 90 days gave events" if facts.coded else ""
    yield "articles", f"{feed.article_count}{given}"
    yield "last good", f"{stamp(feed.last_good_at)} ({ago(feed.last_good_at, now)})" if feed.last_good_at else "never"
    yield "last new", f"{stamp(feed.last_new_at)} ({ago(feed.last_new_at, now)})" if feed.last_new_at else "never"
    yield "silence", _silence(health.usual_silence)
    if facts.polls:
        failed = ", ".join(f"{number} {kind}" for kind, number in facts.failed.items())
        yield "failures", f"{failed or 'none'}, of the last {facts.polls} polls"
    if facts.gaps:
        yield "gaps", f"{facts.gaps}, the last at {stamp(facts.gap_at)}: entries may have come and gone unseen"
    if not feed.paused:
        yield "next poll", f"{stamp(feed.next_poll_at)} ({ahead(feed.next_poll_at, now)}): {feed.next_poll_reason}"
    yield from ((label, value) for label, value in _of_pace(feed) if value)


def _origin(feed: Feed) -> str:
    return "in feeds.yaml" if feed.origin == "config" else "added by hand"


def _silence(usual: float | None) -> str:
    from worker.feeds.words import in_words

    return f"usually less than {in_words(usual)}" if usual else "too few entries came yet to say what is usual"


def _of_pace(feed: Feed) -> Iterator[tuple[str, str | None]]:
    from worker.feeds.words import in_words

    hints = feed.hints
    yield "rhythm", f"an entry every {in_words(feed.rhythm)}" if feed.rhythm else None
    bounds = f"between {in_words(feed.least)} and {in_words(feed.most)}" if feed.least and feed.most else None
    yield "polled", bounds or f"every {in_words(feed.interval)}"
    asks = [f"at most every {in_words(hints.least_interval)}" if hints.least_interval else ""]
    asks += [f"fresh for {in_words(hints.fresh_for)}" if hints.fresh_for else ""]
    asks += [f"not in the hours {', '.join(map(str, hints.skip_hours))} UTC" if hints.skip_hours else ""]
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    asks += [f"not on {', '.join(days[day] for day in hints.skip_days)}" if hints.skip_days else ""]
    yield "asks for", "; ".join(ask for ask in asks if ask) or None
    yield "hub", hints.hub
    yield (
        "subscription",
        f"until {stamp(feed.push_until)}, last push {stamp(feed.last_push_at) or 'none'}" * bool(feed.push_until),
    )
    yield "moved", told(feed)


def _line(outcome: FetchOutcome) -> tuple[object, ...]:
    gap = "may have missed entries" if outcome.gap else ""
    broken = f"{len(outcome.broken)} broken: {outcome.broken[0]}" if outcome.broken else ""
    what = "; ".join(part for part in (gap, broken, outcome.detail) if part)
    return stamp(outcome.at), outcome.kind, outcome.entries, outcome.new, outcome.changed, what


def ago(moment: datetime | None, now: datetime) -> str:
    """``2.5 h ago``; empty where it never was."""
    from worker.feeds.words import in_words

    return f"{in_words(max(1.0, (now - moment).total_seconds()))} ago" if moment else ""


def ahead(moment: datetime | None, now: datetime) -> str:
    """``in 12 min``, or ``now``."""
    from worker.feeds.words import in_words

    seconds = (moment - now).total_seconds() if moment else 0.0
    return f"in {in_words(seconds)}" if seconds > 1 else "now"


def named(feeds: Sequence[Feed], name: str) -> Feed:
    """The feed of that name or URL. Raises NotFoundError with the names that are near it."""
    for feed in feeds:
        if name.casefold() in (feed.name.casefold(), feed.url.casefold()):
            return feed
    near = get_close_matches(name, [feed.name for feed in feeds], n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else "`dyadwatch feeds list` names them"
    raise NotFoundError(f"no feed is called {name!r}; {hint}", subject=name)
