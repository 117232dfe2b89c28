"""When an event happened: the dates that a sentence says, resolved against the publication, and which belongs to it.

Own grammar rather than `dateparser`: what cannot be read must stay null, and a library that guesses ("may" as a month,
"second" as a day) does not know that. The rules, in order, for one event:

0. A date right before the "when" of its clause is the event's ("since June 2024, when they signed a treaty").
1. A date under the trigger, or under the verb that carries it, is the event's. So is the date of the clause where the
   trigger is its subject or object, a conjunct or a participle ("killing three").
2. The date of saying is the event's own where the event is a word (verbal cooperation or conflict), not a deed.
3. Nothing said is null, whatever the tense: a report in the past tense with no date may be of any day before it.

A weekday or a day without its year is the nearest one not after publication; with a planned event, not before it.
"last week" knows its month, not its day. An event that ended more than 90 days before publication, or "last year", is
historical.
"""

import calendar
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from worker.events.parser import Sentence, Token
from worker.model import DatePrecision

HISTORICAL_AFTER = timedelta(days=90)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: n for name, n in _MONTHS.items()} | {"sept": 9}
_COUNTS = "zero one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {word: number for number, word in enumerate(_COUNTS.split())}
_NUMBERS |= {"a": 1, "an": 1, "couple": 2, "several": 3, "few": 3}

_MONTH = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December" + (
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)(?=[.\s,)]))\.?"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:18|19|20)\d\d)"
_DAYNAME = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"


@dataclass(frozen=True, slots=True)
class Dated:
    """A date with what is known of it; the unknown part is its first month or day. `old` says it is told as history."""

    day: date | None = None
    precision: DatePrecision | None = None
    old: bool = False

    def historical(self, published: date | None) -> bool:
        """Whether the event lay long before the publication."""
        if self.day is None or self.precision is None or published is None:
            return self.old
        return self.old or _end(self.day, self.precision) < published - HISTORICAL_AFTER


UNDATED = Dated()


@dataclass(frozen=True, slots=True)
class Said:
    """A date as a sentence says it: where (character offsets in the sentence), and what it comes to."""

    start: int
    end: int
    when: Dated


def _end(day: date, precision: DatePrecision) -> date:
    if precision is DatePrecision.DAY:
        return day
    month = 12 if precision is DatePrecision.YEAR else day.month
    return date(day.year, month, calendar.monthrange(day.year, month)[1])


# the grammar: each reader takes a match, the publication and whether the event is to come


def _read_day(match: re.Match[str], published: date | None, future: bool) -> Dated:
    month, day = _MONTHS[match["month"].lower().rstrip(".")], int(match["day"])
    if match["year"]:
        return _day(int(match["year"]), month, day)
    if published is None:
        return UNDATED
    years = (published.year, published.year + 1) if future else (published.year, published.year - 1)
    fits = [_day(year, month, day) for year in years]
    # A paper of the evening before, or another time zone: one day ahead is still past.
    good = [f for f in fits if f.day and (f.day >= published if future else f.day <= published + timedelta(days=1))]
    return good[0] if good else UNDATED


def _day(year: int, month: int, day: int) -> Dated:
    try:
        return Dated(date(year, month, day), DatePrecision.DAY)
    except ValueError:
        return UNDATED


def _read_iso(match: re.Match[str], published: date | None, future: bool) -> Dated:
    return _day(int(match["year"]), int(match["m"]), int(match["day"]))


def _read_month(match: re.Match[str], published: date | None, future: bool) -> Dated:
    month = _MONTHS[match["month"].lower().rstrip(".")]
    if match["year"]:
        return Dated(date(int(match["year"]), month, 1), DatePrecision.MONTH)
    if published is None:
        return UNDATED
    year = published.year + (month < published.month if future else -(month > published.month))
    if match["which"] == "last" and month == published.month:
        year -= 1
    return Dated(date(year, month, 1), DatePrecision.MONTH)


def _read_year(match: re.Match[str], published: date | None, future: bool) -> Dated:
    return Dated(date(int(match["year"]), 1, 1), DatePrecision.YEAR)


def _read_weekday(match: re.Match[str], published: date | None, future: bool) -> Dated:
    if published is None:
        return UNDATED
    which, wanted = (match["which"] or "").lower(), _WEEKDAYS.index(match["weekday"].lower())
    if which in ("next", "coming") or (future and which != "last"):
        ahead = (wanted - published.weekday()) % 7
        return Dated(published + timedelta(days=ahead or (7 if which == "next" else 0)), DatePrecision.DAY)
    back = (published.weekday() - wanted) % 7
    return Dated(published - timedelta(days=back or (7 if which == "last" else 0)), DatePrecision.DAY)


_RELATIVE_DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "overnight": 0}


def _read_relative_day(match: re.Match[str], published: date | None, future: bool) -> Dated:
    if published is None:
        return UNDATED
    word = match["word"].lower()
    shift = _RELATIVE_DAYS.get(word, 0)
    return Dated(published + timedelta(days=shift), DatePrecision.DAY)


def _read_period(match: re.Match[str], published: date | None, future: bool) -> Dated:
    which, unit = match["which"].lower(), match["unit"].lower()
    shift = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}.get(which, 0)
    if published is None:
        return Dated(old=unit == "year" and shift < 0)
    return _shifted(published, unit, shift)


def _read_season(match: re.Match[str], published: date | None, future: bool) -> Dated:
    """ "last winter": which months that was, the hemisphere would have to say; that it is over is sure."""
    return Dated(old=True)


def _read_ago(match: re.Match[str], published: date | None, future: bool) -> Dated:
    count, unit = match["count"].lower(), match["unit"].lower()
    number = int(count) if count.isdigit() else _NUMBERS.get(count, 1)
    if published is None or number > 3000:
        return Dated(old=unit == "year")
    if unit == "day":
        return Dated(published - timedelta(days=number), DatePrecision.DAY)
    return _shifted(published, unit, -number)


def _shifted(day: date, unit: str, by: int) -> Dated:
    """A day moved by weeks, months or years, as precisely as the unit allows."""
    if unit == "week":
        moved = day + timedelta(weeks=by)
        return Dated(moved.replace(day=1), DatePrecision.MONTH)
    if unit in ("month", "decade"):
        months = day.year * 12 + day.month - 1 + by * (120 if unit == "decade" else 1)
        year, month = divmod(months, 12)
        return Dated(
            date(max(year, 1), month + 1, 1), DatePrecision.YEAR if unit == "decade" else DatePrecision.MONTH, by < -3
        )
    return Dated(date(max(day.year + by, 1), 1, 1), DatePrecision.YEAR, old=by < 0)


Reader = Callable[[re.Match[str], date | None, bool], Dated]

# In order: where two overlap, the one that stands first here, then the longer, is meant.
_GRAMMAR: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE if free else 0), read)
    for pattern, free, read in (
        (rf"\b{_YEAR}-(?P<m>[01]\d)-(?P<day>[0-3]\d)\b", False, _read_iso),
        (rf"\b{_MONTH}\s+{_DAY}(?:\s*,?\s*{_YEAR})?(?![\d:]|,\d)\b", False, _read_day),
        (rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}(?:\s*,?\s*{_YEAR})?\b", False, _read_day),
        (rf"\b(?:(?P<which>last|next|this|past|early|late|mid)[\s-]+)?{_MONTH}\s*,?\s+(?:of\s+)?{_YEAR}\b",
         False, _read_month),
        (rf"\b(?:in|since|during|until|by|throughout|from)\s+(?:(?:early|late|mid)[\s-]+)?(?:the\s+\w+\s+of\s+)?(?P<which>last\s+)?{_MONTH}"
         r"(?P<year>$^)?\b(?!\s+\d)", False, _read_month),
        (rf"\b(?P<which>last|next|this|past|earlier in)\s+{_MONTH}(?P<year>$^)?\b", False, _read_month),
        (rf"\b(?:in|since|during|of|by|until|from|for|early|late|mid|year)[\s-]+(?:early\s|late\s|mid-)?{_YEAR}\b(?![-–%,]\d|\s+(?:troops|soldiers|men|tons|tonnes))",
         False, _read_year),
        (rf"\b(?:(?P<which>last|next|this|past|coming)\s+)?{_DAYNAME}\b", False, _read_weekday),
        (r"\b(?P<word>today|tonight|yesterday|tomorrow|overnight)\b(?!['’]s)", True, _read_relative_day),
        (r"\b(?P<word>this (?:morning|afternoon|evening))\b", True, _read_relative_day),
        (r"\b(?P<which>last|next|this|previous|past|coming) (?P<unit>week|month|year)\b", True, _read_period),
        (r"\blast (?:winter|spring|summer|autumn|fall)\b", True, _read_season),
        (r"\b(?P<count>\d{1,4}|an?|couple|several|few|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
         r"(?: of)? "
         r"(?P<unit>day|week|month|year|decade)s? (?:ago|earlier|before)\b", True, _read_ago),
    )
)  # fmt: skip


def dates_said(text: str, published: date | None, future: bool = False) -> Iterator[Said]:
    """The dates that a text says, in the order of the grammar, never overlapping."""
    taken: list[tuple[int, int]] = []
    for pattern, read in _GRAMMAR:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other_end and end > other for other, other_end in taken):
                continue
            taken.append((start, end))
            when = read(match, published, future)
            if when != UNDATED:
                yield Said(start, end, when)


def date_of(
    sentence: Sentence,
    trigger: Token,
    published: date | None,
    *,
    future: bool = False,
    verbal: bool = False,
    skip: int = 0,
) -> Dated:
    """The date of the event that `trigger` tells; `verbal` events may take the date of saying.

    `skip` is a number of tokens at the start (a dateline) whose dates are nobody's.
    """
    chain = list(_carriers(sentence, trigger, verbal))
    starts = [token.start - sentence.start for token in sentence.tokens]
    best: tuple[int, int, Dated] | None = None
    # Only what hangs on the planned deed itself lies ahead; "said on Tuesday that it will" was said on a Tuesday past.
    ahead = {said.start: said.when for said in dates_said(sentence.text, published, True)} if future else {}
    for said in dates_said(sentence.text, published):
        tokens = range(max(bisect_right(starts, said.start) - 1, 0), max(bisect_right(starts, said.end - 1), 1))
        if _told_when(sentence, said, chain):
            return said.when
        rank = min((_rank(sentence, sentence.tokens[t], chain) for t in tokens if t >= skip), default=99)
        if rank < 99 and (best is None or (rank, said.start) < best[:2]):
            best = (rank, said.start, ahead.get(said.start, said.when) if rank == 0 else said.when)
    return best[2] if best else UNDATED


def _told_when(sentence: Sentence, said: Said, chain: list[Token]) -> bool:
    """ "since June 2024, when X and Y signed": the date right before the "when" of the trigger's clause is its own."""
    whens = (c for verb in chain for c in sentence.children(verb.index) if c.lemma.lower() == "when")
    return any(sentence.text[said.end : when.start - sentence.start].strip() in ("", ",") for when in whens)


def _carriers(sentence: Sentence, trigger: Token, verbal: bool) -> Iterator[Token]:
    """The trigger, then the words above it whose date is its date too."""
    token = trigger
    for head in (trigger, *sentence.ancestors(trigger.index)):
        if head.index != trigger.index:
            relation = token.dep.partition(":")[0]
            same = relation in ("obj", "nsubj", "xcomp", "conj", "compound", "amod", "nmod", "appos") or _participle(
                token
            )
            said = verbal and relation in ("ccomp", "parataxis")
            # "in a message on Monday" and its like: a noun that hangs on the verb as a phrase shares no deed's date.
            if not (same or said or (verbal and relation == "obl")):
                return
        yield head
        token = head


def _participle(token: Token) -> bool:
    return token.dep == "advcl" and token.tag == "VBG"


def _rank(sentence: Sentence, token: Token, chain: list[Token]) -> int:
    """How far up the chain the date hangs; 99 where another verb owns it."""
    order = {t.index: n for n, t in enumerate(chain)}
    for head in (token, *sentence.ancestors(token.index)):
        if head.index in order:
            return order[head.index]
        if head.pos == "VERB" and head.index != token.index:
            return 99
    return 99
