"""What can be said of two parties in a sentence, as features that an analyst can read.

patterns=T          the type that the patterns gave this pair;  patterns also=T  gave anybody in the text
fits=T              a rule fits a word;  fits between=T  a word on the way from one party to the other
listed=T            a rule lists the word, whether or not its conditions hold;  listed between=T  on the way
word=, before=, between=, after=      lemmas of the text, and where they stand
meet=, way=         the word where the ways up the tree from both parties meet, and the relations along them
above actor=, above recipient=        lemmas on the way;  verb of actor=, verb of recipient=  the nearest verbs
mood=               modal verbs and negations
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from worker.events.actions import Matcher
from worker.events.actors import Named
from worker.events.parser import Sentence, Token
from worker.model import CodedEvent

_NO_WORD = frozenset({"PUNCT", "PROPN"})
_NEGATIONS = frozenset({"not", "no", "never", "n't"})
# The sets that the model learns from know one type for what PLOVER now calls CONCEDE and RETREAT.
YIELD = "YIELD"
RULE = "second-opinion"
_YIELDING = frozenset({"CONCEDE", "RETREAT"})


def label(event_type: str) -> str:
    """The model's class for an event type: YIELD for CONCEDE and RETREAT, else the type itself."""
    return YIELD if event_type in _YIELDING else event_type


@dataclass(frozen=True)
class Pair:
    """Two parties named in a text; `matchers` are those of all its sentences, in order."""

    actor: Named
    recipient: Named
    matchers: Sequence[Matcher]
    events: tuple[CodedEvent, ...]

    @cached_property
    def features(self) -> frozenset[str]:
        """All that can be said of the pair. The features' own order says nothing."""
        return frozenset(self._all())

    @property
    def matcher(self) -> Matcher:
        """The sentence in which the actor is named, with its rules."""
        return self.matchers[self.actor.sentence]

    @property
    def sentence(self) -> Sentence:
        """The sentence in which the actor is named."""
        return self.matcher.sentence

    @property
    def together(self) -> bool:
        """Whether one sentence names both."""
        return self.actor.sentence == self.recipient.sentence

    def told(self) -> tuple[CodedEvent, ...]:
        """The events that the patterns found between the two, the surest first; the other way round only where none
        goes this way."""
        fitting = [(fit, event) for event in self.events if (fit := self._fit(event))]
        forth = [pair for pair in fitting if pair[0] > 1] or fitting
        return tuple(event for _, event in sorted(forth, key=lambda pair: (-pair[1].confidence, -pair[0])))

    def _fit(self, event: CodedEvent) -> int:
        """3: the actor to the recipient; 2: both as actors; 1: the other way round; 0: not between these."""
        one, other = self.actor.actor.code, self.recipient.actor.code
        doers, receivers = {a.code for a in event.actors}, {r.code for r in event.recipients}
        if one in doers:
            return 3 if other in receivers else 2 if other in doers else 0
        return 1 if other in doers and one in receivers else 0

    @property
    def trigger(self) -> Token:
        """The verb that both hang on, or the nearest above the actor; the actor's own word where there is none."""
        one = self._up(self.actor)
        below = {token.index for token in self._up(self.recipient)} if self.together else set()
        meet = next((token for token in one if token.index in below), None)
        if meet is not None and meet.pos == "VERB":
            return meet
        return next((token for token in one if token.pos == "VERB"), meet or one[0])

    # the features, one kind after another

    def _all(self) -> Iterator[str]:
        yield from self._patterns()
        yield from self._words()
        yield from self._rules()
        if self.together:
            yield from self._way()

    def _patterns(self) -> Iterator[str]:
        told = self.told()
        yield f"patterns={label(told[0].event_type) if told else 'none'}"
        yield from (f"patterns also={label(event.event_type)}" for event in self.events)

    def _words(self) -> Iterator[str]:
        for token in self._outside(t for matcher in self.matchers for t in matcher.sentence.tokens):
            if token.pos not in _NO_WORD:
                yield f"word={token.lemma.lower()}"
            if token.tag == "MD" or token.lemma.lower() in _NEGATIONS:
                yield f"mood={token.lemma.lower()}"
        spans = sorted((self.actor, self.recipient), key=lambda named: (named.sentence, named.first))
        for token in self._outside(self.sentence.tokens):
            if token.pos not in _NO_WORD:
                yield f"{_stands(token, *spans)}={token.lemma.lower()}"

    def _rules(self) -> Iterator[str]:
        ways = {token.index for token in (*self._up(self.actor), *self._up(self.recipient))} if self.together else set()
        for token in self.matcher.top_down():
            match = next(self.matcher.matches(token), None)
            if match is not None:
                yield f"fits={label(match.type)}"
                if token.index in ways:
                    yield f"fits between={label(match.type)}"
        for token in self.sentence.tokens:
            for rule in self.matcher.ontology.by_word.get(token.lemma.lower(), ()):
                yield f"listed={label(rule.type)}"
                if token.index in ways:
                    yield f"listed between={label(rule.type)}"

    def _way(self) -> Iterator[str]:
        one, other = self._up(self.actor), self._up(self.recipient)
        shared = {token.index for token in other}
        meet = next(token for token in one if token.index in shared)
        one, other = one[: one.index(meet)], other[: other.index(meet)]
        yield f"meet={meet.lemma.lower()}"
        yield f"meet is {meet.pos}"
        yield f"way={'/'.join(t.dep for t in one)} ^ {'/'.join(t.dep for t in other)}"
        for child in self._outside(self.sentence.children(meet.index)):
            yield f"meet has {child.dep}={child.lemma.lower()}"
        for role, way in (("actor", one), ("recipient", other)):
            yield from (f"{role} under {token.dep}" for token in way)
            yield from (f"above {role}={token.lemma.lower()}" for token in self._outside(way[1:]))
            yield from self._around(role, self.actor if role == "actor" else self.recipient)

    def _around(self, role: str, named: Named) -> Iterator[str]:
        verb = next((t for t in self.sentence.ancestors(named.head) if t.pos == "VERB"), None)
        if verb is not None:
            yield f"verb of {role}={verb.lemma.lower()}"
        yield f"{role} is {self.sentence.tokens[named.head].lemma.lower()}"
        above = self.sentence.tokens[self.sentence.tokens[named.head].head]
        for child in self.sentence.children(named.head):
            if child.dep == "case":
                yield f"{role} after {child.lemma.lower()}"
                yield f"{role} after {above.lemma.lower()} {child.lemma.lower()}"

    # the tree

    def _up(self, named: Named) -> tuple[Token, ...]:
        sentence = self.matchers[named.sentence].sentence
        return (sentence.tokens[named.head], *sentence.ancestors(named.head))

    def _outside(self, tokens: Iterable[Token]) -> Iterator[Token]:
        """The tokens that no party's name holds: names are not what the model should learn."""
        held = [self._characters(named) for named in (self.actor, self.recipient)]
        return (t for t in tokens if not any(start <= t.start < end for start, end in held))

    def _characters(self, named: Named) -> tuple[int, int]:
        tokens = self.matchers[named.sentence].sentence.tokens
        return tokens[named.first].start, tokens[named.last].end


def type_of(pair: Pair, kind: str) -> str:
    """PLOVER's type for a class of the model: YIELD is RETREAT where a rule of RETREAT lists a word, else CONCEDE."""
    if kind != YIELD:
        return kind
    words, listed = {token.lemma.lower() for token in pair.sentence.tokens}, pair.matcher.ontology.by_word
    return "RETREAT" if any(rule.type == "RETREAT" for word in words for rule in listed.get(word, ())) else "CONCEDE"


def explained(reasons: Sequence[str]) -> str:
    """What stands as the rule of an event that a model told: that it was one, and the features that decided."""
    return f"{RULE}: {'; '.join(reasons)}"


def trigger_words(pair: Pair, reasons: Sequence[str]) -> str:
    """The words of the sentence that the deciding features name; the pair's trigger where they name none."""
    named = {reason.rpartition("=")[2] for reason in reasons if not reason.startswith(("patterns", "fits", "listed"))}
    words = [token.text for token in pair.sentence.tokens if token.lemma.lower() in named and token.pos != "PUNCT"]
    return " ... ".join(dict.fromkeys(words)) or pair.trigger.text


def _stands(token: Token, left: Named, right: Named) -> str:
    if token.index < left.first:
        return "before"
    return "after" if left.sentence != right.sentence or token.index > right.last else "between"
