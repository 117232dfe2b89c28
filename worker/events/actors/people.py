"""Who a person's name means in one article: leaders by date, and whoever the text introduced.

The rules for a family name alone, in order:
1. somebody whom the article names in full or with an office, the one named nearest before it first;
2. who held office on the day of publication, if only one person of that name did, and the name is no everyday word, or
   the article is about that state;
3. who had led a state before, if only one person of that name ever did and the article is about that state.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import date

from worker.events.actors.gazetteer import Gazetteer, Key, Person
from worker.events.actors.matching import best_person
from worker.events.actors.phrases import Phrase
from worker.events.actors.spelling import fold
from worker.events.actors.words import Line

# A family name that this many leaders share is too common to mean one of them without the state being named.
COMMON = 4
_LEADS = ("head of state", "head of government")
# Family names of leaders that open a sentence as a word, or a month.
_WORDS = frozenset("may march long key song no so an do he hu li le to ha mo brown green young rice cook hunt price hope love grant gore "
                   "mark marks lord major king prince pope baker carter miller smith jones johnson moon park day bush ban rich best west east north south".split())  # fmt: skip


@dataclass(slots=True)
class Memory:
    """The people of one article. `codes` are the states that it is about."""

    gazetteer: Gazetteer
    on: date | None
    codes: Set[str]
    by_family: dict[Key, list[tuple[tuple[int, int], Person]]] = field(default_factory=dict)

    def learn(self, person: Person, line: Line, piece: int) -> None:
        """Remembers where a person was named."""
        keys = {person.family, person.family[-1:], *([person.family[1:]] if len(person.family) > 1 else [])}
        for key in keys:
            if key:
                self.by_family.setdefault(key, []).append(((line.number, piece), person))

    def introduced(self, line: Line, phrase: Phrase) -> Person | None:
        """The person of a phrase that gives a name with an office."""
        assert phrase.name is not None
        code = phrase.senses[0].code if phrase.senses else ""
        return self.named(line, phrase.name, code, phrase.noun.sector if phrase.noun else "GOV", phrase.office)

    def named(self, line: Line, span: tuple[int, int], code: str, sector: str | None, office: str | None) -> Person:
        """Whom pieces of a line name who is said to be of a state: a leader whom we know, else a new person."""
        words = line.pieces[span[0] : span[1] + 1]
        key = tuple(piece.sound for piece in words)
        known = [p for p in self._of_family(key) if not code or p.code == code]
        if known:
            return best_person(known, self.on)
        earlier = self.recall(key[-1:], (line.number, span[0]))
        if earlier is not None and (not code or earlier.code == code):
            return earlier
        tokens, offset = line.sentence.tokens, line.sentence.start
        name = line.sentence.text[tokens[words[0].token].start - offset : tokens[words[-1].token].end - offset]
        return Person(code, name, key[-1:], key[0], sector=sector, office=office)

    def _of_family(self, key: Key) -> list[Person]:
        """Leaders whose family name this is, or whose given and family names stand at its ends."""
        alone = self.gazetteer.families.get(key, [])
        if alone or len(key) == 1:
            return self._near(alone)
        ends = self.gazetteer.families.get(key[-1:], [])
        return [person for person in ends if person.given == key[0]]

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
        before = [entry for entry in named if entry[0] <= where]
        return max(before, key=lambda e: e[0])[1] if before else min(named, key=lambda e: e[0])[1]

    def bare(self, line: Line, at: int) -> tuple[int, Person] | None:
        """The person of the family name that begins at a piece, and its last piece; the rules of the module."""
        for length in (3, 2, 1):
            key = tuple(piece.sound for piece in line.pieces[at : at + length])
            if len(key) < length:
                continue
            person = self.recall(key, (line.number, at)) or self._in_office(key, line, at, length)
            if person is not None:
                return at + length - 1, person
        return None

    def _in_office(self, key: Key, line: Line, at: int, length: int) -> Person | None:
        persons = self.gazetteer.families.get(key, [])
        if not persons or (length == 1 and not self._may_be_a_name(line, at)):
            return None
        day = self.on or self.gazetteer.today
        serving = [p for p in persons if any(t.office != "vice president" for t in p.terms) and p.term(day)]
        about = [p for p in serving if p.code in self.codes]
        if len({p.name for p in serving}) == 1 and (about or len(persons) < COMMON) and self._leads(serving[0], day, about):
            return serving[0]
        leading = [p for p in about if self._leads(p, day, [])]
        if len(leading) == 1 or len(about) == 1:
            return (leading or about)[0]
        return self._once(persons, day) if not serving else None

    def _leads(self, person: Person, day: date, about: Sequence[Person]) -> bool:
        """Ministers are known by family name alone only where the article is about their state."""
        term = person.term(day)
        return bool(about) or (term is not None and term.office in (*_LEADS, "other"))

    def _once(self, persons: Sequence[Person], day: date) -> Person | None:
        led = [p for p in persons if p.code in self.codes and any(t.office in _LEADS for t in p.terms) and p.ended(day)]
        return led[0] if len(led) == 1 else None

    def _may_be_a_name(self, line: Line, at: int) -> bool:
        """Everyday words count as names only where a title stands before them."""
        folded = fold(line.pieces[at].text)
        return folded not in _WORDS and line.pieces[at].capital and line.token(at).pos in ("PROPN", "X", "NOUN")

    def leading(self, code: str) -> Person | None:
        """The head of state or government of a state whom the article names, if it names just one."""
        day = self.on or self.gazetteer.today
        named = [p for entries in self.by_family.values() for _, p in entries if p.code == code]
        heads = [p for p in named if (term := p.term(day)) and term.office in _LEADS]
        return heads[0] if len({p.name for p in heads}) == 1 else None
