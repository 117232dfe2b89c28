"""``dyadwatch events``: stored events as a table or a file, and the evidence of one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from worker.model import EventFilter, Mention, StoredEvent, UsageError
from worker.query.context import Context
from worker.query.options import takes_filters
from worker.query.screen import Column, plain, say, show, stamp
from worker.query.words import full_name, what, when, who_whom

if TYPE_CHECKING:
    from worker.store import Store

PAGE = 500
TABLE_LIMIT = 50


class Format(StrEnum):
    """How events are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


@takes_filters
def events(
    context: typer.Context,
    where: EventFilter,
    style: Annotated[Format, typer.Option("--format", help="table, json, jsonl or csv.")] = Format.TABLE,
    limit: Annotated[
        int | None, typer.Option(min=1, help=f"At most so many; a table shows {TABLE_LIMIT} unless told.")
    ] = None,
    explain: Annotated[
        int | None, typer.Option(metavar="ID", min=1, max=2**63 - 1, help="Show the evidence of one event.")
    ] = None,
) -> None:
    """Show stored events, newest first.

    \b
    Examples:
      dyadwatch events --since 7d
      dyadwatch events --dyad PRK-RUS --type AGREE,CONSULT --min-families 2
      dyadwatch events --dyad 'PRK>RUS' --from 2026-01 --format csv > events.csv
      dyadwatch events --max-score -5 --format jsonl | jq .evidence.sentence
      dyadwatch events --explain 12
    """
    store = Context.of(context).store()
    if explain is not None:
        _explain(store.event(explain), style)
    elif style is Format.TABLE:
        show_events(store, where, limit or TABLE_LIMIT)
    else:
        from worker.query.export import WRITERS

        WRITERS[style](walk(store, where, limit), sys.stdout)


def walk(store: Store, where: EventFilter, limit: int | None = None) -> Iterator[StoredEvent]:
    """Every event of the filter, page by page, so that none of them need all be held."""
    return islice(_walk(store, where, min(limit or PAGE, PAGE)), limit)


def _walk(store: Store, where: EventFilter, size: int) -> Iterator[StoredEvent]:
    after = None
    while True:
        page = store.events(where, limit=size, after=after)
        yield from page.events
        after = page.next
        if after is None:
            return


def show_events(store: Store, where: EventFilter, limit: int) -> None:
    page = store.events(where, limit=min(limit, PAGE))
    found = list(walk(store, where, limit)) if limit > PAGE else page.events
    show(_COLUMNS, [_row(event) for event in found])
    if not found:
        say("no event matches")
    elif len(found) == limit and (limit > PAGE or page.next is not None):
        say(f"the newest {limit} are shown; ask for more with --limit, or for all with --format jsonl")


_COLUMNS = (
    Column("ID", right=True),
    Column("DATE"),
    Column("WHO > WHOM", most=19),
    Column("WHAT", most=24),
    Column("STATUS", most=12),
    Column("OUTLETS", right=True),
    Column("EVIDENCE", cut=True),
)


def _row(event: StoredEvent) -> tuple[object, ...]:
    coded = event.coded
    return (
        event.id,
        when(coded),
        who_whom(coded),
        what(coded),
        event.status,
        len(event.outlets),
        coded.evidence.sentence,
    )


def _explain(event: StoredEvent, style: Format) -> None:
    if style in (Format.JSON, Format.JSONL):
        from worker.query.export import write_jsonl

        write_jsonl([event], sys.stdout)
    elif style is Format.TABLE:
        print("\n".join(explanation(event)))
    else:
        raise UsageError("--explain writes a table or json", subject="--format")


def explanation(event: StoredEvent) -> Iterator[str]:
    """The event with its evidence, a line at a time."""
    coded = event.coded
    yield f"event {event.id}: {who_whom(coded)}  {what(coded)}  ({event.status})"
    for title, value in _facts(event):
        if value:
            yield f"  {title:<12}{plain(value)}"
    yield f"  told by {len(event.outlets)} outlets of {len(event.families)} families:"
    for mention in event.mentions:
        yield from _told(mention)


def _told(mention: Mention) -> Iterator[str]:
    evidence = mention.evidence
    yield ""
    yield f"  {plain(mention.outlet)}, {stamp(mention.published_at) or 'no date'}: {plain(mention.title)}"
    yield f"    “{plain(evidence.sentence)}”"
    yield f"    by the words “{plain(evidence.trigger)}”, rule {evidence.rule}, coder {mention.coder_version}"
    yield f"    {plain(mention.url)}"


def _facts(event: StoredEvent) -> tuple[tuple[str, str], ...]:
    coded = event.coded
    place = coded.place
    return (
        ("actor", "; ".join(full_name(actor) for actor in coded.actors)),
        ("recipient", "; ".join(full_name(actor) for actor in coded.recipients)),
        ("dyads", ", ".join(coded.dyads)),
        ("happened", when(coded)),
        ("published", stamp(event.published_at)),
        ("first seen", stamp(event.first_seen_at)),
        ("place", ", ".join(part for part in (place.name, place.country) if part) if place else ""),
        ("contexts", ", ".join(coded.contexts)),
        ("score", f"{coded.score:g} ({coded.quad_class}, CAMEO {coded.cameo}), confidence {coded.confidence:.2f}"),
    )
