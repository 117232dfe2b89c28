"""Train the second opinion, and measure it on what it was not trained on.

    python -m worker.events.opinion.train --relations ../shared/data/coder/relations-dev.jsonl

reads the labelled relations (`id`, `text`, `entities` A and B, `gold`) and the project's own `examples.txt`, and
writes `trained/relations.npz`. `--out-of-fold FILE` writes instead the answers of a
cross-validation, each relation answered by a model that has not seen it, in the coder's own JSON, so that
`score-coder GOLD --coder 'cat FILE'` scores them. The folds are drawn from `--seed`, each type spread evenly.
"""

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from worker.config import load_coder_config
from worker.events.coder import PatternCoder, build_coder
from worker.events.opinion.answer import TRAINED, SecondOpinion, given_pair
from worker.events.opinion.examples import Labelled, read_examples
from worker.events.opinion.linear import LinearModel, fit
from worker.events.opinion.pair import Pair, label
from worker.events.reading import Reading
from worker.model import Document, GivenEntity

_WRITTEN = 0.5  # weight of a sentence of ours against one of the relations; by cross-validation


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled text as the patterns read it, and the features of its pair."""

    labelled: Labelled
    reading: Reading
    pair: Pair

    @property
    def features(self) -> frozenset[str]:
        """What can be said of the pair."""
        return self.pair.features

    @property
    def type(self) -> str:
        """The model's class."""
        return label(self.labelled.type)


def read_relations(path: Path) -> Iterator[Labelled]:
    """The labelled relations of a JSON lines file."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        entities = tuple(GivenEntity(e["start"], e["end"], e["code"]) for e in row["entities"])
        yield Labelled(row["id"], Document(row["text"], entities=entities), row["gold"])


def rows_of(coder: PatternCoder, labelled: Sequence[Labelled]) -> Iterator[Row]:
    """The features of each text; a text whose marked parties no word holds is passed over."""
    for number, one in enumerate(labelled, 1):
        _progress(number, len(labelled))
        reading = coder.read(one.document)
        pair = given_pair(reading, coder.ontology)
        if pair is not None:
            yield Row(one, reading, pair)


def train(relations: Sequence[Row], written: Sequence[Row]) -> LinearModel:
    """A model of the relations and of the sentences that we wrote, which are plainer than news and count less."""
    rows = [*relations, *written]
    importance = [1.0] * len(relations) + [_WRITTEN] * len(written)
    return fit([row.features for row in rows], [row.type for row in rows], importance)


def folds(rows: Sequence[Row], count: int, seed: int) -> list[list[Row]]:
    """The rows dealt into folds, each type evenly."""
    by_type: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_type[row.type].append(row)
    dealt: list[list[Row]] = [[] for _ in range(count)]
    dealer = random.Random(seed)  # noqa: S311, a deal that must be the same each time
    for kind in sorted(by_type):
        dealer.shuffle(by_type[kind])
        for place, row in enumerate(by_type[kind]):
            dealt[place % count].append(row)
    return dealt


def out_of_fold(
    coder: PatternCoder, rows: Sequence[Row], written: Sequence[Row], count: int, seed: int
) -> Iterator[dict[str, object]]:
    """The coder's answer for each row by a model of the other folds; `written` stand in every training set."""
    dealt = folds(rows, count, seed)
    for number, held_out in enumerate(dealt):
        others = [row for n, fold in enumerate(dealt) if n != number for row in fold]
        opinion = SecondOpinion(train(others, written), coder.ontology)
        for row in held_out:
            events = opinion.answer(row.reading)
            yield {"id": row.labelled.id, "events": [event.to_json() for event in events]}


def _progress(number: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\rread {number} of {total}", end="\n" if number == total else "", file=sys.stderr)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--relations", type=Path, required=True, help="labelled relations, JSON lines")
    options.add_argument("--out", type=Path, default=TRAINED.parent, help="folder of the models (%(default)s)")
    options.add_argument("--out-of-fold", type=Path, help="write the answers of a cross-validation here, and no model")
    options.add_argument("--folds", type=int, default=10)
    options.add_argument("--seed", type=int, default=7)
    chosen = options.parse_args()
    coder = build_coder(load_coder_config())
    rows = list(rows_of(coder, list(read_relations(chosen.relations))))
    written = list(rows_of(coder, read_examples()))
    if chosen.out_of_fold is None:
        chosen.out.mkdir(exist_ok=True)
        train(rows, written).save(chosen.out / TRAINED.name)
        return
    answers = out_of_fold(coder, rows, written, chosen.folds, chosen.seed)
    chosen.out_of_fold.write_text("".join(json.dumps(answer) + "\n" for answer in answers), "utf-8")


if __name__ == "__main__":
    main()
