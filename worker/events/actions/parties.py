"""The parties of a match: which slot of the rule names the actor, which the recipient, and who they are."""

from dataclasses import dataclass, replace

from worker.events.actions.bystanders import thanked_for
from worker.events.actions.counterpart import definite
from worker.events.actions.roles import NEAR, NOBODY, Party
from worker.events.actions.scenes import on_a_journey, to_each_other
from worker.events.actions.slots import Slots
from worker.events.actions.syntax import NOMINAL
from worker.events.actions.talks import in_office, told_by_governor
from worker.events.parser import Token

# Where the other side of a reciprocal act stands; whoever is found elsewhere is its object, not its partner.
_AGREEING = frozenset({"agree", "agreement"})
_SPEECH = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE"})
_WORDS = _SPEECH - {"AGREE", "CONCEDE"}
# An order is a request only where it names whom it is given to: "ordered troops to the border of Y" is no word to Y.
_ORDERING = frozenset({"order", "instruct", "command", "direct"})
_ADDRESSED = frozenset({"object", "iobj", "inner.subject", "to"})
_ANYBODY = frozenset({"country", "nation", "state", "government"})
# What somebody has adopted, written or read out says what he says.
_DOCUMENTS = frozenset(
    {"resolution", "statement", "letter", "communique", "declaration", "motion", "text", "note", "message", "decree",
     "document", "draft", "petition", "communiqué", "speech"}
)  # fmt: skip
_BOTH = 2
_JOINTLY = frozenset({"agree", "pledge", "vow", "undertake", "resolve", "commit", "plan", "intend"})
_COMPANY = ("like", "along", "alongside", "together")
_MUTUAL = frozenset({"with", "between", "among", "object", "alongside", "told", "alone", "next"})


@dataclass(frozen=True, slots=True)
class Roles(Slots):
    """Looks for the parties of one match."""

    def actors(self) -> Party:
        """The first slot of the rule's `actor` that names anybody; for nouns also its modifier and the clause above."""
        slots = list(self.match.rule.rule.actor)
        if (thanked := thanked_for(self.match.frame, self.matcher.frames)) is not None:
            return self.cast.party(thanked, "thanked")  # "thanked Chad for [accepting] the plan"
        if self.match.trigger.pos in NOMINAL:
            slots += ["weak", "governor"] if told_by_governor(self.matcher, self.match) else ["weak"]
        elif "subject" in slots and not self.match.frame.get("subject") and not self.match.frame.passive:
            slots.append("before")
        if any(t.tag == "PRP" for t in self.match.frame.get("subject")):
            slots.append("speaker")
        found = next((p for slot in slots if (p := self.fill(slot, self.match, frozenset()))), NOBODY)
        if self.match.rule.rule.officials and (self._is_a_thing or not all(map(in_office, found.named))):
            return NOBODY
        own = self.match.trigger.dep.startswith("acl") and not self.match.rule.rule.reciprocal
        if found.slot == "subject" and found.cost and own:
            found = self._maker(found)
        if found.slot == "subject" and all(named.kind == "description" for named in found.named):
            found = self._keeper(found)
        if found.slot == "subject" and not self.match.rule.rule.reciprocal:
            found = self._with_companions(found)
        alone = self.match.frame.get("subject")[:1] if self._guest else []
        coming = tuple(named for t in alone if (named := self.cast.at(t)) is not None)
        return replace(found, named=coming) if coming else found

    @property
    def _is_a_thing(self) -> bool:
        """ "was a blow to order in Chad": what is said to be a thing is not in a place; "was on a visit in Chad" is."""
        trigger, sentence = self.match.trigger, self.matcher.sentence
        noun = sentence.tokens[trigger.head]
        cased = any(c.dep == "case" for c in sentence.children(noun.index))
        return trigger.dep == "cop" and noun.pos == "NOUN" and not cased

    def _keeper(self, found: Party) -> Party:
        """Who held a crew, where "the coast guard" was taken for that of the crew's own state, the only one named."""
        held = self.cast.party(self.match.frame.get("object"), "object").codes
        return (self.unsaid.keeper(held) if held == found.codes else NOBODY) or found

    def _maker(self, found: Party) -> Party:
        """Who did what a participle says of a noun: whoever is named under the participle did not; of "X adopted a
        resolution calling on Y" it is X."""
        trigger, sentence = self.match.trigger, self.matcher.sentence
        if any(named.first < trigger.index for named in found.named):
            return found
        noun = sentence.tokens[trigger.head]
        above = self.matcher.frames.governor(noun) if noun.lemma.lower() in _DOCUMENTS else None
        subject = self.matcher.frames.of(above).get("subject") if above is not None else []
        return self.cast.party(subject, "governor")

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
        recipients = recipients or self.unsaid.recipient(actors, guest=self._guest) or self.unsaid.asker()
        if not recipients and (self._jointly or self.unsaid.mutual(actors)):
            return actors, NOBODY, len(actors.codes) == _BOTH
        return actors, recipients, reciprocal and self._mutual(actors, recipients)

    @property
    def _jointly(self) -> bool:
        """ "X and Y pledged to step up the search": to each other, where nobody else is named."""
        return self.match.type == "AGREE" and self.match.trigger.lemma in _JOINTLY and self.match.complement is not None

    def _unsaid_actor(self) -> Party:
        """ "It urged Chad to withdraw": who is in focus, where whom he acts on stands near enough."""
        recipients = self._recipients(NOBODY) or self.unsaid.asker()
        return self.unsaid.actor(recipients) if recipients and recipients.cost <= NEAR else NOBODY

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
            partner = met if met.cost <= NEAR else NOBODY
        return partner

    def _mutual(self, actors: Party, recipients: Party) -> bool:
        """Whether the other side takes part as an equal: by its slot, or because both are named in it ("both
        nations")."""
        return recipients.slot in _MUTUAL or bool(recipients.codes & actors.codes)

    def _recipients(self, actors: Party) -> Party:
        slots = self.match.rule.rule.recipient
        if any(self._closed(token, actors) for token in self.match.frame.get("object")):
            return NOBODY
        if maker := self.unsaid.maker(actors):
            return maker
        ordered = self.match.type == "REQUEST" and self.match.trigger.lemma in _ORDERING
        if ordered:
            slots = tuple(slot for slot in slots if slot in _ADDRESSED)
        broken = self.match.trigger.pos == "VERB" and "clause" in slots and not self.match.frame.get("object")
        fallbacks = ("condition", "after") if broken else ("condition",)
        for slot in (*slots, *fallbacks):
            party = self.fill(slot, self.match, actors.codes)
            posted = ordered and party.cost > NEAR  # "ordered its consuls in Chad to act"
            if party and not posted and not self._only_the_scene(party):
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
        own = self.cast.party([token], "object")
        if own and own.cost == 0 and own.codes <= actors.codes:
            return True  # "asked his minister and his envoy in Warsaw"
        other = self.cast.party([token], "object", actors.codes)
        if other and other.cost <= NEAR:
            return False
        proper = token.pos == "PROPN" and self.match.type in _SPEECH  # what is shelled or blocked may be a thing
        return proper if not own else own.codes <= actors.codes and own.cost <= NEAR
