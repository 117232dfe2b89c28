"""The small pieces of an entry, whichever notation it came in: titles, first words, links."""

import html
import re
from urllib.parse import urlsplit

from worker.model.text import clean

# A title, where the feed gives none, is the beginning of the text, this many characters at most.
TITLE_LENGTH = 100
LONGEST_TITLE = 1_000
LONGEST_TEXT = 500_000  # characters of one entry's HTML; the longest treaty has half of it
LONGEST_LINK = 4_096

_CODE = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
# Control characters, and the marks that turn the direction of whatever follows on a screen (Unicode TR 9).
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")


def line(text: str) -> str:
    """``text`` on one line, as a title has it."""
    kept = " ".join(_UNSEEN.sub("", clean(text[: LONGEST_TITLE * 20])).split())
    return kept if len(kept) <= LONGEST_TITLE else kept[:LONGEST_TITLE] + " …"


def plain(markup: str) -> str:
    """Markup as one line of text."""
    markup = _CODE.sub(" ", markup[: LONGEST_TITLE * 20])
    return line(html.unescape(re.sub(r"<[/!a-zA-Z][^<>]*>", " ", markup)))


def beginning(markup: str) -> str:
    """The first words of a text, whole ones where there are several."""
    words = plain(markup[: TITLE_LENGTH * 20])
    if len(words) <= TITLE_LENGTH:
        return words
    return words[:TITLE_LENGTH].rpartition(" ")[0] + " …" if " " in words[:TITLE_LENGTH] else words[:TITLE_LENGTH]


def is_web(link: object) -> bool:
    """Whether ``link`` is an address that a page can be fetched from."""
    if not isinstance(link, str) or len(link) > LONGEST_LINK:
        return False
    try:
        parts = urlsplit(link.strip())
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
