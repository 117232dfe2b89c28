"""Lets what has befallen a country describe it: "condolences to quake-hit Japan", "sent to typhoon-ravaged Vietnam".

A small tagger takes the participle behind the hyphen for the verb, so that who sends his condolences hits Japan. Such a
participle, right after a hyphen and a word without a capital, describes the noun that follows, and that noun takes the
place in the tree that it and the word before the hyphen had. "Chad-backed rebels" and "air-dropped aid" are others.
"""

from dataclasses import replace

from worker.events.actions.syntax import NOMINAL
from worker.events.parser import Sentence, Token

_STRICKEN = frozenset(
    {
        "hit",
        "struck",
        "stricken",
        "torn",
        "ravaged",
        "ridden",
        "battered",
        "affected",
        "devastated",
        "plagued",
        "damaged",
    }
    | {"wracked", "racked", "shattered", "scarred", "starved", "strapped", "swept", "lashed", "soaked", "parched"}
    | {"wrecked", "crippled", "choked", "infested", "gripped", "shaken", "rocked", "blighted", "afflicted", "ruined"}
    | {"held", "controlled", "occupied", "run", "ruled", "besieged", "embattled", "squeezed", "burdened", "weakened"}
)
_LOWER = frozenset({"amod", "compound", "conj", "acl"})


def with_stricken(sentence: Sentence) -> Sentence:
    """The sentence with such participles as adjectives; the very same object where there are none."""
    if "-" not in sentence.text:
        return sentence
    tokens = sentence.tokens
    found = [t for t in tokens[2:-1] if t.text in _STRICKEN and t.pos != "ADJ" and _describes(t, tokens)]
    if not found:
        return sentence
    mended = list(tokens)
    for token in found:
        _hand_over(mended, token.index)
    return Sentence(sentence.text, sentence.start, sentence.end, tuple(mended))


def _describes(token: Token, tokens: tuple[Token, ...]) -> bool:
    hyphen, before, after = tokens[token.index - 1], tokens[token.index - 2], tokens[token.index + 1]
    joined = hyphen.text == "-" and before.end == hyphen.start and hyphen.end == token.start
    return joined and before.text.islower() and after.pos in NOMINAL


def _hand_over(tokens: list[Token], index: int) -> None:
    """The noun after the participle gets what hung on it and on the word before the hyphen."""
    word, first = tokens[index], tokens[index - 2]
    mine = {index, index - 1, index - 2}
    noun = index + 1
    while tokens[noun].dep == "compound" and tokens[noun].head > noun:  # "quake-hit Sendai city"
        noun = tokens[noun].head
    mine_or_noun = mine | {noun}
    outer = next((t for t in (first, word) if t.head not in mine_or_noun and t.dep not in _LOWER), None)
    subject = next((t for t in tokens[:index] if t.head == index and t.dep.startswith("nsubj")), None)
    if word.dep == "root" and (subject is None or outer is None):
        return  # the clause has no other verb: what it says is past mending
    if word.dep == "root" and subject is not None:
        tokens[subject.index] = replace(subject, head=subject.index, dep="root")
    if outer is None and tokens[noun].head in mine:  # the noun takes the participle's own place
        outer = word
    if outer is not None:
        cased = any(t.head in mine and t.dep in ("case", "mark") for t in tokens[:index])
        tokens[noun] = replace(tokens[noun], head=outer.head, dep="obl" if cased else outer.dep)
    for token in [t for t in tokens if t.head in mine and t.index not in mine_or_noun]:
        above = outer.head if outer is not None and token.index > noun else noun
        tokens[token.index] = _rehung(token, noun, subject) if above == noun else replace(token, head=above)
    tokens[index] = replace(word, head=noun, dep="amod", tag="JJ", pos="ADJ")
    tokens[index - 1] = replace(tokens[index - 1], head=index, dep="punct")
    tokens[index - 2] = replace(first, head=index, dep="compound", tag="NN", pos="NOUN")


def _rehung(token: Token, noun: int, subject: Token | None) -> Token:
    """What hung on the participle, on the noun; at the root before it, on the subject, which is the root now."""
    if token.dep == "mark" and token.index < noun:
        return replace(token, head=noun, dep="case", pos="ADP")
    root = subject is not None and token.dep not in ("case", "det", "amod") and token.index < noun
    return replace(token, head=subject.index if root and subject is not None else noun)
