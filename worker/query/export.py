"""Events as JSON, JSON lines and CSV, written as they come, so that a million events need no memory."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TextIO

from worker.model import Actor, StoredEvent

Cell = str | float | int | None

# A spreadsheet runs a cell that begins so as a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_jsonl(events: Iterable[StoredEvent], out: TextIO) -> None:
    for event in events:
        out.write(json.dumps(event.to_json(), ensure_ascii=False) + "\n")


def write_json(events: Iterable[StoredEvent], out: TextIO) -> None:
    """One JSON array, an event a line."""
    before = "[\n"
    for event in events:
        out.write(before + json.dumps(event.to_json(), ensure_ascii=False))
        before = ",\n"
    out.write("[]\n" if before == "[\n" else "\n]\n")


def write_csv(events: Iterable[StoredEvent], out: TextIO) -> None:
    """A row an event; lists are joined with a semicolon. The header is fixed: new columns are added at its end."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for event in events:
        writer.writerow([_harmless(column(event)) for column in COLUMNS.values()])


WRITERS: Mapping[str, Callable[[Iterable[StoredEvent], TextIO], None]] = {
    "json": write_json,
    "jsonl": write_jsonl,
    "csv": write_csv,
}


def _harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would run gets a leading apostrophe; a number stays a number."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _joined(values: Iterable[object]) -> str:
    return ";".join(str(value) for value in values if value is not None)


def _of(which: str, attribute: str) -> Callable[[StoredEvent], Cell]:
    """One attribute of all actors, or of all recipients; an unknown one leaves its place empty."""

    def column(event: StoredEvent) -> Cell:
        actors: tuple[Actor, ...] = getattr(event.coded, which)
        return ";".join(getattr(actor, attribute) or "" for actor in actors).strip(";")

    return column


def _place(attribute: str) -> Callable[[StoredEvent], Cell]:
    return lambda event: getattr(event.coded.place, attribute) if event.coded.place else None


COLUMNS: Mapping[str, Callable[[StoredEvent], Cell]] = {
    "id": lambda e: e.id,
    "event_date": lambda e: _day(e.coded.event_date),
    "date_precision": lambda e: e.coded.date_precision,
    "event_type": lambda e: e.coded.event_type,
    "mode": lambda e: e.coded.mode,
    "cameo": lambda e: e.coded.cameo,
    "quad_class": lambda e: e.coded.quad_class,
    "score": lambda e: e.coded.score,
    "actors": _of("actors", "code"),
    "actor_sectors": _of("actors", "sector"),
    "actor_names": _of("actors", "name"),
    "recipients": _of("recipients", "code"),
    "recipient_sectors": _of("recipients", "sector"),
    "recipient_names": _of("recipients", "name"),
    "dyads": lambda e: _joined(e.coded.dyads),
    "reciprocal": lambda e: "true" if e.coded.reciprocal else "false",
    "auxiliary": lambda e: _joined(e.coded.auxiliary),
    "contexts": lambda e: _joined(e.coded.contexts),
    "place": _place("name"),
    "country": _place("country"),
    "lat": _place("lat"),
    "lon": _place("lon"),
    "reported_by": lambda e: e.coded.reported_by,
    "confidence": lambda e: round(e.coded.confidence, 3),
    "status": lambda e: e.status,
    "outlets": lambda e: _joined(e.outlets),
    "families": lambda e: _joined(e.families),
    "mentions": lambda e: len(e.mentions),
    "published_at": lambda e: _day(e.published_at),
    "first_seen_at": lambda e: _day(e.first_seen_at),
    "updated_at": lambda e: _day(e.updated_at),
    "trigger": lambda e: e.coded.evidence.trigger,
    "rule": lambda e: e.coded.evidence.rule,
    "sentence": lambda e: e.coded.evidence.sentence,
}
