"""Cuts raw text into blocks that are safe to parse: short, one paragraph each, one space between words.

The rules, in order:
1. a line break of any kind ends a block, so no sentence runs over it; so does a dateline with an agency between
   slashes ("MOSCOW, May 29. /TASS/."), whose stops a parser takes for anything, or one that runs into the text
   ("DELHI, 03rd June, 2018-India said");
2. a block longer than `LIMIT` characters is cut after the last sentence-like end before the limit, else at the last
   white space, else in the middle of the word; and no run without white space is let past `RUN` characters, since the
   tokenizer's time grows with its square: parsing stays linear in the length of the text, whatever it holds;
3. what a reader cannot see (soft hyphens, zero-width and direction marks) is dropped, as is a courtesy beside a name
   ("H.E.", "Hon.", ", MP"), and every run of white space or control characters becomes one space, because the model
   saw none of these in training.
Each block knows where its characters stood, so that offsets are always those of the text as given.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LIMIT = 3000  # characters; far above a newspaper's paragraph, and small enough to keep memory flat

RUN = 400  # characters; longer than any word and nearly every address

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_DATELINE = re.compile(
    r"[^/]{0,60}/[A-Z][A-Za-z-]+/\.(?=\s+\S)|(?:[A-Z0-9][\w'’]{0,20},?\s){1,8}(?:19|20)\d\d[-–—](?=[A-Z])"
)
_RUN = re.compile(rf"\S{{{RUN}}}")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+")
# Invisible characters: soft hyphen, combining grapheme joiner, zero-width and direction marks, byte-order mark.
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_GAP = r"\s\x00-\x1f\x7f-\x9f"
_COURTESY = r"\b(?:H\. ?E\.|Hon\.) (?=[A-Z])|(?<=[a-z]), (?:MP|MEP),?(?= )"
_UNCLEAN = re.compile(rf"{_COURTESY}|[{_INVISIBLE}\ud800-\udfff\x00-\x1f\x7f-\x9f]|[^\S ]|\s\s")
_PIECE = re.compile(
    rf"(?P<hidden>{_COURTESY}|[{_INVISIBLE}]+)|(?P<gap>[{_GAP}][{_GAP}{_INVISIBLE}]*)|(?P<broken>[\ud800-\udfff])"
)


@dataclass(frozen=True, slots=True)
class Block:
    """Clean text, and for each of its characters the offset in the text as given (a range where nothing changed)."""

    text: str
    offsets: Sequence[int]


def split_blocks(text: str) -> Iterator[Block]:
    """The blocks of `text` in order; white space alone gives none. Any string is accepted."""
    for line in _LINE.finditer(text):
        start, end = line.span()
        dateline = _DATELINE.match(text, start, end)
        while start < end:
            cut = dateline.end() if dateline and dateline.start() == start else _cut(text, start, end)
            block = _clean(text, start, cut)
            if block.text:
                yield block
            start = cut


def _cut(text: str, start: int, end: int) -> int:
    """Where the block that begins at `start` ends: `end`, or the best place within the limits."""
    limit = start + LIMIT
    cut = end if limit >= end else _best(text, start, limit)
    run = _RUN.search(text, start, cut)
    return run.end() if run else cut


def _best(text: str, start: int, limit: int) -> int:
    """After the last sentence before `limit`, else after the last space, else at the limit."""
    cut = start
    for match in _SENTENCE_END.finditer(text, start, limit):
        cut = match.end()
    if cut == start:
        cut = text.rfind(" ", start, limit) + 1
    return cut if cut > start else limit


def _clean(text: str, start: int, end: int) -> Block:
    raw = text[start:end]
    if not _UNCLEAN.search(raw):
        left = start + len(raw) - len(raw.lstrip())
        clean = raw.strip()
        return Block(clean, range(left, left + len(clean)))
    return _rebuild(raw, start)


def _rebuild(raw: str, start: int) -> Block:
    """The slow way: copies what can be seen, piece by piece, and keeps each character's place."""
    characters: list[str] = []
    offsets: list[int] = []
    done = 0
    for match in _PIECE.finditer(raw):
        characters.extend(raw[done : match.start()])
        offsets.extend(range(start + done, start + match.start()))
        done = match.end()
        if match.lastgroup != "hidden" and (characters or match.lastgroup == "broken"):
            characters.append(" " if match.lastgroup == "gap" else "\ufffd")
            offsets.append(start + match.start())
    characters.extend(raw[done:])
    offsets.extend(range(start + done, start + len(raw)))
    return Block("".join(characters).rstrip(), offsets)
