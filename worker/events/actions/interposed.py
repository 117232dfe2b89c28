"""Puts what is said under who says it where the speaker stands between the subject and its verb.

"Chile, the Peruvian minister told reporters, had broken the accord": a small parser makes the minister break it.
Between the first two commas of the sentence stands a verb of speech, and a finite verb follows at once.
"""

from collections.abc import Set
from dataclasses import replace

from worker.events.actions.syntax import NOMINAL
from worker.events.parser import Sentence, Token

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SAID = _FINITE | {"VBN"}
_NOT_SPEAKING = frozenset({"who", "which", "that", "as", "when", "what", "whom", "and", "but"})
_NAMING = NOMINAL | {"PRON"}
_LONGEST = 12  # tokens of a subject, or of a speaker


def with_interposed(sentence: Sentence, speech: Set[str]) -> Sentence:
    """The sentence with such a clause put right; the very same object where there is none."""
    tokens = sentence.tokens
    first = next((t.index for t in tokens[: _LONGEST + 1] if t.text == ","), 0)
    second = next((t.index for t in tokens[first + 1 : first + _LONGEST + 2] if t.text == ","), 0) if first else 0
    if not second or second + 2 >= len(tokens) or tokens[second + 1].tag not in _FINITE:
        return sentence
    beside = tokens[first + 1 : second]
    said = next((t for t in beside[1:] if t.lemma.lower() in speech and t.tag in _SAID), None)
    if said is None or beside[0].lemma.lower() in _NOT_SPEAKING or any(t.tag in _FINITE for t in tokens[:first]):
        return sentence
    return _rebuilt(sentence, first, second, said)


def _rebuilt(sentence: Sentence, first: int, second: int, said: Token) -> Sentence:
    subject = _top(sentence, 0, first)
    speaker = _top(sentence, first + 1, said.index)
    clause = _clause(sentence, second)
    if subject is None or speaker is None or clause is None:
        return sentence
    found = list(sentence.tokens)
    passive = any(c.dep == "aux:pass" for c in sentence.children(clause.index))
    found[said.index] = replace(said, head=said.index, dep="root", pos="VERB")
    found[clause.index] = replace(clause, head=said.index, dep="ccomp")
    found[subject.index] = _name(replace(subject, head=clause.index, dep="nsubj:pass" if passive else "nsubj"))
    found[speaker.index] = replace(speaker, head=said.index, dep="nsubj")
    for token in found[said.index + 1 : second]:
        if not first < token.head < second:
            found[token.index] = replace(token, head=said.index, dep="obj" if token.pos in NOMINAL else token.dep)
    return Sentence(sentence.text, sentence.start, sentence.end, tuple(found))


def _top(sentence: Sentence, start: int, end: int) -> Token | None:
    """The last noun of a span that hangs on nothing in it."""
    outer = [t for t in sentence.tokens[start:end] if t.head == t.index or not start <= t.head < end]
    return next((t for t in reversed(outer) if t.pos in _NAMING or t.text[:1].isupper()), None)


def _clause(sentence: Sentence, second: int) -> Token | None:
    """The head of what is said: the root, or what hangs on it."""
    root = sentence.root
    if root.index > second:
        return root
    above = sentence.children(root.index)
    return next((c for c in above if c.index > second and c.dep in ("ccomp", "xcomp", "parataxis", "conj")), None)


def _name(token: Token) -> Token:
    """ "Chile" at the head of such a sentence is taken for a verb."""
    return replace(token, pos="PROPN", tag="NNP", lemma=token.text) if token.tag == "VB" else token
