"""``dyadwatch deliveries``: the ledger of what was sent, to whom, when, with what outcome; and sending again."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import typer

from worker.model import Delivery, DeliveryState, NotFoundError, UsageError
from worker.query.context import Context
from worker.query.screen import Column, say, show, stamp

app = typer.Typer(help="What was sent, and what became of it.", no_args_is_help=True, rich_markup_mode=None)

MOST = 100_000  # dead deliveries that one --dead sets back

_COLUMNS = (
    Column("ID", most=36),
    Column("STATE"),
    Column("EVENT", right=True),
    Column("LAST TRY"),
    Column("RULE -> CHANNEL", cut=True),
    Column("OUTCOME", cut=True),
)


class Format(StrEnum):
    """A table for people; JSON lines, with everything, for programs."""

    TABLE = "table"
    JSONL = "jsonl"


@app.command("list")
def list_deliveries(
    context: typer.Context,
    state: Annotated[DeliveryState | None, typer.Option(help="Only those in this state.")] = None,
    rule: Annotated[str | None, typer.Option(help="Only those of this rule.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="At most so many, the newest first.")] = 50,
    style: Annotated[Format, typer.Option("--format", help="How to print them.")] = Format.TABLE,
) -> None:
    """List deliveries, the newest first.

    \b
    Examples:
      dyadwatch deliveries list
      dyadwatch deliveries list --state dead
      dyadwatch deliveries list --rule "North Korea and Russia" --format jsonl
    """
    found = Context.of(context).store().deliveries(state=state, rule=rule, limit=limit)
    if style is Format.JSONL:
        for delivery in found:
            print(json.dumps(asdict(delivery), default=_said))
    else:
        show(_COLUMNS, [_row(delivery) for delivery in found])
    if not found:
        say("no delivery is like that")


def _row(delivery: Delivery) -> tuple[object, ...]:
    told = f"{delivery.rule} -> {delivery.channel}"
    outcome = delivery.outcome or f"not tried yet: {delivery.reason}"
    return delivery.id, delivery.state, delivery.event_id, stamp(delivery.attempted_at), told, outcome


def _said(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


@app.command()
def replay(
    context: typer.Context,
    ids: Annotated[list[UUID] | None, typer.Argument(metavar="[ID]...", help="Deliveries, by their ids.")] = None,
    dead: Annotated[bool, typer.Option("--dead", help="All that are dead.")] = False,
) -> None:
    """Set deliveries back to pending; the next tick sends them again, with the same ids.

    \b
    Examples:
      dyadwatch deliveries replay 6f1c2a54-0000-4000-8000-000000000000
      dyadwatch deliveries replay --dead
    """
    if bool(ids) == dead:
        raise UsageError("name deliveries by their ids, or say --dead for all that are dead")
    store = Context.of(context).store()
    asked = [d.id for d in store.deliveries(state=DeliveryState.DEAD, limit=MOST)] if dead else list(ids or [])
    count = store.replay(asked)
    if ids and not count:
        raise NotFoundError("none of these is a delivery that was sent or died; `dyadwatch deliveries list` names them")
    say(f"{count} of {len(asked)} set back to pending; the next tick sends them")
