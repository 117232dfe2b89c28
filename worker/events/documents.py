"""Whether an article tells a relation between states at all: its kind, by the words it is made of.

"Chile and Bolivia meet on Wednesday" is a summit or a cup tie, and only the rest of the article says which. So the
different words of each kind (`documents.yaml`) are counted over the whole text and weighed against those of
statecraft. Essays about the distant past are known by their years.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from worker.config.documents import DocumentsFile, Kind
from worker.events.parser import Sentence
from worker.model import CodedEvent

SCORE = "score"  # stands in the words of a kind for a score
_SCORE = re.compile(r"(?<![\w.,–-])\d{1,3}[-–]\d{1,3}(?![\w–-])")
_YEAR = re.compile(r"\b1\d{3}\b|\b20\d\d\b")
_BYGONE = 80  # years: who remembers it is no longer in office
_UNDATED = 2000  # the year that an article without a date is taken to be of
_LENGTH = 45  # words, from which an article on states has named what states are made of
_YEARS = 3  # different years that make an essay


@dataclass(frozen=True)
class Kinds:
    """The kinds of `documents.yaml`, ready to be asked."""

    file: DocumentsFile
    _words: dict[str, frozenset[str]] = field(init=False, repr=False)
    _statecraft: frozenset[str] = field(init=False, repr=False)
    words: frozenset[str] = field(init=False, repr=False)  # all of them

    def __post_init__(self) -> None:
        words = {name: _lower(kind.words) for name, kind in self.file.kinds.items()}
        object.__setattr__(self, "_words", words)
        object.__setattr__(self, "_statecraft", _lower(self.file.statecraft))
        object.__setattr__(self, "words", self._statecraft.union(*words.values()))

    def of(self, said: Collection[str]) -> str | None:
        """The kind of an article that says these words, None where it may tell relations between states.

        Of several the one that is plainest wins.
        """
        said = frozenset(said)
        statecraft = len(said & self._statecraft)
        found = {name: len(said & words) for name, words in self._words.items()}
        plain = [name for name, kind in self.file.kinds.items() if _is(kind, found[name], statecraft)]
        return max(plain, key=lambda name: found[name] / self.file.kinds[name].needs, default=None)

    def said(self, sentences: Sequence[Sentence], names: Iterable[frozenset[str]]) -> frozenset[str]:
        """Which of all these words an article says; a score is one. `names`: what the words of each sentence may be
        called, see `word_names`."""
        words = frozenset().union(*(self.words & said for said in names))
        scored = any(_SCORE.search(sentence.text) for sentence in sentences)
        return frozenset(words | {SCORE} if scored else words - {SCORE})

    def without_statecraft(self, sentences: Sequence[Sentence], said: Collection[str]) -> bool:
        """Whether an article of some length says nothing of governments, armies, envoys or treaties."""
        words = sum(token.pos not in ("PUNCT", "SYM") for sentence in sentences for token in sentence.tokens)
        return words >= _LENGTH and self._statecraft.isdisjoint(said)

    def told(self, events: Iterable[CodedEvent], kind: str | None) -> tuple[CodedEvent, ...]:
        """The events that an article of this kind can tell."""
        if kind is None:
            return tuple(events)
        silenced = self.file.kinds[kind].silences
        return tuple(event for event in events if silenced and event.event_type not in silenced)


def _is(kind: Kind, found: int, statecraft: int) -> bool:
    return found >= kind.needs and found > kind.times * statecraft


def _lower(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for word in words)


def of_the_past(sentences: Sequence[Sentence], published: date | None) -> bool:
    """Whether an article is an essay about a distant past: most of the years that it names lie a lifetime back."""
    years = {int(year) for sentence in sentences for year in _YEAR.findall(sentence.text)}
    before = (published.year if published else _UNDATED) - _BYGONE
    bygone = [year for year in years if year < before]
    return len(bygone) >= _YEARS and 2 * len(bygone) > len(years)
