"""From what an outlet publishes to the plain text that a coder reads.

Everything from outside passes ``clean`` once: NUL and lone surrogates are valid in a Python string and in nothing else
that this project writes to (Postgres text, JSON, UTF-8).
"""

import re

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """``text`` without NUL (dropped) and with each lone surrogate as U+FFFD, so that it can be stored and encoded."""
    return _UNSTORABLE.sub(lambda bad: "" if bad[0] == "\x00" else "\ufffd", text)
