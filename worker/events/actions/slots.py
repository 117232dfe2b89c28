"""Who stands in a slot of a rule: in the clause of its trigger, in the clause above or below, or in the article."""

from dataclasses import dataclass, replace

from worker.events.actions.bystanders import doers, earlier, helped, hosts, tellers, thanked, thankers
from worker.events.actions.frames import Frame
from worker.events.actions.match import PASSIVE, Match, Matcher
from worker.events.actions.roles import NEAR, NOBODY, Cast, Party
from worker.events.actions.talks import matrix, named_partner, on_arrival, told, with_after
from worker.events.actions.unsaid import Unsaid
from worker.events.actors.lists import INSTITUTIONS, OUTSIDERS, STATE_NOUNS
from worker.events.parser import Token

_WHERE = frozenset({"place", "in", "at", "near", "along"})
_PLACED = frozenset({"CONSULT", "MOBILIZE"})  # where one goes says to whom
_FAR = 3.0
_WITHIN = "in."  # before a slot: that of what stands in the phrase with "in"
_BYSTANDERS = frozenset({"teller", "thanker", "thanked", "doer", "earlier", "helped", "host"})
_AROUND = _BYSTANDERS | {"other", "sides", "condition", "above", "speaker", "told", "alone", "matrix", "next"}
# Anybody near: not asked where somebody else is spoken to.
_WIDE = frozenset({"clause", "sentence", "complement", "inner"})
_CONDITIONS = ("unless", "until", "if")
_SPOKEN_TO = ("object", "iobj", "on", "upon", "to", "with")
_WORDS = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT"})
_BROAD = frozenset({"clause", "sentence", "before", "after", "dyad", "mediated", "rival", "town"})


@dataclass(frozen=True, slots=True)
class Slots:
    """Looks for who stands in the slots of one match."""

    match: Match
    matcher: Matcher
    cast: Cast

    @property
    def unsaid(self) -> Unsaid:
        """Whom the clause leaves out, and the article supplies."""
        return Unsaid(self.match, self.matcher, self.cast)

    def fill(self, slot: str, match: Match, without: frozenset[str]) -> Party:
        """Who stands in a slot of a match."""
        frame = match.frame
        if slot in _WIDE and self._to_strangers(slot, frame, without):
            return NOBODY
        if slot.startswith((PASSIVE, _WITHIN)):
            return self._qualified(slot, match, without)
        if slot.startswith("inner") or slot == "complement":
            return self._inner(slot, match, without)
        if slot in _AROUND:
            return self._around(slot, frame, without)
        if slot in _BROAD:
            return self._anywhere(slot, frame, without)
        tokens = frame.get(slot)
        return self._standing_in(tokens, slot, without) if tokens else NOBODY  # most slots are empty

    def _to_strangers(self, slot: str, frame: Frame, without: frozenset[str]) -> bool:
        """ "called on member states to punish X": whom one speaks to is said, and nobody else is meant, nor where
        one's own parliament is asked to; but "accused the rebels of serving X" does mean X."""
        if self.match.type not in _WORDS or (slot in ("complement", "inner") and self.match.type == "ACCUSE"):
            return False
        told = (t for slot in _SPOKEN_TO for t in frame.slots.get(slot, ()))
        others = OUTSIDERS | INSTITUTIONS if self.match.type == "REQUEST" else OUTSIDERS
        return any(t.lemma.lower() in others and not self.cast.party([t], "object", without) for t in told)

    def _standing_in(self, tokens: list[Token], slot: str, without: frozenset[str]) -> Party:
        """Who these tokens of a slot name; of "flew to X, and then to Y" both."""
        party = self.cast.party(tokens, slot, without) or self._apposed(tokens, slot, without)
        further = [t for t in tokens[1:] if t.dep == "conj"] if party else []
        more = self.cast.party(further, slot, without | party.codes) if further else NOBODY
        party = replace(party, named=(*party.named, *more.named)) if more else party
        if slot in _WHERE and party.cost > _FAR:
            return NOBODY  # "near the valley, a district along the border with Z" is no place of Z's
        return self.cast.headed(party) if party and slot == "subject" else party

    def _apposed(self, tokens: list[Token], slot: str, without: frozenset[str]) -> Party:
        """ "Chad, a country cut off by Niger": whom a noun stands beside that names nobody itself."""
        beside = [self.matcher.sentence.tokens[t.head] for t in tokens if t.dep == "appos" and t.lemma in STATE_NOUNS]
        party = self.cast.party(beside, slot, without) if beside else NOBODY
        return party if party.cost <= NEAR else NOBODY

    def _bystanders(self, slot: str, frame: Frame) -> list[Token]:
        frames = self.matcher.frames
        if slot in ("teller", "thanker"):
            speech = self.matcher.ontology.speech
            return tellers(frame.head, frames, speech) if slot == "teller" else thankers(frame.head, frames)
        find = {"thanked": thanked, "doer": doers, "earlier": earlier, "helped": helped, "host": hosts}
        return find[slot](frame, frames)

    def _qualified(self, slot: str, match: Match, without: frozenset[str]) -> Party:
        """ "Xish troops were deployed": whose they are, where nobody is said to send them. "Fell in fighting with X":
        who stands in a slot of what stands in the phrase with "in"."""
        if slot.startswith(PASSIVE):
            return self.fill(slot.removeprefix(PASSIVE), match, without) if match.frame.agentless else NOBODY
        name = slot.removeprefix(_WITHIN)
        tokens = [t for noun in match.frame.get("in") for t in self.matcher.frames.of(noun).get(name)]
        return self.cast.party(tokens, name, without)

    def _anywhere(self, slot: str, frame: Frame, without: frozenset[str]) -> Party:
        """Who stands somewhere in the clause or the sentence, or is of the article's dyad."""
        if slot == "clause":
            head, placed = frame.light or frame.head, self.match.type in _PLACED
            return self.cast.in_clause(head, slot, without, frame.get("subject"), placed=placed)
        if slot == "sentence":
            return self.cast.in_sentence(slot, without)
        if slot == "dyad":
            return self.unsaid.both(without)
        if slot == "mediated":
            return self.unsaid.between(without)
        if slot in ("rival", "town"):
            return self.unsaid.rival(without) if slot == "rival" else self.unsaid.townsfolk(without)
        return self.cast.beside(frame.head, slot, without)

    def _elsewhere(self, slot: str, frame: Frame, without: frozenset[str]) -> Party:
        """The partner of a meeting or the goal of a visit, where the noun names none."""
        if slot == "matrix":
            return self.cast.party(matrix(self.matcher, frame), slot, without)
        if slot == "next":
            joined = with_after(self.matcher.sentence, frame.head)
            return self.cast.beside(joined, "after", without) if joined is not None else NOBODY
        if named_partner(self.matcher.sentence, frame) or on_arrival(self.matcher, frame):
            return NOBODY
        if slot == "alone":
            return self.cast.in_sentence(slot, without)
        return self.cast.party(told(self.matcher, frame.head), slot, without)

    def _around(self, slot: str, frame: Frame, without: frozenset[str]) -> Party:
        """Who stands in the clause above: its object; or its subject, for "X said it would" with an unresolved "it"."""
        if slot == "condition":
            return self._condition(frame, without)
        if slot in ("other", "sides"):
            return self.unsaid.receiver(without) if slot == "other" else self.unsaid.sides()
        if slot in _BYSTANDERS:
            return self.cast.party(self._bystanders(slot, frame), slot, without)
        if slot in ("told", "alone", "matrix", "next"):
            return self._elsewhere(slot, frame, without)
        above = self.matcher.frames.governor(frame.head)
        part = "object" if slot == "above" else "subject"
        return self.cast.party(self.matcher.frames.of(above).get(part), slot, without) if above else NOBODY

    def _condition(self, frame: Frame, without: frozenset[str]) -> Party:
        """ "unless X withdraws", "vowed revenge after X struck": X is whom a threat or a refusal is meant for."""
        marks = (*_CONDITIONS, "after") if self.match.type == "THREATEN" else _CONDITIONS
        heads = [token for mark in marks for token in frame.get(mark)]
        if not heads and frame.head.dep == "xcomp":
            above = self.matcher.frames.governor(frame.head)
            heads = [t for mark in marks for t in self.matcher.frames.of(above).get(mark)] if above else []
        found = (self.cast.in_clause(head, "condition", without, []) for head in heads)
        return next((party for party in found if party), NOBODY)

    def _inner(self, slot: str, match: Match, without: frozenset[str]) -> Party:
        """The parties of the act that the rule takes, or of the clause that says it."""
        if match.complement is None:
            return NOBODY
        if slot == "complement":
            near = self.cast.in_clause(match.complement, slot, without, [])
            return near or self.cast.below(match.complement, slot, without)
        if slot == "inner.any":
            return self.cast.below(match.complement, slot, without)
        clause = self.matcher.frames.of(match.complement)
        if slot == "inner.agent":
            return self.cast.party(clause.get("subject"), slot, without)
        if slot == "inner.subject":
            return self._subject_of(clause, match, without)
        return self._inner_recipient(match, without)

    def _subject_of(self, clause: Frame, match: Match, without: frozenset[str]) -> Party:
        """Who is to do it; a passive complement names by its subject whom it is to be done to, which is as good."""
        tokens = clause.get("subject") + clause.get("object") if clause.passive else clause.get("subject")
        tokens = [token for token in tokens if token.tag != "VB"]  # "it was wrong [to blame Y]" is no word against Y
        party = self.cast.party(tokens, "inner.subject", without)
        if not party and match.inner is not None:
            party = self.cast.party(match.inner.frame.get("subject"), "inner.subject", without)
        return party

    def _inner_recipient(self, match: Match, without: frozenset[str]) -> Party:
        if match.inner is None and match.complement is not None:
            return self.cast.party(self.matcher.frames.of(match.complement).get("object"), "inner object", without)
        if match.inner is None:
            return NOBODY
        for slot in match.inner.rule.rule.recipient:
            party = self.fill(slot, match.inner, without)
            if party:
                return replace(party, cost=party.cost + 0.5, slot=f"inner {slot}")
        return NOBODY
