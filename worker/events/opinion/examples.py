"""The project's own labelled sentences: `examples.txt`, one a line, in news style and invented.

    ACCUSE: [Kenya] has accused {Somalia} of arming the rebels.

[] marks the one who does it, {} the one it is done to; before the colon stands the event type.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from worker.model import Document, GivenEntity, UsageError

WRITTEN = Path(__file__).with_name("examples.txt")
ACTOR, RECIPIENT = "A", "B"
_MARKED = re.compile(r"\[(?P<A>[^\]]+)\]|\{(?P<B>[^}]+)\}")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with two marked parties, and the type of what the first did to the second."""

    id: str
    document: Document
    type: str


def read_examples(path: Path = WRITTEN) -> tuple[Labelled, ...]:
    """The labelled sentences of a file; empty lines and those that begin with # are passed over.

    Raises UsageError, naming file and line, for a line without a type, or without exactly one actor and one recipient.
    """
    return tuple(_examples(path))


def _examples(path: Path) -> Iterator[Labelled]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield _example(line, f"{path.name}:{number}")


def _example(line: str, where: str) -> Labelled:
    kind, colon, marked = line.partition(": ")
    text, entities = _unmarked(marked)
    if not colon or sorted(entity.code for entity in entities) != [ACTOR, RECIPIENT]:
        raise UsageError(f"{where}: needs a type, one [actor] and one {{recipient}}: TYPE: [X] accused {{Y}} of ...")
    return Labelled(where, Document(text, entities=tuple(sorted(entities, key=lambda e: e.code))), kind)


def _unmarked(marked: str) -> tuple[str, list[GivenEntity]]:
    text, entities, after = "", [], 0
    for found in _MARKED.finditer(marked):
        text += marked[after : found.start()]
        code = ACTOR if found["A"] else RECIPIENT
        entities.append(GivenEntity(len(text), len(text) + len(found[code]), code))
        text, after = text + found[code], found.end()
    return text + marked[after:], entities
