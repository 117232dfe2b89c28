"""Scores coded events against the labels of ``labels.py``. By hand, from the root, in a terminal of 80 columns:

    PYTHONPATH=. python -m tests.gold.score [--errors N]

The rules, in words:

1. A **pair** is (actor, recipient) by code. Several actors or recipients make every pair; an event that is reciprocal
   or without recipient makes the pairs of its actors, both ways. An actor alone is paired with nobody. Organisations
   and armed groups are paired like states: ``IGO``, and the home state of the group.
2. A label **covers** its own pairs; where it is between the actors, or of the type CONSULT, both ways.
3. A label **fits** an event of one of its types that shares a pair with it. PLOVER codes a planned cooperative act as
   AGREE, so a label of such a type that says ``future`` is of the type AGREE as well.
4. An event is **right** where each of its pairs is covered by a label that fits it, arguable labels included. One wrong
   recipient among three right ones makes it wrong. **Precision** is the share of events that are right.
5. What is to be found is each pair of each label that is not arguable. An event finds at most one of them for each pair
   of its own: one meeting does not find both a visit and a phone call. Where it could find several, it finds so that
   most are found in all. **Recall** is the share that is found. Modes and dates play no part in rules 3 to 5.
6. The **main event** is found where any event fits the first label.
7. A **date** is judged for each right event, unless a label that fits it says ``?``. It is right where it is that of a
   label that fits, as precise as the label is: a month does for a month, and is wrong for a day; no date is wrong. A
   plan may carry the day on which it was agreed instead: that of publication, the day before it, or that of any label
   of the article on the same pair.
8. A **mode** is judged for each right event that a label with a mode for its type fits.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import permutations, product

from worker.demo.library import ExpectedEvent
from worker.model import AuxiliaryMode, CodedEvent, DatePrecision, Document

NOBODY = ""
PLANNABLE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})  # planned, it is AGREE
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; the value is 0 where there was nothing to count."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else 0.0

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.hits}/{self.of})"


@dataclass(frozen=True, slots=True)
class Scored:
    """One article judged. A date or mode of None in ``dates`` and ``modes`` is one that no label speaks of."""

    events: tuple[CodedEvent, ...]
    right: tuple[bool, ...]
    dates: tuple[bool | None, ...]
    modes: tuple[bool | None, ...]
    wanted: tuple[tuple[ExpectedEvent, Pair], ...]
    found: tuple[bool, ...]
    main: bool


# ---- rules 1 to 4: what fits ----------------------------------------------------------------------------------------


def pairs_of(event: CodedEvent) -> frozenset[Pair]:
    """Rule 1 for an event."""
    actors, recipients = [a.code for a in event.actors], [r.code for r in event.recipients]
    pairs = set(product(actors, recipients))
    if event.reciprocal or not recipients:
        pairs |= {(a, b) for a, b in permutations(actors + recipients, 2) if a != b}
    return frozenset(pairs) or frozenset((actor, NOBODY) for actor in actors)


def wanted_of(label: ExpectedEvent) -> tuple[Pair, ...]:
    """Rule 1 for a label: one way only, so that what is between two is to be found once."""
    if label.recipients:
        return tuple(product(label.actors, label.recipients))
    ways = permutations(sorted(label.actors), 2)
    return tuple((a, b) for a, b in ways if a < b) or tuple((actor, NOBODY) for actor in label.actors)


def covers(label: ExpectedEvent, event_type: str, pair: Pair) -> bool:
    """Rule 2, and the type."""
    kinds = {kind for kind, _ in label.types}
    planned = event_type == "AGREE" and AuxiliaryMode.FUTURE in label.auxiliary and not PLANNABLE.isdisjoint(kinds)
    if event_type not in kinds and not planned:
        return False
    either_way = not label.recipients or event_type == "CONSULT" or (planned and "CONSULT" in kinds)
    return pair in wanted_of(label) or (either_way and pair[::-1] in wanted_of(label))


def fits(label: ExpectedEvent, event: CodedEvent) -> bool:
    """Rule 3."""
    return any(covers(label, event.event_type, pair) for pair in pairs_of(event))


def is_right(labels: Iterable[ExpectedEvent], event: CodedEvent) -> bool:
    """Rule 4."""
    labels, pairs = tuple(labels), pairs_of(event)
    return bool(pairs) and all(any(covers(label, event.event_type, pair) for label in labels) for pair in pairs)


# ---- rule 5: what is found ------------------------------------------------------------------------------------------


def found_of(wanted: Sequence[tuple[ExpectedEvent, Pair]], events: Iterable[CodedEvent]) -> tuple[bool, ...]:
    """Whether each wanted pair is found: a largest matching (Kuhn's) of wanted pairs with pairs of events."""
    offers = [(event.event_type, pair) for event in events for pair in _one_way(event)]
    options = [[n for n, offer in enumerate(offers) if _answers(label, pair, offer)] for label, pair in wanted]
    taken: dict[int, int] = {}

    def place(want: int, tried: set[int]) -> bool:
        for offer in options[want]:
            if offer not in tried:
                tried.add(offer)
                if offer not in taken or place(taken[offer], tried):
                    taken[offer] = want
                    return True
        return False

    for want in range(len(wanted)):
        place(want, set())
    return tuple(want in taken.values() for want in range(len(wanted)))


def _one_way(event: CodedEvent) -> list[Pair]:
    """Meetings and the like are told both ways and are one; other reciprocal acts are one each way."""
    pairs = sorted(pairs_of(event))
    return [p for p in pairs if event.event_type != "CONSULT" or p[0] <= p[1] or p[::-1] not in pairs]


def _answers(label: ExpectedEvent, pair: Pair, offer: tuple[str, Pair]) -> bool:
    event_type, offered = offer
    return covers(label, event_type, offered) and offered in (pair, pair[::-1])


# ---- rules 7 and 8: dates and modes ---------------------------------------------------------------------------------


def date_is_right(labels: Sequence[ExpectedEvent], published: date, event: CodedEvent) -> bool | None:
    """Rule 7 for a right event; None where the labels say nothing of its date."""
    fitting = [label for label in labels if fits(label, event)]
    if not fitting or any(label.event_date is None for label in fitting):
        return None
    if any(_same_date(label, event) for label in fitting):
        return True
    if not any(AuxiliaryMode.FUTURE in label.auxiliary for label in fitting):
        return False
    agreed = [label for label in labels if _shares_pair(label, event)]
    near = {published, published - timedelta(days=1)}
    return event.event_date in near or any(_same_date(label, event) for label in agreed)


def _same_date(label: ExpectedEvent, event: CodedEvent) -> bool:
    if label.event_date is None or event.event_date is None:
        return False
    parts = {DatePrecision.YEAR: 1, DatePrecision.MONTH: 2, DatePrecision.DAY: 3}
    want = parts[label.date_precision or DatePrecision.DAY]
    have = parts[event.date_precision or DatePrecision.DAY]
    return have >= want and label.event_date.timetuple()[:want] == event.event_date.timetuple()[:want]


def _shares_pair(label: ExpectedEvent, event: CodedEvent) -> bool:
    pairs = pairs_of(event)
    return any(pair in pairs or pair[::-1] in pairs for pair in wanted_of(label))


def mode_is_right(labels: Iterable[ExpectedEvent], event: CodedEvent) -> bool | None:
    """Rule 8 for a right event; None where the labels leave the mode open."""
    modes = [mode for label in labels if fits(label, event) for kind, mode in label.types if kind == event.event_type]
    return None if None in modes or not modes else event.mode in modes


# ---- an article, and all of them ------------------------------------------------------------------------------------


def score(labels: Sequence[ExpectedEvent], published: date, events: Sequence[CodedEvent]) -> Scored:
    """One article's events judged against its labels, the first of which is the main event."""
    right = tuple(is_right(labels, event) for event in events)
    wanted = tuple((label, pair) for label in labels if not label.optional for pair in wanted_of(label))
    judged = tuple(zip(events, right, strict=True))
    return Scored(
        events=tuple(events),
        right=right,
        dates=tuple(date_is_right(labels, published, event) if ok else None for event, ok in judged),
        modes=tuple(mode_is_right(labels, event) if ok else None for event, ok in judged),
        wanted=wanted,
        found=found_of(wanted, events),
        main=bool(labels) and any(fits(labels[0], event) for event in events),
    )


def figures(scored: Sequence[Scored]) -> dict[str, Share]:
    """``precision``, ``recall``, ``main``, ``date`` and ``mode`` over all articles."""
    return {
        "precision": _share(ok for one in scored for ok in one.right),
        "recall": _share(ok for one in scored for ok in one.found),
        "main": _share(one.main for one in scored),
        "date": _share(ok for one in scored for ok in one.dates),
        "mode": _share(ok for one in scored for ok in one.modes),
    }


def per_type(scored: Sequence[Scored]) -> dict[str, tuple[Share, Share]]:
    """Precision by the type that was coded, and recall by the first type of the label."""
    said = [(e.event_type, ok) for one in scored for e, ok in zip(one.events, one.right, strict=True)]
    asked = [(w[0].types[0][0], ok) for one in scored for w, ok in zip(one.wanted, one.found, strict=True)]
    hits, n = (Counter(k for k, ok in said if ok), Counter(k for k, _ in said))
    found, m = (Counter(k for k, ok in asked if ok), Counter(k for k, _ in asked))
    return {k: (Share(hits[k], n[k]), Share(found[k], m[k])) for k in sorted(n.keys() | m.keys())}


def _share(judged: Iterable[bool | None]) -> Share:
    spoken_of = [ok for ok in judged if ok is not None]
    return Share(sum(spoken_of), len(spoken_of))


# ---- by hand --------------------------------------------------------------------------------------------------------


def table(scored: Sequence[Scored]) -> str:
    """The figures and those of each type, under 80 columns wide."""
    lines = [f"{name:<10}{share}" for name, share in figures(scored).items()]
    lines += ["", f"{'type':<10}  {'precision':<16}  recall"]
    lines += [f"{kind:<10}  {precision!s:<16}  {recall}" for kind, (precision, recall) in per_type(scored).items()]
    return "\n".join(lines)


def errors(name: str, one: Scored) -> list[str]:
    """A line for each event that is wrong, wrongly dated, or missed."""
    lines = [] if one.main else [f"{name}: the main event is missed"]
    for event, ok, dated in zip(one.events, one.right, one.dates, strict=True):
        if not ok or dated is False:
            what = "wrong" if not ok else "wrong date"
            who = " ".join(f"{a}>{b}" for a, b in sorted(pairs_of(event)))
            lines.append(f"{name}: {what}: {who} {event.event_type} {event.event_date} ({event.evidence.trigger})")
    for (label, pair), ok in zip(one.wanted, one.found, strict=True):
        if not ok:
            types = "|".join(kind for kind, _ in label.types)
            lines.append(f"{name}: missed: {'>'.join(pair)} {types} {label.event_date or '?'}")
    return lines


def main() -> None:
    from tests.gold.labels import HELD_OUT, labelled_articles, unrelated_articles
    from worker.config import load_coder_config
    from worker.events.coder import build_coder

    options = argparse.ArgumentParser(description="Scores the coder on the labelled articles.")
    options.add_argument("--errors", type=int, default=0, metavar="N", help="print the first N errors too")
    shown = options.parse_args().errors
    coder = build_coder(load_coder_config(None))
    names, scored = [], []
    for a in labelled_articles():
        names.append(a.id)
        scored.append(score(a.labels, a.published, coder.code(Document(a.text, a.title, a.published))))
    unrelated = unrelated_articles()
    noisy = [a.id for a in unrelated if coder.code(Document(a.text, a.title, a.published))]
    held_out = [
        score(a.labels, a.published, coder.code(Document(a.text, a.title, a.published)))
        for a in labelled_articles(HELD_OUT)
    ]
    print(f"{len(scored)} articles in the style of the seed\n{table(scored)}\n")
    print(f"{len(held_out)} articles that nobody tuned the coder to\n{table(held_out)}\n")
    print(f"events where there is no relation: {len(noisy)} of {len(unrelated)} articles")
    lines = [line for name, one in zip(names, scored, strict=True) for line in errors(name, one)]
    print("\n".join(lines[:shown] + [f"{name}: tells no relation, and gives events" for name in noisy if shown]))


if __name__ == "__main__":
    main()
