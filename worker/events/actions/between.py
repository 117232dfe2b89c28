"""Joins what "between" takes: "talks between Chad and [Niger] began".

A small parser hangs the second name on the verb that follows, as a second subject, or beside the first. After "between
X and" there is no choice: the noun phrase belongs to X. And of a "both" or "each" right before a verb ("Both recalled
their envoys") it makes a particle; it is who does it.
"""

from dataclasses import replace

from worker.events.parser import Sentence, Token

_MISTAKEN = ("nsubj", "nsubj:pass", "obj", "obl", "root", "ccomp")
_PAIR = frozenset({"both", "each"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_BESIDE = ("appos", "nmod", "nmod:unmarked", "obl", "obl:unmarked", "list")  # of what the first hangs on
_SPAN = 4  # words from "and" to the head of the second noun phrase


def with_both(sentence: Sentence) -> Sentence:
    """The sentence with the second of two as the conjunct of the first; the very same object where nothing is
    wrong."""
    pairs = [token for token in sentence.tokens if token.dep == "case" and token.lemma.lower() == "between"]
    if not pairs:
        return sentence
    tokens = list(sentence.tokens)
    for token in pairs:
        first = sentence.tokens[token.head]
        second = _second(sentence, first)
        if second is not None:
            tokens[second.index] = replace(second, head=first.index, dep="conj")
    if all(new is old for new, old in zip(tokens, sentence.tokens, strict=True)):
        return sentence
    return Sentence(sentence.text, sentence.start, sentence.end, tuple(tokens))


def with_lone_both(sentence: Sentence) -> Sentence:
    """The sentence with a "both" or "each" that stands alone as the subject of the verb after it."""
    lone = [t for t in sentence.tokens[:-1] if t.dep == "cc:preconj" and t.text.lower() in _PAIR]
    found = {t.index: after for t in lone if (after := sentence.tokens[t.index + 1]).tag in _FINITE}
    if not found:
        return sentence
    tokens = list(sentence.tokens)
    for index, verb in found.items():
        head = verb.head if verb.dep.startswith("aux") else verb.index
        tokens[index] = replace(tokens[index], head=head, dep="nsubj")
    return Sentence(sentence.text, sentence.start, sentence.end, tuple(tokens))


def _second(sentence: Sentence, first: Token) -> Token | None:
    """The noun after "X and" that hangs on a verb further on; None where X has its conjunct."""
    children = sentence.children(first.index)
    last = max([first.index, *(c.index for c in children if c.dep.startswith(("flat", "appos")))])
    after = sentence.tokens[last + 1 : last + 1 + _SPAN]
    if not after or after[0].lemma != "and" or any(c.dep == "conj" for c in children):
        return None
    found = next((t for t in after[1:] if t.pos in ("PROPN", "NOUN") and t.dep in (*_MISTAKEN, *_BESIDE)), None)
    return found if found is not None and (found.head > found.index or _beside(found, first)) else None


def _beside(found: Token, first: Token) -> bool:
    """ "talks between Chad and Nigerien leader A. [Fox] in Rome": hung on the talks as Chad is."""
    return found.head == first.head and found.dep in _BESIDE
