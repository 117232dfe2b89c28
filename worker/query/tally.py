"""What a recoding came to, counted as it goes and told at its end. Holds counts and the few differences to be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from worker.events.differences import Change, Difference
from worker.model import Actor, Article, CodedEvent
from worker.pipeline.recode import Recoded
from worker.query.screen import Column, fit, plain, say, show, stamp
from worker.query.words import full_name, what, when, who_whom

COMPLAINTS = 10  # coder's failures told one by one
DYADS = 20  # rows of the table of dyads

Rows = dict[str, Counter[str]]
_COUNTED = ("before", "after", "added", "removed", "changed")


@dataclass
class Tally:
    """Counts of articles and of events as articles tell them; ``shown`` is how many differences are kept to be shown.

    ``types`` and ``dyads`` count by event type and by dyad: how many tellings before and after, and what made the
    difference.
    """

    dry_run: bool
    shown: int = 0
    articles: int = 0
    passed_over: int = 0
    failed: int = 0
    alerts: int = 0
    changes: Counter[Change] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    types: Rows = field(default_factory=dict)
    dyads: Rows = field(default_factory=dict)
    kept: list[tuple[Article, Difference]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def add(self, one: Recoded) -> None:
        if one.passed_over or one.failed:
            self._add_uncoded(one)
            return
        self.articles += 1
        self.alerts += one.alerts
        for found in one.differences:
            self.changes[found.change] += 1
            self.fields.update(found.fields)
            _count(self.types, found, lambda coded: (coded.event_type,))
            _count(self.dyads, found, lambda coded: coded.dyads)
        bare = replace(one.article, text="", html="")  # what is kept to be shown needs no megabytes
        told = self.kept + [(bare, found) for found in one.changed]
        self.kept = sorted(told, key=lambda pair: _weight(pair[1]))[: self.shown]

    def _add_uncoded(self, one: Recoded) -> None:
        self.passed_over += one.passed_over
        self.failed += one.failed is not None
        if one.failed and len(self.reasons) < COMPLAINTS:
            self.reasons.append(f"article {one.article.id} ({plain(one.article.url)}) is left as it was: {one.failed}")

    def complaints(self) -> Iterator[str]:
        """What the coder stumbled over, a line each."""
        yield from self.reasons
        if self.failed > len(self.reasons):
            yield f"and {self.failed - len(self.reasons)} more"

    def to_json(self) -> dict[str, Any]:
        return {
            "dry_run": self.dry_run,
            "articles": self.articles,
            "passed_over": self.passed_over,
            "failed": self.failed,
            "alerts": self.alerts,
            **{str(change): self.changes[change] for change in Change},
            "fields": dict(self.fields.most_common()),
            "types": {name: _row(counts) for name, counts in _busiest(self.types)},
            "dyads": {name: _row(counts) for name, counts in _busiest(self.dyads)},
        }

    def in_words(self) -> str:
        """One line: ``12 articles coded again; events: 1 added, 2 removed, 3 changed, 20 same``."""
        events = ", ".join(f"{self.changes[change]:,} {change}" for change in Change)
        left = (self.passed_over, "edited meanwhile and left to the workers"), (self.failed, "failed")
        more = "".join(f", {count:,} {said}" for count, said in left if count)
        rung = f"; alerts rung: {self.alerts:,}" if self.alerts else ""
        nothing = "; dry run, nothing is changed" if self.dry_run else ""
        return f"{self.articles:,} articles coded again{more}; events: {events}{rung}{nothing}"

    def show(self) -> None:
        """The differences, the tables, and last, where a terminal ends, the sum."""
        for article, found in self.kept:
            print("\n".join(fit(line) for line in _told(article, found)), end="\n\n")
        for title, rows in (("TYPE", self.types), ("DYAD", self.dyads)):
            busiest = _busiest(rows)[:DYADS]
            if busiest:
                columns = [Column(title), *(Column(name.upper(), right=True) for name in _COUNTED)]
                show(columns, [(name, *_row(counts).values()) for name, counts in busiest])
                print()
        if self.fields:
            print("changed: " + ", ".join(f"{name} {count:,}" for name, count in self.fields.most_common()))
        print(self.in_words())
        different = self.changes.total() - self.changes[Change.SAME]
        if different > len(self.kept):
            say(f"{len(self.kept)} of {different:,} differences are shown, the gravest first; --format jsonl has all")


def _count(rows: Rows, found: Difference, keys: Callable[[CodedEvent], Iterable[str]]) -> None:
    before = set(keys(found.before)) if found.before else set()
    after = set(keys(found.after)) if found.after else set()
    for key in before | after:
        row = rows.setdefault(key, Counter())
        row["before"] += key in before
        row["after"] += key in after
        row[found.change] += 1


def _busiest(rows: Rows) -> list[tuple[str, Counter[str]]]:
    """Where anything is another, the most first."""
    moved = {name: counts["added"] + counts["removed"] + counts["changed"] for name, counts in rows.items()}
    return [(name, rows[name]) for name in sorted(rows, key=lambda name: (-moved[name], name)) if moved[name]]


def _weight(found: Difference) -> int:
    """What a person looks at first: who did what to whom, then how, when and where, then how sure we are and why."""
    if not found.fields or not _WHO_WHAT.isdisjoint(found.fields):
        return 0
    return 1 if not _HOW_WHEN_WHERE.isdisjoint(found.fields) else 2


_WHO_WHAT = frozenset({"event_type", "actors", "recipients"})
_HOW_WHEN_WHERE = frozenset({"mode", "reciprocal", "auxiliary", "event_date", "place"})


def _row(counts: Counter[str]) -> dict[str, int]:
    return {name: counts[name] for name in _COUNTED}


def _told(article: Article, found: Difference) -> Iterator[str]:
    """A difference, a line at a time: the event, who says so, the words, and what was and is."""
    coded = found.before or found.after
    assert coded, "a difference is one of something"
    number = f" event {found.event_id}" if found.event_id else ""
    yield plain(f"{found.change.upper()}{number}: {who_whom(coded)}  {what(coded)}  {when(coded)}")
    yield f"  {plain(article.outlet)}, {stamp(article.told_at)}: {plain(article.title)}"
    for name in dict.fromkeys(("sentence", *found.fields, "rule")):
        first, *then = dict.fromkeys(_said(name, side) for side in (found.before, found.after) if side)
        if name == "sentence":  # too long for two of them on a line
            yield f"  {name:<12}{first}"
            yield from (f"{'-> ':>14}{other}" for other in then)
        else:
            yield f"  {name:<12}{' -> '.join((first, *then))}"


def _said(name: str, coded: CodedEvent) -> str:
    return plain(_SAID[name](coded)) or "none"


def _everybody(actors: Iterable[Actor]) -> str:
    return "; ".join(full_name(actor) for actor in actors)


_SAID: Mapping[str, Callable[[CodedEvent], object]] = {
    "event_type": lambda e: e.event_type,
    "mode": lambda e: e.mode,
    "actors": lambda e: _everybody(e.actors),
    "recipients": lambda e: _everybody(e.recipients),
    "reciprocal": lambda e: "yes" if e.reciprocal else "no",
    "auxiliary": lambda e: ", ".join(e.auxiliary),
    "contexts": lambda e: ", ".join(e.contexts),
    "event_date": when,
    "place": lambda e: ", ".join(part for part in (e.place.name, e.place.country) if part) if e.place else "",
    "cameo": lambda e: e.cameo,
    "score": lambda e: f"{e.score:g}",
    "reported_by": lambda e: e.reported_by,
    "confidence": lambda e: f"{e.confidence:.2f}",
    "sentence": lambda e: f"“{e.evidence.sentence}”",
    "rule": lambda e: e.evidence.rule,
}
