"""Gives "is weighing tariffs" its verb: a small parser makes the tariffs the predicate, which weighing describes.

After a form of "to be" and before a noun without an article, a word in -ing that the ontology knows as a verb is the
verb of the clause, and the noun is its object.
"""

from collections.abc import Set
from dataclasses import replace

from worker.events.actions.syntax import NOMINAL
from worker.events.parser import Sentence, Token

_FIXED = frozenset({"det", "nmod:poss", "case", "nummod"})


def with_progressive(sentence: Sentence, verbs: Set[str]) -> Sentence:
    """The sentence with the first such word as a verb; the very same object where there is none."""
    for token in sentence.tokens[1:]:
        if token.dep == "amod" and token.text.endswith("ing") and sentence.tokens[token.index - 1].lemma == "be":
            base = next((stem for stem in _stems(token) if stem in verbs), None)
            noun, be = sentence.tokens[token.head], sentence.tokens[token.index - 1]
            if base is not None and _is_predicate(sentence, noun, be):
                return _mended(sentence, replace(token, lemma=base), noun, be)
    return sentence


def _stems(token: Token) -> tuple[str, ...]:
    stem = token.text.lower().removesuffix("ing")
    return token.lemma.lower(), stem, f"{stem}e", stem[:-1]


def _is_predicate(sentence: Sentence, noun: Token, be: Token) -> bool:
    children = sentence.children(noun.index)
    return noun.pos in NOMINAL and be.head == noun.index and not any(c.dep in _FIXED for c in children)


def _mended(sentence: Sentence, verb: Token, noun: Token, be: Token) -> Sentence:
    found = list(sentence.tokens)
    above = verb.index if noun.head == noun.index else noun.head
    found[verb.index] = replace(verb, head=above, dep=noun.dep, pos="VERB", tag="VBG")
    found[noun.index] = replace(noun, head=verb.index, dep="obj")
    for child in sentence.children(noun.index):
        if child.index < verb.index:
            found[child.index] = replace(child, head=verb.index, dep="aux" if child is be else child.dep)
    return Sentence(sentence.text, sentence.start, sentence.end, tuple(found))
