"""Verbs that share whom they concern, where only one of them names him.

"Chad summoned Niger's envoy and asked for an explanation"   of Niger, whom the verb before concerns
"Chad complained of a breach and asked Niger to mend it"      of Niger's breach, whom the verb behind concerns
"Chad thanked Niger, promising to help it"                   to help Niger: so for a participle, and a purpose

The verbs must have the same subject, which only the first of them says, and nobody else may stand in the clause of the
one that leaves the other side out.
"""

from collections.abc import Sequence

from worker.events.actions.counterpart import addressed
from worker.events.actions.match import Match
from worker.events.actions.roles import NOBODY, Cast, Party
from worker.events.actions.syntax import marker
from worker.events.parser import Sentence, Token
from worker.model.events import is_state

SHARED = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE", "SANCTION"})
_OWNER = 1.0  # as far from its head a name stands as whose it is: "Chad's minister"
_COOPERATIVE = frozenset({"AGREE", "CONCEDE"})  # "summoned Y's envoy to offer an explanation" offers Y nothing
# What they say is a clause of its own, which may be about anybody.
_TELLING = frozenset({"say", "tell", "state"})
_MET = ("object", "iobj", "to", "with", "against", "at", "on", "from")


def share(sentence: Sentence, match: Match, other: Match, receivers: Party) -> bool:
    """Whether the verbs of two matches are joined and have one subject. An organisation of which the one behind asks
    something is asked to act against another."""
    if _follows(sentence, match, other):
        return True
    return _verb(other).dep == "conj" and all(map(is_state, receivers.codes)) and _follows(sentence, other, match)


def _follows(sentence: Sentence, match: Match, other: Match) -> bool:
    """Whether a verb has its subject from that of another: by an "and", or as a participle or a purpose under it."""
    verb, above = _verb(match), _verb(other)
    below = sentence.children(verb.index)
    own = any(c.dep.startswith("nsubj") or c.tag == "WRB" for c in below)  # "and, when asked, ..."
    plain = not own and marker(sentence, verb) in ("", "to")
    return verb.pos == "VERB" and verb.head == above.index and plain and _linked(match, verb, below)


def _linked(match: Match, verb: Token, below: Sequence[Token]) -> bool:
    if verb.dep == "conj":
        return any(child.dep == "cc" for child in below)
    tags = ("VBG",) if match.type in _COOPERATIVE else ("VBG", "VB")
    return verb.tag in tags and verb.dep in ("advcl", "xcomp")


def leaves_other_out(match: Match, sentence: Sentence, cast: Cast, actors: Party) -> bool:
    """Whether nobody but the actor is named under the verb, nor anybody without a name whom it is done to."""
    verb = _verb(match)
    if match.frame.passive or verb.lemma in _TELLING or actors.cost > _OWNER:
        return False
    behind = {t.index for c in sentence.children(verb.index) if c.dep == "conj" for t in sentence.subtree(c.index)}
    here = {t.index for t in sentence.subtree(verb.index)} - behind
    if any(one.head in here and not set(one.codes) <= actors.codes for one in cast.everybody):
        return False
    return not addressed(sentence, (token for slot in _MET for token in match.frame.get(slot)))


def other_side(actors: Party, doers: Party, receivers: Party, *, passive: bool) -> Party:
    """The side of an act on which these do not stand: those to whom they do it, or in the passive those who do it."""
    if doers.codes == actors.codes:
        return receivers
    return doers if passive and receivers.codes == actors.codes else NOBODY


def _verb(match: Match) -> Token:
    return match.frame.light or match.trigger
