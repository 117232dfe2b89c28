"""One sentence with what is known around it, and what every event that it tells takes from there: when, where, by
whom reported."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from worker.events.actors import Resolution
from worker.events.dates import Dated, Telling, again, date_of
from worker.events.parser import Sentence, Token
from worker.events.places import find_places, place_of
from worker.model import AuxiliaryMode, CodedEvent, Evidence, Place


@dataclass(frozen=True)  # without slots: the places of a sentence are looked for once
class Told:
    """One sentence with what is known around it.

    `states` are the codes that the whole document names, `spoken_of` is the date that it named last before;
    `tellings` is the document's notebook of how each event is told, written as its events are found.
    """

    sentence: Sentence
    index: int
    resolution: Resolution
    published: date | None
    in_title: bool
    states: frozenset[str]
    spoken_of: Dated
    tellings: dict[Evidence, Telling]

    @property
    def named(self) -> list[str]:
        """The code of everybody whom the sentence names, as often as it does."""
        return [code for one in self.resolution.sentences[self.index] for code in one.codes]

    def when(self, trigger: Token, *, future: bool, verbal: bool) -> Dated:
        """The date of what a word tells."""
        skip = self.resolution.datelines[self.index]
        return date_of(
            self.sentence, trigger, self.published, future=future, verbal=verbal, skip=skip, anchor=self.spoken_of
        )

    def past(self, when: Dated, *, future: bool) -> tuple[AuxiliaryMode, ...]:
        """`historical`, where the date says so."""
        return (AuxiliaryMode.HISTORICAL,) if when.historical(self.published) and not future else ()

    def each_time(self, event: CodedEvent) -> Iterator[CodedEvent]:
        """An event, once for each year in which the sentence says that it happened."""
        yield event
        when = Dated(event.event_date, event.date_precision)
        if AuxiliaryMode.HISTORICAL in event.auxiliary:
            yield from (replace(event, event_date=more.day) for more in again(self.sentence.text, when))

    def place(self, trigger: Token, *, verbal: bool) -> Place | None:
        """Where it happened, as far as the sentence says."""
        return place_of(trigger.index, self.sentence, self._places, verbal=verbal)

    @cached_property
    def _places(self) -> tuple[tuple[int, Place], ...]:
        return find_places(self.sentence, self.resolution.sentences[self.index], self.states)

    @property
    def reported_by(self) -> str | None:
        """The news source that the sentence quotes."""
        reporters = self.resolution.reporters[self.index] if self.resolution.reporters else ()
        return reporters[0].name if reporters else None

    def evidence(self, trigger: str, rule: str) -> Evidence:
        """The sentence as evidence; the title is no part of the text and has no offsets."""
        start, end = (None, None) if self.in_title else (self.sentence.start, self.sentence.end)
        return Evidence(self.sentence.text, start, end, trigger, rule)
