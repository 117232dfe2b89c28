"""Reading a line from a piece on: what lies between, where a noun for people or an office ends, where a name does."""

from collections.abc import Mapping
from dataclasses import dataclass

from worker.events.actors.gazetteer import Gazetteer, Noun
from worker.events.actors.lists import BODIES, PARTICLES, TIMES
from worker.events.actors.matching import Match
from worker.events.actors.words import Line

PERSON_WORDS = 5  # pieces that a person's name may have
MODIFIERS = 5  # pieces between a nationality and the noun that it is about

_TIGHT: tuple[list[str], ...] = ([], ["-"], ["–"])
_NOMINAL = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "X"})


def _written_otherwise(word: str, capital: bool) -> bool:
    """In "Nepal's National Day" no person is meant, in "India captain Sharma" and "French director" no officer is."""
    return capital if word == "national" else not capital and word in ("captain", "director")


@dataclass(frozen=True, slots=True)
class Scan:
    """A line with its matches by piece."""

    line: Line
    at: Mapping[int, Match]
    gazetteer: Gazetteer

    def between(self, left: int, right: int) -> list[str]:
        """The tokens between two pieces; where the right one is beyond the end, what ends the sentence."""
        if right >= len(self.line.pieces):
            return ["."]
        tokens = self.line.sentence.tokens[self.line.pieces[left].token + 1 : self.line.pieces[right].token]
        return [token.text.lower() for token in tokens]

    def noun_after(self, at: int) -> tuple[int, int, Noun] | None:
        """The phrase for people or an office after a nationality: its first and last piece, and what it is."""
        start, limit = at, min(at + MODIFIERS, len(self.line.pieces))
        while at < limit:
            if at > start and self.between(at - 1, at) not in _TIGHT:
                return None
            found = self.noun_at(at)
            if found is not None and self._ends(found[1]):
                return at, found[1], found[2]
            if not self._modifies(at):
                return None
            at += 1
        return None

    def noun_at(self, at: int) -> tuple[int, int, Noun] | None:
        """The longest phrase of the gazetteer's nouns that begins here; an office may stand in the plural."""
        first = self.line.pieces[at].folded
        for start in (first, first.removesuffix("s")):
            for rest, noun in self.gazetteer.nouns.get(start, ()):
                last = at + len(rest)
                words = [piece.folded for piece in self.line.pieces[at + 1 : last + 1]]
                if not rest and _written_otherwise(first, self.line.pieces[at].capital) and not self.line.shouting:
                    continue
                if words == list(rest) or (rest and words == [*rest[:-1], rest[-1] + "s"]):
                    return at, last, noun
        return None

    def body_at(self, at: int) -> int | None:
        """The last piece of a public body's name that begins here: "State Committee for National Security"."""
        for last in range(at, min(at + MODIFIERS + 1, len(self.line.pieces))):
            piece = self.line.pieces[last]
            if not piece.capital or (last > at and self.between(last - 1, last) not in _TIGHT):
                return None
            if piece.folded in BODIES:
                end = self._purpose(last)
                following = self.noun_at(end + 1) if end + 1 < len(self.line.pieces) else None
                return None if following and following[2].role == "office" else end
        return None

    def _purpose(self, last: int) -> int:
        """Where "for National Security" after a body's name ends; `last` where there is nothing of the kind."""
        pieces = self.line.pieces
        timed = last + 2 < len(pieces) and pieces[last + 2].folded in TIMES
        if last + 2 >= len(pieces) or timed or pieces[last + 1].folded not in ("on", "for", "of"):
            return last
        at = last + 2
        while at < len(pieces) and at not in self.at and (pieces[at].capital or pieces[at].folded in ("and", "the")):
            if self.between(at - 1, at) not in _TIGHT:
                break
            at += 1
        end = at - 1
        return end if pieces[end].capital else last

    def _ends(self, last: int) -> bool:
        """Whether the noun phrase ends here, but for a person's name or a possessive."""
        if last + 1 < len(self.line.pieces) and self.line.pieces[last + 1].joined:
            return False  # "rebel-held"
        if last + 1 >= len(self.line.pieces) or self.between(last, last + 1):
            return True
        following = self.line.token(last + 1)
        if following.text.lower() in TIMES:
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
        while at < len(self.line.pieces) and self.line.token(at).pos in _NOMINAL and not self.between(at - 1, at):
            found.add(self.line.token(at).index)
            at += 1
        return found

    def _modifies(self, at: int) -> bool:
        """Whether a piece may stand between a nationality and its noun."""
        token = self.line.token(at)
        if at in self.at and self.at[at].senses and self.at[at].senses[0].kind != "people":
            return False
        return (
            token.pos in _NOMINAL
            or (token.tag in ("VBN", "VBG") and token.dep in ("amod", "compound"))
            or (token.tag == "RB" and token.dep == "advmod")
        )

    def name_end(self, start: int) -> int:
        """The last piece of a person's name that begins at `start`; `start - 1` where none does."""
        end = start - 1
        for at in range(start, min(start + PERSON_WORDS, len(self.line.pieces))):
            if at > start and self.between(at - 1, at) not in ([], ["-"], ["."], ["‐"]):
                break
            if (at in self.at and not self._joins(at)) or self.line.pieces[at].folded in TIMES:
                break
            inner = self.line.pieces[at].joined and end >= start  # "Chiang Yi-hua"
            particle = inner or (self.line.pieces[at].folded in PARTICLES and self._goes_on(at))
            if not particle and not (self.line.pieces[at].capital and self.line.token(at).pos in ("PROPN", "X")):
                break
            end = at
        return end

    def _joins(self, at: int) -> bool:
        """A name that is also a person's ("Jordan") may stand within a person's name."""
        return self.line.pieces[at].folded in self.gazetteer.also_names or self.line.token(at).dep == "flat"

    def _goes_on(self, at: int) -> bool:
        return at + 1 < len(self.line.pieces) and self.line.pieces[at + 1].capital

    def text(self, first: int, last: int) -> str:
        tokens = self.line.sentence.tokens
        start, end = tokens[self.line.pieces[first].token].start, tokens[self.line.pieces[last].token].end
        offset = self.line.sentence.start
        return self.line.sentence.text[start - offset : end - offset]
