"""Scores a parser on treebanks: `python -m worker.events.parser.evaluate --treebanks DIR [--model FOLDER] [--set ...]`.

Two ways: from raw text, as it runs (the words' own limits must be found too), and on the treebank's words. Scores are
F1 in per cent over words matched by their place in the text, as in the CoNLL 2018 shared task
(universaldependencies.org/conll18/evaluation.html). `LAS` compares the universal relation, `LAS:sub` the subtype too.
Figures with `-p` leave punctuation out, as spaCy's own scores do.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from worker.events.parser.pipeline import Parser, load_parser
from worker.events.parser.tree import Sentence
from worker.events.parser.treebank import Tree, read_treebank

FIGURES = ("words", "sents", "UPOS", "XPOS", "lemma", "verblem", "UAS", "LAS", "LAS:sub", "UAS-p", "LAS-p", "LAS:sub-p")


@dataclass(frozen=True, slots=True)
class Node:
    """One word of either side, by its characters; `head` is the head's span, its own where it is the root."""

    span: tuple[int, int]
    head: tuple[int, int]
    dep: str
    upos: str
    xpos: str
    lemma: str

    def verdicts(self, other: "Node") -> dict[str, bool]:
        """Which figures count this word, and whether `other` agrees with it there."""
        attached = self.head == other.head
        labelled = attached and self.dep.partition(":")[0] == other.dep.partition(":")[0]
        found = {
            "words": True,
            "UPOS": self.upos == other.upos,
            "XPOS": self.xpos == other.xpos,
            "lemma": self.lemma.lower() == other.lemma.lower(),
            "UAS": attached,
            "LAS": labelled,
            "LAS:sub": attached and self.dep == other.dep,
        }
        if self.dep != "punct":
            found |= {"UAS-p": attached, "LAS-p": labelled, "LAS:sub-p": found["LAS:sub"]}
        if self.upos in ("VERB", "AUX"):
            found["verblem"] = found["lemma"]
        return found


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text with its words and its sentences' spans, as one side has them."""

    nodes: list[Node]
    sentences: set[tuple[int, int]]


def paragraphs(trees: Iterable[Tree]) -> Iterator[list[Tree]]:
    """The trees by paragraph."""
    held: list[Tree] = []
    for tree in trees:
        if tree.opens and held:
            yield held
            held = []
        held.append(tree)
    if held:
        yield held


def text_of(trees: list[Tree]) -> str:
    """The sentences' text with one space between."""
    return " ".join(tree.text for tree in trees)


def from_trees(trees: list[Tree]) -> Passage:
    """The treebank's side."""
    nodes: list[Node] = []
    sentences = set()
    begin = 0
    for tree in trees:
        at, spans = begin, []
        for word in tree.words:
            spans.append((at, at + len(word.form)))
            at += len(word.form) + word.space_after
        for word, span in zip(tree.words, spans, strict=True):
            nodes.append(Node(span, spans[word.head], word.dep, word.upos, word.xpos, word.lemma))
        sentences.add((spans[0][0], spans[-1][1]))
        begin = spans[-1][1] + 1
    return Passage(nodes, sentences)


def from_parse(parse: Iterable[Sentence]) -> Passage:
    """The parser's side."""
    nodes = []
    sentences = set()
    for sentence in parse:
        sentences.add((sentence.start, sentence.end))
        for token in sentence.tokens:
            above = sentence.tokens[token.head]
            head = (above.start, above.end)
            nodes.append(Node((token.start, token.end), head, token.dep, token.pos, token.tag, token.lemma))
    return Passage(nodes, sentences)


def score(pairs: Iterable[tuple[Passage, Passage]]) -> dict[str, float]:
    """F1 in per cent of each figure, over pairs of gold and found passages."""
    gold: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for wanted, given in pairs:
        ours = {node.span: node for node in given.nodes}
        for node in given.nodes:
            found.update(node.verdicts(node).keys())
        for node in wanted.nodes:
            gold.update(node.verdicts(node).keys())
            if node.span in ours:
                right.update(key for key, good in node.verdicts(ours[node.span]).items() if good)
        gold["sents"] += len(wanted.sentences)
        found["sents"] += len(given.sentences)
        right["sents"] += len(wanted.sentences & given.sentences)
    return {key: 200 * right[key] / max(1, gold[key] + found[key]) for key in FIGURES}


def from_raw(parser: Parser, trees: list[Tree]) -> dict[str, float]:
    """Scores from raw text, a paragraph at a time."""
    groups = list(paragraphs(trees))
    return score((from_trees(group), from_parse(parser.parse(text_of(group)))) for group in groups)


def on_gold_words(parser: Parser, trees: list[Tree]) -> dict[str, float]:
    """Scores on the treebank's words, a sentence at a time."""
    return score(
        (from_trees([tree]), from_parse(parser.parse_words([(w.form, w.space_after) for w in tree.words])))
        for tree in trees
    )


def speed(parser: Parser, trees: list[Tree]) -> float:
    """Words a second of one core's time, which a busy machine does not change, from texts of forty sentences."""
    texts = ["\n".join(tree.text for tree in trees[at : at + 40]) for at in range(0, len(trees), 40)]
    parser.parse(texts[0])  # the first call also builds caches
    began = time.process_time()
    words = sum(len(sentence.tokens) for text in texts for sentence in parser.parse(text))
    return words / (time.process_time() - began)


def report(parser: Parser, trees: list[Tree]) -> str:
    """The scores as lines of a Markdown table."""
    ways: dict[str, Callable[[Parser, list[Tree]], dict[str, float]]] = {
        "raw text": from_raw,
        "gold words": on_gold_words,
    }
    lines = ["| from | " + " | ".join(FIGURES) + " |", "|---" * (len(FIGURES) + 1) + "|"]
    for name, way in ways.items():
        figures = way(parser, trees)
        lines.append(f"| {name} | " + " | ".join(f"{figures[key]:.1f}" for key in FIGURES) + " |")
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--treebanks", type=Path, required=True)
    options.add_argument("--model", help="a folder or an installed spaCy package; the shipped one if left out")
    options.add_argument("--set", nargs="+", default=["en_pud-test"])
    given = options.parse_args()
    parser = load_parser(given.model)
    print(parser.version)
    for name in given.set:
        trees = read_treebank(given.treebanks / f"{name}.conllu.xz")
        print(f"\n{name}, {len(trees)} sentences, {speed(parser, trees):.0f} words/s\n\n{report(parser, trees)}")


if __name__ == "__main__":
    main()
