"""Whom somebody met, where the noun of the meeting does not say it: by whom the clause speaks to, and who comes at all.

"At a lunch in Turku, the Estonian premier told Finland to wait" tells of a meeting of the two; "at a meeting of his
cabinet" leaves no partner to be looked for. Who "was in Finland" made a visit only if he came for his state.
"""

from worker.events.actions.frames import Frame
from worker.events.actions.match import Matcher
from worker.events.actions.syntax import NOMINAL, marker
from worker.events.actors import Named
from worker.events.parser import Sentence, Token

# Who fills one of these is the partner, or the goal: nobody else need be looked for.
PARTNERS = ("with", "between", "among", "of", "to", "object")
_TOLD = ("iobj", "object", "to", "with", "on")
_ENVOYS = frozenset(
    {"leader", "minister", "official", "envoy", "diplomat", "delegation", "mission", "president", "lawmaker",
     "negotiator", "emissary", "mediator", "expert", "general", "delegate", "representative"}
)  # fmt: skip


def named_partner(sentence: Sentence, frame: Frame) -> bool:
    """Whether a noun says itself with whom, or where to: "talks with Y", "a meeting of his cabinet"."""
    own = {marker(sentence, child) for child in sentence.children(frame.head.index) if child.dep.startswith("nmod")}
    return not own.isdisjoint(PARTNERS) or any(frame.get(slot) for slot in PARTNERS)


def lone_noun(sentence: Sentence, frame: Frame) -> bool:
    """ "held talks", "is on a visit": a noun with neither a partner nor a place."""
    return frame.head.pos in NOMINAL and not named_partner(sentence, frame) and not frame.get("in")


def told(matcher: Matcher, noun: Token) -> list[Token]:
    """Whom the clause speaks to that a meeting is the scene of; nobody where its verb does not address anybody."""
    verb = matcher.sentence.tokens[noun.head]
    if verb.lemma.lower() not in matcher.ontology.addressing or not noun.dep.startswith("obl"):
        return []
    slots = matcher.frames.of(verb).slots
    return [token for name in _TOLD for token in slots.get(name, ()) if token.index != noun.index]


def in_office(named: Named) -> bool:
    """Whether somebody holds an office, or is a delegation."""
    if named.kind in ("leader", "person", "given"):
        return True
    words = {word.removesuffix("s") for actor in named.actors for word in actor.text.lower().split()}
    return any(actor.office for actor in named.actors) or not _ENVOYS.isdisjoint(words)
