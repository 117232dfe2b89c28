"""When the second opinion is asked, and the event that its answer makes.

A caller who marks exactly two parties asks what the first of them did to the second. The model then weighs the
patterns' answer with all that the sentence says. Where it names the type that the patterns found, their event stands,
with the model's probability as its confidence; where it names another, or they found none, its own event is told, and
what the patterns said keeps only the probability that the model leaves to it.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from worker.events.actions import Matcher, Ontology
from worker.events.actors import Named
from worker.events.opinion.linear import LinearModel
from worker.events.opinion.pair import Pair, explained, label, trigger_words, type_of
from worker.events.reading import Reading
from worker.model import CodedEvent, Evidence

TRAINED = Path(__file__).with_name("trained") / "relations.npz"


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """The model with the ontology whose types it names."""

    model: LinearModel
    ontology: Ontology

    def answer(self, reading: Reading) -> tuple[CodedEvent, ...]:
        """The events of a document, after the model was heard on the two parties that the caller marked, if he did."""
        pair = given_pair(reading, self.ontology)
        if pair is None:
            return reading.events
        shares = self.model.probabilities(pair.features)
        best = max(shares, key=lambda kind: (shares[kind], kind))
        heard = tuple(self._weighed(event, pair, shares) for event in reading.events)
        agreed = any(label(event.event_type) == best for event in pair.told())
        return heard if agreed else (self._event(pair, best, shares[best]), *heard)

    def _weighed(self, event: CodedEvent, pair: Pair, shares: dict[str, float]) -> CodedEvent:
        if event not in pair.told():
            return event
        return replace(event, confidence=round(shares.get(label(event.event_type), 0.0), 4))

    def _event(self, pair: Pair, kind: str, share: float) -> CodedEvent:
        """An event of the model's own. Its rule names the features that decided; its trigger is where they stand."""
        known, sentence = type_of(pair, kind), pair.sentence
        reasons = self.model.reasons(pair.features, kind)
        trigger = trigger_words(pair, reasons)
        return CodedEvent(
            event_type=known,
            mode=None,
            cameo=self.ontology.cameo(known, None, ()),
            quad_class=self.ontology.quad(known),
            score=self.ontology.score(known, None),
            actors=(pair.actor.actor,),
            recipients=(pair.recipient.actor,),
            evidence=Evidence(sentence.text, sentence.start, sentence.end, trigger, explained(reasons)),
            confidence=round(share, 4),
        )


def given_pair(reading: Reading, ontology: Ontology) -> Pair | None:
    """The two parties that the caller marked, in his order; None where he marked none, one, or more."""
    first: dict[str, Named] = {}
    for named in (named for row in reading.found.sentences for named in row if named.kind == "given"):
        first.setdefault(named.actor.code, named)
    if len(reading.given) != 2 or len(first) != 2:
        return None
    actor, recipient = (first[code] for code in reading.given)
    return Pair(actor, recipient, [Matcher(one, ontology) for one in reading.sentences], reading.events)
