"""Acts: what a sentence says happened, between whom. Matches get their roles and their mood here.

The order: the match with its rule's own roles; what a plan or a refusal makes of it (`moods` of the ontology); negation,
conditions and hedges as auxiliary modes. An act needs two different codes, or it is nobody's business here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from worker.events.actions.frames import NOMINAL, Frame, marker
from worker.events.actions.index import Ontology
from worker.events.actions.match import Match, Matcher
from worker.events.actions.mood import Mood, mood_of
from worker.events.actions.roles import NOBODY, Cast, Party
from worker.events.parser import Token
from worker.model import AuxiliaryMode

_ACCOMPANYING = frozenset({"in", "on", "at", "during", "with", "through", "via", "by"})
# Where the other side of a reciprocal act stands; whoever is found elsewhere is its object, not its partner.
_MUTUAL = frozenset({"with", "between", "among", "object", "alongside"})


@dataclass(frozen=True, slots=True)
class Act:
    """A match with its parties. `auxiliary` holds what the grammar says; history is a matter of dates."""

    match: Match
    type: str
    mode: str | None
    cameo: str | None
    actors: Party
    recipients: Party
    reciprocal: bool
    auxiliary: tuple[AuxiliaryMode, ...]
    mood: Mood

    @property
    def trigger(self) -> Token:
        """The word that made us see it."""
        return self.match.trigger


def acts_in(matcher: Matcher, casts: tuple[Cast, ...]) -> Iterator[Act]:
    """The acts of a sentence, from the root down. `casts` are tried in order: the caller's entities, then everybody."""
    claimed: set[int] = set()
    for token in matcher.top_down():
        if token.index in claimed:
            continue
        for match in matcher.matches(token):
            if match.inner is not None or match.rule.rule.complement:
                claimed |= match.claims  # what is agreed, refused or threatened did not happen
            found = list(_acts(match, matcher, casts))
            if found:
                claimed |= match.claims
                yield from found
                break


def _acts(match: Match, matcher: Matcher, casts: tuple[Cast, ...]) -> Iterator[Act]:
    for cast in casts:
        act = _act(match, matcher, cast)
        if act is not None:
            yield act
            return


def _act(match: Match, matcher: Matcher, cast: Cast) -> Act | None:
    roles = Roles(match, matcher, cast)
    actors = roles.actors()
    actors, recipients, reciprocal = roles.parties(actors)
    if not actors or not (recipients or reciprocal):
        return None
    mood = mood_of(matcher.sentence, match.trigger, matcher.ontology.hedges)
    moved = _moved(match, mood, matcher.ontology)
    return Act(
        moved or match, (moved or match).type, (moved or match).mode, (moved or match).cameo,
        actors, recipients, reciprocal, _auxiliary(mood, moved is not None), mood,
    )  # fmt: skip


def _moved(match: Match, mood: Mood, ontology: Ontology) -> Match | None:
    """What a plan or a refusal makes of a plain act, by the rule that `moods` names for its type or quad class."""
    if match.inner is not None:
        return None
    table = ontology.file.moods.refused if mood.refused else ontology.file.moods.future if mood.future else {}
    name = table.get(match.type) or table.get(str(ontology.quad(match.type)))
    outcome = ontology.outcome(ontology.by_id[name], match.type) if name else None
    if name is None or outcome is None:
        return None
    kind = outcome.type or ontology.by_id[name].type
    return replace(match, type=kind, mode=outcome.mode, cameo=outcome.cameo)


def _auxiliary(mood: Mood, moved: bool) -> tuple[AuxiliaryMode, ...]:
    found = []
    if mood.future and not moved:
        found.append(AuxiliaryMode.FUTURE)
    if mood.hypothetical and not moved:
        found.append(AuxiliaryMode.HYPOTHETICAL)
    if mood.negated and not moved:
        found.append(AuxiliaryMode.NEGATED)
    return tuple(found)


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
            slots += ["weak", "governor"] if self._told_by_governor() else ["weak"]
        elif "subject" in slots and not self.match.frame.get("subject") and not self.match.frame.passive:
            slots.append("before")
        if any(t.tag == "PRP" for t in self.match.frame.get("subject")):
            slots.append("speaker")
        return next((p for slot in slots if (p := self.fill(slot, self.match, frozenset()))), NOBODY)

    def _told_by_governor(self) -> bool:
        """Whether the clause above may say who did it: "met during a visit", not "condemned the attack", "over arms sales"."""
        trigger, ontology = self.match.trigger, self.matcher.ontology
        above = self.matcher.sentence.tokens[trigger.head]
        if trigger.dep.startswith("obl"):
            mark = marker(self.matcher.sentence, trigger)
            return mark in _ACCOMPANYING or (mark == "for" and self.match.type == "CONSULT")
        own = above.lemma in ontology.by_word and above.lemma not in ontology.carriers
        return trigger.dep in ("obj", "xcomp") and not own

    def parties(self, actors: Party) -> tuple[Party, Party, bool]:
        """Actors, recipients, and whether both sides did it."""
        rule = self.match.rule.rule
        together = len(actors.codes) > 1
        if rule.reciprocal and together and not self.fill("with", self.match, actors.codes):
            return actors, NOBODY, True
        if rule.reciprocal and not actors:
            between = self.fill("between", self.match, frozenset())
            return (between, NOBODY, True) if len(between.codes) > 1 else (NOBODY, NOBODY, False)
        recipients = self._recipients(actors) if actors else NOBODY
        return actors, recipients, rule.reciprocal and self._mutual(actors, recipients)

    def _mutual(self, actors: Party, recipients: Party) -> bool:
        """Whether the other side takes part as an equal: by its slot, or because both are named in it ("both nations")."""
        return recipients.slot in _MUTUAL or bool(recipients.codes & actors.codes)

    def _recipients(self, actors: Party) -> Party:
        if any(self._unknown(token) for token in self.match.frame.get("object")):
            return NOBODY
        slots = self.match.rule.rule.recipient
        broken = self.match.trigger.pos == "VERB" and "clause" in slots and not self.match.frame.get("object")
        fallbacks = ("condition", "after") if broken else ("condition",)
        for slot in (*slots, *fallbacks):
            party = self.fill(slot, self.match, actors.codes)
            if party:
                return party
        return NOBODY

    def _unknown(self, token: Token) -> bool:
        """ "accused it": a pronoun nobody could resolve is somebody, and nobody else may stand in."""
        return token.tag == "PRP" and self.cast.resolution.covering(self.cast.index, token.index) is None

    def fill(self, slot: str, match: Match, without: frozenset[str]) -> Party:
        """Who stands in a slot of a match."""
        frame = match.frame
        if slot.startswith("inner") or slot == "complement":
            return self._inner(slot, match, without)
        if slot == "clause":
            return self.cast.in_clause((frame.light or frame.head), slot, without, frame.get("subject"))
        if slot == "sentence":
            return self.cast.in_sentence(slot, without)
        if slot in ("before", "after"):
            return self.cast.beside(frame.head, slot, without)
        if slot == "condition":
            return self._condition(frame, without)
        if slot == "above":
            above = self.matcher.frames.governor(frame.head)
            return self.cast.party(self.matcher.frames.of(above).get("object"), slot, without) if above else NOBODY
        if slot == "speaker":
            return self._speaker(frame, without)
        return self.cast.party(frame.get(slot), slot, without)

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

    def _speaker(self, frame: Frame, without: frozenset[str]) -> Party:
        """ "X said it would": an unresolved pronoun below a verb is the subject of that verb."""
        above = self.matcher.frames.governor(frame.head)
        return self.cast.party(self.matcher.frames.of(above).get("subject"), "speaker", without) if above else NOBODY

    def _inner(self, slot: str, match: Match, without: frozenset[str]) -> Party:
        """The parties of the act that the rule takes, or of the clause that says it."""
        if match.complement is None:
            return NOBODY
        if slot == "complement":
            return self.cast.in_clause(match.complement, slot, without, [])
        clause = self.matcher.frames.of(match.complement)
        if slot == "inner.subject":
            return self._subject_of(clause, match, without)
        return self._inner_recipient(match, without)

    def _subject_of(self, clause: Frame, match: Match, without: frozenset[str]) -> Party:
        """Who is to do it; a passive complement names by its subject whom it is to be done to, which is as good."""
        tokens = clause.get("subject") + clause.get("object") if clause.passive else clause.get("subject")
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
