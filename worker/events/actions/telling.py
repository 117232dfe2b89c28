"""Puts what is said under who says it, where a small parser did not.

* "The dam must stay empty, the minister said": it hangs "said" on the clause before as if it were a second one. Where a
  verb of speech has its own subject, takes nothing and ends the sentence, the clause before is what is said.
* "The minister told parliament that Chad was preparing a war": it hangs the clause on "parliament" as if it described
  it.
"""

from collections.abc import Set
from dataclasses import replace

from worker.events.parser import Sentence, Token

_TAKEN = frozenset({"ccomp", "xcomp", "obj", "conj", "parataxis", "advcl", "mark"})
_HUNG = frozenset({"conj", "parataxis"})
_TELLING = frozenset({"tell", "inform", "warn", "remind", "assure", "notify", "convince", "persuade", "advise"})
_BREAKS = frozenset({",", '"', "”", "'", "’", "''"})


def with_speaker(sentence: Sentence, speech: Set[str]) -> Sentence:
    """The sentence with what is said under its verb of speech; the very same object where nothing is wrong."""
    root = sentence.root
    for token in sentence.tokens:
        if token.dep in _HUNG and token.head == root.index and token.lemma.lower() in speech and _ends(sentence, token):
            return _over(sentence, token, root)
        if token.dep == "acl" and _is_told(sentence, token):
            return _under(sentence, token)
    return sentence


def _ends(sentence: Sentence, verb: Token) -> bool:
    children = sentence.children(verb.index)
    subject = next((c for c in children if c.dep == "nsubj"), None)
    if subject is None or verb.index < sentence.root.index or any(c.dep in _TAKEN for c in children):
        return False
    first = min(t.index for t in sentence.subtree(subject.index))
    return first > 0 and sentence.tokens[first - 1].text in _BREAKS


def _over(sentence: Sentence, verb: Token, root: Token) -> Sentence:
    found = list(sentence.tokens)
    found[verb.index] = replace(verb, head=verb.index, dep="root")
    found[root.index] = replace(root, head=verb.index, dep="ccomp")
    return Sentence(sentence.text, sentence.start, sentence.end, tuple(found))


def _is_told(sentence: Sentence, clause: Token) -> bool:
    """Whether a clause with "that" and its own subject describes whom a verb of telling has as its object."""
    hearer = sentence.tokens[clause.head]
    teller = sentence.tokens[hearer.head]
    if hearer.dep != "obj" or teller.lemma.lower() not in _TELLING:
        return False
    children = sentence.children(clause.index)
    that = any(c.dep == "mark" and c.text.lower() == "that" for c in children)
    return that and any(c.dep.startswith("nsubj") for c in children)


def _under(sentence: Sentence, clause: Token) -> Sentence:
    found = list(sentence.tokens)
    found[clause.index] = replace(clause, head=sentence.tokens[clause.head].head, dep="ccomp")
    return Sentence(sentence.text, sentence.start, sentence.end, tuple(found))
