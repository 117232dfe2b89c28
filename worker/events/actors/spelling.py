"""One spelling for many: what two writings of a name must share to be the same name."""

import re
import unicodedata
from functools import lru_cache

_QUOTES = str.maketrans("", "", "'’‘ʻʼ`´ʿʾ")
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "ð": "d", "þ": "th", "ə": "e"})
_PIECES = re.compile(r"[^\s\-‐‑–—/]+")

# Endings that transliterations write in several ways: Zelensky, Zelenskyy, Zelenskiy; Sergei, Sergey.
_ENDINGS = (("iy", "y"), ("yy", "y"), ("ij", "y"), ("ii", "y"), ("yi", "y"), ("ei", "ey"), ("ai", "ay"), ("i", "y"))
_SOUNDS = (
    ("kh", "h"),
    ("q", "k"),
    ("ks", "x"),
    ("w", "v"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("dj", "j"),
    ("zh", "j"),
)


def pieces(text: str) -> list[str]:
    """The words of a name, halves of hyphenated words apart: "Kim Jong-un" -> Kim, Jong, un."""
    return _PIECES.findall(text)


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Lower case, without diacritics, apostrophes and outer quotes: "Türkiye" -> "turkiye"."""
    if text.isascii():
        return text.lower().translate(_QUOTES)
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.translate(_QUOTES)) if not unicodedata.combining(c))
    return bare.lower().translate(_LETTERS)


@lru_cache(maxsize=100_000)
def sound(text: str) -> str:
    """A word of a person's name as transliterations share it: Sergei and Sergey, Zelenskyy and Zelenskiy are one."""
    word = fold(text)
    if len(word) < 4:
        return word
    for written, meant in _SOUNDS:
        word = word.replace(written, meant)
    for written, meant in _ENDINGS:
        if word.endswith(written):
            word = word[: -len(written)] + meant
            break
    return re.sub(r"([^\d])\1", r"\1", word)


def alike(one: str, other: str) -> bool:
    """Whether two given names (by sound) may be spellings of one: Omar and Umar, Mohammed and Muhammad."""
    if one == other:
        return bool(one)
    first, second = (re.sub("[aeiouy]", "", name) for name in (one, other))
    return len(first) > 1 and first == second


def name_pieces(string: str) -> tuple[str, ...]:
    """The pieces of a name as they come out of a tokenised text: "Prime Minister's" -> Prime, Minister, s."""
    return tuple(pieces(string.replace("'s", " s").replace("’s", " s").replace(",", " ")))


def shape(piece: str) -> str:
    """How a piece must be written to match: U as capitals (an acronym), T with a capital first, l anyhow."""
    if len(piece) > 1 and piece.isupper() and any(map(str.isalpha, piece)):
        return "U"
    return "T" if piece[:1].isupper() else "l"
