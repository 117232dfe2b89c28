"""The bytes of a feed made safe to parse: mended where a slip or a trap would cost more than the entry it stands in.

The order, on UTF-8:
1. The document type goes, and with it every entity that it defines: none can be expanded (billion laughs), none
   fetched.
2. References to characters that do not exist become U+FFFD: each would make feedparser give up on the whole feed.
3. A tag of absurd length loses its attributes: feedparser takes minutes over 200,000 of them.
4. Of a feed that was cut off in the middle, what stands after the last whole entry goes.
5. Of more than ``MOST_ENTRIES`` entries the first are kept, and the end of the document, so that it stays well-formed.
"""

import re

MOST_ENTRIES = 1_000
LONGEST_TAG = 32_768  # bytes

ENTRY_TAG = re.compile(rb"<(/?)(?:\w+:)?(?:item|entry)\b[^<>]*>?", re.IGNORECASE)
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,200})|([0-9]{1,200}));")
# feedparser takes the caption of a picture for the entry's own description; under another name it leaves it alone.
_CAPTION = re.compile(rb"<(/?)media:(description|title)\b")
_LONG_TAG = re.compile(rb"<([\w:.-]+)[^<>]{%d,}>" % LONGEST_TAG)
_QUOTED = rb"\"[^\"]*\"|'[^']*'"
_DOCTYPE = re.compile(
    rb"<!DOCTYPE(?:[^\[>\"']|" + _QUOTED + rb")*(?:\[(?:[^\]\"']|" + _QUOTED + rb")*\]\s*)?>", re.IGNORECASE
)
_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE)


def mended(body: bytes, broken: list[str]) -> bytes:
    """``body``, UTF-8, as the head of this file says; what was lost by it gets a line in ``broken``."""
    body = _LONG_TAG.sub(_bare, _REFERENCE.sub(_sound, _without_doctype(body)))
    return _fewer(_whole_part(_CAPTION.sub(rb"<\1media:x-\2", body), broken), broken)


def _without_doctype(body: bytes) -> bytes:
    start = body[: 2**20].upper().find(b"<!DOCTYPE")
    root = _ROOT.search(body)
    if start < 0 or (root and root.start() < start):
        return body
    whole = _DOCTYPE.match(body, start)
    end = whole.end() if whole else root.start() if root else len(body)
    return body[:start] + body[end:]


def _sound(found: re.Match[bytes]) -> bytes:
    number = int(found[1], 16) if found[1] else int(found[2])
    storable = 0 < number < 0xD800 or 0xDFFF < number <= 0x10FFFF
    return found[0] if storable else b"&#65533;"


def _bare(found: re.Match[bytes]) -> bytes:
    return b"<" + found[1] + (b"/>" if found[0].endswith(b"/>") else b">")


def _whole_part(body: bytes, broken: list[str]) -> bytes:
    """``body`` up to the end of its last whole entry, where a later one was begun and never ended."""
    end, begun = 0, False
    for tag in ENTRY_TAG.finditer(body):
        closes = bool(tag[1]) or tag[0].endswith(b"/>")
        begun = not closes
        end = tag.end() if closes else end
    if not begun or not end:
        return body
    broken.append("the last entry is cut off in the middle")
    return body[:end]


def _fewer(body: bytes, broken: list[str]) -> bytes:
    ends = [tag.end() for tag in ENTRY_TAG.finditer(body) if tag[1] or tag[0].endswith(b"/>")]
    if len(ends) <= MOST_ENTRIES:
        return body
    broken.append(too_many(len(ends)))
    return body[: ends[MOST_ENTRIES - 1]] + body[ends[-1] :]


def too_many(count: int) -> str:
    """The line in ``broken``."""
    return f"of {count} entries only the first {MOST_ENTRIES} are read"
