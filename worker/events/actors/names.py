"""The strings of config/actors.yaml that name somebody, by their first word: states, their bodies, organisations."""

import re
from collections.abc import Set
from dataclasses import dataclass

from worker.config.actors import ActorsFile, State
from worker.events.actors.spelling import fold, name_pieces, shape

Key = tuple[str, ...]

# How a state's lists are read: kind of name, sector.
_STATE_LISTS = (
    ("names", "state", None),
    ("adjectives", "adjective", None),
    ("people", "people", "CVL"),
    ("capitals", "capital", "GOV"),
    ("shared_capitals", "capital", "GOV"),
    ("seats", "seat", "GOV"),
    ("foreign_ministry", "institution", "GOV"),
    ("defence_ministry", "institution", "MIL"),
    ("parliament", "institution", "LEG"),
    ("forces", "institution", "MIL"),
    ("media", "media", None),
    ("context", "state", None),
)
_IN_CONTEXT = ("context", "shared_capitals")


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a name can mean. `context`: only where `code` is known from elsewhere in the article."""

    kind: str
    code: str
    name: str
    sector: str | None = None
    context: bool = False


class NameIndex:
    """Collects names; one spelling may have several senses, the first state that claims it has it."""

    def __init__(self) -> None:
        self._found: dict[tuple[Key, Key], list[Sense]] = {}

    def add(self, string: str, sense: Sense, *, whole: bool = False) -> None:
        """Adds a name; an article before it is left out, but where the name is looked for as a `whole`."""
        written = name_pieces(string if sense.context or whole else string.removeprefix("the ").removeprefix("The "))
        folded = tuple(map(fold, written))
        if not folded or not folded[0]:
            return
        senses = self._found.setdefault((folded, tuple(map(shape, written))), [])
        if not any(s.kind == sense.kind or s.code != sense.code for s in senses):
            senses.append(sense)

    def longest_first(self) -> dict[str, list[tuple[Key, Key, tuple[Sense, ...]]]]:
        index: dict[str, list[tuple[Key, Key, tuple[Sense, ...]]]] = {}
        for (folded, shapes), senses in self._found.items():
            index.setdefault(folded[0], []).append((folded, shapes, tuple(senses)))
        for entries in index.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        return index


def add_state(names: NameIndex, code: str, state: State, generic: Set[str]) -> None:
    """A body by a name that others have too ("Congress", "Ministry of Defence") is its own only in context."""
    names.add(state.name, Sense("state", code, state.name))
    for key, kind, sector in _STATE_LISTS:
        for string in getattr(state, key):
            label = string if kind in ("media", "institution") else state.name
            shared = kind == "institution" and (fold(string) in generic or _SHARED.match(string) is not None)
            sense = Sense(kind, code, label, sector, context=key in _IN_CONTEXT or shared)
            # "The Hague" is a town, Hague a family.
            names.add(string, sense, whole=kind == "capital" and string.startswith("The "))


_SHARED = re.compile(r"(Ministry|Department) of (Foreign|External|Defence|Defense|National|International)[\w ]*$")


def add_organisations(names: NameIndex, actors: ActorsFile) -> None:
    for full, organisation in actors.organisations.items():
        # PLOVER's form of a CAMEO code: three letters for what it is, the rest as its sector.
        code, sector = full[:3], full[3:] or None
        for string in (organisation.name, *organisation.names):
            # "The Security Council" is the United Nations'; without the article it may be anybody's.
            whole = string.removeprefix("the ") in organisation.context
            names.add(string, Sense("organisation", code, organisation.name, sector), whole=whole)
        for string in organisation.seats:
            names.add(string, Sense("seat", code, organisation.name, sector))
        for string in organisation.context:
            names.add(string, Sense("organisation", code, organisation.name, sector, context=True))
    for group in actors.armed_groups.values():
        for string in (group.name, *group.names):
            names.add(string, Sense("armed group", group.home, group.name, group.sector))
        for string in group.context:
            names.add(string, Sense("armed group", group.home, group.name, group.sector, context=True))
