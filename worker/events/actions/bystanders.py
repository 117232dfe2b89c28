"""Parties named outside the clause of an act: who tells of it, who gives thanks for it, where its embassy stands.

teller    "the step was taken in solidarity with Y, X said"             X
thanker   "X thanked Y for the vaccines that it had sent"                X, to whom they were sent
thanked   "X thanked Y for the vaccines that it had sent"                Y, who sent them
doer     "X praised the role that Y plays"                          Y
earlier   "X flew to Y and demanded an apology"                     Y, where X went or whom he spoke to before
helped    "X won the war with the help of Y"                           X
host      "Y's embassy in X donated blankets"                            X, to whom they were given
"""

from collections.abc import Iterator, Set

from worker.events.actions.frames import Frame, Frames
from worker.events.actions.syntax import marker
from worker.events.parser import Token

_THANKS = frozenset({"thank", "grateful", "thankful", "gratitude", "thanks", "appreciation", "indebted"})
_BESIDE = ("conj", "parataxis", "ccomp")
_BEFORE = ("object", "iobj", "to", "with", "into")
_POSTED = frozenset({"embassy", "ambassador", "consulate", "mission", "consul", "envoy"})


def tellers(trigger: Token, frames: Frames, speech: Set[str]) -> list[Token]:
    """Who says the clause that a word stands in, first of those above it."""
    for verb in _said_by(trigger, frames, speech):
        return frames.of(verb).get("subject")
    return []


def _said_by(trigger: Token, frames: Frames, speech: Set[str]) -> Iterator[Token]:
    sentence = frames.sentence
    for token in (trigger, *sentence.ancestors(trigger.index)):
        head = sentence.tokens[token.head]
        if token.dep == "ccomp" and head.lemma.lower() in speech:
            yield head
        for child in sentence.children(token.index):
            if child.dep == "parataxis" and child.lemma.lower() in speech:
                yield child


def thankers(trigger: Token, frames: Frames) -> list[Token]:
    """Who gives thanks for the deed that a word names: it was done for him, unless somebody else is named."""
    thanks = _thanks(trigger, frames)
    return frames.of(thanks).get("subject") if thanks is not None else []


def thanked(frame: Frame, frames: Frames) -> list[Token]:
    """Whom a pronoun means in the deed that he is thanked for."""
    thanks = _thanks(frame.head, frames)
    if thanks is None or any(token.tag != "PRP" for token in frame.get("subject")):
        return []
    return _whom(thanks, frames)


def thanked_for(frame: Frame, frames: Frames) -> list[Token] | None:
    """Who does what a gerund without a subject says that he is thanked for ("gratitude for accepting the plan"); None
    where the deed is no such gerund."""
    deed, sentence = frame.head, frames.sentence
    above = sentence.tokens[deed.head]
    thanks = next((t for t in frames.of(above).get("object") if t.lemma.lower() in _THANKS), above)
    told = deed.tag == "VBG" and marker(sentence, deed) == "for" and thanks.lemma.lower() in _THANKS
    if not told or any(c.dep.startswith("nsubj") for c in sentence.children(deed.index)):
        return None
    return _whom(thanks, frames)


def _whom(thanks: Token, frames: Frames) -> list[Token]:
    """To whom thanks go: "thanked X", "gratitude to X"."""
    return frames.of(thanks).get("object" if thanks.pos == "VERB" else "to")


def _thanks(trigger: Token, frames: Frames) -> Token | None:
    below = trigger
    for above in frames.sentence.ancestors(trigger.index):
        if above.lemma.lower() in _THANKS and below.index > above.index and below.dep not in _BESIDE:
            return above
        below = above
    return None


def helped(frame: Frame, frames: Frames) -> list[Token]:
    """Who does what somebody's help is for."""
    above = frames.governor(frame.head)
    return frames.of(above).get("subject") if above is not None else []


def doers(frame: Frame, frames: Frames) -> list[Token]:
    """Who does what describes the object."""
    clauses = [c for t in frame.get("object") for c in frames.sentence.children(t.index) if c.dep == "acl:relcl"]
    return [token for clause in clauses for token in frames.of(clause).get("subject")]


def earlier(frame: Frame, frames: Frames) -> list[Token]:
    """Whom the verb before concerns, of the same subject: "summoned the envoy and demanded", "rang Y asking", "spoke
    with Y to voice support"."""
    verb, sentence = frame.head, frames.sentence
    above = sentence.tokens[verb.head]
    meant = verb.tag == "VB" and verb.dep == "advcl"
    joined = verb.dep == "conj" or meant or (verb.tag == "VBG" and verb.dep in ("advcl", "xcomp", "acl"))
    if not joined or above.pos != "VERB" or any(c.dep.startswith("nsubj") for c in sentence.children(verb.index)):
        return []
    return [token for slot in _BEFORE for token in frames.of(above).get(slot)]


def hosts(frame: Frame, frames: Frames) -> list[Token]:
    """Where the embassy stands that acts."""
    posted = [token for token in frame.get("subject") if token.lemma.lower() in _POSTED]
    return [
        child
        for token in posted
        for child in frames.sentence.children(token.index)
        if child.dep == "nmod" and marker(frames.sentence, child) in ("in", "to")
    ]
