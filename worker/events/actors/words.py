"""A sentence as the names are looked for in it: its tokens cut into pieces ("Jong-un" is two), folded once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from worker.events.actors.spelling import fold, pieces, sound
from worker.events.parser.tree import Sentence, Token


class Piece(NamedTuple):
    """Part of a token; `joined` says that a hyphen, dash or slash stands between it and the piece before.

    A named tuple and no dataclass: an article has hundreds, and the names of all of them are asked for.
    """

    text: str
    folded: str
    capital: bool
    token: int
    joined: bool

    @property
    def sound(self) -> str:
        return sound(self.text)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with its pieces. `shouting`: it is written in capitals throughout, so they say nothing."""

    number: int
    sentence: Sentence
    pieces: tuple[Piece, ...]
    shouting: bool

    def token(self, piece: int) -> Token:
        """The token that a piece is part of."""
        return self.sentence.tokens[self.pieces[piece].token]


def read_line(number: int, sentence: Sentence) -> Line:
    """Cuts a sentence into pieces; punctuation gives none."""
    found = tuple(_pieces(sentence))
    return Line(number, sentence, found, _shouts(found))


def _shouts(pieces: Sequence[Piece]) -> bool:
    if not all(piece.capital or not piece.text.isalpha() or len(piece.text) == 1 for piece in pieces):
        return False  # so at the second word of most sentences
    letters = [piece.text for piece in pieces if piece.text.isalpha() and len(piece.text) > 1]
    return len(letters) > 3 and all(map(str.isupper, letters))


def _pieces(sentence: Sentence) -> Iterator[Piece]:
    joined = False
    end = -1
    for token in sentence.tokens:
        if token.text in _JOINTS:
            joined = True and end == token.start
            end = token.end
            continue
        joined = joined and end == token.start
        for word, folded, capital in _cut(token.text):
            yield Piece(word, folded, capital, token.index, joined)
            joined = True
        joined, end = False, token.end


@lru_cache(maxsize=100_000)
def _cut(text: str) -> tuple[tuple[str, str, bool], ...]:
    """A token's pieces, each as written and folded, and whether it begins with a capital."""
    words = [part.strip(_MARKS) for part in pieces(text)]
    return tuple((word, folded, word[:1].isupper()) for word in words if word != "." and (folded := fold(word)))


_MARKS = '"“”„«»()[]{}<>,;:!?…*_|'
_JOINTS = frozenset("-‐‑–—/")
