"""Mends a slip that small taggers make in headlines and with rare verbs: "Russia vetoed a resolution" with a noun "vetoed".

Only where nothing else could be meant: a word in -ed that the tagger called a noun, or an adjective that heads the
sentence, and whose base form the ontology knows as a verb, becomes that verb in the past tense.
"""

from collections.abc import Set
from dataclasses import replace

from worker.events.parser import Sentence, Token

_HEADS = frozenset({"root", "conj", "ccomp", "parataxis", "acl:relcl"})


def mend(sentence: Sentence, verbs: Set[str]) -> Sentence:
    """The sentence with such words as verbs; the very same object where there are none."""
    mended = [_mended(token, verbs) for token in sentence.tokens]
    if all(new is old for new, old in zip(mended, sentence.tokens, strict=True)):
        return sentence
    return Sentence(sentence.text, sentence.start, sentence.end, tuple(mended))


def _mended(token: Token, verbs: Set[str]) -> Token:
    word = token.text.lower()
    if not word.endswith("ed") or not (token.pos == "NOUN" or (token.pos == "ADJ" and token.dep in _HEADS)):
        return token
    base = next((stem for stem in (word[:-2], word[:-1], word[:-3]) if stem in verbs), None)
    return replace(token, lemma=base, tag="VBD", pos="VERB") if base else token
