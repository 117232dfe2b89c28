"""The course of an article in time: which date it spoke of last, and the day of its lead."""

from collections.abc import Sequence
from datetime import date, timedelta

from worker.events.dates.dated import UNDATED, Dated
from worker.events.dates.grammar import dates_said
from worker.events.dates.owner import SAYING, date_of
from worker.events.parser import Sentence, Token
from worker.model import DatePrecision

_NEWS = timedelta(days=7)  # what lies further back is no headline's day


def spoken_of(sentences: Sequence[Sentence], published: date | None) -> list[Dated]:
    """For each sentence of an article, the date that was said last before it; unknown at the start."""
    found, last = [], UNDATED
    for sentence in sentences:
        found.append(last)
        said = sorted(dates_said(sentence.text, published, False, last), key=lambda one: one.start)
        last = next((one.when for one in reversed(said) if one.when.day), last)
    return found


def lead_day(
    body: Sequence[Sentence], datelines: Sequence[int], published: date | None, *, verbal: bool = False
) -> Dated:
    """The day of the news: that of the main verb of the first sentence of the text, if it is of these days.

    `datelines` are the tokens at the start of each sentence that are a dateline; `verbal` asks for the day of a word,
    which may be that of saying, and not for that of a deed.
    """
    leads = (n for n, sentence in enumerate(body[:3]) if any(t.tag in ("VBD", "VBZ", "VBP") for t in sentence.tokens))
    lead = next(leads, None)
    if lead is None:
        return UNDATED
    found = (
        date_of(body[lead], verb, published, verbal=verbal, skip=datelines[lead])
        for verb in _main_verbs(body[lead])
        if verbal or verb.lemma not in SAYING
    )
    return next((when for when in found if _of_these_days(when, published)), UNDATED)


def _main_verbs(sentence: Sentence) -> list[Token]:
    """The root, and what it says or is said of it."""
    root = sentence.root
    return [root, *(c for c in sentence.children(root.index) if c.dep in ("ccomp", "parataxis") and c.pos == "VERB")]


def _of_these_days(when: Dated, published: date | None) -> bool:
    if when.day is None or when.precision is not DatePrecision.DAY or published is None:
        return False
    return published - _NEWS <= when.day <= published + timedelta(days=1)
