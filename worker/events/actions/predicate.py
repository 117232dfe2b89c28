"""What a clause says of its subject: "was [a grave mistake]", "amounts to [blackmail]", "has [broken] the accord".

A judgement needs no verb of its own: whoever says that somebody's act was a mistake has judged it. The words of the
predicate are what rules ask for with the slots `predicate` and `not predicate`.
"""

from collections.abc import Iterator

from worker.events.actions.syntax import NOMINAL
from worker.events.parser import Sentence, Token

_LINKING = frozenset(
    {
        "be",
        "remain",
        "become",
        "constitute",
        "represent",
        "amount",
        "seem",
        "appear",
        "look",
        "sound",
        "prove",
        "go",
        "do",
    }
)
_DESCRIBING = frozenset({"amod", "compound", "nmod", "case", "advmod", "conj", "nummod"})
_LINKED = frozenset({"obj", "xcomp", "obl", "advcl"})
_DEPTH = 2


def predicate(sentence: Sentence, head: Token) -> Iterator[Token]:
    """The words of the predicate that a clause with this head has, its head first."""
    yield head
    if head.pos in NOMINAL or head.pos == "ADJ":
        yield from _description(sentence, head, _DEPTH)
        return
    for child in sentence.children(head.index):
        relation = child.dep.partition(":")[0]
        if relation == "conj" and not any(c.dep.startswith("nsubj") for c in sentence.children(child.index)):
            yield from predicate(sentence, child)
        elif relation in _LINKED and head.lemma.lower() in _LINKING:
            yield child
            yield from _description(sentence, child, _DEPTH)


def _description(sentence: Sentence, head: Token, depth: int) -> Iterator[Token]:
    for child in sentence.children(head.index):
        if child.dep.partition(":")[0] in _DESCRIBING and child.pos not in ("VERB", "AUX"):
            yield child
            if depth > 1:
                yield from _description(sentence, child, depth - 1)
