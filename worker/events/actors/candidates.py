"""Which earlier mention a pronoun or a description may mean: person, group, or several at once."""

from collections.abc import Sequence

from worker.events.actors.mentions import Mention
from worker.events.actors.syntax import is_subject, listed_under
from worker.events.parser.tree import Sentence
from worker.model import Actor

GROUPS = frozenset({"state", "organisation", "armed group", "institution", "given", "people", "adjective"})
OFFICES = frozenset(
    {"president", "prime minister", "premier", "chancellor", "king", "queen", "foreign minister", "defence minister",
     "defense minister", "minister", "leader", "secretary of state", "ambassador", "emir", "pope", "general", "envoy"}
)  # fmt: skip


def holds(candidate: Mention, words: str) -> bool:
    offices = [candidate.named.actor.office or ""]
    if candidate.person is not None:
        offices += [term.title or term.office for term in candidate.person.terms[-2:]]
    if words == "leader":
        return any(
            o.startswith(("president", "prime", "supreme", "king", "premier", "head", "chancellor"))
            for o in map(str.lower, offices)
        ) or bool(candidate.person and candidate.person.terms)
    return any(words in office.lower() for office in offices)


def is_person(candidate: Mention) -> bool:
    if candidate.named.kind == "given":
        return True
    unnamed = candidate.named.kind == "office" and bool(candidate.named.actor.office) and not candidate.plural
    return (candidate.person is not None or unnamed) and len(candidate.named.actors) == 1


def is_group(candidate: Mention) -> bool:
    named = candidate.named
    return (
        named.kind in GROUPS
        and len(named.actors) == 1
        and not candidate.person
        and not (named.kind == "people" or candidate.plural)
    )


def subjects(sentence: Sentence, group: Sequence[Mention]) -> tuple[Actor, ...]:
    """The actors of a subject that is several: a plural, or a list."""
    heads = [m for m in group if is_subject(sentence, m.named.head) and m.named.kind not in ("background", "place")]
    for first in heads:
        if sentence.tokens[first.named.head].dep == "conj":
            continue
        listed = [m for m in heads if m is first or listed_under(sentence, m.named.head, first.named.head)]
        actors = tuple(found for m in listed for found in m.named.actors)
        if len({a.code for a in actors}) > 1 or len(listed) > 1 or first.plural:
            return actors
    return ()


def last_plural(sentence: Sentence, group: Sequence[Mention]) -> tuple[Actor, ...]:
    """The nearest plural, or the nearest list of two or more."""
    for candidate in reversed(group):
        listed = [m for m in group if listed_under(sentence, candidate.named.head, m.named.head)]
        if listed and candidate.named.kind not in ("background", "adjective"):
            return tuple(found for m in (*listed, candidate) for found in m.named.actors)
        if candidate.plural and candidate.named.kind not in ("background", "adjective"):
            return candidate.named.actors
    return ()
