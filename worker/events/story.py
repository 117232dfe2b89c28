"""The days of a story: what an article tells as part of the news without a date of its own is of the day of that news.

The rules, in order:
1. The day of the news is that of the lead's main verb; where the lead has none, that of the next sentences, else the
   only day that one of the first sentences says, else that of the dateline. It holds for those who do something in the
   title and the lead (or, if nobody does, are its subject): of a visit or a meeting both sides, else the one who acts.
   A reply has no day: it may be of the next (but see 5). Where there is no such day, a title is of the one that the
   text names most often, a lead of the day of publication if the text names it at all.
2. Another day that a sentence tells holds for those who act in it. In the next paragraph the day of the news holds
   again for those of the lead.
3. A paragraph that goes back into history stays there; what follows is of that year.
4. A deed takes the day where its clause is told as news (`telling`) and the day holds for its actors, or where the
   sentence ties it to the occasion ("hours later", "at the talks"); a word also in an aside ("who met", "who said").
   The day on which something was only said is no deed's, but in the lead and the title.
5. What others do about news of the day of publication can be of no later day: it is of that one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from worker.events.actors import Resolution
from worker.events.dates import (
    NO_DAY,
    UNDATED,
    Dated,
    Day,
    Telling,
    dateline_day,
    dates_said,
    days_of,
    of_these_days,
    only_day,
    only_says_which,
    same_day,
    telling,
)
from worker.events.parser import Sentence
from worker.model import AuxiliaryMode, CodedEvent, DatePrecision, Evidence
from worker.model.events import QuadClass

_LEAD = 4  # sentences in which the day of the news is looked for
_UNREAL = frozenset({AuxiliaryMode.NEGATED, AuxiliaryMode.HYPOTHETICAL, AuxiliaryMode.HISTORICAL})
_TITLE = -1
_STAMP, _PLACE = 12, 6  # tokens of a line that only says when and where a text was written; of a place alone
_AHEAD = frozenset({"AGREE", "THREATEN"})  # what is promised may have the day on which it is to be
# Where a lead tells of one of these, both sides were there, whoever is said to have spoken.
_MEETING = re.compile(
    r"\b(?:meets?|met|hosts|hosted|receive[sd]|visiting|counterpart|at (?:\w+ ){0,2}(?:meeting|talks|summit)"
    r"|(?:after|during|held|hold) (?:\w+ ){0,2}(?:meeting|talks|visit))\b",
    re.IGNORECASE,
)

_VERBAL = (QuadClass.VERBAL_COOPERATION, QuadClass.VERBAL_CONFLICT)
_DECLARED = frozenset({"restrict", "ban", "censor"})

Held = dict[tuple[str, bool], Dated]  # by code, for deeds and for words
_Row = TypeVar("_Row")


@dataclass(frozen=True)
class Story:
    """The text of an article (without its title): its sentences, who is named in each, and what is known of its
    days. `spoken` is the date that was said last before each sentence, `opens` whether it begins a paragraph."""

    body: Sequence[Sentence]
    found: Resolution
    published: date
    spoken: Sequence[Dated]
    opens: Sequence[bool]
    tellings: Mapping[Evidence, Telling]
    title: str

    def dated(self, events: Sequence[CodedEvent]) -> tuple[CodedEvent, ...]:
        """The events in their order, with the day of the news for those that are part of it and have none."""
        if all(event.event_date for event in events):
            return tuple(events)
        return _Course(self, list(events)).dated()


@dataclass(frozen=True, slots=True)
class _Past:
    """The year that a paragraph went back to, and for whom it holds."""

    when: Dated = UNDATED
    codes: frozenset[str] = frozenset()


class _Course:
    """One walk through a story."""

    def __init__(self, story: Story, events: list[CodedEvent]) -> None:
        self.story, self.events = story, events
        lines = self._of_text(story.found.datelines)
        whole = (line >= len(s.tokens) or _is_stamp(s) for s, line in zip(story.body, lines, strict=True))
        self.first = next((n for n, dateline in enumerate(whole) if not dateline), 0)
        self.named = [frozenset(c for one in row for c in one.codes) for row in self._of_text(story.found.sentences)]
        self.days = days_of(story.body, lines, story.published, story.spoken)
        starts = {sentence.start: n for n, sentence in enumerate(story.body)}
        self.places = [_TITLE if e.evidence.start is None else starts.get(e.evidence.start, _TITLE) for e in events]
        self.lead = next((n for n, day in enumerate(self.days[:_LEAD]) if self._is_news(day.when)), None)
        if self.lead != self.first:
            self._lead_by_its_deeds()
        if self.lead is None:
            self._lead_by_its_only_day()
        line = dateline_day(story.body[0], lines[0], story.published)
        self.news = Day(line) if self.lead is None else self.days[self.lead]

    def _lead_by_its_deeds(self) -> None:
        """Where the parser lost the main verb of the lead, the day of what the lead tells is its day."""
        told = [e for e, n in zip(self.events, self.places, strict=True) if n == self.first and not e.auxiliary]
        days = [Dated(event.event_date, event.date_precision) for event in told if event.event_type not in _AHEAD]
        when = next((day for day in days if self._is_news(day) and day.day and day.day <= self.story.published), None)
        if when is not None:
            self.lead, self.days[self.first] = self.first, Day(when)

    def _lead_by_its_only_day(self) -> None:
        """The parser may hang a day on anything: where one of the first sentences says but one, it is the lead's."""
        for n, sentence in enumerate(self.story.body[:_LEAD]):
            spoken = self.story.spoken[n]
            when = only_day(sentence, self.story.published, spoken)
            if when != UNDATED and not (n and only_says_which(sentence, when, self.story.published, spoken)):
                self.lead, self.days[n] = n, Day(when)
                return

    def _of_text(self, rows: Sequence[_Row]) -> Sequence[_Row]:
        """The rows of the text, less those of the title before it."""
        return rows[len(rows) - len(self.story.body) :]

    def _is_news(self, when: Dated) -> bool:
        return of_these_days(when, self.story.published)

    def dated(self) -> tuple[CodedEvent, ...]:
        first = self._leaders()
        holds, past = dict(first), _Past()
        for n in range(_TITLE, len(self.story.body)):
            if n > 0 and self.story.opens[n]:
                holds, past = holds | first, _Past()
            here = [k for k, place in enumerate(self.places) if place == n]
            for k in here:
                self.events[k] = self._one(self.events[k], n, holds, past)
            if n >= 0:
                holds |= self._held(n, [self.events[k] for k in here])
                past = self._past(n, past)
        return tuple(self.events)

    def _leaders(self) -> Held:
        """For whom the day of the news holds: who acts in the title, in the lead and in the sentence of that day."""
        if self.news == NO_DAY:
            return {}
        dating = {_TITLE, self.first, self.lead}
        acts = [e for e, place in zip(self.events, self.places, strict=True) if place in dating and self._fits(e)]
        doers = {code for event in acts for code in _doers(event)} or (
            self._subject(self.first) if self.lead == self.first else set()
        )
        met = _MEETING.search(f"{self.story.title}\n{self.story.body[self.first].text}")
        return _holding(doers | self.named[self.first] if met else doers, self.news)

    def _fits(self, event: CodedEvent) -> bool:
        day = event.event_date
        return _UNREAL.isdisjoint(event.auxiliary) and (day is None or day == self.news.when.day)

    def _one(self, event: CodedEvent, n: int, holds: Held, past: _Past) -> CodedEvent:
        if event.event_date or not _UNREAL.isdisjoint(event.auxiliary):
            return event
        told = self.story.tellings.get(event.evidence, Telling.BACKGROUND)
        if past.when != UNDATED and told is Telling.NEWS and past.codes & _codes(event):
            old = (AuxiliaryMode.HISTORICAL, *event.auxiliary)
            return replace(event, event_date=past.when.day, date_precision=past.when.precision, auxiliary=old)
        when = self._day(event, n, told, holds)
        return replace(event, event_date=when.day, date_precision=when.precision)

    def _day(self, event: CodedEvent, n: int, told: Telling, holds: Held) -> Dated:
        """The day that holds for an event without its own."""
        if n == _TITLE:
            return self.news.when if self.news != NO_DAY else self._named_most()
        verbal = is_word(event.quad_class, event.event_type, event.mode) or n == self.first
        told_of = told is Telling.ASIDE and verbal and self.days[n] == NO_DAY
        if not (told_of or self._of_the_news(n, told)):
            return UNDATED
        held = {holds[code, verbal] for code in _doers(event) if (code, verbal) in holds}
        if not held and told is Telling.NEWS:
            held = self._told_today(event, holds)
        if len(held) == 1:
            here = None if told is Telling.WORD else self._said_here(n, event.evidence.trigger)
            return here or held.pop()
        if self.news == NO_DAY:
            return self._of_today() if n == self.first else UNDATED
        answers = not held and told is Telling.NEWS and self.news.when.day == self.story.published
        return self.news.of(verbal=verbal) if answers or same_day(self.story.body[n]) else UNDATED

    def _said_here(self, n: int, deed: str) -> Dated | None:
        """The only past day of these days that the sentence of a deed says, wherever the parser hung it."""
        if self.days[n] == NO_DAY and n == self.first:
            return None
        body, spoken = self.story.body[n], self.story.spoken[n]
        when = only_day(body, self.story.published, spoken)
        return when if when != UNDATED and not only_says_which(body, when, self.story.published, spoken, deed) else None

    def _named_most(self) -> Dated:
        """The day of these days that the text names most often, of several the last: what its title is about."""
        named = self._named
        return max(named, key=lambda when: (named[when], when.day or date.min), default=UNDATED)

    def _of_today(self) -> Dated:
        """The day of publication, where the text names it: that of a lead without a day of its own."""
        return next((when for when in self._named if when.day == self.story.published), UNDATED)

    @cached_property
    def _named(self) -> Counter[Dated]:
        """The past days of these days that the text names, with how often."""
        rows = zip(self.story.body, self.story.spoken, strict=True)
        said = (one.when for s, spoken in rows for one in dates_said(s.text, self.story.published, False, spoken))
        return Counter(when for when in said if self._is_news(when) and when.day and when.day <= self.story.published)

    def _told_today(self, event: CodedEvent, holds: Held) -> set[Dated]:
        """What those do whose words are of the day of publication is mostly of that day too."""
        days = (holds.get((code, True), UNDATED) for code in _doers(event))
        return {when for when in days if when.day == self.story.published}

    def _of_the_news(self, n: int, told: Telling) -> bool:
        """Whether what is told so is part of the news; not where its sentence has the date of another deed."""
        opening = max(self.first, self.lead or 0)
        if told in (Telling.BACKGROUND, Telling.ASIDE) or (told is Telling.JUST_DONE and n > opening):
            return False
        return self.days[n] == NO_DAY or n == self.lead or told is Telling.WORD

    def _held(self, n: int, events: Sequence[CodedEvent]) -> Held:
        """The days that a sentence gives those who act in it."""
        day = self.days[n]
        if not self._is_news(day.when):
            return {}
        acts = [event for event in events if event.event_date == day.when.day and _UNREAL.isdisjoint(event.auxiliary)]
        if acts:
            return {key: when for event in acts for key, when in self._holding_of(event, day).items()}
        return self._without_words(_holding(self._subject(n), day), day)

    def _subject(self, n: int) -> set[str]:
        """Who is named in a sentence before its main verb."""
        root = self.story.body[n].root.index
        return {c for one in self._of_text(self.story.found.sentences)[n] if one.first <= root for c in one.codes}

    def _holding_of(self, event: CodedEvent, day: Day) -> Held:
        held = _holding(_doers(event), day)
        word = is_word(event.quad_class, event.event_type, event.mode)
        return held if word else self._without_words(held, day)

    def _without_words(self, held: Held, day: Day) -> Held:
        """A deed of the days before the news is its cause; what is said of it is said on the day of the news."""
        news = self.news.when.day
        before = news is not None and day.when.day is not None and day.when.day < news and not day.words
        return {key: when for key, when in held.items() if not (before and key[1])}

    def _past(self, n: int, past: _Past) -> _Past:
        """The year that a paragraph went back to; none again where it returns to these days or to the present."""
        when, sentence = self.days[n].when, self.story.body[n]
        if when.historical(self.story.published):
            year = when.day.replace(month=1, day=1) if when.day else None
            return _Past(Dated(year, DatePrecision.YEAR if year else None, old=True), self.named[n] | past.codes)
        if past.when == UNDATED or when != UNDATED:
            return _Past()
        goes_on = telling(sentence, sentence.root, future=False) is Telling.NEWS
        return _Past(past.when, past.codes | self.named[n]) if goes_on else _Past()


def _is_stamp(sentence: Sentence) -> bool:
    """ "27 March 2020, 19:58", "Quito, April 6", "NUR-SULTAN."."""
    tokens = sentence.tokens
    if len(tokens) < _PLACE and sentence.text.isupper():
        return True
    told = any(token.pos in ("VERB", "AUX") for token in tokens)
    return len(tokens) < _STAMP and not told and any(token.text.isdigit() for token in tokens)


def is_word(quad: QuadClass, event_type: str, mode: str | None) -> bool:
    """Whether an act is done by saying it, so that the day of saying is its own: words, and what a government
    declares ("has expelled two envoys, the ministry said on Thursday")."""
    return quad in _VERBAL or event_type == "SANCTION" or (event_type == "COERCE" and mode in _DECLARED)


def _holding(codes: Iterable[str], day: Day) -> Held:
    """A day that holds for some: for their words, and for their deeds where it is more than a day of saying."""
    kinds = (True,) if day.words else (True, False)
    return {(code, verbal): day.when for code in codes for verbal in kinds}


def _codes(event: CodedEvent) -> frozenset[str]:
    return frozenset(actor.code for actor in (*event.actors, *event.recipients))


def _doers(event: CodedEvent) -> list[str]:
    """Who takes part: of a meeting or what both do, both sides; else who acts."""
    both = event.reciprocal or event.event_type == "CONSULT"
    return [actor.code for actor in (*event.actors, *(event.recipients if both else ()))]
