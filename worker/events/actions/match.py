"""Which rules fit which words of a sentence, before anybody asks who is who. Pure syntax and word lists.

The order: words are taken from the root down, so that "agreed" is seen before the "send" that it takes; for one word
the rules are tried in the order of the file. What a rule takes up (its object, its complement, a light verb) is told
with the match, so that it makes no second event.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from worker.config.ontology import INNER, Outcome
from worker.events.actions.frames import Frame, Frames
from worker.events.actions.index import ANY, FORMS, INNER_SLOT, NAME, CompiledRule, Ontology, word_names
from worker.events.actions.mood import Mood, mood_of
from worker.events.actions.predicate import predicate
from worker.events.actions.syntax import NOMINAL, marker, phrase, second_half, with_particle
from worker.events.parser import Sentence, Token

# Slots whose noun can be the act that a rule with a complement takes: "agreed on a truce", "called for talks".
_NOMINAL_COMPLEMENTS = ("object", "for", "on", "to", "of", "in")
_DEPTH = 4
PASSIVE = "passive."  # before a slot: only in a passive clause that says nobody who acts
_TRIGGERS = NOMINAL | {"VERB", "ADJ", "AUX"}


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits a word: `type`, `mode` and `cameo` are what it says; `inner` is the act it takes, if any."""

    rule: CompiledRule
    frame: Frame
    type: str
    mode: str | None
    cameo: str | None
    inner: "Match | None" = None
    complement: Token | None = None
    claims: frozenset[int] = frozenset()

    @property
    def trigger(self) -> Token:
        """The word that the rule fits."""
        return self.frame.head


@dataclass(slots=True)
class Matcher:
    """The rules against one sentence."""

    sentence: Sentence
    ontology: Ontology
    frames: Frames = field(init=False)
    names: list[frozenset[str]] = field(init=False)
    said: frozenset[str] = field(init=False)  # all names of all words
    _candidates: dict[int, list[CompiledRule]] = field(init=False, default_factory=dict)
    _met: frozenset[int] | None = field(init=False, default=None)
    _moods: dict[int, Mood] = field(init=False, default_factory=dict)
    _said_of: dict[tuple[int, bool], list[Token]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.frames = Frames(self.sentence, self.ontology.light_verbs, self.ontology.phrasal)
        self.names = word_names(self.sentence, self.ontology.openers)
        self.said = frozenset().union(*self.names)

    def mood(self, token: Token) -> Mood:
        """The mood of a word's clause; many rules ask."""
        if token.index not in self._moods:
            self._moods[token.index] = mood_of(self.sentence, token, self.ontology.hedges)
        return self._moods[token.index]

    def top_down(self) -> list[Token]:
        """The words that could trigger anything, those nearer to the root first."""
        found = [
            t
            for t in self.sentence.tokens
            if t.pos in _TRIGGERS and self._may_be_known(t) and self._rules(t) and not second_half(self.sentence, t)
        ]
        return sorted(found, key=lambda t: (len(self.sentence.ancestors(t.index)), t.index))

    def _may_be_known(self, token: Token) -> bool:
        """A cheap test of a verb before its particles are looked for."""
        first = self.ontology.first_words
        return token.pos in NOMINAL or token.lemma.lower() in first or token.text.lower() in first

    def _called(self, token: Token) -> frozenset[str]:
        return with_particle(self.sentence, token) if token.pos not in NOMINAL else self.names[token.index]

    def matches(self, token: Token, depth: int = 0) -> Iterator[Match]:
        """The rules that fit a word, in the order of the file; each at most once."""
        for rule in self._rules(token):
            match = self._match(rule, token, depth)
            if match is not None:
                yield match

    def _rules(self, token: Token) -> list[CompiledRule]:
        """The rules that know a word and whose other words the sentence says, in the order of the file."""
        found = self._candidates.get(token.index)
        if found is None:
            rules = self.ontology.rules(token).of(self._called(token))
            met = self._said_lists() if rules else frozenset()
            found = self._candidates[token.index] = [rule for rule in rules if rule.needs <= met] if rules else []
        return found

    def _said_lists(self) -> frozenset[int]:
        """Which lists of words the sentence says; asked for once, and of many sentences never."""
        if self._met is None:
            self._met = self.ontology.met(self.said)
        return self._met

    def _match(self, rule: CompiledRule, token: Token, depth: int) -> Match | None:
        frame = self.frames.of(token)
        objects = self._object(rule, frame)
        if objects is None or not self._conditions(rule, frame):
            return None
        claims = objects | {frame.light.index} if frame.light else objects
        if rule.rule.complement:
            return self._with_complement(rule, frame, claims, depth)
        plain = rule.rule
        return Match(rule, frame, rule.type, plain.mode, plain.cameo, claims=claims, complement=_first(frame))

    def _object(self, rule: CompiledRule, frame: Frame) -> frozenset[int] | None:
        """The tokens that satisfy the rule's object; None where it wants one and there is none."""
        if not rule.object:
            return frozenset()
        told = frame.get("object")
        told = [*told, *frame.get("than")] if any(t.lemma in ("more", "less", "much") for t in told) else told
        tokens = told + ([*frame.get("weak"), frame.head] if frame.head.pos in NOMINAL else [])
        found = {
            token.index
            for head in tokens
            for token in phrase(self.sentence, head)
            if not self.names[token.index].isdisjoint(rule.object)
        }
        return frozenset(found) or None

    def _conditions(self, rule: CompiledRule, frame: Frame) -> bool:
        if any(not self.stands(frame, slot, words) for slot, words in rule.where.items()):
            return False
        return not any(self.stands(frame, slot, words) for slot, words in rule.unless.items())

    def stands(self, frame: Frame, slot: str, words: frozenset[str]) -> bool:
        """Whether one of the words stands in a slot; `ANY` asks only that the slot is filled."""
        if " or " in slot:
            return any(self.stands(frame, one, words) for one in slot.split(" or "))
        if slot.removeprefix(INNER_SLOT) in FORMS:
            return not self._form(frame, slot).isdisjoint(words)
        tokens = self._standing_in(frame, slot)
        if words == ANY:
            return bool(tokens)
        if NAME in words and any(token.pos == "PROPN" for token in self._heads(frame, slot)):
            return True
        return any(not self.names[token.index].isdisjoint(words) for token in tokens)

    def _standing_in(self, frame: Frame, slot: str) -> Sequence[Token]:
        """The words of a slot, of the clause, of a slot of the complement, or of what that says of its subject."""
        if slot == "clause":
            return self.clause(frame)
        if slot in ("predicate", "not predicate"):
            return self._predicated(frame, denies=slot.startswith("not"))
        if slot == "inner.clause":
            return [t for c in frame.get("complement") for t in self.sentence.subtree(c.index)]
        return [t for head in self._heads(frame, slot) for t in phrase(self.sentence, head)]

    def _heads(self, frame: Frame, slot: str) -> Sequence[Token]:
        if slot.startswith(PASSIVE):
            return frame.get(slot.removeprefix(PASSIVE)) if frame.agentless else []
        if not slot.startswith(INNER_SLOT):
            return frame.get(slot)
        return [t for c in frame.get("complement") for t in self.frames.of(c).get(slot.removeprefix(INNER_SLOT))]

    def _predicated(self, frame: Frame, *, denies: bool) -> list[Token]:
        key = frame.head.index, denies  # many rules ask the same of one verb of speech
        if key not in self._said_of:
            heads = [t for t in frame.get("complement") if self.mood(t).negated is denies]
            self._said_of[key] = [token for head in heads for token in predicate(self.sentence, head)]
        return self._said_of[key]

    def _form(self, frame: Frame, slot: str) -> frozenset[str]:
        """The tag, the helping verbs or the polarity ("negated", "refused") of a word, or those of its inner act."""
        tokens = frame.get("complement") if slot.startswith(INNER_SLOT) else [frame.head]
        if slot.endswith("tag"):
            return frozenset(token.tag.lower() for token in tokens)
        if slot.endswith("order"):
            return frozenset("before" if token.index < frame.head.index else "after" for token in tokens)
        if slot.endswith("case"):
            return frozenset(marker(self.sentence, token) for token in tokens)
        moods = [self.mood(token) for token in tokens]
        if slot.endswith("polarity"):
            return frozenset(name for mood in moods for name in ("negated", "refused") if getattr(mood, name))
        return frozenset(modal for mood in moods for modal in mood.modals)

    def clause(self, frame: Frame) -> tuple[Token, ...]:
        """Every word under the trigger, and under the light verb that carries it."""
        trigger = frame.light or frame.head
        return self.sentence.subtree(trigger.head if trigger.dep == "cop" else trigger.index)

    # complements

    def _with_complement(self, rule: CompiledRule, frame: Frame, claims: frozenset[int], depth: int) -> Match | None:
        if depth >= _DEPTH:
            return None
        for token, verbal in self._complements(frame):
            inner = self.inner(token, depth + 1)
            if inner is None and not verbal:
                continue
            outcome = self.ontology.outcome(rule, inner.type if inner else None)
            if outcome is not None:
                return self._taking(rule, frame, outcome, inner, token, claims)
        return None

    def _taking(
        self,
        rule: CompiledRule,
        frame: Frame,
        outcome: Outcome,
        inner: Match | None,
        token: Token,
        claims: frozenset[int],
    ) -> Match:
        taken = {token.index} | (inner.claims | {inner.trigger.index} if inner else frozenset())
        taken |= self._conjuncts(token)
        kind = outcome.type or rule.type
        mode = outcome.mode if outcome.type else outcome.mode or rule.rule.mode
        if mode == INNER:
            mode = inner.mode if inner is not None and inner.type == kind else None
        return Match(rule, frame, kind, mode, outcome.cameo or rule.rule.cameo, inner, token, claims | taken)

    def _conjuncts(self, token: Token) -> frozenset[int]:
        """ "agreed to release and return": both are agreed to."""
        found = {
            child.index
            for child in self.sentence.children(token.index)
            if child.dep == "conj" and child.pos == token.pos
        }
        return frozenset(found)

    def _complements(self, frame: Frame) -> Iterator[tuple[Token, bool]]:
        for token in frame.get("complement"):
            yield token, token.pos not in NOMINAL or token.dep == "ccomp"  # "assured X that help was on its way"
        if frame.head.pos not in NOMINAL:
            for slot in _NOMINAL_COMPLEMENTS:
                yield from ((token, False) for token in frame.get(slot))

    def inner(self, token: Token, depth: int) -> Match | None:
        """The act that a complement is, looking through verbs that only carry one ("begin to withdraw")."""
        if depth > _DEPTH:
            return None
        # What somebody "will not hear of" is told for itself, and is nothing to agree to or to ask for.
        match = next((m for m in self.matches(token, depth) if not m.rule.wants_negation), None)
        if match is not None:
            return match
        frame = self.frames.of(token)
        below = frame.get("complement") + (frame.get("object") if token.lemma in self.ontology.carriers else [])
        return next((found for t in below if (found := self.inner(t, depth + 1)) is not None), None)


def _first(frame: Frame) -> Token | None:
    return next(iter(frame.get("complement")), None)
