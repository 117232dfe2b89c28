"""Puts who says it over what he says: "The dam must stay empty, the minister said."

A small parser hangs "said" on the clause before it as if it were a second one. Where a verb of speech has its own
subject, takes nothing and ends the sentence, the clause before is what is said.
"""

from collections.abc import Set
from dataclasses import replace

from worker.events.parser import Sentence, Token

_TAKEN = frozenset({"ccomp", "xcomp", "obj", "conj", "parataxis", "advcl", "mark"})
_HUNG = frozenset({"conj", "parataxis"})


def with_speaker(sentence: Sentence, speech: Set[str]) -> Sentence:
    """The sentence with its last verb of speech as root; the very same object where there is none."""
    root = sentence.root
    for token in sentence.tokens:
        if token.dep in _HUNG and token.head == root.index and token.lemma.lower() in speech and _ends(sentence, token):
            return _over(sentence, token, root)
    return sentence


def _ends(sentence: Sentence, verb: Token) -> bool:
    children = sentence.children(verb.index)
    subject = next((c for c in children if c.dep == "nsubj"), None)
    if subject is None or verb.index < sentence.root.index or any(c.dep in _TAKEN for c in children):
        return False
    first = min(t.index for t in sentence.subtree(subject.index))
    return first > 0 and sentence.tokens[first - 1].text in (",", '"', "”", "'", "’", "''")


def _over(sentence: Sentence, verb: Token, root: Token) -> Sentence:
    found = list(sentence.tokens)
    found[verb.index] = replace(verb, head=verb.index, dep="root")
    found[root.index] = replace(root, head=verb.index, dep="ccomp")
    return Sentence(sentence.text, sentence.start, sentence.end, tuple(found))
