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
from worker.events.actors.matching import Match
from worker.events.actors.words import Line

PERSON_WORDS = 5  # pieces that a person's name may have
MODIFIERS = 5  # pieces between a nationality and the noun that it is about

_NOMINAL = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "X"})
_STATE_KINDS = ("state", "adjective", "capital", "seat", "prefix")
_OWNERS = (*_STATE_KINDS, "people", "organisation", "armed group", "institution")
PARTICLES = frozenset({"al", "el", "bin", "bint", "ibn", "de", "da", "do", "dos", "del", "della", "van", "von", "der", "den", "ten", "ul", "ur", "la", "le", "al-", "y", "abu", "ould", "ag"})
# Words that begin an office of two words ("Prime Minister", "Secretary of State").
OFFICE_WORDS = frozenset({"prime", "foreign", "defence", "defense", "vice", "deputy", "interior", "finance", "of", "state"})
TITLES = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "sir", "lord", "lady", "sheikh", "prof", "prof.", "comrade", "madam", "ayatollah", "king", "queen", "prince", "princess", "emir", "pope"})


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
        return self._suffixed(group, whose) or self._owned(group, whose) or self._of(group, whose) or self._bare(group, whose)

    def _suffixed(self, group: Sequence[Match], whose: tuple[Sense, ...]) -> Phrase | None:
        """Rule 0: "Iran-backed" takes no part, "Saudi-led" does; "pro-Russian" is about somebody else's view."""
        first, last = group[0].first, group[-1].last
        if first > 0 and self.line.pieces[first - 1].folded == "ethnic":
            found = self._noun_after(last + 1)
            return Phrase(first - 1, found[1] if found else last, "background", whose)
        if first > 0 and self.line.pieces[first].joined and self.line.pieces[first - 1].folded in _STANCES:
            return Phrase(first - 1, last, "background", whose)
        if last + 1 < len(self.line.pieces) and self.line.pieces[last + 1].joined:
            suffix = self.line.pieces[last + 1].folded
            if suffix in _SUFFIXES:
                return Phrase(first, last + 1, _SUFFIXES[suffix], whose)
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
        """"French and Egyptian warships": adjectives only, and a noun of people right after the last."""
        if not all(m.sense("adjective") for m in (*group, following)) or not 1 <= gap <= 2:
            return False
        between = self._between(group[-1].last, following.first)
        return between in (["and"], ["or"], [","], [",", "and"], ["/"]) and self._noun_after(following.last + 1) is not None

    def _between(self, left: int, right: int) -> list[str]:
        """The tokens between two pieces; where the right one is beyond the end, what ends the sentence."""
        if right >= len(self.line.pieces):
            return ["."]
        tokens = self.line.sentence.tokens[self.line.pieces[left].token + 1 : self.line.pieces[right].token]
        return [token.text.lower() for token in tokens]

    def _noun_after(self, at: int) -> tuple[int, int, Noun] | None:
        """The phrase for people or an office after a nationality: its first and last piece, and what it is."""
        start, limit = at, min(at + MODIFIERS, len(self.line.pieces))
        while at < limit:
            found = self._noun_at(at)
            if found is not None and self._ends(found[1]):
                return at, found[1], found[2]
            if not self._modifies(at, start):
                return None
            at += 1
        return None

    def _noun_at(self, at: int) -> tuple[int, int, Noun] | None:
        """The longest phrase of the gazetteer's nouns that begins here; an office may stand in the plural."""
        first = self.line.pieces[at].folded
        for start in (first, first.removesuffix("s")):
            for rest, noun in self.gazetteer.nouns.get(start, ()):
                last = at + len(rest)
                words = [piece.folded for piece in self.line.pieces[at + 1 : last + 1]]
                if words == list(rest) or (rest and words == [*rest[:-1], rest[-1] + "s"]):
                    return at, last, noun
        return None

    def _ends(self, last: int) -> bool:
        """Whether the noun phrase ends here, but for a person's name or a possessive."""
        if last + 1 < len(self.line.pieces) and self.line.pieces[last + 1].joined:
            return False  # "rebel-held"
        if last + 1 >= len(self.line.pieces) or self._between(last, last + 1):
            return True
        following = self.line.token(last + 1)
        if following.text.lower() in _TIMES:
            return True
        if following.pos == "PROPN" and self.line.pieces[last + 1].capital:
            return True
        if following.text.lower() in ("'s", "’s"):
            return True
        # A verb may be taken for a noun; then it does not hold what stands before it.
        return following.pos not in ("NOUN", "ADJ") or self.line.token(last).head not in self._tail(last + 1)

    def _tail(self, at: int) -> set[int]:
        """The tokens of the nouns and adjectives that follow without a break."""
        found = set()
        while at < len(self.line.pieces) and self.line.token(at).pos in _NOMINAL and not self._between(at - 1, at):
            found.add(self.line.token(at).index)
            at += 1
        return found

    def _modifies(self, at: int, start: int) -> bool:
        """Whether a piece may stand between a nationality and its noun."""
        token = self.line.token(at)
        if at in self.at and self.at[at].senses and self.at[at].senses[0].kind != "people":
            return False
        if at > start and self._between(at - 1, at) not in ([], ["-"], ["–"]):
            return False
        return token.pos in _NOMINAL or token.tag in ("VBN", "VBG") or (token.tag == "RB" and token.dep == "advmod")

    def _owned(self, group: Sequence[Match], whose: tuple[Sense, ...]) -> Phrase | None:
        """Rule 1, and with it rule 2."""
        first, last = group[0].first, group[-1].last
        at = last + 1
        if at >= len(self.line.pieces):
            return None
        between = self._between(last, at)
        if self.line.pieces[at].folded == "s" and self.line.token(at).text in ("'s", "’s", "s"):
            at += 1
        elif between not in ([], ["'"], ["’"], ["-"], ["–"]):
            return None
        if at >= len(self.line.pieces) or self.line.pieces[at].joined:
            return None
        found = self._noun_after(at)
        if found is None:
            return None
        start, end, noun = found
        office = self._text(start, end).lower()
        if self.line.pieces[end].folded in _ENVOYS and noun.role == "office":
            end = self._posting(end)
        title_start = self._first_title(at, start)
        if noun.role == "reporter":
            return Phrase(first, end, "media", whose)
        return self._with_person(first, end, whose, noun, self._text(title_start, end) if noun.role == "office" else office)

    def _posting(self, end: int) -> int:
        """"Iran's ambassador to Iraq" acts for Iran: where an envoy is posted belongs to the office."""
        at = end + 1
        if at >= len(self.line.pieces) or self.line.pieces[at].folded != "to":
            return end
        at += 2 if at + 1 < len(self.line.pieces) and self.line.pieces[at + 1].folded == "the" else 1
        match = self.at.get(at)
        owned = match is not None and match.last + 1 < len(self.line.pieces) and self.line.pieces[match.last + 1].folded == "s"
        return match.last if match is not None and match.senses and not owned else end

    def _first_title(self, at: int, start: int) -> int:
        """Where an office begins with its "deputy", "former", "acting"."""
        while start > at and self.line.pieces[start - 1].folded in _DEGREES:
            start -= 1
        return start

    def _with_person(
        self, first: int, last: int, whose: tuple[Sense, ...], noun: Noun, office: str
    ) -> Phrase:
        """An office or a person's noun, with the name that follows it, if one does."""
        after = self.at.get(last + 1)
        if after is not None and after.person is not None and not self._between(last, last + 1):
            return Phrase(first, after.last, "leader", whose, noun, office, match=after)
        end = self._name_end(last + 1) if not self._between(last, last + 1) else last
        if end > last and noun.role != "institution":
            return Phrase(first, end, "person", whose, noun, office, name=(last + 1, end))
        kind = "institution" if noun.role == "institution" else "office"
        return Phrase(first, last, kind, whose, noun, office if noun.role == "office" else None)

    def _name_end(self, start: int) -> int:
        """The last piece of a person's name that begins at `start`; `start - 1` where none does."""
        end = start - 1
        for at in range(start, min(start + PERSON_WORDS, len(self.line.pieces))):
            if at > start and self._between(at - 1, at) not in ([], ["-"], ["."], ["‐"]):
                break
            if at in self.at and not self._joins(at):
                break
            particle = self.line.pieces[at].folded in PARTICLES and self._goes_on(at)
            if not particle and not (self.line.pieces[at].capital and self.line.token(at).pos in ("PROPN", "X")):
                break
            end = at
        return end

    def _joins(self, at: int) -> bool:
        """A name that is also a person's ("Jordan") may stand within a person's name."""
        return self.line.pieces[at].folded in self.gazetteer.also_names

    def _goes_on(self, at: int) -> bool:
        return at + 1 < len(self.line.pieces) and self.line.pieces[at + 1].capital

    def _of(self, group: Sequence[Match], whose: tuple[Sense, ...]) -> Phrase | None:
        """Rule 3: looks left from the state for "of", and left of that for an office, with or without a name."""
        at = group[0].first - 1
        while at >= 0 and self.line.pieces[at].folded in ("the", "both"):
            at -= 1
        if at < 1 or not self._belongs(at, group[0].first):
            return None
        state = self.line.token(group[-1].last)
        after = self.at.get(group[-1].last + 1)
        named = after is not None and after.person is not None and not self._between(group[-1].last, after.first)
        if not named and state.head > state.index and state.dep in ("compound", "amod", "nmod:poss"):
            return None  # "bombers of the U.S. airliner"
        found = self._office_before(at)
        if found is None:
            return None
        first, last, noun, name = found
        if named and after is not None:  # "President of China Xi Jinping"
            return Phrase(first, after.last, "leader", whose, noun, self._text(first, last), match=after)
        listed, end = self._also(group[-1].last)
        senses = (*whose, *(owner for m in listed if (owner := m.sense(*_OWNERS))))
        office = self._text(first, last)
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
        if word not in ("of", "from") or self._between(at, state) not in ([], ["the"]):
            return False
        return word == "of" or self.line.token(state).head == self.line.token(at - 1).index

    def _office_before(self, of: int) -> tuple[int, int, Noun, tuple[int, int] | None] | None:
        """An office that ends right before "of", or an office and a name that do."""
        for last in range(of - 1, max(of - 1 - PERSON_WORDS, -1), -1):
            if last <= self.done:
                return None
            for first in range(max(last - 4, self.done + 1, 0), last + 1):
                found = self._noun_at(first)
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
            separators = self._between(last, match.first)
            if between in ([], ["and"], ["the"], ["and", "the"]) and set(separators) <= {",", "and", "the"} and separators:
                found.append(match)
                last = match.last
        return found, last

    def _titled(self, match: Match) -> Phrase:
        """Rule 2 for somebody whom the gazetteer knows: the title before the name belongs to it."""
        first = match.first
        found = self._office_before(first)
        if found is not None and found[1] == first - 1 and found[3] is None and not self._between(first - 1, first):
            start = self._first_title(self.done + 1, found[0])
            return Phrase(start, match.last, "leader", (), found[2], self._text(start, found[1]), match=match)
        if first - 1 > self.done and self.line.pieces[first - 1].folded in TITLES:
            first -= 1
        return Phrase(first, match.last, "leader", (), match=match)

    def _bare(self, group: Sequence[Match], whose: tuple[Sense, ...]) -> Phrase | None:
        if whose[-1].kind == "prefix":
            return None  # "Franco" alone is a name
        first, last = group[0].first, group[-1].last
        kind = "compound" if len(group) > 1 else whose[0].kind
        return Phrase(first, last, kind, whose)

    def _text(self, first: int, last: int) -> str:
        tokens = self.line.sentence.tokens
        start, end = tokens[self.line.pieces[first].token].start, tokens[self.line.pieces[last].token].end
        offset = self.line.sentence.start
        return self.line.sentence.text[start - offset : end - offset]


_ENVOYS = frozenset({"ambassador", "envoy", "commissioner", "representative", "consul"})
_TIMES = frozenset(
    "today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday last this late early next here".split()
)
_STANCES = frozenset("pro anti ex non trans mid intra inter post pre".split())
_SUFFIXES = {
    **dict.fromkeys("led brokered mediated sponsored imposed hosted drafted run".split(), "adjective"),
    **dict.fromkeys(
        "backed aligned allied controlled occupied held based born made owned supported supplied trained funded armed friendly linked "
        "annexed installed style built designed educated speaking dominated administered majority style language era".split(),
        "background",
    ),
}
_DEGREES = frozenset(
    "deputy vice former acting interim outgoing incoming caretaker late ex first second new senior permanent chief special".split()
)
