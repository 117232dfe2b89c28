"""The parties of a match: which slot of the rule names the actor, which the recipient, and who they are."""

from dataclasses import dataclass, replace

from worker.events.actions.bystanders import doers, earlier, helped, hosts, tellers, thanked, thankers
from worker.events.actions.counterpart import definite
from worker.events.actions.frames import Frame
from worker.events.actions.match import PASSIVE, Match, Matcher
from worker.events.actions.roles import NOBODY, Cast, Party
from worker.events.actions.scenes import on_a_journey, to_each_other
from worker.events.actions.syntax import NOMINAL
from worker.events.actions.talks import in_office, matrix, named_partner, told, told_by_governor, with_after
from worker.events.actions.unsaid import Unsaid
from worker.events.actors.lists import STATE_NOUNS
from worker.events.parser import Token

# Where the other side of a reciprocal act stands; whoever is found elsewhere is its object, not its partner.
_AGREEING = frozenset({"agree", "agreement"})
_SPEECH = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE"})
_WORDS = _SPEECH - {"AGREE", "CONCEDE"}
# An order is a request only where it names whom it is given to: "ordered troops to the border of Y" is no word to Y.
_ORDERING = frozenset({"order", "instruct", "command", "direct"})
_ADDRESSED = frozenset({"object", "iobj", "inner.subject", "to"})
_WHERE = frozenset({"place", "in", "at", "near", "along"})
_PLACED = frozenset({"CONSULT", "MOBILIZE"})  # where one goes says to whom
_FAR = 3.0
_WITHIN = "in."  # before a slot: that of what stands in the phrase with "in"
_BYSTANDERS = frozenset({"teller", "thanker", "thanked", "doer", "earlier", "helped", "host"})
_AROUND = _BYSTANDERS | {"other", "sides", "condition", "above", "speaker", "told", "alone", "matrix", "next"}
_BROAD = frozenset({"clause", "sentence", "before", "after", "dyad", "mediated", "rival", "town"})
_ANYBODY = frozenset({"country", "nation", "state", "government"})
_BOTH = 2
_JOINTLY = frozenset({"agree", "pledge", "vow", "undertake", "resolve", "commit", "plan", "intend"})
_NEAR = 2.0  # so far from its head a name still says whose it is
_COMPANY = ("like", "along", "alongside", "together")
_MUTUAL = frozenset({"with", "between", "among", "object", "alongside", "told", "alone", "next"})


@dataclass(frozen=True, slots=True)
class Roles:
    """Looks for the parties of one match."""

    match: Match
    matcher: Matcher
    cast: Cast

    def actors(self) -> Party:
        """The first slot of the rule's `actor` that names anybody; for nouns also its modifier and the clause above."""
        slots = list(self.match.rule.rule.actor)
        if self.match.trigger.pos in NOMINAL:
            slots += ["weak", "governor"] if told_by_governor(self.matcher, self.match) else ["weak"]
        elif "subject" in slots and not self.match.frame.get("subject") and not self.match.frame.passive:
            slots.append("before")
        if any(t.tag == "PRP" for t in self.match.frame.get("subject")):
            slots.append("speaker")
        found = next((p for slot in slots if (p := self.fill(slot, self.match, frozenset()))), NOBODY)
        if self.match.rule.rule.officials and not all(map(in_office, found.named)):
            return NOBODY
        if found.slot == "subject" and not self.match.rule.rule.reciprocal:
            found = self._with_companions(found)
        alone = self.match.frame.get("subject")[:1] if self._guest else []
        coming = tuple(named for t in alone if (named := self.cast.at(t)) is not None)
        return replace(found, named=coming) if coming else found

    def _with_companions(self, actors: Party) -> Party:
        """ "Chad, along with Niger, condemned Mali", "Like Togo, Chad": who is named beside the subject does it too."""
        frame = self.match.frame
        beside = [t for slot in _COMPANY for t in frame.get(slot) if t.index < frame.head.index]
        others = self.cast.party(beside, "subject", actors.codes) if beside and not frame.passive else NOBODY
        return replace(actors, named=(*actors.named, *others.named)) if others.cost == 0 else actors

    @property
    def _guest(self) -> bool:
        """ "Visiting President A. Fox and President B. Lee": only the first comes."""
        return self.match.trigger.text.lower() == "visiting"

    def parties(self, actors: Party) -> tuple[Party, Party, bool]:
        """Actors, recipients, and whether both sides did it."""
        if len(actors.codes) > 1 and to_each_other(self.matcher.sentence, self.match.frame):
            return actors, NOBODY, True
        reciprocal = self._reciprocal(actors)
        if reciprocal and len(actors.codes) == 1 and self.match.trigger.pos in NOMINAL:
            between = self.fill("between", self.match, frozenset())
            if len(between.codes) > 1 and not between.codes & actors.codes:
                return between, NOBODY, True  # "X hosted talks between Y and Z": the host is told by his verb
        if reciprocal and len(actors.codes) > 1:
            partner = self._partner(actors)
            return actors, partner, True
        if reciprocal and not actors:
            between = self.fill("between", self.match, frozenset())
            return (between, NOBODY, True) if len(between.codes) > 1 else (NOBODY, NOBODY, False)
        actors = actors or self._unsaid_actor()
        recipients = self._recipients(actors) if actors else NOBODY
        recipients = recipients or self._unsaid.recipient(actors, guest=self._guest) or self._unsaid.asker()
        if not recipients and (self._jointly or self._unsaid.mutual(actors)):
            return actors, NOBODY, len(actors.codes) == _BOTH
        return actors, recipients, reciprocal and self._mutual(actors, recipients)

    @property
    def _jointly(self) -> bool:
        """ "X and Y pledged to step up the search": to each other, where nobody else is named."""
        return self.match.type == "AGREE" and self.match.trigger.lemma in _JOINTLY and self.match.complement is not None

    @property
    def _unsaid(self) -> Unsaid:
        return Unsaid(self.match, self.matcher, self.cast)

    def _unsaid_actor(self) -> Party:
        """ "It urged Chad to withdraw": who is in focus, where whom he acts on stands near enough."""
        recipients = self._recipients(NOBODY) or self._unsaid.asker()
        return self._unsaid.actor(recipients) if recipients and recipients.cost <= _NEAR else NOBODY

    def _reciprocal(self, actors: Party) -> bool:
        """Whether both sides do it. Of what takes a complement that is so for "agree", if the complement is, or where
        the two are one ("both governments plan to"): two who pledge money pledge it to a third."""
        match = self.match
        if not match.rule.rule.reciprocal or not match.rule.rule.complement or match.trigger.lemma in _AGREEING:
            return match.rule.rule.reciprocal
        if match.inner is not None:
            return match.inner.rule.rule.reciprocal
        return len(actors.named) == 1

    def _partner(self, actors: Party) -> Party:
        """With whom several do it together: "X and Y met Z", "X and Y held talks with Z"."""
        partner = self.fill("with", self.match, actors.codes)
        if not partner and "object" in self.match.rule.rule.recipient and not self.match.rule.object:
            met = self.fill("object", self.match, actors.codes)
            partner = met if met.cost <= _NEAR else NOBODY
        return partner

    def _mutual(self, actors: Party, recipients: Party) -> bool:
        """Whether the other side takes part as an equal: by its slot, or because both are named in it ("both
        nations")."""
        return recipients.slot in _MUTUAL or bool(recipients.codes & actors.codes)

    def _recipients(self, actors: Party) -> Party:
        slots = self.match.rule.rule.recipient
        if any(self._closed(token, actors) for token in self.match.frame.get("object")):
            return NOBODY
        if maker := self._unsaid.maker(actors):
            return maker
        if self.match.type == "REQUEST" and self.match.trigger.lemma in _ORDERING:
            slots = tuple(slot for slot in slots if slot in _ADDRESSED)
        broken = self.match.trigger.pos == "VERB" and "clause" in slots and not self.match.frame.get("object")
        fallbacks = ("condition", "after") if broken else ("condition",)
        for slot in (*slots, *fallbacks):
            party = self.fill(slot, self.match, actors.codes)
            if party and not self._only_the_scene(party):
                return party
        return NOBODY

    def _only_the_scene(self, party: Party) -> bool:
        said = self.match.type in _WORDS
        return said and on_a_journey(self.matcher.sentence, self.cast.index, self.match.trigger, party)

    def _closed(self, token: Token, actors: Party) -> bool:
        """Whether the object is somebody, but no party to it, so that nobody else may stand in: "accused it", "urged
        Acme", "warned its citizens"."""
        if token.tag == "PRP":
            return self.cast.resolution.covering(self.cast.index, token.index) is None
        if self.match.rule.object or "object" not in self.match.rule.rule.recipient:
            return False
        if self.match.type in _SPEECH and token.tag == "NNS" and token.lemma.lower() in _ANYBODY:
            return not definite(self.matcher.sentence, token) and not self.cast.party([token], "object")
        other = self.cast.party([token], "object", actors.codes)
        if other and other.cost <= _NEAR:
            return False
        own = self.cast.party([token], "object")
        proper = token.pos == "PROPN" and self.match.type in _SPEECH  # what is shelled or blocked may be a thing
        return proper if not own else own.codes <= actors.codes and own.cost <= _NEAR

    def fill(self, slot: str, match: Match, without: frozenset[str]) -> Party:
        """Who stands in a slot of a match."""
        frame = match.frame
        if slot.startswith((PASSIVE, _WITHIN)):
            return self._qualified(slot, match, without)
        if slot.startswith("inner") or slot == "complement":
            return self._inner(slot, match, without)
        if slot in _AROUND:
            return self._around(slot, frame, without)
        if slot in _BROAD:
            return self._anywhere(slot, frame, without)
        tokens = frame.get(slot)
        party = self.cast.party(tokens, slot, without) or self._apposed(tokens, slot, without)
        further = [t for t in tokens[1:] if t.dep == "conj"] if party else []  # "flew to X, and then to Y"
        more = self.cast.party(further, slot, without | party.codes) if further else NOBODY
        party = replace(party, named=(*party.named, *more.named)) if more else party
        if slot in _WHERE and party.cost > _FAR:
            return NOBODY  # "near the valley, a district along the border with Z" is no place of Z's
        return self.cast.headed(party) if party and slot == "subject" else party

    def _apposed(self, tokens: list[Token], slot: str, without: frozenset[str]) -> Party:
        """ "Chad, a country cut off by Niger": whom a noun stands beside that names nobody itself."""
        beside = [self.matcher.sentence.tokens[t.head] for t in tokens if t.dep == "appos" and t.lemma in STATE_NOUNS]
        party = self.cast.party(beside, slot, without) if beside else NOBODY
        return party if party.cost <= _NEAR else NOBODY

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
            return self._unsaid.both(without)
        if slot == "mediated":
            return self._unsaid.between(without)
        if slot in ("rival", "town"):
            return self._unsaid.rival(without) if slot == "rival" else self._unsaid.townsfolk(without)
        return self.cast.beside(frame.head, slot, without)

    def _elsewhere(self, slot: str, frame: Frame, without: frozenset[str]) -> Party:
        """The partner of a meeting or the goal of a visit, where the noun names none."""
        if slot == "matrix":
            return self.cast.party(matrix(self.matcher, frame), slot, without)
        if slot == "next":
            joined = with_after(self.matcher.sentence, frame.head)
            return self.cast.beside(joined, "after", without) if joined is not None else NOBODY
        if named_partner(self.matcher.sentence, frame):
            return NOBODY
        if slot == "alone":
            return self.cast.in_sentence(slot, without)
        return self.cast.party(told(self.matcher, frame.head), slot, without)

    def _around(self, slot: str, frame: Frame, without: frozenset[str]) -> Party:
        """Who stands in the clause above: its object; or its subject, for "X said it would" with an unresolved "it"."""
        if slot == "condition":
            return self._condition(frame, without)
        if slot in ("other", "sides"):
            return self._unsaid.receiver(without) if slot == "other" else self._unsaid.sides()
        if slot in _BYSTANDERS:
            return self.cast.party(self._bystanders(slot, frame), slot, without)
        if slot in ("told", "alone", "matrix", "next"):
            return self._elsewhere(slot, frame, without)
        above = self.matcher.frames.governor(frame.head)
        part = "object" if slot == "above" else "subject"
        return self.cast.party(self.matcher.frames.of(above).get(part), slot, without) if above else NOBODY

    def _condition(self, frame: Frame, without: frozenset[str]) -> Party:
        """ "unless X withdraws": X is whom a threat or a refusal is meant for."""
        heads = [token for mark in ("unless", "until", "if") for token in frame.get(mark)]
        if not heads and frame.head.dep == "xcomp":
            above = self.matcher.frames.governor(frame.head)
            heads = (
                [t for mark in ("unless", "until", "if") for t in self.matcher.frames.of(above).get(mark)]
                if above
                else []
            )
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
