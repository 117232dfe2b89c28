"""Which earlier mention a pronoun or a description may mean: person, group, or several at once."""

from collections.abc import Sequence
from datetime import date

from worker.events.actors.lists import BODY_NOUNS, COUNTRY_NOUNS, ROLES, UNIONS
from worker.events.actors.mentions import Mention
from worker.events.actors.syntax import is_subject, listed_under
from worker.events.parser.tree import Sentence
from worker.model import Actor

NO_PARTY = frozenset({"background", "place", "organisation"})
GROUPS = frozenset({"state", "organisation", "armed group", "institution", "given", "people", "adjective"})
OFFICES = frozenset(
    {"president", "prime minister", "premier", "chancellor", "king", "queen", "foreign minister", "defence minister",
     "defense minister", "minister", "leader", "secretary of state", "ambassador", "emir", "pope", "general", "envoy",
     "pm", "fm", "amir", "sultan", "crown prince", "monarch", "prince", "foreign secretary", "late amir", "late emir",
     "late king", "late president"}
)  # fmt: skip
# One office by several words.
_ALSO = {
    "pm": ("prime minister", "premier"), "premier": ("prime minister", "premier"), "fm": ("foreign minister",),
    "prime minister": ("prime minister", "premier"), "amir": ("amir", "emir", "sheikh"), "emir": ("amir", "emir"),
    "monarch": ("king", "queen", "emir", "amir", "sultan"), "foreign minister": ("foreign", "external affairs"),
}  # fmt: skip


def holds(candidate: Mention, words: str, on: date | None) -> bool:
    """Whether somebody holds an office on a day, or is said to; without a day or a term then, has held it last."""
    offices = [candidate.named.actor.office or ""]
    if candidate.person is not None:
        held = candidate.person.term(on)
        terms = [held] if held is not None else candidate.person.terms[-2:]
        offices += [term.title or term.office for term in terms]
    if words == "leader":
        return any(
            o.startswith(("president", "prime", "supreme", "king", "premier", "head", "chancellor"))
            for o in map(str.lower, offices)
        ) or bool(candidate.person and candidate.person.terms)
    wanted = _ALSO.get(words.removeprefix("late "), (words.removeprefix("late "),))
    return any(word in office.lower() for office in offices for word in wanted)


def leads(candidate: Mention, on: date | None) -> bool:
    """Whether somebody heads a state or a government then."""
    held = candidate.person.term(on) if candidate.person is not None else None
    office = (candidate.named.actor.office or "").lower()
    titled = office.startswith(
        ("president", "prime", "supreme", "king", "premier", "chancellor", "leader", "emir", "pm")
    )
    return held.office in ("head of state", "head of government") if held is not None else titled


def is_person(candidate: Mention) -> bool:
    if candidate.named.kind == "given":
        return True
    described = candidate.named.kind in ("office", "description") and not candidate.plural
    unnamed = described and (bool(candidate.named.actor.office) or _last_word(candidate) in ROLES)
    return (candidate.person is not None or unnamed) and len(candidate.named.actors) == 1


def is_group(candidate: Mention) -> bool:
    named = candidate.named
    body = named.kind == "office" and not named.actor.office and _last_word(candidate) in BODY_NOUNS
    described = named.kind == "description" and _last_word(candidate) in COUNTRY_NOUNS | BODY_NOUNS | UNIONS
    return (
        (named.kind in GROUPS or body or described)
        and len(named.actors) == 1
        and not candidate.person
        and not (named.kind == "people" or candidate.plural)
    )


def subjects(
    sentence: Sentence, group: Sequence[Mention], nearest: bool = False, bodies: bool = False
) -> tuple[Actor, ...]:
    """Actors of a subject that is several: a plural, a list, one of `bodies`; the first, or the last (`nearest`)."""
    heads = [m for m in group if is_subject(sentence, m.named.head) and m.named.kind not in ("background", "place")]
    for first in reversed(heads) if nearest else heads:
        if sentence.tokens[first.named.head].dep == "conj":
            continue
        listed = [m for m in heads if m is first or listed_under(sentence, m.named.head, first.named.head)]
        actors = tuple(found for m in listed for found in m.named.actors)
        if len({a.code for a in actors}) > 1 or len(listed) > 1 or first.plural or (bodies and _collective(first)):
            return actors
    return ()


def _collective(candidate: Mention) -> bool:
    """Whether "they" may follow a singular: "the police said they"."""
    return candidate.person is None and _last_word(candidate) in BODY_NOUNS


def _last_word(candidate: Mention) -> str:
    return candidate.named.actor.text.lower().split()[-1]


def last_plural(sentence: Sentence, group: Sequence[Mention]) -> tuple[Actor, ...]:
    """The nearest plural, or the nearest list of two or more."""
    for candidate in reversed(group):
        listed = [m for m in group if listed_under(sentence, candidate.named.head, m.named.head)]
        if listed and candidate.named.kind not in ("background", "adjective"):
            return tuple(found for m in (*listed, candidate) for found in m.named.actors)
        if candidate.plural and candidate.named.kind not in ("background", "adjective"):
            return candidate.named.actors
    return ()
