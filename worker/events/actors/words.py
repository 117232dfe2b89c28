"""A sentence as the names are looked for in it: its tokens cut into pieces ("Jong-un" is two), folded once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from worker.events.actors.spelling import fold, pieces, sound
from worker.events.parser.tree import Sentence, Token


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a token; `joined` says that a hyphen, dash or slash stands between it and the piece before."""

    text: str
    folded: str
    token: int
    joined: bool

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()

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
    letters = [piece.text for piece in found if piece.text.isalpha() and len(piece.text) > 1]
    shouting = len(letters) > 3 and all(map(str.isupper, letters))
    return Line(number, sentence, found, shouting)


def _pieces(sentence: Sentence) -> Iterator[Piece]:
    joined = False
    end = -1
    for token in sentence.tokens:
        if token.text in _JOINTS:
            joined = True and end == token.start
            end = token.end
            continue
        joined = joined and end == token.start
        for word, folded in _cut(token.text):
            yield Piece(word, folded, token.index, joined)
            joined = True
        joined, end = False, token.end


@lru_cache(maxsize=100_000)
def _cut(text: str) -> tuple[tuple[str, str], ...]:
    """A token's pieces, each as written and folded."""
    words = [part.strip(_MARKS) for part in pieces(text)]
    return tuple((word, folded) for word in words if word != "." and (folded := fold(word)))


_MARKS = '"“”„«»()[]{}<>,;:!?…*_|'
_JOINTS = frozenset("-‐‑–—/")
