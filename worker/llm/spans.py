"""Finding in a text what a model says it quotes. Pure.

Models straighten quotation marks and dashes and run line breaks together; nothing else is forgiven. The text's own
characters count from then on, never the model's.
"""

import re

# What a model may write for another: each group is one sign.
_SIGNS = ("'‘’‚‛`´", '"“”„‟«»', "-‐‑‒–—―−")
_SIGN = {sign: f"[{re.escape(group)}]" for group in _SIGNS for sign in group}
_PIECE = re.compile(r"\s+|\S")


def find(words: str, text: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """Where ``words`` stand in ``text`` between two offsets, first place first; null where they do not.

    They must stand as words: "US" is not in "Russia". Of a script that sets no blanks between words this is not asked.
    """
    said = words.strip()
    if not said:
        return None
    # Possessive, so that no run of blanks is tried twice.
    pieces = (r"\s++" if piece.isspace() else _SIGN.get(piece, re.escape(piece)) for piece in _PIECE.findall(said))
    before, after = (r"(?<!\w)" if _bounded(said[0]) else ""), (r"(?!\w)" if _bounded(said[-1]) else "")
    pattern = re.compile(before + "".join(pieces) + after)
    found = pattern.search(text, start, len(text) if end is None else end)
    return found.span() if found else None


def _bounded(char: str) -> bool:
    """Whether a letter is of a script that parts words; Chinese, Japanese, Thai and their like begin at U+0E00."""
    return char.isalnum() and char < "\u0e00"
