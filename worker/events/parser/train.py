"""Trains the shipped parser: `python -m worker.events.parser.train --treebanks ../shared/data/ud --out FOLDER`.

Learns from en_ewt-train and en_gum-train, is tuned on en_ewt-dev and en_gum-news-heldout, and is scored once, at the
end, on en_pud-test. One core; the same seed and steps give the same model.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import Adam, Optimizer, fix_random_seed

from worker.events.parser.augment import augmented
from worker.events.parser.treebank import Tree, group, read_treebank

TRAIN = ("en_ewt-train", "en_gum-train")
TUNE = ("en_gum-news-heldout", "en_ewt-dev")
WIDTH = 96
ROWS = {"NORM": 6000, "PREFIX": 1000, "SUFFIX": 3500, "SHAPE": 2500}
# How often a passage of each genre is shown in a round; what reads least like news is shown less. Others: always.
SHARES = {"conversation": 0.4, "vlog": 0.4, "reviews": 0.7, "answers": 0.7, "email": 0.8}
BATCH = (300, 1200)  # words in a step, first and last

TOK2VEC = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": WIDTH,
        "attrs": list(ROWS),
        "rows": list(ROWS.values()),
        "include_static_vectors": False,
    },
    "encode": {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": WIDTH,
        "depth": 4,
        "window_size": 1,
        "maxout_pieces": 3,
    },
}
LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH}
PARSER = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "state_type": "parser",
    "extra_state_tokens": True,
    "hidden_width": 96,
    "maxout_pieces": 2,
    "use_upper": True,
    "tok2vec": LISTENER,
}


def blank() -> Language:
    """The untrained pipeline: one shared tok2vec under tagger (PTB), morphologizer (UPOS only) and parser."""
    nlp = spacy.blank("en")
    nlp.meta.update(name="dyadwatch_ud", version="0.1.0")
    tagger = {"@architectures": "spacy.Tagger.v2", "tok2vec": LISTENER}
    nlp.add_pipe("tok2vec", config={"model": TOK2VEC})
    nlp.add_pipe("tagger", config={"model": tagger})
    nlp.add_pipe("morphologizer", config={"model": tagger})
    nlp.add_pipe("parser", config={"model": PARSER, "min_action_freq": 20})
    return nlp


def gold(nlp: Language, passage: list[Tree]) -> Doc:
    """The passage as spaCy's annotated document, with its own words and white space."""
    words = [word for tree in passage for word in tree.words]
    firsts = [offset for offset, _ in _offsets(passage)]
    return Doc(
        nlp.vocab,
        words=[word.form for word in words],
        spaces=[word.space_after for word in words],
        tags=[word.xpos for word in words],
        pos=[word.upos for word in words],
        heads=[offset + word.head for offset, tree in _offsets(passage) for word in tree.words],
        deps=["ROOT" if word.dep == "root" else word.dep for word in words],
        sent_starts=[index in firsts for index in range(len(words))],
    )


def example(nlp: Language, passage: list[Tree]) -> Example:
    """Our tokenizer's words beside the treebank's; spaCy learns from those that both agree on."""
    reference = gold(nlp, passage)
    return Example(nlp.make_doc(reference.text), reference)


def _offsets(passage: list[Tree]) -> Iterator[tuple[int, Tree]]:
    offset = 0
    for tree in passage:
        yield offset, tree
        offset += len(tree.words)


def batches(nlp: Language, trees: list[Tree], steps: int, rng: random.Random) -> Iterator[list[Example]]:
    """`steps` batches of freshly grouped, shuffled and augmented passages; they grow to the full size in the first third."""
    stream = _stream(trees, rng)
    for step in range(steps):
        size = BATCH[0] + (BATCH[1] - BATCH[0]) * min(1.0, 3 * step / steps)
        batch: list[Example] = []
        words = 0
        while words < size:
            batch.append(example(nlp, next(stream)))
            words += len(batch[-1].reference)
        yield batch


def _stream(trees: list[Tree], rng: random.Random) -> Iterator[list[Tree]]:
    while True:
        passages = group(trees, rng)
        rng.shuffle(passages)
        for passage in passages:
            if rng.random() < SHARES.get(passage[0].genre, 1.0):
                yield augmented(passage, rng)


def learn(nlp: Language, trees: list[Tree], steps: int, seed: int) -> Optimizer:
    """Trains in place and gives the optimizer, which holds the averaged weights."""
    fix_random_seed(seed)
    rng = random.Random(seed)  # noqa: S311 - no secret hangs on it
    every = [example(nlp, passage) for passage in group(trees, rng)]
    nlp.initialize(lambda: every)
    del every
    optimizer = Adam(learn_rate=0.001, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True)
    losses: dict[str, float] = {}
    began, words = time.monotonic(), 0
    for step, batch in enumerate(batches(nlp, trees, steps, rng), 1):
        optimizer.learn_rate = _rate(step, steps)
        nlp.update(batch, sgd=optimizer, drop=0.1, losses=losses)
        words += sum(len(each.reference) for each in batch)
        if step % 50 == 0 or step == steps:
            _log(step, steps, words / (time.monotonic() - began), losses)
            losses = {}
    return optimizer


def _rate(step: int, steps: int) -> float:
    """Up over the first 200 steps, then straight down to a twentieth."""
    return 0.0015 * min(step / 200, 1 - 0.95 * step / steps)


def _log(step: int, steps: int, speed: float, losses: dict[str, float]) -> None:
    shown = " ".join(f"{name} {loss:.0f}" for name, loss in losses.items())
    print(f"{step}/{steps} {speed:.0f} words/s {shown}", file=sys.stderr, flush=True)


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--treebanks", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--steps", type=int, default=4000)
    options.add_argument("--seed", type=int, default=7)
    given = options.parse_args()
    trees = [tree for name in TRAIN for tree in read_treebank(given.treebanks / f"{name}.conllu.xz")]
    nlp = blank()
    optimizer = learn(nlp, trees, given.steps, given.seed)
    with nlp.use_params(optimizer.averages):
        nlp.to_disk(given.out)


if __name__ == "__main__":
    main()
