"""Whom somebody met, where the noun of the meeting does not say it: by whom the clause speaks to, and who comes at all.

"At a lunch in Turku, the Estonian premier told Finland to wait" tells of a meeting of the two; "at a meeting of his
cabinet" leaves no partner to be looked for. Who "was in Finland" made a visit only if he came for his state.
"""

from worker.events.actions.frames import Frame
from worker.events.actions.match import Match, Matcher
from worker.events.actions.syntax import NOMINAL, marker
from worker.events.actors import Named
from worker.events.parser import Sentence, Token

# Who fills one of these is the partner, or the goal: nobody else need be looked for.
PARTNERS = ("with", "between", "among", "of", "to", "object")
_GOALS = ("in", "to", "at")
_ACCOMPANYING = frozenset({"in", "on", "at", "during", "with", "through", "via", "by"})
_AROUND = frozenset({"for", "after", "over", "following", "amid"})  # "after talks with Y, X praised him"
_TOLD = ("iobj", "object", "to", "with", "on")
_ENVOYS = frozenset(
    {"leader", "minister", "official", "envoy", "diplomat", "delegation", "mission", "president", "lawmaker",
     "negotiator", "emissary", "mediator", "expert", "general", "delegate", "representative"}
)  # fmt: skip


def told_by_governor(matcher: Matcher, match: Match) -> bool:
    """Whether the clause above may say who did it: "met during a visit", not "condemned the attack", "over arms
    sales"."""
    trigger, ontology = match.trigger, matcher.ontology
    above = matcher.sentence.tokens[trigger.head]
    if trigger.dep.startswith("obl"):
        mark = marker(matcher.sentence, trigger)
        return mark in _ACCOMPANYING or (mark in _AROUND and match.type == "CONSULT")
    if above.lemma in ontology.causes and above.lemma not in ontology.light_verbs:
        return False
    own = above.lemma in ontology.by_word and above.lemma not in ontology.carriers
    return trigger.dep in ("obj", "xcomp") and not own


def with_after(sentence: Sentence, noun: Token) -> Token | None:
    """The "with" right after a noun: "a lunch [with] Y has been arranged", whatever the parser makes of it."""
    after = sentence.tokens[noun.index + 1 : noun.index + 2]
    return next((t for t in after if t.lemma in ("with", "between")), None)


def named_partner(sentence: Sentence, frame: Frame) -> bool:
    """Whether a noun says itself with whom, or where to: "talks with Y", "a meeting of his cabinet"."""
    own = {marker(sentence, child) for child in sentence.children(frame.head.index) if child.dep.startswith("nmod")}
    return not own.isdisjoint(PARTNERS) or any(frame.get(slot) for slot in PARTNERS)


def on_arrival(matcher: Matcher, frame: Frame) -> bool:
    """ "landed in Oslo [to begin a visit]": the clause above has said where to."""
    clause = frame.light or frame.head
    if clause.dep != "advcl" or clause.tag != "VB":
        return False
    above = matcher.frames.of(matcher.sentence.tokens[clause.head])
    return any(token.pos == "PROPN" for slot in _GOALS for token in above.get(slot))


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


def matrix(matcher: Matcher, frame: Frame) -> list[Token]:
    """Who tells of a meeting that has no subject of its own ("X said that talks with Y would resume"), or whose stay it
    was ("on his return from a visit to Y")."""
    noun, sentence = frame.head, matcher.sentence
    above = sentence.tokens[noun.head]
    if above.pos in NOMINAL:
        return [c for c in sentence.children(above.index) if c.dep == "nmod:poss"] if noun.dep == "nmod" else []
    clause = above if noun.dep.startswith("nsubj") else noun
    verb = sentence.tokens[clause.head]
    says = verb.lemma.lower() in matcher.ontology.speech and clause.dep in ("ccomp", "obj", "parataxis")
    return list(matcher.frames.of(verb).get("subject")) if says else []
