"""``dyadwatch dyads``: which dyads are active, and how one of them has been getting on, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from worker.model import EventFilter
from worker.query import filters
from worker.query.context import Context
from worker.query.events import show_events
from worker.query.screen import Column, say, show, stamp

if TYPE_CHECKING:
    from worker.store import DyadCount, Month, Store

LATEST = 10

_COUNTS = (
    Column("EVENTS", right=True),
    Column("COOPERATION", right=True),
    Column("CONFLICT", right=True),
    Column("MEAN SCORE", right=True),
)
_DYADS = (Column("DYAD"), *_COUNTS, Column("LAST SEEN"))
_MONTHS = (Column("MONTH"), *_COUNTS)


def dyads(
    context: typer.Context,
    dyad: Annotated[str | None, typer.Argument(metavar="[A-B]", help="One dyad, such as PRK-RUS.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many dyads.")] = 50,
) -> None:
    """List the dyads by activity; for one dyad, its months and its latest events.

    Plans, conditions, denials and what was retracted do not count.

    \b
    Examples:
      dyadwatch dyads
      dyadwatch dyads PRK-RUS
    """
    where = filters.parse({"dyad": [dyad or ""]}, filters.utc_now())
    store = Context.of(context).store()
    if where.dyad:
        _one(store, where)
    else:
        _all(store, limit)


def _all(store: Store, limit: int) -> None:
    found = store.dyads(EventFilter(), limit)
    show(_DYADS, [(d.dyad, *_counts(d), stamp(d.last_seen_at)) for d in found])
    if not found:
        say("no event between two states is stored yet")


def _one(store: Store, where: EventFilter) -> None:
    months = store.months(where)
    show(_MONTHS, [(f"{m.month:%Y-%m}", *_counts(m)) for m in months])
    print()
    show_events(store, where, LATEST)


def _counts(row: DyadCount | Month) -> tuple[object, ...]:
    mean = "" if row.mean_score is None else f"{row.mean_score:+.1f}"
    return row.events, row.cooperation, row.conflict, mean
