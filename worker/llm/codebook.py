"""The codes that a model may use: those of `actors.yaml`, each told as one word, with the names that lead to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from worker.config.actors import ActorsFile


@dataclass(frozen=True, slots=True)
class Entry:
    """What a told code stands for. An organisation's is told whole (``IGOUNO``) and stored as PLOVER has it."""

    code: str
    sector: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Codebook:
    """``words`` are pairs of a name and the code it speaks for; ``sectors`` are those of people and institutions."""

    entries: Mapping[str, Entry]
    words: tuple[tuple[str, str], ...]
    sectors: tuple[str, ...]

    def named_in(self, text: str) -> dict[str, str]:
        """Code to name, for all that a text seems to name: a help to the model, so one too many does no harm."""
        found = dict.fromkeys(code for word, code in self.words if word in text)
        return {code: self.entries[code].name for code in found}


def build_codebook(actors: ActorsFile) -> Codebook:
    entries = {code: Entry(code, None, state.name) for code, state in actors.states.items()}
    entries |= {key: Entry(key[:3], key[3:] or None, one.name) for key, one in actors.organisations.items()}
    entries |= {key: Entry(group.home, group.sector, group.name) for key, group in actors.armed_groups.items()}
    words = actors.words
    sectors = dict.fromkeys([*words.people, *words.offices, *words.institutions])
    return Codebook(entries, tuple(dict.fromkeys(_words(actors))), tuple(sectors))


def _words(actors: ActorsFile) -> Iterator[tuple[str, str]]:
    for code, state in actors.states.items():
        people = [leader.names[0] for leader in state.leaders]
        for word in (state.name, *state.names, *state.adjectives, *state.people, *state.capitals, *people):
            yield word, code
    for key, organisation in actors.organisations.items():
        yield from ((word, key) for word in (organisation.name, *organisation.names))
    for key, group in actors.armed_groups.items():
        yield from ((word, key) for word in (group.name, *group.names))
