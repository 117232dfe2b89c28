"""What grows around a name: nationality, office and person are one actor, and the text introduces people so.

The rules, in order, at each name:
0. "Iran-backed", "pro-Russian", "ethnic Albanian" are no actors; "Saudi-led" is;
1. a state, then words, then an office, an institution or a noun for people ("Russian deputy foreign minister", "North
   Korea's troops"): the phrase, as long as no other noun follows that would make it part of something else ("troop
   deployment", "president's visit" are not the troops, and not the president);
2. an office and a capitalised name after it: the person, who is known by the family name from then on;
3. an office "of" a state ("the president of Armenia", "King Hassan of Morocco"), or of several;
4. names joined by a hyphen, or adjectives in a list before one noun: all of them at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from worker.events.actors.gazetteer import Gazetteer, Noun, Sense
from worker.events.actors.lists import BACKING, DEGREES, ENVOYS, LEADING, PAPERS, STANCES, TITLES
from worker.events.actors.matching import Match
from worker.events.actors.scan import PERSON_WORDS, Scan
from worker.events.actors.words import Line

_STATE_KINDS = ("state", "adjective", "capital", "seat", "prefix")
_OWNERS = (*_STATE_KINDS, "people", "organisation", "armed group", "institution")


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


def find_phrases(line: Line, matches: Sequence[Match], gazetteer: Gazetteer) -> list[Phrase]:
    """All phrases of a line, in order, none overlapping, made of its matches; "never" names give none."""
    return _Reader(line, matches, gazetteer).read()


class _Reader:
    def __init__(self, line: Line, matches: Sequence[Match], gazetteer: Gazetteer) -> None:
        self.line = line
        self.matches = matches
        self.gazetteer = gazetteer
        self.at = {piece: match for match in matches for piece in range(match.first, match.last + 1)}
        self.scan = Scan(line, self.at, gazetteer)
        self.done = -1  # the last piece that a phrase has taken

    def read(self) -> list[Phrase]:
        found = []
        for number, match in enumerate(self.matches):
            if match.first <= self.done or (match.senses and match.senses[0].kind == "never"):
                continue
            phrase = self._phrase(number, match)
            if phrase is not None:
                found.append(phrase)
                self.done = phrase.last
        return found

    def _phrase(self, number: int, match: Match) -> Phrase | None:
        if match.person is not None:
            return self._titled(match)
        if match.sense("media"):
            return Phrase(match.first, match.last, "media", match.senses)
        group = self._group(number)
        whose = tuple(owner for m in group if (owner := m.sense(*_OWNERS)))
        if not whose:
            return None
        return (
            self._suffixed(group, whose)
            or self._owned(group, whose)
            or self._of(group, whose)
            or self._bare(group, whose)
        )

    def _suffixed(self, group: Sequence[Match], whose: tuple[Sense, ...]) -> Phrase | None:
        """Rule 0: "Iran-backed" takes no part, "Saudi-led" does; "pro-Russian" is about somebody else's view."""
        first, last = group[0].first, group[-1].last
        if first > 0 and self.line.pieces[first - 1].folded == "ethnic":
            found = self.scan.noun_after(last + 1)
            return Phrase(first - 1, found[1] if found else last, "background", whose)
        after = self.line.pieces[last + 1] if last + 1 < len(self.line.pieces) else None
        if after and after.capital and after.folded in PAPERS and not self.scan.between(last, last + 1):
            return Phrase(first, last + 1, "media", whose)
        if first > 0 and self.line.pieces[first].joined and self.line.pieces[first - 1].folded in STANCES:
            return Phrase(first - 1, last, "background", whose)
        if last + 1 < len(self.line.pieces) and self.line.pieces[last + 1].joined:
            suffix = self.line.pieces[last + 1].folded
            if suffix in BACKING or suffix in LEADING:
                return Phrase(first, last + 1, "adjective" if suffix in LEADING else "background", whose)
        return None

    def _group(self, number: int) -> list[Match]:
        """The match and those joined to it by a hyphen, or listed with it as adjectives before one noun."""
        group = [self.matches[number]]
        for following in self.matches[number + 1 :]:
            if following.person or not following.sense(*_OWNERS):
                break
            gap = following.first - group[-1].last
            joined = gap == 1 and self.line.pieces[following.first].joined
            if not joined and not self._listed(group, following, gap):
                break
            group.append(following)
        return group

    def _listed(self, group: Sequence[Match], following: Match, gap: int) -> bool:
        """As in "French and Egyptian warships": adjectives only, and a noun of people right after the last."""
        if not all(m.sense("adjective") for m in (*group, following)) or not 1 <= gap <= 2:
            return False
        between = self.scan.between(group[-1].last, following.first)
        return (
            between in (["and"], ["or"], [","], [",", "and"], ["/"])
            and self.scan.noun_after(following.last + 1) is not None
        )

    def _owned(self, group: Sequence[Match], whose: tuple[Sense, ...]) -> Phrase | None:
        """Rule 1, and with it rule 2."""
        first, last = group[0].first, group[-1].last
        at = last + 1
        if at >= len(self.line.pieces):
            return None
        between = self.scan.between(last, at)
        if self.line.pieces[at].folded == "s" and self.line.token(at).text in ("'s", "’s", "s"):
            at += 1
        elif between not in ([], ["'"], ["’"], ["-"], ["–"]):
            return None
        if at >= len(self.line.pieces) or self.line.pieces[at].joined:
            return None
        found = self.scan.noun_after(at)
        if found is None:
            return None
        start, end, noun = found
        office = self.scan.text(start, end).lower()
        if self.line.pieces[end].folded in ENVOYS and noun.role == "office":
            end = self._posting(end)
        title_start = self._first_title(at, start)
        if noun.role == "reporter":
            return Phrase(first, end, "media", whose)
        return self._with_person(
            first, end, whose, noun, self.scan.text(title_start, end) if noun.role == "office" else office
        )

    def _posting(self, end: int) -> int:
        """So "Iran's ambassador to Iraq" acts for Iran: where an envoy is posted belongs to the office."""
        at = end + 1
        if at >= len(self.line.pieces) or self.line.pieces[at].folded != "to":
            return end
        at += 2 if at + 1 < len(self.line.pieces) and self.line.pieces[at + 1].folded == "the" else 1
        match = self.at.get(at)
        owned = (
            match is not None
            and match.last + 1 < len(self.line.pieces)
            and self.line.pieces[match.last + 1].folded == "s"
        )
        return match.last if match is not None and match.senses and not owned else end

    def _first_title(self, at: int, start: int) -> int:
        """Where an office begins with its "deputy", "former", "acting"."""
        while start > at and self.line.pieces[start - 1].folded in DEGREES:
            start -= 1
        return start

    def _with_person(self, first: int, last: int, whose: tuple[Sense, ...], noun: Noun, office: str) -> Phrase:
        """An office or a person's noun, with the name that follows it, if one does."""
        after = self.at.get(last + 1)
        if after is not None and after.person is not None and not self.scan.between(last, last + 1):
            return Phrase(first, after.last, "leader", whose, noun, office, match=after)
        end = self.scan.name_end(last + 1) if not self.scan.between(last, last + 1) else last
        if end > last and noun.role != "institution":
            return Phrase(first, end, "person", whose, noun, office, name=(last + 1, end))
        kind = "institution" if noun.role == "institution" else "office"
        return Phrase(first, last, kind, whose, noun, office if noun.role == "office" else None)

    def _of(self, group: Sequence[Match], whose: tuple[Sense, ...]) -> Phrase | None:
        """Rule 3: looks left from the state for "of", and left of that for an office, with or without a name."""
        at = group[0].first - 1
        while at >= 0 and self.line.pieces[at].folded in ("the", "both"):
            at -= 1
        found = self._office_before(at) if at > 0 and self._belongs(at, group[0].first) else None
        if found is None:
            return None
        first, last, noun, name = found
        office = self.scan.text(first, last)
        after = self._person_after(group[-1].last)
        if after is not None:  # "President of China Xi Jinping"
            return Phrase(first, after.last, "leader", whose, noun, office, match=after)
        state = self.line.token(group[-1].last)
        if state.head > state.index and state.dep in ("compound", "amod", "nmod:poss"):
            return None  # "bombers of the U.S. airliner"
        listed, end = self._also(group[-1].last)
        senses = (*whose, *(owner for m in listed if (owner := m.sense(*_OWNERS))))
        return self._whose_office(first, end, senses, noun, office, name)

    def _person_after(self, last: int) -> Match | None:
        match = self.at.get(last + 1)
        return match if match is not None and match.person and not self.scan.between(last, last + 1) else None

    def _whose_office(
        self,
        first: int,
        end: int,
        senses: tuple[Sense, ...],
        noun: Noun,
        office: str,
        name: tuple[int, int] | None,
    ) -> Phrase:
        if name is not None:
            person = self.at.get(name[0])
            if person is not None and person.person is not None:
                return Phrase(first, end, "leader", senses, noun, office, match=person)
            return Phrase(first, end, "person", senses, noun, office, name=name)
        kind = "institution" if noun.role == "institution" else "office"
        return Phrase(first, end, kind, senses, noun, office.lower() if noun.role == "office" else None)

    def _belongs(self, at: int, state: int) -> bool:
        """Whether "of" (or "from" after a noun that it hangs on: "troops from Chad") ties a state to what is before."""
        word = self.line.pieces[at].folded
        if word not in ("of", "from") or self.scan.between(at, state) not in ([], ["the"]):
            return False
        return word == "of" or self.line.token(state).head == self.line.token(at - 1).index

    def _office_before(self, of: int) -> tuple[int, int, Noun, tuple[int, int] | None] | None:
        """An office that ends right before "of", or an office and a name that do."""
        for last in range(of - 1, max(of - 1 - PERSON_WORDS, -1), -1):
            if last <= self.done:
                return None
            for first in range(max(last - 4, self.done + 1, 0), last + 1):
                found = self.scan.noun_at(first)
                if found is not None and found[1] == last and found[2].role in ("office", "people", "institution"):
                    return first, last, found[2], (last + 1, of - 1) if last < of - 1 else None
            if not self.line.pieces[last].capital:
                return None
        return None

    def _also(self, last: int) -> tuple[list[Match], int]:
        """Further states in the list after the first: "of Russia, China and Iran"."""
        found: list[Match] = []
        for match in self.matches:
            if match.first <= last or not match.sense("state", "capital", "seat"):
                continue
            between = [self.line.pieces[n].folded for n in range(last + 1, match.first)]
            separators = self.scan.between(last, match.first)
            if (
                between in ([], ["and"], ["the"], ["and", "the"])
                and set(separators) <= {",", "and", "the"}
                and separators
            ):
                found.append(match)
                last = match.last
        return found, last

    def _titled(self, match: Match) -> Phrase:
        """Rule 2 for somebody whom the gazetteer knows: the title before the name belongs to it."""
        first = match.first
        found = self._office_before(first)
        if found is not None and found[1] == first - 1 and found[3] is None and not self.scan.between(first - 1, first):
            start = self._first_title(self.done + 1, found[0])
            return Phrase(start, match.last, "leader", (), found[2], self.scan.text(start, found[1]), match=match)
        if first - 1 > self.done and self.line.pieces[first - 1].folded in TITLES:
            first -= 1
        return Phrase(first, match.last, "leader", (), match=match)

    def _bare(self, group: Sequence[Match], whose: tuple[Sense, ...]) -> Phrase | None:
        if whose[-1].kind == "prefix":
            return None  # "Franco" alone is a name
        first, last = group[0].first, group[-1].last
        kind = "compound" if len(group) > 1 else whose[0].kind
        return Phrase(first, last, kind, whose)
