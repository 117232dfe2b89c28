"""``dyadwatch deliveries``: the ledger of what was sent, to whom, when, with what outcome; and sending again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from worker.model import DeliveryState, NotFoundError, UsageError
from worker.query.context import Context
from worker.query.screen import Column, say, show, stamp

if TYPE_CHECKING:
    from worker.store import LedgerLine, Store

app = typer.Typer(help="What was sent, and what became of it.", no_args_is_help=True, rich_markup_mode=None)

MOST = 100_000  # dead deliveries that one --dead sets back

_COLUMNS = (
    Column("ID", most=36),
    Column("STATE"),
    Column("EVENT", right=True),
    Column("LAST TRY"),
    Column("CHANNEL, RULE: OUTCOME", cut=True),
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
    found = _found(Context.of(context).store(), state, rule, limit)
    if style is Format.JSONL:
        for line in found:
            print(json.dumps(asdict(line.delivery) | {"events": line.event_ids, "log": line.attempts}, default=_said))
    else:
        show(_COLUMNS, [_row(line) for line in found])
    if not found:
        say("no delivery is like that")


def _found(store: Store, state: DeliveryState | None, rule: str | None, limit: int) -> Sequence[LedgerLine]:
    states = [state] if state else []
    if rule is None:
        return store.deliveries(*states, limit=limit)
    lines = (line for line in store.deliveries(*states, limit=MOST) if line.delivery.rule.casefold() == rule.casefold())
    return list(islice(lines, limit))


def _row(line: LedgerLine) -> tuple[object, ...]:
    delivery = line.delivery
    outcome = delivery.outcome or f"not tried yet; {delivery.reason}"
    told = f"{delivery.channel}, {delivery.rule}: {outcome}"
    return delivery.id, delivery.state, _matter(line), stamp(delivery.attempted_at), told


def _matter(line: LedgerLine) -> str:
    """The event; how many there are where it is not one; or the feed."""
    if line.delivery.event_id is not None:
        return str(line.delivery.event_id)
    if line.event_ids:
        return f"{len(line.event_ids)} events"
    return "all feeds" if line.delivery.feed_id is None else f"feed {line.delivery.feed_id}"


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
    asked = [line.delivery.id for line in store.deliveries(DeliveryState.DEAD, limit=MOST)] if dead else ids or []
    missing = [one for one in dict.fromkeys(asked) if not _set_back(store, one)]
    say(f"{len(set(asked)) - len(missing)} set back to pending; the next tick sends them")
    if missing:
        named = ", ".join(str(one) for one in missing)
        raise NotFoundError(f"no delivery is called {named}; `dyadwatch deliveries list` names them", subject=named)


def _set_back(store: Store, delivery_id: UUID) -> bool:
    from worker.query.filters import utc_now

    try:
        store.replay(delivery_id, utc_now())
    except NotFoundError:
        return False
    return True
