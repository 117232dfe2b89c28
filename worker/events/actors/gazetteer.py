"""config/actors.yaml as it is looked up: names by their first word, persons by sound, nouns by phrase."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date

from worker.config.actors import ActorsFile, Leader
from worker.events.actors.names import Key, NameIndex, Sense, add_organisations, add_state
from worker.events.actors.spelling import fold, name_pieces, pieces, sound


@dataclass(slots=True)
class Person:
    """A leader with all terms of office that we know, or (without any) a person that a text introduced."""

    code: str
    name: str
    family: Key  # by sound
    given: str  # first word that is not the family name, by sound
    terms: list[Leader] = field(default_factory=list)
    sector: str | None = "GOV"
    office: str | None = None  # of a person whom the text introduced

    def term(self, on: date | None) -> Leader | None:
        """The term that covers the day, highest office first; None if there is none. No day: the last term."""
        if on is None:
            return max(self.terms, key=_recent, default=None)
        return min((term for term in self.terms if covers(term, on)), key=_rank, default=None)

    def ended(self, on: date) -> date | None:
        """The last day of the last term before the day; None if there is none."""
        return max((term.end for term in self.terms if term.end and term.end < on), default=None)


@dataclass(frozen=True, slots=True)
class Noun:
    """A word for who somebody is: `role` is people, office, institution, reporter or bystander."""

    role: str
    sector: str | None


@dataclass(slots=True)
class Gazetteer:
    """Read-only after it was built; safe to share between threads."""

    names: dict[
        str, list[tuple[Key, Key, tuple[Sense, ...]]]
    ]  # first piece -> (folded, as written, senses), long first
    persons: dict[str, list[tuple[Key, Person]]]  # first piece by sound -> (rest by sound, person), long first
    families: dict[Key, list[Person]]
    holders: dict[tuple[str, str], list[Person]]  # (code, office) -> persons
    nouns: dict[str, list[tuple[Key, Noun]]]  # first word -> (rest, noun), long first
    doubtful: Mapping[str, tuple[tuple[str, frozenset[str]], ...]]
    regions: Mapping[str, frozenset[str]]  # words of "the West African country" -> codes
    also_names: frozenset[str]
    not_political: frozenset[str]
    state_names: Mapping[str, str]
    today: date  # the last day that the leaders' lines speak of, taken where an article has no date

    def holder(self, code: str, office: str, on: date | None) -> Person | None:
        """Who held a state's office on a day (None: the last who did); None where that is not known."""
        day = on or self.today
        held = [
            (term.start or date.min, number, person)
            for number, person in enumerate(self.holders.get((code, office), ()))
            for term in person.terms
            if covers(term, day, office)
        ]
        return max(held, key=lambda entry: (entry[0], -entry[1]))[2] if held else None

    def noun(self, words: str) -> Noun | None:
        """What a whole phrase in small letters is ("foreign ministry"), if it is one of the file's."""
        key = tuple(words.split(" "))
        return next((noun for rest, noun in self.nouns.get(key[0], ()) if rest == key[1:]), None)


# What has no date at all stands on lists of ministers that are no older.
_LISTED_SINCE = date(2021, 1, 1)


def covers(term: Leader, day: date, office: str | None = None) -> bool:
    """Whether a term includes the day. A term with an unknown start covers only what is near its known end."""
    if office is not None and term.office != office:
        return False
    if term.start is None:
        return day >= _LISTED_SINCE if term.end is None else 0 <= (term.end - day).days < 4 * 365
    return term.start <= day and (term.end is None or day <= term.end)


def _rank(term: Leader) -> tuple[int, date]:
    order = ("head of state", "head of government", "foreign minister", "defence minister", "vice president", "other")
    return order.index(term.office), term.start or date.min


def _recent(term: Leader) -> tuple[date, date, int]:
    return term.end or date.max, term.start or date.min, -_rank(term)[0]


def build_gazetteer(actors: ActorsFile) -> Gazetteer:
    """Builds the index once, in some 0.2 s."""
    names = NameIndex()
    weight = {code: len(state.leaders) for code, state in actors.states.items()}
    generic = {fold(phrase) for phrases in actors.words.institutions.values() for phrase in phrases}
    for code in sorted(actors.states, key=lambda code: (-weight[code], code)):
        add_state(names, code, actors.states[code], generic)
    add_organisations(names, actors)
    for prefix, code in actors.words.prefixes.items():
        names.add(prefix, Sense("prefix", code, actors.states[code].name))
    for string in actors.words.media:
        names.add(string, Sense("media", "", string))
    for string in actors.words.never:
        names.add(string, Sense("never", "", string))
    people = list(_persons(actors))
    adjectives = {code: state.name for code, state in actors.states.items()}
    return Gazetteer(
        names=names.longest_first(),
        persons=_by_first_sound(people),
        families=_by_family(people, frozenset(sound(word) for s in actors.states.values() for word in pieces(s.name))),
        holders=_by_office(people),
        nouns=_nouns(actors),
        doubtful={fold(name): _cues(choice) for name, choice in actors.words.doubtful.items()},
        regions={name.lower(): frozenset(codes) for name, codes in actors.words.regions.items()},
        also_names=frozenset(map(fold, actors.words.also_names)),
        not_political=frozenset(map(fold, actors.words.not_political)),
        state_names=adjectives,
        today=max((t.start for p, _ in people for t in p.terms if t.start), default=date.min),
    )


def _persons(actors: ActorsFile) -> Iterator[tuple[Person, tuple[str, ...]]]:
    """Every person once a state, with all names; terms of one name are one person's."""
    sides: list[tuple[str, str | None, tuple[Leader, ...]]]
    sides = [(code, None, state.leaders) for code, state in actors.states.items()]
    sides += [(full[:3], full[3:], organisation.heads) for full, organisation in actors.organisations.items()]
    for code, sector, leaders in sides:
        known: dict[str, tuple[Person, dict[str, None]]] = {}
        for leader in _settled(leaders):
            person, names = known.setdefault(fold(leader.names[0]), (_person(code, sector, leader), {}))
            person.terms.append(leader)
            names.update(dict.fromkeys(leader.names))
        for person, names in known.values():
            yield person, tuple(names)


def _person(code: str, sector: str | None, leader: Leader) -> Person:
    family = tuple(map(sound, pieces(leader.family)))
    words = [sound(word) for word in pieces(leader.names[0])]
    given = next((word for word in words if word not in family), "")
    return Person(code, leader.names[0], family, given, sector=sector or "GOV")


def _settled(leaders: Sequence[Leader]) -> Iterator[Leader]:
    """So "at least until" becomes "until the next one began", or "in office" where nobody came after."""
    for leader in leaders:
        if not leader.vague or leader.start is None:
            yield leader
            continue
        later = [o.start for o in leaders if o.office == leader.office and o.start and o.start > leader.start]
        end = max(leader.end or leader.start, min(later)) if later else None
        # Vice presidents come in numbers, and the facts name few of them: no claim that one stayed.
        yield leader if leader.office == "vice president" else replace(leader, end=end, vague=False)


def _by_first_sound(people: Iterable[tuple[Person, Key]]) -> dict[str, list[tuple[Key, Person]]]:
    index: dict[str, list[tuple[Key, Person]]] = {}
    for person, names in people:
        for key in dict.fromkeys(tuple(map(sound, name_pieces(name))) for name in names):
            if len(key) > 1:  # a name of one word is looked up as a family name, with its cautions
                index.setdefault(key[0], []).append((key[1:], person))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def _by_family(people: Iterable[tuple[Person, Key]], states: Set[str]) -> dict[Key, list[Person]]:
    """The last word of "Abdullah II of Jordan" is no family name, nor is a number or an initial."""
    index: dict[Key, list[Person]] = {}
    for person, names in people:
        for key in _family_keys(person, names):
            if key[-1] not in states and key[-1] not in _NUMERALS:
                index.setdefault(key, []).append(person)
    return index


_NUMERALS = frozenset(
    {"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xii", "xiv", "xvi", "jr", "jr.", "sr"}
)


def _family_keys(person: Person, names: Key) -> list[Key]:
    """The family name as each variant of the name writes it: the word at the same end; "al-" may be left out."""
    first = tuple(map(sound, name_pieces(names[0])))
    at_start = len(person.family) < len(first) and first[: len(person.family)] == person.family
    keys = [person.family]
    for name in names[1:]:
        words = [sound(word) for word in name_pieces(name)]
        keys.append(tuple(words[:1] if at_start else words[-1:]))
    keys += [key[1:] for key in keys if len(key) > 1 and key[0] in ("al", "el", "de", "von", "bin")]
    return [key for key in dict.fromkeys(keys) if len("".join(key)) > 1]


def _by_office(people: Iterable[tuple[Person, Key]]) -> dict[tuple[str, str], list[Person]]:
    index: dict[tuple[str, str], list[Person]] = {}
    for person, _ in people:
        for office in dict.fromkeys(term.office for term in person.terms):
            index.setdefault((person.code, office), []).append(person)
    return index


def _nouns(actors: ActorsFile) -> dict[str, list[tuple[Key, Noun]]]:
    """Words for people, offices and institutions; a phrase in two lists has the later role."""
    found: dict[Key, Noun] = {}
    for role, lists in (
        ("people", actors.words.people),
        ("office", actors.words.offices),
        ("institution", actors.words.institutions),
        ("reporter", {None: actors.words.reporters}),
        ("bystander", {None: actors.words.bystanders}),
    ):
        for sector, phrases in lists.items():
            for phrase in phrases:
                found[tuple(map(fold, name_pieces(phrase)))] = Noun(role, sector)
    index: dict[str, list[tuple[Key, Noun]]] = {}
    for key, noun in found.items():
        index.setdefault(key[0], []).append((key[1:], noun))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def _cues(choice: Mapping[str, Sequence[str]]) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((code, frozenset(map(fold, words))) for code, words in choice.items())
