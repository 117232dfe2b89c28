"""Acts: what a sentence says happened, between whom. Matches get their roles and their mood here.

The order: the match with its rule's own roles; what a plan or a refusal makes of it (`moods` of the ontology);
negation, conditions and hedges as auxiliary modes. An act needs two different codes, or it is nobody's business here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from worker.events.actions.index import Ontology
from worker.events.actions.match import Match, Matcher
from worker.events.actions.mood import Mood
from worker.events.actions.parties import Roles
from worker.events.actions.roles import NOBODY, Cast, Party
from worker.events.actions.sharing import SHARED, leaves_other_out, other_side, share
from worker.events.actions.syntax import NOMINAL, marker, phrase
from worker.events.actions.unreal import unreal
from worker.events.parser import Token
from worker.model import AuxiliaryMode

_SAID = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE"})
_OURSELVES = frozenset({"i", "we"})
# What is no deed until it is done, and the words for who only tries: "attempting to reach a deal".
_ACHIEVED = frozenset({"SUPPORT", "AGREE", "RETREAT", "CONCEDE", "COOPERATE", "AID", "COERCE", "SANCTION"})
_TRYING = frozenset(
    {"try", "attempt", "seek", "strive", "endeavour", "endeavor", "struggle", "work", "effort", "bid", "quest"}
)
_OPEN = frozenset({"VB", "VBG"})
_ASSERTED = frozenset({"root", "ccomp", "conj", "parataxis"})


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
    saying: Token | None = None  # the verb of saying, where the act is that something is said

    @property
    def trigger(self) -> Token:
        """The word that made us see it."""
        return self.match.trigger

    @property
    def predicate(self) -> Token:
        """The word that its day and place hang on: of "was in Chad in May" the parser makes it "Chad"."""
        return self.match.frame.slots["predicate"][0] if self.trigger.dep == "cop" else self.trigger

    @property
    def dated_by(self) -> Token:
        """The word that its day hangs on: what is charged by saying it is of the day of saying."""
        return self.saying or self.predicate


def acts_in(matcher: Matcher, casts: tuple[Cast, ...]) -> Iterator[Act]:
    """The acts of a sentence, from the root down. `casts` are tried in order: the caller's entities, then everybody."""
    claimed: set[int] = set()
    told: list[Act] = []
    left: list[Match] = []
    for token in matcher.top_down():
        if token.index in claimed:
            continue
        matches = matcher.matches(token)
        first = next(matches, None)
        if first is None:
            continue  # what no rule fits need not be asked whether it happened
        fitting = chain((first,), matches)
        if unreal(matcher, token):
            claimed |= {index for match in fitting for index in match.claims}
            continue
        failed = []
        for match in fitting:
            if match.inner is not None or match.rule.rule.complement:
                # What is agreed, refused or threatened did not happen, nor did what hangs on it.
                claimed |= match.claims | _below(match, matcher)
            found = list(_acts(match, matcher, casts))
            if found:
                claimed |= match.claims - _of_others(match, matcher)
                told += found
                yield from found
                break
            failed.append(match)
        else:
            left += failed
    yield from _sharing(left, told, matcher, casts[-1])


def _sharing(left: list[Match], told: list[Act], matcher: Matcher, cast: Cast) -> Iterator[Act]:
    """The acts whose other side only a verb beside names: see `sharing`."""
    done: set[int] = set()
    for match in left:
        beside = (
            [act for act in told if share(matcher.sentence, match, act.match, act.recipients)]
            if match.type in SHARED
            else []
        )
        act = _act(match, matcher, cast, beside) if beside and match.trigger.index not in done else None
        if act is not None:
            done.add(match.trigger.index)
            yield act


def _of_others(match: Match, matcher: Matcher) -> set[int]:
    """The talks that a third one brokers or hosts: that the two between whom they are held them is told for itself."""
    if match.type != "CONSULT" or match.trigger.pos != "VERB":
        return set()
    told = (t for t in match.frame.get("object") if t.pos in NOMINAL)
    return {t.index for t in told for one in matcher.frames.of(t).get("between") if _joined(matcher, one)}


def _joined(matcher: Matcher, token: Token) -> bool:
    return any(child.dep == "conj" for child in matcher.sentence.children(token.index))


def _below(match: Match, matcher: Matcher) -> set[int]:
    """The nouns of a complement, and its purpose: "agreed to give ten tonnes of aid" and "vowed to do all it could to
    help" give no aid."""
    if match.complement is None:
        return set()
    below = matcher.sentence.subtree(match.complement.index) if match.inner is None else ()
    purposes = [t for t in below if t.tag == "VB" and t.dep in ("advcl", "xcomp")]
    last: Token | None = match.complement
    while last is not None:  # "ready to help [train] pilots"
        last = next((c for c in matcher.sentence.children(last.index) if c.dep == "xcomp" and c.tag in _OPEN), None)
        purposes += [last] if last else []
    nouns = [t for t in phrase(matcher.sentence, match.complement) if t.pos in NOMINAL]
    return {token.index for token in (*nouns, *purposes)}


def _acts(match: Match, matcher: Matcher, casts: tuple[Cast, ...]) -> Iterator[Act]:
    for cast in casts:
        act = _act(match, matcher, cast)
        if act is not None:
            yield act
            return


def _act(match: Match, matcher: Matcher, cast: Cast, beside: Sequence[Act] = ()) -> Act | None:
    roles = Roles(match, matcher, cast)
    actors = roles.actors()
    actors, recipients, reciprocal = roles.parties(actors)
    if beside and actors and not recipients and leaves_other_out(match, matcher.sentence, cast, actors):
        sides = (other_side(actors, a.actors, a.recipients, passive=a.match.frame.passive) for a in beside)
        recipients = next((side for side in sides if side), NOBODY)
    if not actors or not (recipients or reciprocal):
        return None
    moodless = match.rule.rule.moodless
    mood = Mood() if moodless else matcher.mood(match.trigger)
    if mood.hypothetical and not mood.future and _tells(roles, actors):
        mood = replace(mood, future=True)  # "X may visit Y, an official of X said" is its plan
    moved = _moved(match, mood, matcher.ontology) or _denied(roles, mood, actors)
    meant = moved is not None or match.rule.wants_negation
    if not meant and (_undone(match, mood, matcher) or _unsaid_of(match, mood)):
        return None
    return Act(
        moved or match, (moved or match).type, (moved or match).mode, (moved or match).cameo,
        actors, recipients, reciprocal, _auxiliary(mood, meant), mood,
    )  # fmt: skip


def _undone(match: Match, mood: Mood, matcher: Matcher) -> bool:
    """Whether a deed hangs on an "if", or its negation says nothing: "never refused", "has not recognised"."""
    sentence, trigger = matcher.sentence, match.trigger
    carrier = match.frame.light or trigger
    if mood.negated and (match.type in _SAID or carrier.dep not in _ASSERTED):
        return True
    if match.type in _ACHIEVED and trigger.tag == "VB" and trigger.dep in ("xcomp", "acl", "advcl"):
        above = sentence.tokens[trigger.head]
        if above.lemma.lower() in _TRYING:
            return True
    material = str(matcher.ontology.quad(match.type)).startswith("material")
    clauses = [c for c in sentence.children(carrier.index) if c.dep == "advcl"]
    conditions = [c for c in clauses if marker(sentence, c) in ("if", "unless")]
    return bool(conditions) and (material or any(_past_perfect(matcher, c) for c in conditions))


def _past_perfect(matcher: Matcher, clause: Token) -> bool:
    """ "If X had refused", of which neither is true."""
    return any(c.dep == "aux" and c.text.lower() == "had" for c in matcher.sentence.children(clause.index))


def _unsaid_of(match: Match, mood: Mood) -> bool:
    """Whether nobody says that it happens: "did not attack", "could attack". Who "would urge" somebody urges him."""
    if mood.negated:
        return True
    politely = match.type in _SAID and any(t.lemma.lower() in _OURSELVES for t in match.frame.get("subject"))
    return mood.hypothetical and not mood.future and not politely


def _moved(match: Match, mood: Mood, ontology: Ontology) -> Match | None:
    """What a plan or a refusal makes of a plain act, by the rule that `moods` names for its type or quad class."""
    if match.inner is not None or match.rule.wants_negation:
        return None
    table = ontology.file.moods.refused if mood.refused else ontology.file.moods.future if mood.future else {}
    return _by_table(match, table, ontology)


def _denied(roles: Roles, mood: Mood, actors: Party) -> Match | None:
    """ "Chad said that its jets had not crossed the border": who says that he did not do it denies it."""
    ontology = roles.matcher.ontology
    if not mood.negated or mood.modals or roles.match.inner is not None:
        return None
    moved = _by_table(roles.match, ontology.file.moods.denied, ontology)
    return moved if moved and _tells(roles, actors) else None


def _tells(roles: Roles, actors: Party) -> bool:
    """Whether who acts says so himself."""
    return roles.fill("teller", roles.match, NOBODY.codes).codes == actors.codes


def _by_table(match: Match, table: Mapping[str, str], ontology: Ontology) -> Match | None:
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
