"""`dyadwatch code --compare`: where the two coders agree on a document, and where one says what the other does not.

Two coders say the same where actor, recipient and type are the same; a reciprocal event is said both ways. In a
terminal it is a table; in a pipe one JSON object a document: {"id", "both": [...], "first": [...], "second": [...]},
each with "actor", "recipient", "event_type" and the "evidence" of the coder that said it (of `both`, the first's).
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations, product
from pathlib import Path
from typing import Any, TextIO

from worker.coders import first_coder, second_coder
from worker.config import CoderConfig, load_coder_config
from worker.logs import setup_logging
from worker.model import Actor, CodedEvent, Coder, CoderError, Document, UsageError
from worker.model.events import is_state
from worker.query.code import for_each_document
from worker.query.context import Context
from worker.query.screen import Column, say, show

NO_MODEL = (
    "--compare needs a second coder: set DYADWATCH_LLM_URL and DYADWATCH_LLM_MODEL, and DYADWATCH_LLM_KEY where the "
    "endpoint asks for one (http://127.0.0.1:11434/v1 is a local Ollama)"
)
_COLUMNS = (
    Column("DOCUMENT", most=24), Column("SAID BY"), Column("WHO TO WHOM"), Column("TYPE"), Column("EVIDENCE", cut=True),
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Claim:
    """Who did what kind of thing to whom; states by their code, an organisation with what it is."""

    actor: str
    recipient: str
    event_type: str

    @property
    def turned(self) -> "Claim":
        return Claim(self.recipient, self.actor, self.event_type)


Claims = Mapping[Claim, str]  # with the sentence that says so


@dataclass(frozen=True, slots=True)
class Comparison:
    """What both coders said of a document, and what only one of them did."""

    both: Claims
    first: Claims
    second: Claims

    def groups(self) -> Iterator[tuple[str, Claims]]:
        yield from (("both", self.both), ("first", self.first), ("second", self.second))


def compare(first: Iterable[CodedEvent], second: Iterable[CodedEvent]) -> Comparison:
    """Where two codings of one document differ. Pure."""
    one, other = _claims(first), _claims(second)
    return Comparison(
        both={claim: said for claim, said in one.items() if claim in other},
        first={claim: said for claim, said in one.items() if claim not in other},
        second={claim: said for claim, said in other.items() if claim not in one},
    )


def _claims(events: Iterable[CodedEvent]) -> Claims:
    found: dict[Claim, str] = {}
    for event in events:
        for actor, recipient in _pairs(event):
            found.setdefault(Claim(actor, recipient, event.event_type), event.evidence.sentence)
    return found


def _pairs(event: CodedEvent) -> Iterable[tuple[str, str]]:
    do, suffer = ([_party(one) for one in side] for side in (event.actors, event.recipients))
    if event.reciprocal or not suffer:
        return permutations(dict.fromkeys(do + suffer), 2)
    return product(do, suffer)


def _party(actor: Actor) -> str:
    return actor.code if is_state(actor.code) else actor.code + (actor.sector or "")


def run_compare(asked: Context, files: Sequence[Path | str], *, jsonl: bool, published: date | None) -> int:
    """Code each document twice and tell the difference on stdout. Gives the exit code: 1 where a file cannot be read,
    or the model does not answer for a document. Raises UsageError where no model is configured."""
    setup_logging("WARNING")
    config = load_coder_config(asked.config_directory, asked.environ())
    first, second = _both_coders(config)
    telling = _Table() if sys.stdout.isatty() else _Lines(sys.stdout)
    silent = 0

    def see(identity: Any, document: Document) -> None:
        nonlocal silent
        try:
            said = second.code(document)
        except CoderError as error:
            say(f"{identity}: the model gave no answer ({error})")
            silent = 1
        else:
            telling.tell(identity, compare(first.code(document), said))

    failed = for_each_document(see, files, jsonl=jsonl, published=published)
    telling.close()
    return failed or silent


def _both_coders(config: CoderConfig) -> tuple[Coder, Coder]:
    second = second_coder(config)
    if second is None:
        raise UsageError(NO_MODEL)
    return first_coder(config), second


class _Lines:
    """For a program: one JSON object a document, as soon as it is known."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def tell(self, identity: Any, found: Comparison) -> None:
        groups = {name: [_row(claim, said) for claim, said in claims.items()] for name, claims in found.groups()}
        print(json.dumps({"id": identity, **groups}, ensure_ascii=False), file=self._out, flush=True)

    def close(self) -> None:
        pass


def _row(claim: Claim, said: str) -> dict[str, str]:
    return {
        "actor": claim.actor, "recipient": claim.recipient, "event_type": claim.event_type, "evidence": said,
    }  # fmt: skip


class _Table:
    """For a person: one table of all documents, and how many claims each coder made."""

    def __init__(self) -> None:
        self._rows: list[tuple[object, ...]] = []
        self._counts: Counter[str] = Counter()

    def tell(self, identity: Any, found: Comparison) -> None:
        for name, claims in found.groups():
            who = "both" if name == "both" else f"only {name}"
            self._rows += [(identity, who, *row) for row in _table_rows(claims)]
            self._counts[name] += len(claims)

    def close(self) -> None:
        if self._rows:
            show(_COLUMNS, self._rows)
        counts = self._counts
        say(
            f"{counts['both']} said by both, {counts['first']} only by the first, {counts['second']} only by the second"
        )


def _table_rows(claims: Claims) -> Iterator[tuple[str, str, str]]:
    """What is said both ways takes one line."""
    for claim, said in claims.items():
        both_ways = claim.turned in claims
        if not both_ways or claim < claim.turned:
            yield f"{claim.actor} {'-' if both_ways else '>'} {claim.recipient}", claim.event_type, said
