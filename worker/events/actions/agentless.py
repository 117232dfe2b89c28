"""Passives that say nobody who acts, and whose doer is plain all the same: the other one of two.

* An envoy is summoned, warned or expelled by who has received him: "The Chadian ambassador was called in".
* A request is turned down by whom it was made to: "Chad said that its request had been refused".
* What people and goods of one state suffer of another's law they suffer of the other one of the two that an article is
  about; who was killed was so by rebels as often.
"""

from worker.events.actions.match import Match
from worker.events.actions.syntax import NOMINAL

_SUFFERED = frozenset({"SANCTION", "COERCE"})
_RECEIVED = _SUFFERED | {"ACCUSE", "REJECT", "THREATEN"}
_ENVOYS = frozenset({"ambassador", "envoy", "consul", "chargé", "charge", "attaché", "diplomat", "emissary", "nuncio"})
ANSWERS = frozenset({"REJECT", "CONCEDE"})
_ASKED = frozenset(
    {"request", "demand", "appeal", "plea", "proposal", "offer", "call", "application", "invitation", "complaint"}
)


def suffered(match: Match) -> bool:
    """Whether a deed is told of which nobody is said to do it, a law or what is done to an envoy or a request."""
    noun = match.trigger.pos in NOMINAL and match.frame.light is None and not match.frame.get("subject")
    if match.type in _SUFFERED and (noun or match.frame.agentless):
        return True
    return to_an_envoy(match) or answered(match)


def to_an_envoy(match: Match) -> bool:
    """ "The ambassador was called in": whether it is done to an envoy, and nobody is said to do it."""
    return match.type in _RECEIVED and match.frame.agentless and _object_is(match, _ENVOYS)


def answered(match: Match) -> bool:
    """ "The request was turned down": whether an answer is told and nobody who gives it."""
    return match.type in ANSWERS and match.frame.agentless and _object_is(match, _ASKED)


def _object_is(match: Match, words: frozenset[str]) -> bool:
    return any(token.lemma.lower() in words for token in match.frame.get("object"))
