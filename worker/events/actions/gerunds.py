"""Gives a gerund with an article its place as a noun: "called [the firing] a violation".

A small parser takes the word for a verb under the verb before it, and what is said of the deed for the object of the
deed. Behind an article it is a noun: the object of the verb above, of which the other noun is said.
"""

from dataclasses import replace

from worker.events.parser import Sentence, Token

_CLAUSES = frozenset({"xcomp", "ccomp"})


def with_gerund_nouns(sentence: Sentence) -> Sentence:
    """The sentence with such words as nouns; the very same object where there are none."""
    for token in sentence.tokens[2:]:
        if token.tag == "VBG" and token.dep in _CLAUSES and _has_article(sentence, token):
            said = (t for t in sentence.children(token.index) if t.dep == "obj" and t.index > token.index)
            moved = [replace(t, head=token.head, dep="xcomp") for t in said]
            noun = replace(token, tag="NN", pos="NOUN", lemma=token.text.lower(), dep="obj")
            sentence = sentence.replacing(noun, *moved)
    return sentence


def _has_article(sentence: Sentence, token: Token) -> bool:
    before = sentence.tokens[token.index - 1]
    return before.tag == "DT" and before.head == token.index
