"""How sure an event is: a product of what speaks against it, made into the share of such events that is right.

The product: how sure the rule's words are, how directly actor and recipient are named, whether the words hedge, and
how deep in the sentence it stands. The share: a logistic curve fitted on the events of the sample newsroom and of
triples-dev (325 of them). Measured where it was not fitted, the expected calibration error fell from 0.17 to 0.07 on
the invented articles of tests/gold, and from 0.09 to 0.03 on 248 events of 100 real articles that two readers judged.
`python -m tests.gold.reliability` prints the table.
"""

import math

from worker.events.actions import Act, Party
from worker.events.parser import Sentence
from worker.model import AuxiliaryMode

_SLOPE, _SHIFT = 3.72, -1.08
# What is told at all. Of 209 events of 54 real articles that three readers judged, those below were right 4 times of
# 12, those above 160 of 197: an analyst is told what is more likely right than not.
WORTH_TELLING = 0.6


def confidence(act: Act, sentence: Sentence) -> float:
    """The share of such events that is right, 0 to 1."""
    return round(1 / (1 + math.exp(-(_SLOPE * _strength(act, sentence) + _SHIFT))), 4)


def _strength(act: Act, sentence: Sentence) -> float:
    """Strength of the rule x directness of both parties x hedges x depth in the sentence."""
    strength = act.match.rule.rule.strength
    for party in (act.actors, act.recipients):
        strength *= _directness(party)
    if act.mood.hedged:
        strength *= 0.9
    if act.trigger.tag == "VBG":  # "saying", "targeting": whose it is a small parser often misses
        strength *= 0.93
    if AuxiliaryMode.HYPOTHETICAL in act.auxiliary or AuxiliaryMode.NEGATED in act.auxiliary:
        strength *= 0.7
    depth = len(sentence.ancestors(act.trigger.index))
    return strength * max(0.75, 1 - 0.04 * depth)


_SLOT = {
    "clause": 0.75,
    "before": 0.7,
    "speaker": 0.9,
    "condition": 0.85,
    "above": 0.9,
    "after": 0.7,
    "sentence": 0.85,
    "governor": 0.75,
    "weak": 0.85,
    "place": 0.85,
    "complement": 0.8,
    "counterpart": 0.72,
    "followed": 0.65,
    "foremost": 0.65,
}


def _directness(party: Party) -> float:
    if not party:
        return 1.0
    # Of the only other actor in the sentence it does not matter how far off he stands.
    cost = 0.0 if party.slot == "sentence" else party.cost
    return max(0.6, 1 - 0.04 * cost) * _SLOT.get(party.slot, 1.0)
