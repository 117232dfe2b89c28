"""The parties of an act whom its clause does not name: whoever is in focus stands in, where a word lets him.

recipient   "Chad denied the charge", "summoned the envoy"   a word of `other_side`, or a pronoun that names nobody
            "Chad handed over forty ambulances"              the verb is one of `unsaid`, done to others
            "A closed the road, a move that B denounced"     who made the move
            "Chad lodged a protest"                          whom the text is mostly about, see `leftopen`
actor       "It urged Niger to act", "the ministry said"     a pronoun, or one of `speakers`
            "A crowd stoned the Nigerien embassy"            one of `crowds`
            "Two Nigerien diplomats were expelled"           a deed of which nobody is said to do it: the `rival`
            "The coast guard held a Nigerien crew"           where the text is written, see `keepers`
"""

from dataclasses import dataclass, replace

from worker.events.actions.agentless import answered, suffered
from worker.events.actions.bystanders import earlier, tellers
from worker.events.actions.counterpart import (
    addressed,
    aside,
    may_stand_for_actor,
)
from worker.events.actions.focus import COUNTERPART, FOLLOWED, FOREMOST
from worker.events.actions.keepers import seized_at_home
from worker.events.actions.leftopen import leaves_open
from worker.events.actions.roles import NOBODY, Party
from worker.events.actions.standin import StandIn
from worker.events.actions.syntax import NOMINAL, describes
from worker.events.actions.talks import lone_noun, on_arrival
from worker.events.actors.lists import STATE_NOUNS
from worker.events.actors.syntax import unknown_subject
from worker.events.parser import Token

# Deeds whose object can tell the other side.
_BETWEEN_STATES = frozenset({"SANCTION", "COERCE", "RETREAT", "ASSAULT", "MOBILIZE"})
_ADDRESSEES = ("object", "iobj", "to", "with", "against", "on", "from")
# What others join in without a word for whom they do it to: "Kuwait recalled its envoy"; and with one: "Mexico, too,
# condemned the measure".
_REPEATED = frozenset({"SANCTION", "COERCE", "AID", "RETREAT"})
_JOINED = _REPEATED | {"ACCUSE", "REJECT", "SUPPORT", "CONCEDE"}
# What a noun tells of its owner: "Chad's threats".
_ABOUT_THINGS = frozenset({"COERCE", "THREATEN"})  # "its seizure of a trawler", "its threats of war"
_AIMED = ("of", "on", "against")  # at whom else it is aimed: "its rejection of all terror", "its attack on the rebels"
_OWNED = frozenset({"REJECT", "THREATEN", "ACCUSE", "COERCE", "ASSAULT", "SANCTION", "REQUEST"})
_AT_HOME = frozenset({"approve", "allocate", "release", "announce", "set", "earmark", "unveil", "rescue", "spend"})
_ASKER = "asker"
_PLEDGING = frozenset({"pledge", "donate"})
_BOTH_AT_ONCE = frozenset({"description", "pronoun"})
_TO_EACH_OTHER = frozenset({"SANCTION", "COERCE", "RETREAT"})
_STOOD_IN = (COUNTERPART, FOLLOWED, FOREMOST)
# An actor whom only the clause above names is guessed, and one guess is enough.
_INFERRED = frozenset({"governor", "matrix", "speaker"})
_OWNER = 1.0  # as far from its head a name stands as whose it is: "Chad's minister"


@dataclass(frozen=True, slots=True)
class Unsaid(StandIn):
    """Looks for the parties of one match that its clause leaves out."""

    def actor(self, recipients: Party) -> Party:
        """Who acts on these, where a word stands for him."""
        borne = suffered(self.match) or self._borne(recipients)
        if recipients.slot in ("object", _ASKER) and borne and not self.clause(recipients.codes):
            return self.rival(recipients.codes)
        if keeper := self.keeper(recipients.codes):
            return keeper
        crowd = self.match.type == "PROTEST"
        words = self.matcher.ontology.crowds if crowd else self.matcher.ontology.speakers
        slots = [slot.removeprefix("passive.") for slot in self.match.rule.rule.actor]
        tokens = [token for slot in slots for token in self.match.frame.get(slot)]
        stand = next((t for t in tokens if may_stand_for_actor(t, words)), None)
        meets = self.match.type == "CONSULT" and not self.match.rule.rule.officials
        if stand is None or not (crowd or self.says() or meets):
            return NOBODY
        found = self.standing(stand, recipients.codes)
        return NOBODY if self._strangers(stand) or found.codes & self._spoken_to() else found

    def keeper(self, held: frozenset[str]) -> Party:
        """ "The coast guard arrested a Chadian crew": the state in which the text is written."""
        home = self.cast.focus.home
        if home is None or home in held or not seized_at_home(self.matcher.sentence, self.match):
            return NOBODY
        return self.all(frozenset({home}), self.match.frame.head)

    def _strangers(self, stand: Token) -> bool:
        """ "A. Fox said he wants Chad to wait": whether a pronoun means somebody of whom nobody knows whose he is."""
        known = {at for one in self.cast.everybody for at in range(one.first, one.last + 1)}
        person = stand.text.lower() in ("he", "she")
        return person and unknown_subject(self.matcher.sentence, stand.index, known) is not None

    def _spoken_to(self) -> frozenset[str]:
        """ "The president rang Chad to [offer] help": whom the same subject has to do with, who is not the subject."""
        return self.cast.party(earlier(self.match.frame, self.matcher.frames), "earlier").codes

    def _borne(self, recipients: Party) -> bool:
        """ "Two Chadian soldiers were killed": whether the other one of two did it, who have fought in the text."""
        focus = self.cast.focus
        verb = self.match.frame.head
        helped = any(c.dep == "aux:pass" for c in self.matcher.sentence.children(verb.index))
        if not (helped and self.match.frame.agentless and recipients.codes < focus.dyad):
            return False
        return self.match.type == "RETREAT" or (self.match.type == "ASSAULT" and focus.dyad in focus.fought)

    def asker(self) -> Party:
        """ "Chad said the request had been refused", "It was refused": whose request it was, who tells it or spoke in
        the sentence before."""
        if not answered(self.match):
            return NOBODY
        told = tellers(self.match.trigger, self.matcher.frames, self.matcher.ontology.speech)
        party = self.cast.party(told, _ASKER)
        if party or self.cast.everybody:
            return party
        asker = self.cast.focus.asker()
        found = self.all(frozenset({asker}), self.match.frame.head) if asker else NOBODY
        return replace(found, slot=_ASKER) if found else NOBODY

    def recipient(self, actors: Party, *, guest: bool) -> Party:
        """To whom these do it; `guest`: they come, and whoever is in focus receives them."""
        if not actors or actors.slot in _STOOD_IN or actors.slot in _INFERRED:
            return NOBODY
        if owned := self._owned(actors):
            return owned
        if self._outrage() or self._to_oneself(actors) or (not guest and self._aside()):
            return NOBODY
        return self._other_side(actors, guest=guest) or self._foremost(actors)

    def _to_oneself(self, actors: Party) -> bool:
        """ "He was welcomed home by his deputy": what a state does to its own concerns nobody else."""
        found = (self.cast.at(token) for token in self.match.frame.get("object"))
        return any(named is not None and set(named.codes) <= actors.codes for named in found)

    def _owned(self, actors: Party) -> Party:
        """ "Chad's refusal to leave the town", "Chad's threats": the other one of two, where the noun names nobody."""
        match, noun = self.match, self.match.trigger
        if noun.pos not in NOMINAL or match.type not in _OWNED or not actors.codes < self.cast.focus.dyad:
            return NOBODY
        owners = (c for c in self.matcher.sentence.children(noun.index) if c.dep == "nmod:poss")
        if not any(self._is_state(owner) for owner in owners) or self.addressed():
            return NOBODY
        aimed = match.type not in _ABOUT_THINGS and any(match.frame.get(slot) for slot in _AIMED)
        return NOBODY if aimed else self.rival(actors.codes)

    def _is_state(self, token: Token) -> bool:
        """Whether a word is a state's own name, or "its": "her expulsion" is what she suffers."""
        named = self.cast.at(token)
        return named is not None and (named.kind == "state" or token.text.lower() == "its")

    def _aside(self) -> bool:
        """Whether the act is only said of something else, and no pronoun stands for whom it is done to."""
        stand = self.word()
        if stand is None and on_arrival(self.matcher, self.match.frame):
            return True
        return (stand is None or stand.tag != "PRP") and aside(self.matcher.sentence, self.match)

    def _outrage(self) -> bool:
        """ "Chad condemned the bombing": whoever did it, nothing says that the other side did."""
        objects = {t.lemma.lower() for t in self.match.frame.get("object")}
        return self.match.type == "ACCUSE" and not objects.isdisjoint(self.matcher.ontology.outrages)

    def _other_side(self, actors: Party, *, guest: bool) -> Party:
        plain = actors.cost == 0  # "a Chadian trader complained" joins no state
        if self._aimed:
            return NOBODY
        stand = self.word() if self.says() or self.match.type in _BETWEEN_STATES else None
        if stand is not None:
            return self.standing(stand, actors.codes, follows=plain and self.match.type in _JOINED)
        if self.match.frame.head.lemma.lower() not in self.matcher.ontology.unsaid and not guest:
            return NOBODY
        if self.match.type == "CONSULT" and not guest and not lone_noun(self.matcher.sentence, self.match.frame):
            return NOBODY
        if self.addressed() or (self.says() and self.elsewhere(actors)):
            return NOBODY
        return self.standing(self.match.frame.head, actors.codes, follows=plain and self._repeats)

    @property
    def _aimed(self) -> bool:
        """ "reaffirmed its commitment to use all means": what it is for is said."""
        nouns = self.match.frame.get("object") if self.match.type == "SUPPORT" else ()
        after = (t for noun in nouns for t in self.matcher.sentence.tokens[noun.index + 1 : noun.index + 2])
        return any(t.tag == "TO" for t in after)

    @property
    def _repeats(self) -> bool:
        """Whether it is a deed that others join in, or the pledge of one: "Niger pledged ten tonnes of rice"."""
        return self.match.type in _REPEATED or (self.match.complement is None and self.match.trigger.lemma in _PLEDGING)

    def _foremost(self, actors: Party) -> Party:
        """ "Seoul lodged a protest": whom the text is mostly about, where nobody else is addressed."""
        near = actors.slot in ("subject", "before") and actors.cost <= _OWNER
        if not near or not self._open:
            return NOBODY
        focus, beside = self.cast.focus, self._fellows()
        here = [code for one in self.cast.everybody for code in one.codes if code not in beside]
        found = {focus.foremost(code, here) for code in actors.codes}
        one = next(iter(found)) if len(found) == 1 else None
        if one is None or one in actors.codes:
            return NOBODY
        named = focus.standing(one, self.match.frame.head, self.matcher.sentence, self.cast.index)
        return Party((named,), 0.0, FOREMOST)

    @property
    def _open(self) -> bool:
        planned = self.matcher.mood(self.match.trigger).future
        return leaves_open(self.match, self.matcher.sentence, planned=planned)

    def mutual(self, actors: Party) -> bool:
        """Whether what both sides of the article are said to do at once they do to each other: "Both recalled their
        envoys"."""
        one_word = len(actors.named) == 1 and actors.named[0].kind in _BOTH_AT_ONCE
        done = self.match.type in _TO_EACH_OTHER and self.match.frame.head.lemma.lower() in self.matcher.ontology.unsaid
        return one_word and done and actors.codes == self.cast.focus.pair() and not self.addressed()

    def receiver(self, doers: frozenset[str]) -> Party:
        """ "Chad has sent tents": who is in focus, where the clause addresses nobody else (the slot `other`)."""
        frame = self.match.frame
        if self.match.type == "AID" and frame.head.lemma.lower() in _AT_HOME and frame.get("for"):
            return NOBODY  # "the cabinet approved aid for the victims": its own, for all that is said
        told = [token for slot in _ADDRESSEES if slot != "object" for token in frame.get(slot)]
        if self._aimed or addressed(self.matcher.sentence, told):
            return NOBODY
        return self.standing(frame.head, doers, follows=True)

    def maker(self, actors: Party) -> Party:
        """In "A closed the road, a move that B denounced" it is A's move: the subject of what it is said beside."""
        trigger, ontology = self.match.trigger, self.matcher.ontology
        noun = self.matcher.sentence.tokens[trigger.head]
        told = describes(trigger) and noun in self.match.frame.get("object")
        if told and self.match.type == "REJECT" and self._of_all():
            said = self.matcher.frames.of(self.matcher.sentence.root).get("subject")
            return self.cast.party(said, "above", actors.codes)
        if not told or noun.lemma.lower() not in ontology.other_side:
            return NOBODY
        if noun.lemma.lower() in STATE_NOUNS or self.cast.at(noun) is not None:
            return NOBODY
        above = self.matcher.frames.governor(noun)
        subject = self.matcher.frames.of(above).get("subject") if above is not None else []
        party = self.cast.party(subject, "above", actors.codes)
        return NOBODY if party.codes & actors.codes else party

    def _of_all(self) -> bool:
        """Whether it is about the whole that was said: "says that Chad sent arms, which Chad denies"."""
        which = next((c for c in self.matcher.sentence.children(self.match.trigger.index) if c.dep == "obj"), None)
        before = self.matcher.sentence.tokens[which.index - 1] if which is not None and which.index else None
        return which is not None and which.tag == "WDT" and before is not None and before.text == ","
