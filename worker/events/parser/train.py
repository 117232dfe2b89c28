"""Trains the shipped parser: `python -m worker.events.parser.train --treebanks ../shared/data/ud --out FOLDER`.

Learns from en_ewt-train and en_gum-train, is tuned on en_ewt-dev and en_gum-news-heldout, and is scored once, at the
end, on en_pud-test. One core; the same seed and steps give the same model.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import spacy
from spacy.lang.char_classes import HYPHENS
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import compile_infix_regex
from thinc.api import Adam, Optimizer, fix_random_seed

from worker.events.parser.augment import augmented
from worker.events.parser.card import write_card
from worker.events.parser.casing import casing_table
from worker.events.parser.evaluate import report
from worker.events.parser.pipeline import open_parser
from worker.events.parser.teach_lemmas import lemma_table
from worker.events.parser.treebank import Tree, group, read_treebank

TRAIN = ("en_ewt-train", "en_gum-train")
TUNE = ("en_gum-news-heldout", "en_ewt-dev")
WIDTH = 128
ROWS = {"NORM": 5000, "PREFIX": 800, "SUFFIX": 3000, "SHAPE": 2000}  # of the hashed embeddings: 4 bytes x WIDTH each
# How often a passage of each genre is shown in a round; what reads least like news is shown less. Others: always.
SHARES = {"conversation": 0.4, "vlog": 0.4, "reviews": 0.7, "answers": 0.7, "email": 0.8}
# UD keeps these prefixes on their word ("anti-corruption" is one word, "state-owned" three).
PREFIXES = "non|anti|re|co|pro|pre|mid|post|cross|multi|ex|counter|semi|sub|mini|over|e"
DROPOUT = 0.15
LOOK = 1000  # steps between scores on the tuning sets; the model so far is saved then too
BATCH = (300, 1000)  # words in a step, first and last

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
    nlp.tokenizer.infix_finditer = compile_infix_regex(_infixes(nlp)).finditer  # type: ignore[union-attr]
    tagger = {"@architectures": "spacy.Tagger.v2", "tok2vec": LISTENER}
    nlp.add_pipe("tok2vec", config={"model": TOK2VEC})
    nlp.add_pipe("tagger", config={"model": tagger})
    nlp.add_pipe("morphologizer", config={"model": tagger})
    nlp.add_pipe("parser", config={"model": PARSER, "min_action_freq": 20})
    return nlp


def _infixes(nlp: Language) -> list[str]:
    """English infixes, but no cut at the hyphen after one of our prefixes."""
    hyphen = f"(?:{HYPHENS})"
    kept = "".join(rf"(?<!\b{spelled})" for prefix in PREFIXES.split("|") for spelled in (prefix, prefix.capitalize()))
    return [str(infix).replace(hyphen, kept + hyphen) for infix in nlp.Defaults.infixes or ()]


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
    """`steps` batches of freshly grouped, shuffled and augmented passages, of full size after the first third."""
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


def learn(nlp: Language, trees: list[Tree], steps: int, seed: int) -> Iterator[tuple[int, Optimizer]]:
    """Trains in place; after every `LOOK` steps and after the last gives the step and the averaged weights' holder."""
    fix_random_seed(seed)
    rng = random.Random(seed)  # noqa: S311 - no secret hangs on it
    every = [example(nlp, passage) for passage in group(trees, rng)]
    nlp.initialize(lambda: every)
    optimizer = Adam(learn_rate=0.001, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True)
    losses: dict[str, float] = {}
    began, words = time.monotonic(), 0
    for step, batch in enumerate(batches(nlp, trees, steps, rng), 1):
        optimizer.learn_rate = _rate(step, steps)
        nlp.update(batch, sgd=optimizer, drop=DROPOUT, losses=losses)
        words += sum(len(each.reference) for each in batch)
        if step % 50 == 0 or step == steps:
            _log(step, steps, words / (time.monotonic() - began), losses)
            losses = {}
        if step % LOOK == 0 or step == steps:
            yield step, optimizer


def _rate(step: int, steps: int) -> float:
    """Up over the first 200 steps, then straight down to a twentieth."""
    return 0.0015 * min(step / 200, 1 - 0.95 * step / steps)


def _log(step: int, steps: int, speed: float, losses: dict[str, float]) -> None:
    shown = " ".join(f"{name} {loss:.0f}" for name, loss in losses.items())
    print(f"{step}/{steps} {speed:.0f} words/s {shown}", file=sys.stderr, flush=True)


def save(nlp: Language, out: Path, tables: Mapping[str, object], version: str) -> None:
    """The pipeline in `out`, and beside it the tables, each as NAME.json."""
    nlp.meta["version"] = version
    nlp.to_disk(out)
    # spaCy writes every word that it met; only the labels are looked up again, and the rest is the treebanks' text.
    labels = {label for name in nlp.pipe_names for label in getattr(nlp.get_pipe(name), "labels", ())}
    (out / "vocab" / "strings.json").write_text(json.dumps(sorted(labels), indent=0) + "\n", encoding="utf-8")
    for name, table in tables.items():
        text = json.dumps(table, ensure_ascii=False, separators=(",", ":"), indent=0)
        (out / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--treebanks", type=Path, required=True, help="the folder of the .conllu.xz files")
    options.add_argument("--out", type=Path, required=True, help="the model's folder; made, or written over")
    options.add_argument("--steps", type=int, default=4000)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--version", default="0.1.0", help="what stored events will name")
    given = options.parse_args()
    trees = _read(given.treebanks, TRAIN)
    tuning = {name: _read(given.treebanks, (name,)) for name in TUNE}
    tables = {"lemmas": lemma_table(trees), "casing": casing_table(trees)}
    nlp = blank()
    for step, optimizer in learn(nlp, trees, given.steps, given.seed):
        with nlp.use_params(optimizer.averages):
            save(nlp, given.out, tables, given.version)
            for name, held_out in tuning.items():
                print(f"step {step}, {name}\n{report(open_parser(given.out), held_out)}", file=sys.stderr, flush=True)
    write_card(given.out, given.treebanks, f"--steps {given.steps} --seed {given.seed} --version {given.version}")


def _read(folder: Path, names: Iterable[str]) -> list[Tree]:
    return [tree for name in names for tree in read_treebank(folder / f"{name}.conllu.xz")]


if __name__ == "__main__":
    main()
