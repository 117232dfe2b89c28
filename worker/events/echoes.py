"""Deeds that a text tells only by pointing at another's: "Chad recalled its envoy, and so did Niger", "Mali followed
suit", "Togo joined the ban". Whoever is the subject does what the deed pointed at was, to the same recipient.

The deed is the nearest of these that fits, never one that two do to each other, nor the echoing side's own or one done
to it:

1. what the sentence itself tells, its main clause first;
2. what the sentence before told, its main clause first; where a noun says of which kind it is ("echoed the call",
   "joined the boycott"), also that of the sentence before that one.

What is only planned, denied or thought of ("said it would follow suit") echoes nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from worker.events.actions import Cast, Matcher, Party
from worker.events.parser import Token
from worker.model import Actor, CodedEvent

# Verbs that point at a deed without naming it, and the objects with which they do.
_SUIT = {
    "follow": frozenset({"suit", "example", "lead", "footstep"}),
    "do": frozenset({"same", "likewise"}),
    "copy": frozenset({"step", "move", "measure"}),
}
# Verbs that repeat a deed of the kind that their object names.
_REPEATING = frozenset({"echo", "join", "second", "mirror", "match", "copy", "repeat"})
_KINDS = {
    **dict.fromkeys(("call", "appeal", "demand", "plea", "request"), ("REQUEST",)),
    **dict.fromkeys(("criticism", "condemnation", "charge", "accusation", "protest", "outcry"), ("ACCUSE",)),
    **dict.fromkeys(("ban", "boycott", "embargo", "sanction", "blockade", "expulsion"), ("SANCTION", "COERCE")),
    **dict.fromkeys(("warning", "threat"), ("THREATEN",)),
    **dict.fromkeys(("praise", "welcome", "applause", "congratulation"), ("SUPPORT",)),
}
_POINTING = frozenset({"so", "as"})  # "and so did X", "as had X"
_HELPING = frozenset({"did", "does", "do", "had", "has", "have", "was", "were"})
_WORDS = frozenset({"suit", "example", "lead", "footstep", "same", "likewise", "step", "move", "measure"})
_NEAR = 5  # within so many words of its verb its object stands
_CUES = _WORDS | _POINTING | _REPEATING
_VERBS = _SUIT.keys() | _REPEATING


@dataclass(frozen=True, slots=True)
class Echo:
    """Who does what an event tells of another; `verb` is the word that says so."""

    verb: Token
    event: CodedEvent


def echoes(matcher: Matcher, cast: Cast, told: Sequence[Sequence[CodedEvent]]) -> Iterator[Echo]:
    """The deeds that a sentence echoes; `told`: the events of the sentence and of those before, the nearest first."""
    if matcher.said.isdisjoint(_CUES) or not any(told):
        return
    for verb, doers, kinds in _pointing(matcher, cast):
        mood = matcher.mood(verb)
        infinitive = verb.tag == "VB" and verb.dep != "root"
        if doers and not infinitive and not (mood.negated or mood.future or mood.hypothetical):
            event = _deed(doers, kinds, told)
            if event is not None:
                yield Echo(verb, replace(event, actors=_actors(doers), auxiliary=()))


def _pointing(matcher: Matcher, cast: Cast) -> Iterator[tuple[Token, Party, frozenset[str]]]:
    """The verbs that point at a deed, who is their subject, and of which types the deed is (none: of any)."""
    for token in matcher.sentence.tokens:
        if token.text in _POINTING and (verb := _inverted(matcher, token)) is not None:
            behind = list(matcher.sentence.tokens[verb.index + 1 : verb.index + 3])
            yield verb, cast.party(behind, "subject"), frozenset()
        elif token.lemma in _VERBS and token.pos in ("VERB", "AUX"):
            kinds = _kinds(matcher, token)
            if kinds is not None:
                doers = cast.party(matcher.frames.of(token).get("subject"), "subject")
                yield token, doers or cast.beside(token, "before", frozenset()), kinds


def _inverted(matcher: Matcher, token: Token) -> Token | None:
    """The helping verb of "so did X", "as had X"."""
    tokens = matcher.sentence.tokens
    after = tokens[token.index + 1 : token.index + 3]
    comes = len(after) == 2 and after[0].text in _HELPING and (after[1].text == "the" or after[1].text[:1].isupper())
    return after[0] if comes else None


def _kinds(matcher: Matcher, verb: Token) -> frozenset[str] | None:
    """Of which types the deed is that a verb with its object points at; None where it points at none."""
    after = matcher.sentence.tokens[verb.index + 1 : verb.index + _NEAR]
    if any(t.lemma.lower() in _SUIT.get(verb.lemma, ()) for t in after):
        return frozenset()
    if verb.lemma not in _REPEATING:
        return None
    kinds = (_KINDS.get(t.lemma.lower()) for t in matcher.frames.of(verb).get("object"))
    return next((frozenset(found) for found in kinds if found), None)


def _deed(doers: Party, kinds: frozenset[str], told: Sequence[Sequence[CodedEvent]]) -> CodedEvent | None:
    near = told if kinds else told[:2]
    fitting = (e for events in near for e in events if e.event_type in kinds or not kinds)
    return next((e for e in fitting if not e.reciprocal and not _parties(e) & doers.codes), None)


def _parties(event: CodedEvent) -> set[str]:
    return {actor.code for actor in (*event.actors, *event.recipients)}


def _actors(doers: Party) -> tuple[Actor, ...]:
    found = {actor.code: actor for named in doers.named for actor in named.actors}
    return tuple(found.values())
