"""Joins a name that the parser broke: "spoke with President Tayyip [Erdogan] on Monday to offer help".

A small parser that has never seen a name takes its second half for a clause, and hangs on it what is the verb's. Right
after the first half it is its end, and what hangs on it after it hangs on the verb.
"""

from dataclasses import replace

from worker.events.parser import Sentence, Token

_BROKEN = frozenset({"advcl", "xcomp", "ccomp", "parataxis", "acl"})
_OWN = frozenset({"case", "mark", "det", "cop", "aux", "nsubj"})


def with_whole_names(sentence: Sentence) -> Sentence:
    """The sentence with such halves as parts of their names; the very same object where there are none."""
    for token in sentence.tokens[1:]:
        if token.tag == "NNP" and token.dep in _BROKEN and _goes_on(sentence, token):
            first = _first(sentence, sentence.tokens[token.index - 1])
            moved = [replace(c, head=token.head) for c in sentence.children(token.index) if c.index > token.index]
            sentence = sentence.replacing(replace(token, head=first.index, dep="flat"), *moved)
    return sentence


def _goes_on(sentence: Sentence, token: Token) -> bool:
    """Whether the word right before is the first half of a name, and nothing of its own opens the second."""
    before = sentence.tokens[token.index - 1]
    own = any(c.index < token.index and c.dep in _OWN for c in sentence.children(token.index))
    return before.pos == "PROPN" and before.head == token.head and not own and token.head < before.index


def _first(sentence: Sentence, half: Token) -> Token:
    return sentence.tokens[half.head] if half.dep == "flat" else half
