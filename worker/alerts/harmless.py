"""Text from outside, made safe to show to a person in a terminal, an e-mail or a chat.

Article text is written by strangers. It must not break out of its line (line breaks in a title become e-mail headers),
drive a terminal (escape sequences), turn the text around it (bidirectional overrides, "Trojan Source",
CVE-2021-42574), hide words (tag characters) or grow without end.
"""

import re
import unicodedata
from urllib.parse import urlsplit

# Cc: controls. Cs: lone surrogates. Co: private use. Zl, Zp: line and paragraph separators.
_UNSAFE = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})
# Of the format characters (Cf) only those go that reorder or hide text: a joiner is part of Persian and Hindi words.
_REORDER_OR_HIDE = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


def line(text: str, longest: int) -> str:
    """``text`` as one line of at most ``longest`` characters, every unsafe character a blank, blanks run together."""
    head = text[: longest * 4]  # a bound on the work, not on what is shown
    shown = "".join(" " if unicodedata.category(char) in _UNSAFE else char for char in _REORDER_OR_HIDE.sub("", head))
    plain = " ".join(shown.split())
    cut = len(plain) > longest or len(text) > len(head)
    return plain[: longest - 1].rstrip() + "…" if cut else plain


def link(url: str, longest: int = 2000) -> str | None:
    """``url`` if it is a plain web address that can be shown; null where it is not, rather than a changed one."""
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return None
    return url if fine and len(url) <= longest and line(url, longest) == url and " " not in url else None
