"""What any text must be before it is kept: storable."""

import re

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """``text`` without NUL (dropped) and with each lone surrogate as U+FFFD, so that it can be stored and encoded."""
    return _UNSTORABLE.sub(lambda bad: "" if bad[0] == "\x00" else "\ufffd", text)
