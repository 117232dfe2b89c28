"""A hostile deed that its victim tells of is a charge too: "Chad said that Niger had shelled a Chadian village".

The deed itself stays, as what is said to have happened, and we are less sure of it; the charge is certain.
"""

from collections.abc import Iterator
from dataclasses import replace

from worker.events.actions.act import Act, acts_in
from worker.events.actions.bystanders import tellers
from worker.events.actions.focus import COUNTERPART, FOLLOWED, FOREMOST
from worker.events.actions.match import Matcher
from worker.events.actions.mood import Mood
from worker.events.actions.roles import Cast
from worker.model import QuadClass

_GUESSED = frozenset({COUNTERPART, FOLLOWED, FOREMOST})
_RULE = "accuse-say-has"  # the rule for "X said that Y had ...", which does not know every deed
_TYPE, _MODE, _CAMEO = "ACCUSE", "allege", "112"


def told_acts(matcher: Matcher, casts: tuple[Cast, ...]) -> Iterator[Act]:
    """The acts of a sentence from the root down, each after the charge that lies in telling it."""
    for act in acts_in(matcher, casts):
        charged = charge(act, matcher, casts[0])
        if charged is not None:
            yield charged
        yield act if charged is None else replace(act, mood=replace(act.mood, hedged=True))


def charge(act: Act, matcher: Matcher, cast: Cast) -> Act | None:
    """The accusation that lies in telling of an act; None where the teller is no victim of it, or blames nobody: who
    counts his wounded, tells of a missile test, or speaks of "hostages held by" somebody only reports."""
    if matcher.ontology.quad(act.type) is not QuadClass.MATERIAL_CONFLICT or act.auxiliary:
        return None
    if act.actors.slot in _GUESSED or act.recipients.slot == "teller":
        return None
    if act.trigger.dep.startswith("acl"):
        return None
    told = tellers(act.trigger, matcher.frames, matcher.ontology.speech)
    teller = cast.party(told, "subject")
    if not teller or teller.codes & act.actors.codes or not teller.codes & act.recipients.codes:
        return None
    rule = matcher.ontology.by_id.get(_RULE, act.match.rule)
    match = replace(act.match, rule=rule, type=_TYPE, mode=_MODE, cameo=_CAMEO)
    heads = (matcher.sentence.tokens[one.head] for one in told)
    saying = next((head for head in heads if head.pos == "VERB"), None)
    return Act(match, _TYPE, _MODE, _CAMEO, teller, act.actors, False, (), Mood(), saying)
