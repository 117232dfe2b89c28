"""The other side of a dyad, where a sentence leaves it to the article: "Chad denied the charge", "It urged Niger to
act".

An article has a dyad where its title, or else its first sentence, or both, name exactly two states, and no other is
named as often as either. Only then, and only in sentences that name nobody but these two, may a word stand for the one
who is missing (the words are `other_side` and `speakers` of the ontology):

* for a recipient a pronoun, or a definite noun that is his word, deed or envoy: "the charge", "the envoy", "this move";
* for a recipient nothing at all, where the verb is one of `unsaid`: "handed over forty ambulances";
* for an actor a pronoun, or somebody who speaks for a state: "the ministry", "the government", "a spokesman".

An article that is about one state alone has a topic: its title, or else its first sentence, names only that one. Where
a later sentence names others and not the topic, it may be their recipient in the same way: after an earthquake in Chad
"Niger has sent tents". In an article about two the topic is the one that the other acts on.
"""

from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass

from worker.events.actions.syntax import NOMINAL
from worker.events.actors import Named, Resolution
from worker.events.parser import Sentence, Token
from worker.model import Actor, CodedEvent
from worker.model.events import is_state

_PRONOUNS = frozenset({"it", "he", "she", "they", "him", "her", "them", "this", "that"})
_OTHERS = frozenset({"neighbour", "neighbor", "counterpart", "rival", "adversary"})  # "its neighbour"
_PLAIN = 2  # events one way between two states before we say which of them is acted on
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such"})


Side = tuple[str, str | None]  # a state by its code, and the name it goes by


@dataclass(frozen=True, slots=True)
class Dyad:
    """The two states that an article is about, by code, each with the name it goes by."""

    names: tuple[Side, Side]

    @property
    def codes(self) -> frozenset[str]:
        """Both codes."""
        return frozenset(code for code, _ in self.names)

    def other(self, code: str) -> Side:
        """Code and name of the other one."""
        one, two = self.names
        return two if one[0] == code else one

    def acted_on(self, coded: Iterable[Iterable[CodedEvent]]) -> Side | None:
        """The one of the two that things are done to, where that is plain from the events between them."""
        events = (event for sentence in coded for event in sentence if not event.reciprocal)
        ways = Counter(pair for event in events for pair in event.directed_pairs if set(pair) == self.codes)
        (often, most), (_, least) = (*ways.most_common(2), (("", ""), 0), (("", ""), 0))[:2]
        if most < _PLAIN or most < 2 * least:
            return None
        return self.other(often[0])

    def standing(self, code: str, token: Token, sentence: Sentence, number: int) -> Named:
        """The other side than `code`, as a span over the word that stands for it."""
        return standing(self.other(code), token, sentence, number)


def standing(side: Side, token: Token, sentence: Sentence, number: int) -> Named:
    """A state as a span over the word that stands for it."""
    code, name = side
    text = sentence.text[token.start - sentence.start : token.end - sentence.start]
    actor = Actor(code, name=name, text=text, start=token.start, end=token.end)
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


def topic_of(resolution: Resolution, title: int) -> Side | None:
    """The state that an article without a dyad is about: the only one of its title, or else of its first sentence."""
    for rows in (resolution.sentences[:title], resolution.sentences[title : title + 1]):
        codes = {code for row in rows for named in row for code in named.codes if is_state(code)}
        if codes:
            (code,) = codes if len(codes) == 1 else (None,)
            return (code, _name(resolution, code)) if code is not None else None
    return None


def addressed(sentence: Sentence, tokens: Iterable[Token]) -> bool:
    """Whether somebody is told who is not the other side: a name ("to the Red Cross"), or one's own ("its people")."""
    return any(token.pos == "PROPN" or any(c.tag == "PRP$" for c in sentence.children(token.index)) for token in tokens)


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
