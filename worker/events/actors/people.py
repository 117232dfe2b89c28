"""Who a person's name means in one article: leaders by date, and whoever the text introduced.

The rules for a family name alone, in order:
1. somebody whom the article names in full or with an office, the one named nearest before it first;
2. who held office on the day of publication, if only one person of that name did, and the name is no everyday word, or
   the article is about that state; of several, the one head of state;
3. who had led a state before, if only one of that name did, and the article is about that state or it is not long.
"""

from bisect import bisect_right, insort
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import date

from worker.events.actors.gazetteer import Gazetteer, Person
from worker.events.actors.lists import EVERYDAY, PARTICLES, TITLES, TRUST
from worker.events.actors.matching import best_person
from worker.events.actors.names import Key
from worker.events.actors.phrases import Phrase
from worker.events.actors.spelling import alike, fold, pieces, sound
from worker.events.actors.words import Line

# A family name that this many leaders share is too common to mean one of them without the state being named.
COMMON = 4
REMEMBERED = 12 * 365  # days for which a leader who left is still known by family name
# Where a father's name follows, a person is called by the first: "Saifuddin Abdullah" is Mr Saifuddin.
_BY_GIVEN_NAME = frozenset({"MYS", "BRN", "ETH", "ERI", "ISL", "IDN", "THA", "LAO", "SOM", "DJI"})
# Where the family name stands first: "Hong Lei" is Mr Hong.
_FAMILY_FIRST = frozenset({"CHN", "TWN", "KOR", "PRK", "KHM", "SGP"})
# Where the family name stands first, and a person is called by the last: "Pham Binh Minh" is Mr Minh.
_BY_LAST_NAME = frozenset({"VNM"})
_BEFORE_NAMES = (TITLES - PARTICLES) | {"president", "chancellor", "premier", "minister", "secretary"}
_LEADS = ("head of state", "head of government")


@dataclass(slots=True)
class Memory:
    """The people of one article. `codes` are the states that it is about, and the organisations with their sectors."""

    gazetteer: Gazetteer
    on: date | None
    codes: Set[str]
    home: str | None = None  # whose "foreign minister" is one without a nationality
    by_family: dict[Key, list[tuple[tuple[int, int], Person]]] = field(default_factory=dict)
    by_given: dict[str, dict[str, Person]] = field(default_factory=dict)

    def learn(self, person: Person, line: Line, token: int) -> None:
        """Remembers where a person was named."""
        self.by_given.setdefault(person.given, {})[person.name] = person
        keys = {person.family, person.family[-1:], *([person.family[1:]] if len(person.family) > 1 else [])}
        if person.code in _BY_GIVEN_NAME and len(person.given) > 3:
            keys.add((person.given,))
        if person.code in _FAMILY_FIRST:
            keys.add((person.given,))
        if person.code in _BY_LAST_NAME:
            keys.add((sound(pieces(person.name)[-1]),))
        for key in keys:
            if key:
                insort(self.by_family.setdefault(key, []), ((line.number, token), person), key=_place)

    def affiliated(self, person: Person, phrase: Phrase) -> Person:
        """A leader whom the text gives another side: "the EU's Kaja Kallas", once prime minister of a state."""
        if not phrase.senses or person.code == phrase.senses[0].code:
            return person
        sense = phrase.senses[0]
        for other in self.gazetteer.families.get(person.family, ()):
            if other.name == person.name and other.code == sense.code:
                return other
        term = person.term(self.on or self.gazetteer.today)
        if term and not (sense.kind == "organisation" and phrase.office and term.office not in _LEADS):
            return person  # "OSCE chairman Flavio Cotti" speaks for it, though he is some state's minister too
        sector = sense.sector if sense.kind == "organisation" else phrase.noun.sector if phrase.noun else None
        return Person(sense.code, person.name, person.family, person.given, sector=sector, office=phrase.office)

    def introduced(self, line: Line, phrase: Phrase) -> Person | None:
        """The person of a phrase that gives a name with an office."""
        assert phrase.name is not None
        if not phrase.senses:
            known = self.in_full(line, *phrase.name) or self._somebody_else(line, phrase.name)
            if known is not None or self.home is None:
                return known
        code = phrase.senses[0].code if phrase.senses else self.home
        assert code is not None
        sector = phrase.noun.sector if phrase.noun else "GOV"
        if phrase.senses and phrase.senses[0].kind == "organisation":
            sector = phrase.senses[0].sector
        return self.named(line, phrase.name, code, sector, phrase.office)

    def _somebody_else(self, line: Line, span: tuple[int, int]) -> Person | None:
        """A leader of another state by a title and a family name: "President Bush", in a text told from Mexico."""
        found = self.bare(line, span[0]) if span[0] == span[1] else None
        return found[1] if found is not None and found[0] == span[1] else None

    def named(self, line: Line, span: tuple[int, int], code: str, sector: str | None, office: str | None) -> Person:
        """Whom pieces of a line name who is said to be of a state: a leader whom we know, else a new person."""
        words = line.pieces[span[0] : span[1] + 1]
        key = tuple(piece.sound for piece in words)
        known = [p for p in self._of_family(key) if not code or p.code == code]
        if known:
            return best_person(known, self.on)
        earlier = self.recall(key[-1:], (line.number, words[0].token))
        if earlier is not None and (not code or earlier.code == code):
            return earlier
        tokens, offset = line.sentence.tokens, line.sentence.start
        name = line.sentence.text[tokens[words[0].token].start - offset : tokens[words[-1].token].end - offset]
        sector = None if former(office) else sector
        return Person(code, name, key[-1:], key[0], sector=sector, office=office)

    def _of_family(self, key: Key) -> list[Person]:
        """Leaders whose family name this is, or whose given and family names stand at its ends."""
        alone = self.gazetteer.families.get(key) or (
            self.gazetteer.families.get(key[1:], []) if key[0] in ("al", "el") else []
        )
        if alone or len(key) == 1:
            return self._near(alone)
        return self._called(key)

    def _called(self, key: Key) -> list[Person]:
        """Leaders whose family name ends a name that begins with their given name, however it is spelt."""
        for length in (2, 1):
            ends = self.gazetteer.families.get(key[-length:], []) if length < len(key) else []
            found = [p for p in ends if alike(p.given, key[0]) or key[0] in map(sound, pieces(p.name))]
            if found:
                return found
        return []

    def _near(self, persons: Sequence[Person]) -> list[Person]:
        """Those in office on the day, else all."""
        if self.on is None:
            return list(persons)
        return [person for person in persons if person.term(self.on)] or list(persons)

    def recall(self, family: Key, where: tuple[int, int]) -> Person | None:
        """Whom the article named so: nearest before the place, else first after it."""
        named = self.by_family.get(family)
        if not named:
            return None
        return named[max(bisect_right(named, where, key=_place) - 1, 0)][1]

    def in_full(self, line: Line, first: int, last: int) -> Person | None:
        """A leader whom several pieces name, in a spelling that the gazetteer has not ("Omar El Bashir")."""
        found = self._called(tuple(piece.sound for piece in line.pieces[first : last + 1]))
        return best_person(found, self.on) if found else None

    def bare(self, line: Line, at: int) -> tuple[int, Person] | None:
        """The person of the family name that begins at a piece, and its last piece; the rules of the module."""
        for length in (3, 2, 1):
            key = tuple(piece.sound for piece in line.pieces[at : at + length])
            if len(key) < length:
                continue
            person = self.recall(key, (line.number, line.pieces[at].token))
            if person is None and not _is_where(line, at) and not _is_of(line, at + length):
                person = self._in_office(key, line, at, length)
            if person is not None:
                return at + length - 1, person
        return None

    def recalled(self, line: Line, first: int, last: int) -> Person | None:
        """Somebody whom the article introduced, now with given and family name."""
        person = self.recall((line.pieces[last].sound,), (line.number, line.pieces[first].token))
        return person if person is not None and alike(person.given, line.pieces[first].sound) else None

    def named_so(self, line: Line, at: int) -> Person | None:
        """Who has a given name that the article has said in full: "Sheikh Tamim" after "Sheikh Tamim bin Hamad"."""
        named = self.by_given.get(line.pieces[at].sound, {})
        return next(iter(named.values())) if len(named) == 1 else None

    def reigning(self, line: Line, at: int) -> Person | None:
        """Who is meant by a title and a given name, "Sheikh Tamim": named in the article, or heading its state."""
        given, day = line.pieces[at].sound, self.on or self.gazetteer.today
        named = list(self.by_given.get(given, {}).values())
        heads = [self.gazetteer.holder(code, _LEADS[0], day) for code in sorted(self.codes)]
        called = [p for p in heads if p is not None and given in map(sound, pieces(p.name)[:1])]
        home = [p for p in called if p.code == self.home]  # of two King Abdullahs the one of the text's own state
        chosen = {p.name: p for p in named or home or called}
        return next(iter(chosen.values())) if len(chosen) == 1 else None

    def _in_office(self, key: Key, line: Line, at: int, length: int) -> Person | None:
        persons = self._titled(self.gazetteer.families.get(key, []), line, at)
        if not persons or (length == 1 and not self._may_be_a_name(line, at)):
            return None
        day = self.on or self.gazetteer.today
        serving = [p for p in persons if any(t.office != "vice president" for t in p.terms) and p.term(day)]
        about = [p for p in serving if p.code in self.codes]
        alone = len({p.name for p in serving}) == 1 and (about or len(persons) < COMMON)
        if alone and self._leads(serving[0], day, about):
            return serving[0]
        chosen = self._foremost(about, day) if about else self._only_head(serving, day)
        return chosen if chosen or serving else self._once(persons, day)

    def _foremost(self, about: Sequence[Person], day: date) -> Person | None:
        """Of several whose states the article is about: the only one, or who alone leads, or is head of state."""
        leading = [p for p in about if self._leads(p, day, [])]
        only = next((group[0] for group in (about, leading) if len(group) == 1), None)
        return only or self._only_head(leading, day)

    def _only_head(self, persons: Sequence[Person], day: date) -> Person | None:
        heads = [p for p in persons if (term := p.term(day)) and term.office == _LEADS[0]]
        return heads[0] if len(heads) == 1 else None

    def _titled(self, persons: Sequence[Person], line: Line, at: int) -> Sequence[Person]:
        """After "President", those who ever were one, if there are any."""
        title = line.pieces[at - 1].folded if at else ""
        if title not in ("president", "chancellor", "king", "queen", "emir"):
            return persons
        return [p for p in persons if any(title in (term.title or "") for term in p.terms)] or persons

    def _leads(self, person: Person, day: date, about: Sequence[Person]) -> bool:
        """Ministers are known by family name alone only where the article is about their state."""
        term = person.term(day)
        rare = len(self.gazetteer.families.get(person.family, ())) == 1 and len("".join(person.family)) > 4
        return bool(about) or (term is not None and (term.office in (*_LEADS, "other") or rare))

    def _once(self, persons: Sequence[Person], day: date) -> Person | None:
        led = [p for p in persons if any(t.office in _LEADS for t in p.terms) and p.ended(day)]
        about = [p for p in led if p.code in self.codes]
        rare = len(persons) == 1 and len("".join(persons[0].family)) > 3
        lately = [p for p in led if (day - (p.ended(day) or day)).days < REMEMBERED] if rare else []
        chosen = about if len(about) == 1 else lately
        return chosen[0] if len(chosen) == 1 else None

    def _may_be_a_name(self, line: Line, at: int) -> bool:
        """Everyday words count as names only where a title stands before them."""
        before = line.pieces[at - 1] if at else None
        titled = before is not None and before.capital and before.folded in _BEFORE_NAMES
        everyday = fold(line.pieces[at].text) in EVERYDAY and not titled
        return not everyday and line.pieces[at].capital and line.token(at).pos in ("PROPN", "X", "NOUN")

    def leading(self, code: str) -> Person | None:
        """The head of state or government of a state whom the article names, if it names just one."""
        day = self.on or self.gazetteer.today
        named = [p for group in self.by_given.values() for p in group.values() if p.code == code]
        heads = [p for p in named if (term := p.term(day)) and term.office in _LEADS]
        return heads[0] if len({p.name for p in heads}) == 1 else None


def _is_where(line: Line, at: int) -> bool:
    """Whether a name is a town's: "in Cartagena"; but one has confidence in a person."""
    sentence, token = line.sentence, line.token(at)
    cases = {child.text.lower() for child in sentence.children(token.index) if child.dep == "case"}
    return bool(cases & {"in", "at", "near", "outside"}) and sentence.tokens[token.head].lemma.lower() not in TRUST


def _is_of(line: Line, after: int) -> bool:
    """Whether "of" and a name follow, as in "Horn of Africa"."""
    return after + 1 < len(line.pieces) and line.pieces[after].folded == "of" and line.pieces[after + 1].capital


def _place(entry: tuple[tuple[int, int], Person]) -> tuple[int, int]:
    return entry[0]


def former(office: str | None) -> bool:
    """Whether an office is one that its holder has no more."""
    return bool(office) and str(office).lower().startswith(("former", "ex-", "ex ", "ousted", "late "))
