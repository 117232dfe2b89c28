"""Is an event of confidence 0.8 right four times in five? By hand, from the root:

    PYTHONPATH=. python -m tests.gold.reliability [--calibrate]

Prints, for each labelled set and for all together, bins of confidence with how many events lie in each, their mean
confidence and the share of them that is right (rule 4 of ``score.py``), and the expected calibration error: the mean
distance between the two, weighed by the events in the bins. Sets: the invented articles in the style of the seed, the
sample newsroom's reports, and triples-dev where ``../shared`` is there. In triples-dev AGREE, CONSULT and COOPERATE
hold either way, and its YIELD, of an older codebook, is CONCEDE or RETREAT. The newsroom's reports and triples-dev were
written or read while the rules were made, so their shares flatter.

``--calibrate`` fits an isotonic map (the pool of adjacent violators) to all sets but the articles, and says what the
error on the articles would be with it: what a calibrated coder could win, measured where the map was not fitted.
"""

import argparse
import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from worker.config import load_coder_config
from worker.demo.library import ExpectedEvent, reports
from worker.events.coder import PatternCoder, build_coder
from worker.model import Document

TRIPLES = Path(__file__).parents[3] / "shared" / "data" / "coder" / "triples-dev.jsonl"
PUBLISHED = date(2026, 3, 12)  # the day that the newsroom's reports are told on
EDGES = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
EITHER_WAY = {"AGREE", "CONSULT", "COOPERATE"}
Judged = Sequence[tuple[float, bool]]  # of each event its confidence, and whether it is right
Labelled = tuple[Document, tuple[ExpectedEvent, ...]]


# ---- the sets -------------------------------------------------------------------------------------------------------


def sets() -> dict[str, Iterator[Labelled]]:
    """Documents with their labels, by the name of the set."""
    found = {"articles": _articles(), "newsroom": _newsroom()}
    return found | ({"triples-dev": _triples()} if TRIPLES.is_file() else {})


def _articles() -> Iterator[Labelled]:
    from tests.gold.labels import labelled_articles

    for a in labelled_articles():
        yield Document(a.text, a.title, a.published), a.labels


def _newsroom() -> Iterator[Labelled]:
    for report in reports():
        told = report.told(datetime(PUBLISHED.year, PUBLISHED.month, PUBLISHED.day, tzinfo=UTC))
        yield Document(told.text, told.title, PUBLISHED), told.expected(PUBLISHED)


def _triples() -> Iterator[Labelled]:
    for line in TRIPLES.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        labels = tuple(label for event in gold["gold"] for label in _labels(event))
        yield Document(gold["text"], published=date.fromisoformat(gold["published"])), labels


def _labels(event: dict[str, Any]) -> Iterator[ExpectedEvent]:
    actors, recipients, kind = tuple(event["actors"]), tuple(event["recipients"]), event["event_type"]
    types = tuple((t, None) for t in (("CONCEDE", "RETREAT") if kind == "YIELD" else (kind,)))
    yield ExpectedEvent(actors, recipients, types)
    if recipients and (kind in EITHER_WAY or event.get("reciprocal")):
        yield ExpectedEvent(recipients, actors, types)


def judge(coder: PatternCoder, documents: Iterator[Labelled]) -> Judged:
    """Every event that the coder finds in the set."""
    from tests.gold.score import is_right

    coded = ((labels, coder.code(document)) for document, labels in documents)
    return [(event.confidence, is_right(labels, event)) for labels, events in coded for event in events]


# ---- the figures ----------------------------------------------------------------------------------------------------


def bins(judged: Judged) -> list[tuple[str, int, float, float]]:
    """(bin, events, mean confidence, share right) for each bin that has events."""
    held: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in judged:
        held.setdefault(bisect_right(EDGES, confidence), []).append((confidence, right))
    names = [f"{low:.1f}-{high:.1f}" for low, high in zip((0.0, *EDGES), (*EDGES, 1.0), strict=True)]
    return [
        (names[n], len(b), sum(c for c, _ in b) / len(b), sum(r for _, r in b) / len(b))
        for n, b in sorted(held.items())
    ]


def calibration_error(judged: Judged) -> float:
    """The expected calibration error, 0 to 1."""
    return sum(n * abs(mean - share) for _, n, mean, share in bins(judged)) / len(judged) if judged else 0.0


def table(name: str, judged: Judged) -> str:
    lines = [f"{name}: {len(judged)} events, calibration error {calibration_error(judged):.3f}"]
    lines += ["  confidence   events   mean   right"]
    lines += [f"  {bin_:<10} {n:>8}  {mean:.3f}   {share:.3f}" for bin_, n, mean, share in bins(judged)]
    return "\n".join(lines) + "\n"


# ---- what calibration could win -------------------------------------------------------------------------------------


def isotonic(judged: Judged) -> list[tuple[float, float]]:
    """Steps (from this confidence on, share right), rising: the least-squares monotone fit."""
    pools: list[tuple[float, int, int]] = []  # lowest confidence, right, events
    for confidence, right in sorted(judged, key=lambda one: one[0]):
        if pools and pools[-1][0] == confidence:
            low, hits, n = pools.pop()
            pools.append((low, hits + right, n + 1))
        else:
            pools.append((confidence, int(right), 1))
    return [(low, hits / n) for low, hits, n in _without_falls(pools)]


def _without_falls(pools: list[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
    held: list[tuple[float, int, int]] = []
    for pool in pools:
        held.append(pool)
        while len(held) > 1 and held[-2][1] * held[-1][2] >= held[-1][1] * held[-2][2]:
            _, hits, n = held.pop()
            low, more, others = held.pop()
            held.append((low, hits + more, n + others))
    return held


def mapped(steps: list[tuple[float, float]], judged: Judged) -> Judged:
    """The same events with the confidence that the steps give; below the first step, the first holds."""
    starts = [low for low, _ in steps]
    return [(steps[max(0, bisect_right(starts, c) - 1)][1], right) for c, right in judged]


def main() -> None:
    options = argparse.ArgumentParser(description="How reliable the confidence of events is.")
    options.add_argument("--calibrate", action="store_true", help="say what an isotonic map would win")
    calibrate = options.parse_args().calibrate
    coder = build_coder(load_coder_config(None))
    judged = {name: judge(coder, documents) for name, documents in sets().items()}
    for name, found in judged.items():
        print(table(name, found))
    print(table("all", [one for found in judged.values() for one in found]))
    if calibrate:
        steps = isotonic([one for name, found in judged.items() if name != "articles" for one in found])
        print("isotonic steps:", " ".join(f"{low:.2f}:{share:.3f}" for low, share in steps))
        print(table("articles, with the steps", mapped(steps, judged["articles"])))


if __name__ == "__main__":
    main()
