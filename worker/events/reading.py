"""What the patterns make of a document, for whoever looks at it again: the second opinion, and its training."""

from dataclasses import dataclass

from worker.events.actors import Resolution
from worker.events.parser import Sentence
from worker.model import CodedEvent


@dataclass(frozen=True, slots=True)
class Reading:
    """The sentences of a document, who is named in them, the events that the patterns found, and `given`: the codes
    of the parties that the caller marked, each once, in his order."""

    sentences: tuple[Sentence, ...]
    found: Resolution
    events: tuple[CodedEvent, ...]
    given: tuple[str, ...]


NOTHING = Reading((), Resolution((), (), ()), (), ())
