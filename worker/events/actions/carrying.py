"""What carries a noun or a place: the light verb of "held talks", the "was" of "was in Chad".

* "held two days of talks", "fired a fresh round of shells": the noun counts the act, and the verb carries both.
* "The minister was in Chad": the parser makes the place the root; who was there, and what for, hang on it.
"""

from collections.abc import Iterator, Set

from worker.events.actions.syntax import NOMINAL, marker, with_particle
from worker.events.parser import Sentence, Token

# Nouns that say how much or how often: the act is the noun after their "of".
MEASURES = frozenset(
    {"round", "series", "day", "hour", "week", "session", "set", "string", "bout", "wave", "spate", "spell", "flurry",
     "number", "minute", "month", "pair", "couple", "form", "kind", "resumption", "continuation", "stage", "leg"}
)  # fmt: skip
_BRINGING = frozenset({"lead", "contribute", "come"})


def light_verb(sentence: Sentence, token: Token, light_verbs: Set[str]) -> Token | None:
    """The verb that says no more than that the noun took place; None where there is none."""
    token = _outermost(sentence, token)
    head = sentence.tokens[token.head]
    carried = token.dep in ("obj", "nsubj:pass", "xcomp") or token.dep.startswith("obl")
    fits = carried and head.pos == "VERB" and with_particle(sentence, head) & light_verbs
    if head.lemma in _BRINGING and token.dep.startswith("obl"):
        return None  # "his mediation led to the release" of whom others held
    return head if fits and (token.dep != "obl" or marker(sentence, token) in ("in", "to", "out")) else None


def _outermost(sentence: Sentence, token: Token) -> Token:
    """The noun that stands for this one in the clause: the first conjunct, the measure."""
    head = sentence.tokens[token.head]
    while head.index != token.index and (token.dep == "conj" or measured(sentence, token)):
        token, head = head, sentence.tokens[head.head]
    return token


def measured(sentence: Sentence, token: Token) -> bool:
    """ "a round of [talks]", "two days of [talks]"."""
    head = sentence.tokens[token.head]
    counts = head.pos in NOMINAL and head.lemma.lower() in MEASURES
    return counts and token.dep == "nmod" and marker(sentence, token) == "of"


def noun_phrases(sentence: Sentence, child: Token) -> Iterator[tuple[str, Token]]:
    """The slot of a noun's phrase, and those of the parties that the parser hangs on a place: "talks in Oslo between
    Chad and Mali"."""
    yield marker(sentence, child) or "of", child
    if child.dep == "nmod" and marker(sentence, child) in ("in", "at", "on", "near"):
        for below in sentence.children(child.index):
            name = marker(sentence, below) if below.dep == "nmod" else ""
            if name in ("between", "with", "among"):
                yield name, below
