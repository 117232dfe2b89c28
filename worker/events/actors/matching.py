"""The longest names in a sentence, without any thought of what surrounds them.

The rules, in order: at each piece the longest string of the gazetteer wins; a person's full name wins over a shorter
name of anything; a name that is written otherwise than its owner writes it (an acronym in small letters, a name without
its capital) is none, except that a sentence all in capitals is taken as it comes.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date

from worker.events.actors.gazetteer import Gazetteer, Person
from worker.events.actors.lists import MONUMENTS, TITLES
from worker.events.actors.names import Key, Sense
from worker.events.actors.spelling import shape
from worker.events.actors.words import Line, Piece

_FIT = {"U": "U", "T": "UT", "l": "UTl"}


@dataclass(frozen=True, slots=True)
class Match:
    """Pieces `first` to `last` (both within) of a line are a name; it means one of `senses`, or the person."""

    first: int
    last: int
    senses: tuple[Sense, ...] = ()
    person: Person | None = None

    def sense(self, *kinds: str) -> Sense | None:
        """The sense of the first of these kinds that there is."""
        return next((sense for kind in kinds for sense in self.senses if sense.kind == kind), None)

    @property
    def code(self) -> str:
        return self.person.code if self.person else self.senses[0].code


def find_names(line: Line, gazetteer: Gazetteer, on: date | None) -> list[Match]:
    """All matches of a line, in order, none overlapping; of persons with one name, who fits the day."""
    found: list[Match] = []
    for at, piece in enumerate(line.pieces):
        if (found and at <= found[-1].last) or not (piece.capital or piece.folded in gazetteer.names):
            continue
        match = _person(line, at, gazetteer, on) or _name(line, at, gazetteer)
        if match is not None:
            found.append(match)
    return found


def _name(line: Line, at: int, gazetteer: Gazetteer) -> Match | None:
    for folded, shapes, senses in gazetteer.names.get(line.pieces[at].folded, ()):
        last = at + len(folded) - 1
        if last >= len(line.pieces) or line.pieces[last].folded != folded[-1]:
            continue  # the cheapest test first: hundreds of names begin with "the"
        if _fits(line, at, folded, shapes):
            if _parted(line, at, last):
                continue
            if folded[0] == "the" and last + 1 < len(line.pieces) and line.pieces[last + 1].capital:
                continue  # "the North Atlantic", "the North Korean"
            return Match(at, last, senses)
    return None


def _fits(line: Line, at: int, folded: Key, shapes: Key) -> bool:
    for offset, (word, form) in enumerate(zip(folded, shapes, strict=True)):
        piece = line.pieces[at + offset]
        if piece.folded != word or not (line.shouting or shape(piece.text) in _FIT[form] or _spoken(piece, form)):
            return False
    return True


def _parted(line: Line, first: int, last: int) -> bool:
    """Whether a name would run over the end of a clause: "recognise Taiwan; China's envoy" names two."""
    inner = line.sentence.tokens[line.pieces[first].token : line.pieces[last].token]
    return any(token.text in (";", ":") for token in inner)


def _spoken(piece: Piece, form: str) -> bool:
    """Long acronyms are spoken as words, and written so: "Ecowas", "Unicef"."""
    return form == "U" and len(piece.text) > 4 and shape(piece.text) == "T"


def _person(line: Line, at: int, gazetteer: Gazetteer, on: date | None) -> Match | None:
    """A full name; the longest, and of two persons with that name the one who fits the day."""
    if not line.pieces[at].capital:
        return None
    fitting: list[Person] = []
    length = 0
    for rest, person in gazetteer.persons.get(line.pieces[at].sound, ()):
        if len(rest) < length:
            break
        if _sounds(line, at + 1, rest):
            fitting.append(person)
            length = len(rest)
    return Match(at, at + length, person=best_person(fitting, on)) if fitting else None


def _sounds(line: Line, at: int, rest: Key) -> bool:
    if at + len(rest) > len(line.pieces):
        return False
    return all(line.pieces[at + offset].sound == word for offset, word in enumerate(rest))


def best_person(persons: Sequence[Person], on: date | None) -> Person:
    """Who is meant on a day: one in office then, else one who left office last before it, else the first."""
    if on is None:
        return max(persons, key=lambda p: max((t.end or date.max for t in p.terms), default=date.min))
    serving = [person for person in persons if person.term(on)]
    return serving[0] if serving else max(persons, key=lambda p: p.ended(on) or date.min)


def words_of(lines: Sequence[Line]) -> frozenset[str]:
    """Every folded piece of an article, for cues."""
    return frozenset(piece.folded for line in lines for piece in line.pieces)


def settle(matches: Sequence[Match], line: Line, gazetteer: Gazetteer, cues: Set[str], known: Set[str]) -> list[Match]:
    """What is left when doubtful names are decided: by cues, by the states the article is about, by neighbours."""
    kept = []
    for match in matches:
        settled = _by_context(_by_cue(match, line, gazetteer, cues), known) if match.senses else match
        if settled is not None and not _part_of_a_name(settled, line, gazetteer):
            kept.append(settled)
    return kept


def _by_cue(match: Match, line: Line, gazetteer: Gazetteer, cues: Set[str]) -> Match | None:
    """The article's words may speak for another owner, or for none."""
    name = " ".join(piece.folded for piece in line.pieces[match.first : match.last + 1])
    for code, words in gazetteer.doubtful.get(name, ()):
        if words & cues:
            if code == "NONE":
                return None
            changed = tuple(
                Sense(s.kind, code, gazetteer.state_names.get(code, s.name), s.sector) for s in match.senses
            )
            return Match(match.first, match.last, changed)
    return match


# "The North" said of South Korea alone is the other Korea all the same.
_EACH_OTHER = {"PRK": "KOR", "KOR": "PRK"}


def _by_context(match: Match | None, known: Set[str]) -> Match | None:
    if match is None or not any(sense.context for sense in match.senses):
        return match
    senses = tuple(s for s in match.senses if not s.context or _known(s, known) or _EACH_OTHER.get(s.code) in known)
    return Match(match.first, match.last, senses) if senses else None


def _known(sense: Sense, known: Set[str]) -> bool:
    """Whether a text names the owner of a name elsewhere; of organisations the same one, or what it is a part of."""
    if sense.code not in ("IGO", "NGO"):
        return sense.code in known
    family = sense.code + (sense.sector or "")[:3]
    return any(code.startswith(family) for code in known)


_OF_SOME = frozenset({"commonwealth", "congress"})  # "the Commonwealth of Dominica", "the Congress of Mexico"


def _part_of_a_name(match: Match, line: Line, gazetteer: Gazetteer) -> bool:
    """Whether it is a word in a longer proper name: "Michael Jordan", "Paris Hilton", "North Sea"."""
    if match.person is not None or line.pieces[match.last].folded in _OF_SOME:
        return _goes_on(match, line)
    if match.senses[0].kind in ("never", "media"):
        return False
    if match.senses[0].context:
        after = match.last + 1 < len(line.pieces) and line.pieces[match.last + 1].capital
        return after or _prefixed(line, match.first)
    folded = line.pieces[match.first].folded
    if match.first != match.last or folded not in gazetteer.also_names:
        return False
    if match.first and line.pieces[match.first - 1].folded in TITLES and line.pieces[match.first - 1].capital:
        return True  # "Queen Sofia", "Mr Jordan"
    neighbours = (_neighbour(line, match.first, match.first - 1), _neighbour(line, match.first, match.first + 1))
    return any(piece is not None and not _common(piece, gazetteer) for piece in neighbours)


def _goes_on(match: Match, line: Line) -> bool:
    """Whether a name is the beginning of another: "Heydar Aliyev International Airport", "Commonwealth of Dominica"."""
    after = line.pieces[match.last + 1] if match.last + 1 < len(line.pieces) else None
    monument = after is not None and after.capital and after.folded in MONUMENTS
    return monument or (match.person is None and after is not None and after.folded == "of")


def _prefixed(line: Line, first: int) -> bool:
    """Whether a capitalised word before a name makes it another's: the National Security Council is not the UN's."""
    if first < 1 or line.shouting:
        return False
    before, token = line.pieces[first - 1], line.token(first - 1)
    return before.capital and token.pos in ("PROPN", "ADJ") and token.index + 1 == line.token(first).index


def _neighbour(line: Line, at: int, other: int) -> Piece | None:
    """The piece next to another, if both are proper nouns that the parse holds together as one name."""
    if not 0 <= other < len(line.pieces) or not line.pieces[other].capital:
        return None
    here, there = line.token(at), line.token(other)
    if there.pos != "PROPN" or here.pos != "PROPN" or line.pieces[max(at, other)].joined:
        return None
    held = (here.head == there.index and here.dep in _NAME_PARTS) or (
        there.head == here.index and there.dep in _NAME_PARTS
    )
    return line.pieces[other] if held else None


_NAME_PARTS = frozenset({"flat", "flat:name", "compound", "nmod:desc"})


def _common(piece: Piece, gazetteer: Gazetteer) -> bool:
    """Whether a capitalised neighbour is an office, an institution or another name ("President", "Ministry")."""
    return piece.folded in gazetteer.nouns or piece.folded in gazetteer.names


def known_codes(matches: Sequence[Match]) -> frozenset[str]:
    """The states that an article is about, by names that need no context."""
    return frozenset(
        code
        for match in matches
        for sense in match.senses
        if not sense.context and sense.kind != "media"
        for code in (sense.code, sense.code + (sense.sector or "" if sense.code in ("IGO", "NGO") else ""))
    ) | frozenset(match.person.code for match in matches if match.person)
