"""Which acts leave open to whom they are done, so that whom the text is mostly about may be meant: "Seoul lodged a
protest", "Norway voiced dismay", "Chad asked for more time".

The rules, in order:
1. it is what a state says or does about another, told by a finite verb, of the present, the past or a plan;
2. the other would stand in a phrase with a preposition ("protested [to Niger]"): who should be the object and is not
   there ("blamed poor repairs", "condemned the violence") is nobody in particular;
3. nobody is addressed: no name that nobody resolved, nobody's own ("its citizens"), and nobody at all who is asked
   ("asked the fighters to go home").
"""

from worker.events.actions.counterpart import addressed
from worker.events.actions.match import Match
from worker.events.parser import Sentence

_ABOUT = frozenset({"ACCUSE", "REQUEST", "REJECT", "AGREE", "CONCEDE", "SANCTION", "THREATEN"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})
_OWN = frozenset({"object", "iobj", "inner"})
_MET = ("object", "iobj", "to", "with", "against", "at")
# What they say is a clause of its own, which may be about anybody.
_TELLING = frozenset({"say", "tell", "state", "think", "believe"})
# Who threatens a deed threatens him whom the text is about, unless he warns another.
_MENACING = frozenset({"threaten", "vow", "swear"})
_WARNED = ("object", "iobj", "to", "against", "at", "with")
_ASKING = frozenset({"ask", "call", "urge", "press", "invite", "beg", "tell", "advise", "order"})


def leaves_open(match: Match, sentence: Sentence, *, planned: bool) -> bool:
    """Whether an act is done to somebody and its clause says to nobody; `planned`: it "will" be done."""
    verb, slots = match.frame.light or match.trigger, match.rule.rule.recipient
    if match.type not in _ABOUT or verb.pos != "VERB" or match.trigger.lemma.lower() in _TELLING:
        return False
    finite = verb.tag in _FINITE or (verb.tag == "VB" and planned)
    if not finite or not slots:
        return False
    if match.type == "THREATEN" and match.trigger.lemma.lower() in _MENACING:
        return not any(match.frame.get(slot) for slot in _WARNED)
    if slots[0] in _OWN or (match.type == "THREATEN" and match.complement is not None):
        return False
    asked = match.type == "REQUEST" and any(match.frame.get(slot) for slot in _asked(match))
    return not asked and not addressed(sentence, (token for slot in _MET for token in match.frame.get(slot)))


def _asked(match: Match) -> tuple[str, ...]:
    """Where whoever is asked would stand; the object of other verbs is what they demand."""
    whom = ("object",) if match.trigger.lemma.lower() in _ASKING else ()
    return ("iobj", "to", "on", *whom)
