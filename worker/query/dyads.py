"""``dyadwatch dyads``: which dyads are active, and how one of them has been getting on, month by month."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from worker.model import EventFilter
from worker.query import filters
from worker.query.context import Context
from worker.query.events import show_events
from worker.query.screen import Column, say, show, stamp

_DYADS = (
    Column("DYAD"),
    Column("EVENTS", right=True),
    Column("COOPERATION", right=True),
    Column("CONFLICT", right=True),
    Column("MEAN SCORE", right=True),
    Column("LAST SEEN"),
)
_MONTHS = (
    Column("MONTH"),
    Column("EVENTS", right=True),
    Column("COOPERATION", right=True),
    Column("CONFLICT", right=True),
    Column("MEAN SCORE", right=True),
)
LATEST = 10


def dyads(
    context: typer.Context,
    dyad: Annotated[str | None, typer.Argument(metavar="A-B", help="One dyad, such as PRK-RUS.")] = None,
) -> None:
    """List the dyads by activity; for one dyad, its months and its latest events.

    \b
    Examples:
      dyadwatch dyads
      dyadwatch dyads PRK-RUS
    """
    store = Context.of(context).store()
    if dyad is None:
        show(_DYADS, [_active(row) for row in store.dyads()])
