"""References to secrets, ``${env:NAME}`` and ``${file:/run/secrets/name}``, and what they name."""

import re
from collections.abc import Mapping
from pathlib import Path
from re import Match

REFERENCE = re.compile(r"\$\{(env|file):([^{}]+)\}")


def resolve(text: str, environ: Mapping[str, str]) -> str:
    """``text`` with every reference exchanged. Raises ValueError, which names the reference and never a value."""
    return REFERENCE.sub(lambda reference: _value(reference, environ), text)


def any_set(text: str, environ: Mapping[str, str]) -> bool:
    """Whether one reference of ``text`` at least names something, or there is none in it."""
    found = list(REFERENCE.finditer(text))
    return not found or any(
        environ.get(reference[2].strip()) if reference[1] == "env" else Path(reference[2].strip()).exists()
        for reference in found
    )


def _value(reference: Match[str], environ: Mapping[str, str]) -> str:
    kind, name = reference[1], reference[2].strip()
    value = (environ.get(name, "") if kind == "env" else _content(Path(name))).strip()
    if not value:
        what = "the environment variable" if kind == "env" else "the file"
        raise ValueError(f"needs {what} {name}, which is not set or empty; set it, or take the channel out")
    return value


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "is not UTF-8 text"
        raise ValueError(f"needs the file {path}, which cannot be read ({why}); mount it, or change the path") from None
