"""Who acts beside an act, in a clause of his own: "Chad recalled its envoy, and [Mali] called its ambassador home".

Whom such a sentence leaves unsaid is none of them: each does as the others did, to somebody the text spoke of before.
"""

from collections.abc import Iterator

from worker.events.parser import Sentence, Token

_BESIDE = ("conj", "parataxis", "list")


def fellows(sentence: Sentence, verb: Token) -> Iterator[Token]:
    """The subjects of the clauses that stand beside that of a verb."""
    top = verb
    while top.dep in _BESIDE and top.head != top.index:
        top = sentence.tokens[top.head]
    for clause in _joined(sentence, top):
        if clause.index != verb.index:
            yield from (c for c in sentence.children(clause.index) if c.dep == "nsubj")


def _joined(sentence: Sentence, top: Token) -> Iterator[Token]:
    """A clause and those joined to it, each to the one before or all to the first."""
    yield top
    for child in sentence.children(top.index):
        if child.dep in _BESIDE and child.pos in ("VERB", "AUX"):
            yield from _joined(sentence, child)
