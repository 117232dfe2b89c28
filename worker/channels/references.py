"""References to secrets, ``${env:NAME}`` and ``${file:/run/secrets/name}``, exchanged for what they name."""

from collections.abc import Mapping
from pathlib import Path
from re import Match

from worker.config.alerts import REFERENCE


def resolve(text: str, environ: Mapping[str, str]) -> str:
    """``text`` with every reference exchanged. Raises ValueError, which names the reference and never a value."""
    return REFERENCE.sub(lambda reference: _value(reference, environ), text)


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
