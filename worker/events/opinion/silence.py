"""The second opinion where the patterns are silent: a sentence that names just two states, and no rule fits it.

Its model knows which way round a pair stands: it has learned each relation also with the parties exchanged, as
`REVERSED`. It is heard only where it is sure, and never on what the grammar marks as unreal: conditions, questions,
negations, possibilities.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from worker.events.actions import Matcher
from worker.events.actions.mood import mood_of
from worker.events.actors import Named
from worker.events.opinion.linear import LinearModel
from worker.events.opinion.pair import Pair, explained, trigger_words, type_of
from worker.events.told import Told
from worker.model import Actor, AuxiliaryMode, CodedEvent
from worker.model.events import QuadClass, is_state

TRAINED = Path(__file__).with_name("trained") / "silence.npz"
REVERSED = "REVERSED"
SURE = 0.6  # of silent sentences in the demo and half of the gold articles that it is so sure of, 9 in 10 are right
_LONGEST = 80  # tokens
_VERBAL = (QuadClass.VERBAL_COOPERATION, QuadClass.VERBAL_CONFLICT)


@dataclass(frozen=True, slots=True)
class Silence:
    """The model that is heard on sentences of which the patterns say nothing."""

    model: LinearModel

    def event(self, told: Told, matcher: Matcher) -> CodedEvent | None:
        """What the two states of a sentence did, as far as the model is sure; None for all other sentences."""
        pair, kind, share = self._best(told, matcher)
        if pair is None or share < SURE:
            return None
        mood = mood_of(told.sentence, pair.trigger, matcher.ontology.hedges)
        if mood.negated or mood.hypothetical or told.sentence.text.rstrip().endswith("?"):
            return None
        return self._event(pair, kind, share, told, future=mood.future)

    def _best(self, told: Told, matcher: Matcher) -> tuple[Pair | None, str, float]:
        """The surest reading of the sentence, either way round."""
        named = two_states(told)
        if named is None or len(told.sentence.tokens) > _LONGEST:
            return None, "", 0.0
        readings = []
        for one, other in (named, named[::-1]):
            here = [replace(who, sentence=0) for who in (one, other)]
            pair = Pair(here[0], here[1], [matcher], ())
            shares = self.model.probabilities(wordless(pair))
            kind = max((k for k in shares if k != REVERSED), key=lambda k: (shares[k], k))
            readings.append((shares[kind], pair, kind))
        share, pair, kind = max(readings, key=lambda reading: reading[0])
        return pair, kind, share

    def _event(self, pair: Pair, kind: str, share: float, told: Told, *, future: bool) -> CodedEvent:
        ontology, known = pair.matcher.ontology, type_of(pair, kind)
        quad, trigger = ontology.quad(known), pair.trigger
        when = told.when(trigger, future=future, verbal=quad in _VERBAL)
        reasons = self.model.reasons(wordless(pair), kind)
        ahead = (AuxiliaryMode.FUTURE,) if future else ()
        return CodedEvent(
            event_type=known,
            mode=None,
            cameo=ontology.cameo(known, None, ()),
            quad_class=quad,
            score=ontology.score(known, None),
            actors=_actors(pair.actor, told),
            recipients=_actors(pair.recipient, told),
            evidence=told.evidence(trigger_words(pair, reasons), explained(reasons)),
            auxiliary=(*told.past(when, future=future), *ahead),
            event_date=when.day,
            date_precision=when.precision,
            place=told.place(trigger, verbal=quad in _VERBAL),
            reported_by=told.reported_by,
            confidence=round(share, 4),
        )


def wordless(pair: Pair) -> frozenset[str]:
    """The features of a pair without what the patterns said of it: here they said nothing."""
    return frozenset(name for name in pair.features if not name.startswith("patterns"))


def two_states(told: Told) -> tuple[Named, Named] | None:
    """The first mentions of the two states that a sentence names; None where it names another number of parties."""
    everybody = [one for one in told.resolution.sentences[told.index] if one.kind != "background"]
    first: dict[str, Named] = {}
    for one in everybody:
        for code in one.codes:
            first.setdefault(code, one)
    pair = tuple(first.values())
    if len(pair) != 2 or pair[0] is pair[1] or not all(is_state(code) for code in first):
        return None
    return pair[0], pair[1]


def _actors(named: Named, told: Told) -> tuple[Actor, ...]:
    return (replace(named.actor, start=None, end=None) if told.in_title else named.actor,)
