"""The course of an article in time: which date it spoke of last, and the day of each of its sentences."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from worker.events.dates.apart import apart
from worker.events.dates.dated import UNDATED, Dated
from worker.events.dates.grammar import dates_said
from worker.events.dates.nobodys import DEEDS, deed_of, is_deadline, is_start, is_to_come
from worker.events.dates.owner import SAYING, date_of
from worker.events.parser import Sentence, Token
from worker.model import DatePrecision

_PRINTED = timedelta(days=2)  # so soon after its dateline a text is printed
_IN_THE_DAY = re.compile(r"\b(?:[Ee]arlier|[Ll]ater) (?:in|on) (?:the|that|the same) day\b")
_IN_WHICH = re.compile(
    r"(?P<thing>(?:\w+ ){0,4}\w+),? (?:(?:in|during|at|for|after|by) )?(?:which|who|that|where) [^,;]*$"
)
_NEWS = timedelta(days=7)  # what lies further back is no headline's day


def spoken_of(sentences: Sequence[Sentence], published: date | None) -> list[Dated]:
    """For each sentence of an article, the date that was said last before it; unknown at the start.

    "Earlier in the day" counts from the last day, whatever month or year was named since.
    """
    found, last, day = [], UNDATED, UNDATED
    for sentence in sentences:
        found.append(day if day != last and _IN_THE_DAY.search(sentence.text) else last)
        said = sorted(dates_said(sentence.text, published, False, found[-1]), key=lambda one: one.start)
        past = [one.when for one in said if one.when.day and not is_deadline(sentence.text, one)]
        last = past[-1] if past else last
        day = last if last.precision is DatePrecision.DAY and published and of_these_days(last, published) else day
    return found


@dataclass(frozen=True, slots=True)
class Day:
    """The date of a sentence's main verb; `words` where only what is said is known to be of it."""

    when: Dated = UNDATED
    words: bool = False

    def of(self, *, verbal: bool) -> Dated:
        """The day of a word or of a deed."""
        return self.when if verbal or not self.words else UNDATED


NO_DAY = Day()


def days_of(body: Sequence[Sentence], datelines: Sequence[int], published: date, spoken: Sequence[Dated]) -> list[Day]:
    """For each sentence the date of its main verb, near or old; none where it says nothing or looks ahead.

    `datelines` are the tokens at the start of each sentence that are a dateline, `spoken` what was spoken of before it.
    """
    rows = zip(body, datelines, spoken, strict=True)
    return [_day_of(sentence, skip, published, before) for sentence, skip, before in rows]


def _day_of(sentence: Sentence, skip: int, published: date, spoken: Dated) -> Day:
    said = dates_said(sentence.text, published, False, spoken)
    if not said:
        return NO_DAY
    for verb in _main_verbs(sentence):
        if _will_be(sentence, verb):
            continue  # what will be has no day of the news
        saying = verb.lemma in SAYING
        when = date_of(sentence, verb, published, verbal=saying, skip=skip, anchor=spoken)
        if apart(sentence, verb):  # "a day after X had done it", with X's deed taken for the main one
            when = min(said, key=lambda one: one.start).when
        if any(one.when == when and _to_be_spoken_of(sentence, one.start) for one in said):
            continue
        if when != UNDATED and (when.day is None or when.day <= published + timedelta(days=1)):
            return Day(when, words=saying)
    return NO_DAY


def _will_be(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb has no past: an infinitive, but for "did not get", or one after "will"."""
    below = sentence.children(verb.index)
    did = any(c.lemma == "do" and c.tag == "VBD" for c in below)
    return (verb.tag == "VB" and not did) or any(c.tag == "MD" for c in below)


def only_day(sentence: Sentence, published: date, spoken: Dated) -> Dated:
    """The one day of these days that a sentence says, where its main verb does not look ahead."""
    text = sentence.text
    dates = dates_said(text, published, False, spoken)
    said = {one.when for one in dates if not is_to_come(text, one) and not is_deadline(text, one)}
    near = [when for when in said if of_these_days(when, published) and when.day and when.day <= published]
    ahead = any(c.tag == "MD" for c in sentence.children(sentence.root.index))
    return near[0] if len(near) == 1 and not ahead else UNDATED


def only_says_which(sentence: Sentence, when: Dated, published: date, spoken: Dated, deed: str = "") -> bool:
    """Whether a day that a sentence says is but the day of a thing, and not of the deed that a word tells: "Friday's
    attack", "since Friday", "the raid in which two were hurt on Friday"."""
    text = sentence.text
    said = next(one for one in dates_said(text, published, False, spoken) if one.when == when)
    if _of_a_deed(sentence, said.start):
        return True
    which = _IN_WHICH.search(text[: said.start])
    if which is not None and deed.rpartition(" ")[2] not in which["thing"].split():
        return True
    return text[said.end :].startswith(("'s", "’s")) or is_start(text, said) or is_deadline(text, said)


def _of_a_deed(sentence: Sentence, start: int) -> bool:
    """ "after the attack by X on Saturday", "to discuss the attack by X on Saturday": the day is the attack's."""
    return deed_of(sentence, _token_at(sentence, start)) is not None or _to_be_spoken_of(sentence, start)


def _to_be_spoken_of(sentence: Sentence, start: int) -> bool:
    """ "called a meeting to discuss the attack by X on Saturday"."""
    token = _token_at(sentence, start)
    verb = next((t for t in sentence.ancestors(token.index) if t.pos == "VERB"), token)
    told = (c.lemma.lower() for c in sentence.children(verb.index) if c.dep == "obj" and c.index < token.index)
    return verb.tag == "VB" and verb.index < token.index and any(lemma in DEEDS for lemma in told)


def _token_at(sentence: Sentence, start: int) -> Token:
    """The token at an offset in a sentence."""
    return next((t for t in sentence.tokens if t.start - sentence.start >= start), sentence.root)


def of_these_days(when: Dated, published: date) -> bool:
    """Whether a date is a day of the news, and not one of its background."""
    if when.day is None or when.precision is not DatePrecision.DAY:
        return False
    return published - _NEWS <= when.day <= published + timedelta(days=1)


def dateline_day(sentence: Sentence, skip: int, published: date) -> Dated:
    """The day that a dateline says: "CHISINAU, Sept 12 (Agency) -"."""
    if not skip:
        return UNDATED
    tokens = sentence.tokens
    line = sentence.text[: tokens[skip].start - sentence.start] if skip < len(tokens) else sentence.text
    days = (said.when for said in dates_said(line.title(), published))
    return next((when for when in days if of_these_days(when, published)), UNDATED)


def written_on(body: Sequence[Sentence], datelines: Sequence[int], published: date | None) -> date | None:
    """The day that a text calls today: that of its dateline, where it was printed soon after, else of publication."""
    if published is None or not body:
        return published
    line = dateline_day(body[0], datelines[0], published)
    return line.day if line.day and timedelta(0) < published - line.day <= _PRINTED else published


def _main_verbs(sentence: Sentence) -> list[Token]:
    """The deeds before the saying: the root and what it says or is said of it."""
    root = sentence.root
    # "will impose duties, the ministry said": a small parser takes the saying for one more deed.
    below = (c for c in sentence.children(root.index) if c.pos == "VERB")
    said = [c for c in below if c.dep in ("ccomp", "parataxis") or (c.dep == "conj" and c.lemma in SAYING)]
    return sorted([root, *said], key=lambda verb: verb.lemma in SAYING)
