"""A phrase of a line that names somebody: what grew around a name."""

from dataclasses import dataclass

from worker.events.actors.gazetteer import Noun
from worker.events.actors.matching import Match
from worker.events.actors.names import Sense

STATE_KINDS = ("state", "adjective", "capital", "seat", "prefix")
OWNERS = (*STATE_KINDS, "people", "organisation", "armed group", "institution")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Pieces `first` to `last` of a line name somebody; what is known of who it is."""

    first: int
    last: int
    kind: str
    senses: tuple[Sense, ...]  # whose: one sense a state
    noun: Noun | None = None
    office: str | None = None
    match: Match | None = None  # the person of the gazetteer
    name: tuple[int, int] | None = None  # pieces of a person's name that the text gives


def with_name(
    span: tuple[int, int], whose: tuple[Sense, ...], noun: Noun, office: str, name: Match | tuple[int, int] | None
) -> Phrase:
    """An office (or people, or an institution) with the person's name that goes with it, if one does."""
    first, last = span
    if isinstance(name, Match):
        return Phrase(first, last, "leader", whose, noun, office, match=name)
    if name is not None:
        return Phrase(first, last, "person", whose, noun, office, name=name)
    kind = "institution" if noun.role == "institution" else "office"
    return Phrase(first, last, kind, whose, noun, office if noun.role == "office" else None)
