"""The other side of a dyad, where a sentence leaves it to the article: "Chad denied the charge", "It urged Niger to
act".

An article has a dyad where its title, or else its first sentence, or both, name exactly two states, and no other is
named as often as either. Only then, and only in sentences that name nobody but these two, may a word stand for the one
who is missing (the words are `other_side` and `speakers` of the ontology):

* for a recipient a pronoun, or a definite noun that is his word, deed or envoy: "the charge", "the envoy", "this move";
* for a recipient nothing at all, where the verb is one of `unsaid`: "handed over forty ambulances";
* for an actor a pronoun, or somebody who speaks for a state: "the ministry", "the government", "a spokesman".
"""

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass

from worker.events.actions.syntax import NOMINAL
from worker.events.actors import Named, Resolution
from worker.events.parser import Sentence, Token
from worker.model import Actor
from worker.model.events import is_state

_PRONOUNS = frozenset({"it", "he", "she", "they", "him", "her", "them", "this", "that"})
_OTHERS = frozenset({"neighbour", "neighbor", "counterpart", "rival", "adversary"})  # "its neighbour"
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such"})


@dataclass(frozen=True, slots=True)
class Dyad:
    """The two states that an article is about, by code, each with the name it goes by."""

    names: tuple[tuple[str, str | None], tuple[str, str | None]]

    @property
    def codes(self) -> frozenset[str]:
        """Both codes."""
        return frozenset(code for code, _ in self.names)

    def other(self, code: str) -> tuple[str, str | None]:
        """Code and name of the other one."""
        one, two = self.names
        return two if one[0] == code else one

    def standing(self, code: str, token: Token, sentence: Sentence, number: int) -> Named:
        """The other side than `code`, as a span over the word that stands for it."""
        other, name = self.other(code)
        text = sentence.text[token.start - sentence.start : token.end - sentence.start]
        actor = Actor(other, name=name, text=text, start=token.start, end=token.end)
        return Named((actor,), "counterpart", number, token.index, token.index, token.index)


def dyad_of(resolution: Resolution, title: int) -> Dyad | None:
    """The dyad of an article whose first `title` sentences are its title's; None where it is not plain."""
    counts = Counter(code for row in resolution.sentences for named in row for code in named.codes)
    lead = [resolution.sentences[:title], resolution.sentences[title : title + 1], resolution.sentences[: title + 2]]
    for rows in lead:
        pair = {code for row in rows for named in row for code in named.codes}
        others = [count for code, count in counts.items() if code not in pair and is_state(code)]
        if len(pair) == 2 and all(map(is_state, pair)) and max(others, default=0) < min(counts[code] for code in pair):
            one, two = sorted(pair)
            return Dyad(((one, _name(resolution, one)), (two, _name(resolution, two))))
        if len(pair) > 2:
            return None
    return None


def _name(resolution: Resolution, code: str) -> str | None:
    found = (named for row in resolution.sentences for named in row if named.kind == "state" and code in named.codes)
    state = next(found, None)
    return state.actor.name if state is not None else None


def may_stand_for_recipient(sentence: Sentence, token: Token, words: Set[str]) -> bool:
    """Whether a word can mean the other side, or what it said or did."""
    word = token.lemma.lower()
    if token.tag == "PRP" or (token.pos not in NOMINAL and token.text.lower() in _PRONOUNS):
        return True
    if word in _OTHERS and any(c.tag == "PRP$" for c in sentence.children(token.index)):
        return True
    return token.pos in NOMINAL and word in words and _definite(sentence, token)


def may_stand_for_actor(token: Token, words: Set[str]) -> bool:
    """Whether a word can mean the side that speaks."""
    if token.tag == "PRP" and token.lemma.lower() in _PRONOUNS:
        return True
    return token.pos in NOMINAL and token.lemma.lower() in words


def _definite(sentence: Sentence, token: Token) -> bool:
    return any(
        c.dep.startswith(("det", "nmod:poss")) and c.text.lower() in _DEFINITE for c in sentence.children(token.index)
    )
