"""Gives the clause that answers what was said its verb: "..., a charge Chad [denies]", "..., which Chad [denies]".

A small parser takes "a charge Chad denies" for one noun after another. What stands after a comma or a dash as a noun
for words or deeds (the ontology's `other_side`), or as "which", before a name and a known verb, is a relative clause.
"""

from collections.abc import Iterator, Set
from dataclasses import replace

from worker.events.actions.syntax import NOMINAL
from worker.events.parser import Sentence, Token

_BREAKS = frozenset({",", "-", "–", "—", "--"})
_ARTICLES = frozenset({"a", "an", "the"})
_HELPERS = frozenset({"have", "be", "not"})
_FINITE = {"VBZ": "VBZ", "VBD": "VBD", "VBN": "VBD", "VBP": "VBZ", "NNS": "VBZ", "NNPS": "VBZ"}
_LONGEST_NAME = 4
_SHORTEST = 6  # tokens of a sentence that can hold both


def with_contact(sentence: Sentence, verbs: Set[str], nouns: Set[str]) -> Sentence:
    """The sentence with such a clause put right; the very same object where there is none."""
    tokens = sentence.tokens
    for token in tokens[1:-2] if len(tokens) > _SHORTEST else ():
        if tokens[token.index - 1].text not in _BREAKS:
            continue
        told = _noun(tokens, token, nouns)
        found = _clause(tokens, told.index + 1, verbs) if told is not None else None
        if told is not None and found is not None:
            return _rebuilt(sentence, token, told, *found)
    return sentence


def _noun(tokens: tuple[Token, ...], first: Token, nouns: Set[str]) -> Token | None:
    """The noun, or the "which", that the clause is about."""
    if first.text == "which":
        return first
    if first.text not in _ARTICLES:
        return None
    behind = tokens[first.index + 1 : first.index + 3]
    found = next((t for t in behind if t.lemma.lower() in nouns), None)
    return found if found is not None and all(t.pos == "ADJ" for t in behind[: behind.index(found)]) else None


def _clause(tokens: tuple[Token, ...], at: int, verbs: Set[str]) -> tuple[Token, Token, str] | None:
    """The name that acts there, its verb, and the base form of that."""
    while at < len(tokens) and tokens[at].text in ("that", "which", "the"):
        at += 1
    name = at
    while name < len(tokens) and tokens[name].text[:1].isupper() and name - at < _LONGEST_NAME:
        name += 1
    verb = name
    while verb < len(tokens) and (tokens[verb].lemma in _HELPERS or tokens[verb].pos == "ADV"):
        verb += 1
    if name == at or verb >= len(tokens) or tokens[verb].tag not in _FINITE:
        return None
    base = next((b for b in _bases(tokens[verb]) if b in verbs), None)
    return (tokens[name - 1], tokens[verb], base) if base else None


def _bases(token: Token) -> Iterator[str]:
    word = token.text.lower()
    yield token.lemma.lower()
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("s"):
        yield from (word[:-1], word[:-2])


def _rebuilt(sentence: Sentence, first: Token, told: Token, name: Token, verb: Token, base: str) -> Sentence:
    main = _main(sentence, first)
    which = told is first
    above = _noun_before(sentence, first) if which else told
    if main is None or above is None or _right(sentence, above, name, verb) or _content(sentence, told, verb):
        return sentence
    found = [_hung(t, first, told, name, verb, main) for t in sentence.tokens]
    found[main.index] = main if main is sentence.root else replace(main, head=main.index, dep="root")
    found[told.index] = replace(told, head=verb.index if which else main.index, dep="obj" if which else "parataxis")
    found[name.index] = replace(name, head=verb.index, dep="nsubj", pos="PROPN")
    found[verb.index] = replace(verb, head=above.index, dep="acl:relcl", pos="VERB", lemma=base, tag=_FINITE[verb.tag])
    return Sentence(sentence.text, sentence.start, sentence.end, tuple(found))


def _right(sentence: Sentence, above: Token, name: Token, verb: Token) -> bool:
    hung = verb.dep == "acl:relcl" and verb.head == above.index and verb.pos == "VERB"
    return hung and name.dep == "nsubj" and name.head == verb.index and sentence.tokens[above.index + 1].dep != "mark"


def _content(sentence: Sentence, told: Token, verb: Token) -> bool:
    """ "a claim that Chad denied the charge": what was said, and no answer to it."""
    behind = sentence.tokens[told.index + 1]
    own = any(c.dep in ("obj", "ccomp") and c.index > verb.index for c in sentence.children(verb.index))
    return behind.text == "that" and own


def _hung(token: Token, first: Token, told: Token, name: Token, verb: Token, main: Token) -> Token:
    """A word of the sentence on what it belongs to: the main clause, the noun, the name or the verb."""
    at = token.index
    if at < first.index:
        return replace(token, head=main.index) if token.head >= first.index else token
    if at < told.index:
        return replace(token, head=told.index)
    if at < name.index:
        pronoun = token.text in ("that", "which")
        return replace(token, head=verb.index, dep="obj", tag="WDT") if pronoun else _before(token, name)
    if at < verb.index:
        return replace(token, head=verb.index, dep="advmod" if token.pos == "ADV" else "aux")
    return replace(token, head=verb.index) if first.index <= token.head < verb.index else token


def _before(token: Token, name: Token) -> Token:
    return replace(token, head=name.index, dep="det" if token.text == "the" else "compound")


def _main(sentence: Sentence, first: Token) -> Token | None:
    """The main verb before the clause."""
    root = sentence.root
    if root.index < first.index:
        return root
    outer = (t for t in sentence.tokens[: first.index] if t.head >= first.index)
    return next((t for t in outer if t.pos in ("VERB", "AUX")), None)


def _noun_before(sentence: Sentence, first: Token) -> Token | None:
    return next((t for t in reversed(sentence.tokens[: first.index]) if t.pos in NOMINAL), None)
