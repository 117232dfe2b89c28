"""Whoever is in focus, over the word that stands for him: which word of a clause may stand for the other side, and
whether the clause leaves room for one at all.

Nobody stands in where a clause names somebody after all, known or not ("to the Red Cross", "a claim by a newspaper",
"in a dozen countries").
"""

from collections.abc import Iterator
from dataclasses import dataclass

from worker.events.actions.agentless import ANSWERS
from worker.events.actions.counterpart import definite, may_stand_for_recipient
from worker.events.actions.dyad import DEEP, Dyad
from worker.events.actions.fellows import fellows
from worker.events.actions.roles import NOBODY, Party
from worker.events.actions.syntax import NOMINAL, marker
from worker.events.actors.lists import STATE_NOUNS, TIMES
from worker.events.parser import Token

_SPEECH = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE"})
_OTHERS = ("to", "in", "from", "across", "of", "around")
_ADDRESSEES = ("object", "iobj", "to", "with", "against", "on", "from")
_DAYS = TIMES | {"march", "may"}
_SELF = frozenset({"it", "he", "she", "they", "we"})


@dataclass(frozen=True, slots=True)
class StandIn(Dyad):
    """Looks for the word that stands for the other side of one match, and for the side."""

    def addressed(self) -> bool:
        """Whether somebody is named after all: by a name that nobody resolved, or as whose the object is ("a claim by
        a newspaper")."""
        frame, sentence = self.match.frame, self.matcher.sentence
        names = (t for slot in _ADDRESSEES for t in frame.get(slot) if t.pos == "PROPN")
        if any(t.text.lower() not in _DAYS for t in names):
            return True
        if (frame.get("by") and not frame.passive) or any(self._some(t) for slot in _OTHERS for t in frame.get(slot)):
            return True
        if frame.head.pos in NOMINAL and any(map(self._region, sentence.children(frame.head.index))):
            return True
        own = (child for t in frame.get("object") for child in sentence.children(t.index) if child.dep == "nmod")
        return any(marker(sentence, child) in ("by", "from") for child in own)

    def _some(self, token: Token) -> bool:
        """ "people in a dozen countries": states that nobody names."""
        plural = token.tag == "NNS" and token.lemma in STATE_NOUNS
        return plural and not definite(self.matcher.sentence, token) and self.cast.at(token) is None

    def _region(self, token: Token) -> bool:
        """ "his Latin American visit": a part of the world that is no state."""
        return token.dep == "amod" and token.text[:1].isupper() and self.cast.at(token) is None

    def elsewhere(self, actors: Party) -> bool:
        """Whether another who is named may be meant: deep in the clause, or as whose the object is ("rejected a call to
        debate the future of Y")."""
        clause, others = self._named(actors.codes)
        objects = [t for t in self.match.frame.get("object") if t.pos in NOMINAL]
        loose = bool(objects) and not any(definite(self.matcher.sentence, t) for t in objects)
        return self.clause(actors.codes).cost > DEEP or (loose and bool(others - clause))

    def word(self) -> Token | None:
        """The word in one of the rule's slots for recipients that may stand for the other side."""
        sentence, words = self.matcher.sentence, self.matcher.ontology.other_side
        found = (t for t in self._tokens() if may_stand_for_recipient(sentence, t, words))
        return next((t for t in found if not self._done_by_others(t)), None)

    def _done_by_others(self, noun: Token) -> bool:
        """ "lauded the operation launched by the coast guard": it is said whose it is."""
        sentence = self.matcher.sentence
        below = (c for c in sentence.children(noun.index) if c.dep == "acl")
        return any(c.dep == "obl:agent" and c.tag != "PRP" for clause in below for c in sentence.children(clause.index))

    def _tokens(self) -> Iterator[Token]:
        frame, slots = self.match.frame, self.match.rule.rule.recipient
        yield from (token for slot in slots if slot in frame.slots for token in frame.get(slot))
        if {"inner.subject", "inner.agent"} & set(slots) and self.match.complement is not None:
            subjects = self.matcher.frames.of(self.match.complement).get("subject")
            # "Chad said it was paying a price": who speaks, speaks of himself.
            yield from (token for token in subjects if token.lemma.lower() not in _SELF)

    def standing(self, token: Token, known: frozenset[str], *, follows: bool = False) -> Party:
        """The other side than those who are known, if it is one and the same for each, over the word for it; `follows`:
        they may do as others did."""
        focus, answers = self.cast.focus, self.match.type in ANSWERS
        clause, sentence = self._named(known)
        found = {focus.other(code, clause, sentence, follows=follows, answers=answers) for code in known}
        (other,) = found if len(found) == 1 else (None,)
        if other is None or other[0] in known:
            return NOBODY
        code, slot = other
        return Party((focus.standing(code, token, self.matcher.sentence, self.cast.index),), 0.0, slot)

    def _named(self, known: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
        """The others whom the clause names, and those whom the sentence names."""
        others = frozenset(code for one in self.cast.everybody for code in one.codes) - known
        beside = self._fellows() if others else frozenset[str]()
        return self.clause(known).codes - known, others - beside

    def _fellows(self) -> frozenset[str]:
        """Who does something else in the same sentence; who answers may answer one of them, as a pronoun may mean one
        ("called it a mistake")."""
        pronouns = any(t.tag == "PRP" for slot in ("subject", "object") for t in self.match.frame.get(slot))
        if pronouns or self.match.type in ANSWERS:
            return frozenset()
        verb = self.match.frame.light or self.match.frame.head
        found = (self.cast.party([token], "subject") for token in fellows(self.matcher.sentence, verb))
        return frozenset(code for party in found for code in party.codes)

    def clause(self, known: frozenset[str]) -> Party:
        """The nearest other whom the clause names."""
        return self.cast.in_clause(self.match.frame.light or self.match.frame.head, "clause", known, [])

    def says(self) -> bool:
        """Whether the act is one that words alone do."""
        verb = self.match.trigger.pos not in NOMINAL or self.match.frame.light is not None
        return verb and self.match.type in _SPEECH
