"""Which of the dates that a sentence says is an event's.

The rules, in order, for one event:

0. A date right before the "when" of its clause is the event's ("since June 2024, when they signed a treaty"); so is a
   year that is part of its name ("the 2003 invasion").
1. A date under the trigger, or under the verb that carries it, is the event's. So is the date of the clause where the
   trigger is its subject or object, a conjunct, a participle ("killing three") or a purpose ("to protest").
2. The date of saying is the event's own where the event is a word (verbal cooperation or conflict), and where the
   deed has only just been done ("has lifted the ban, the ministry said on Monday") or is announced; not that of any
   other deed.
3. Nothing said is null, whatever the tense: a report in the past tense with no date may be of any day before it.

Of two dates as near in the tree the one nearer in the text is meant.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from worker.events.dates.ahead import UPCOMING, lies_ahead
from worker.events.dates.apart import apart
from worker.events.dates.beside import FINITE, beside
from worker.events.dates.carriers import PRESENT, carriers, gone_before, just_done, of_before, participle, reduced
from worker.events.dates.dated import UNDATED, Dated, Said
from worker.events.dates.grammar import dates_said
from worker.events.dates.nobodys import (
    is_background,
    is_count,
    is_dateline,
    is_deadline,
    is_of_what_is_spoken_of,
    is_start,
    is_to_come,
    says_which,
    says_whom,
)
from worker.events.dates.telling import past_in_disguise
from worker.events.parser import Sentence, Token
from worker.model import DatePrecision

SAYING = frozenset({
    "say", "announce", "report", "tell", "confirm", "declare", "state", "add", "note", "write", "quote", "warn",
    "stress", "insist", "claim", "argue", "explain",
})  # fmt: skip
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_WHEN = re.compile(r",? (?:when|(?:during|in|on|after) which)\b")
_IT_WAS_THEN = re.compile(r" that\b")
_HELD = frozenset(
    {"hold", "sign", "reach", "conclude", "conduct", "carry", "make", "launch", "impose", "open", "begin"}
)
_GONE_WITH = frozenset({"after", "when", "as"})
_LATER = ("next", "coming", "tomorrow")
_TIMES = frozenset({"morning", "afternoon", "evening", "night", "noon", "day", "week", "month", "year", "time", "hour"})
_SOON = frozenset({"hours", "minutes", "shortly", "soon", "immediately"})
_STEP_BACK = 5
_BESIDE, _TOLD, _ELSEWHERE, _NEVER = 40, 50, 60, 99
# Ranks: only the words are near; the date of saying; perhaps that of a clause between; that of something else.


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose date is looked for: its trigger, and what is known of the act and of the article."""

    trigger: Token
    published: date | None
    future: bool = False
    verbal: bool = False
    skip: int = 0
    anchor: Dated = UNDATED


def date_of(
    sentence: Sentence,
    trigger: Token,
    published: date | None,
    *,
    future: bool = False,
    verbal: bool = False,
    skip: int = 0,
    anchor: Dated = UNDATED,
) -> Dated:
    """The date of the event that `trigger` tells; `verbal` events may take the date of saying.

    `skip` is a number of tokens at the start (a dateline) whose dates are nobody's; `anchor` is what the
    article spoke of last.
    """
    far = apart(sentence, trigger)
    if far is None and not dates_said(sentence.text, published, False, anchor):
        return _named_by_year(sentence, trigger)
    if far is not None:
        main = _main_date(sentence, published, skip, anchor)
        # "The move comes a day after": from the day that the text speaks of.
        return far.date(main if main.day or anchor.precision is not DatePrecision.DAY else anchor, published)
    return _Owner(sentence, Asked(trigger, published, future, verbal, skip, anchor)).date()


def _main_date(sentence: Sentence, published: date | None, skip: int, anchor: Dated) -> Dated:
    """The date of the main verb, and of what it says; else, since a small parser may err, the first that is said."""
    when = _Owner(sentence, Asked(sentence.root, published, verbal=True, skip=skip, anchor=anchor)).date()
    said = (one for one in dates_said(sentence.text, published, False, anchor) if one.when.day)
    return when if when.day else min(said, key=lambda one: one.start, default=Said(0, 0, UNDATED)).when


def _named_by_year(sentence: Sentence, trigger: Token) -> Dated:
    """ "the 2003 invasion"."""
    before = (t for t in sentence.children(trigger.index) if t.index < trigger.index)
    years = [int(t.text) for t in before if t.tag == "CD" and _YEAR.fullmatch(t.text)]
    return Dated(date(years[0], 1, 1), DatePrecision.YEAR) if years else UNDATED


class _Owner:
    def __init__(self, sentence: Sentence, asked: Asked) -> None:
        self.sentence, self.asked = sentence, asked
        told = asked.verbal or just_done(sentence, asked.trigger)
        which = says_whom(sentence, asked.trigger) or reduced(sentence, asked.trigger)
        gone = gone_before(sentence, asked.trigger) or of_before(sentence, asked.trigger)
        self.fresh = told and not which and not gone
        self.chain = list(carriers(sentence, asked.trigger, self.fresh))
        self.order = {token.index: n for n, token in reversed(list(enumerate(self.chain)))}

    def date(self) -> Dated:
        asked, text = self.asked, self.sentence.text
        found: list[tuple[tuple[int, int], Dated]] = []
        for said in dates_said(text, asked.published, False, asked.anchor):
            if self._told_when(said):
                return said.when
            tokens = self._tokens(said)
            rank = self._claim(said, tokens)
            to_come = self._to_come(said, rank, tokens)
            if rank < _NEVER and not self._nobodys(said, to_come, tokens):
                near = min(abs(token.index - asked.trigger.index) for token in tokens)
                found.append(((rank, near), self._ahead(said) if to_come else said.when))
        return min(found, key=lambda one: one[0])[1] if found else _named_by_year(self.sentence, self.asked.trigger)

    def _claim(self, said: Said, tokens: Sequence[Token]) -> int:
        """How near a date is to the deed; the lower the nearer."""
        rank = min((self._rank(token) for token in tokens), default=_NEVER)
        coarse = said.when.precision is not DatePrecision.DAY
        if tokens and rank > _BESIDE and beside(self.sentence, self.asked.trigger, tokens, coarse=coarse):
            rank = _BESIDE
        if tokens and rank == _NEVER and self._of_the_same(said, tokens[-1]):
            rank = _TOLD
        return _ELSEWHERE if tokens and rank < _TOLD and self._of_a_clause(tokens[0]) else rank

    def _of_the_same(self, said: Said, date: Token) -> bool:
        """Whether a date of the verb above holds here too: a year for what came just before or with it ("fought a war
        in 2008, after Y attacked"), any date for what was done when it was ("signed in May when Y came"), or made what
        was held then ("talks hosted by Y were held in May")."""
        trigger, tokens = self.asked.trigger, self.sentence.tokens
        above = tokens[trigger.head]
        verb = next((t for t in self.sentence.ancestors(date.index) if t.pos == "VERB"), date)
        if trigger.dep == "advcl":
            marks = {c.lemma.lower() for c in self.sentence.children(trigger.index) if c.dep in ("mark", "advmod")}
            fits = marks & (_GONE_WITH if said.when.precision is DatePrecision.YEAR else {"when"})
            return verb.index == above.index and bool(fits)
        made = trigger.tag == "VBN" and trigger.dep == "acl" and above.dep.startswith(("nsubj", "obl"))
        return made and verb.index == above.head and (verb.lemma in _HELD or verb.lemma == "agree")

    def _ahead(self, said: Said) -> Dated:
        """A date, read as one to come."""
        asked = self.asked
        read = dates_said(self.sentence.text, asked.published, True, asked.anchor)
        return next((one.when for one in read if one.start == said.start), said.when)

    def _tokens(self, said: Said) -> tuple[Token, ...]:
        """The tokens of a date, less those of a dateline."""
        starts = [token.start - self.sentence.start for token in self.sentence.tokens]
        first, last = max(bisect_right(starts, said.start) - 1, 0), max(bisect_right(starts, said.end - 1), 1)
        return self.sentence.tokens[max(first, self.asked.skip) : last]

    def _nobodys(self, said: Said, to_come: bool, tokens: Sequence[Token]) -> bool:
        """Whether a date cannot be that of the deed: what is done was not done in days to come, and a deadline is no
        date of anything past; the present of an aside has no day of the past."""
        trigger, text = self.asked.trigger, self.sentence.text
        if is_dateline(text, said) or is_count(text, said) or says_which(self.sentence, tokens[0], tokens[-1], trigger):
            return True
        if trigger.tag in PRESENT and trigger.dep.endswith("relcl"):
            return not to_come
        if self.asked.verbal and is_of_what_is_spoken_of(self.sentence, tokens[0], trigger):
            return True
        if is_background(text, said, trigger.start - self.sentence.start):
            return True
        past = trigger.tag in ("VBD", "VBN") and not self.asked.future
        if trigger.tag in ("VBD", "VB") and is_start(text, said):
            return True
        late = text[said.start : said.end].lower().startswith(_LATER) or self._after_publication(said.when)
        return not to_come and ((past and late) or (is_deadline(text, said) and not self.asked.future))

    def _after_publication(self, when: Dated) -> bool:
        published = self.asked.published
        return published is not None and when.day is not None and when.day > published + timedelta(days=1)

    def _of_a_clause(self, date: Token) -> bool:
        """ "after the quake that flattened villages last week": a relative clause between has the better claim."""
        between = self.sentence.tokens[self.asked.trigger.index + 1 : date.index]
        last = next((t for t in reversed(between) if t.text == "," or t.tag in ("WDT", "WP")), None)
        return last is not None and last.text != ","

    def _told_when(self, said: Said) -> bool:
        """ "since June 2024, when X and Y signed": the date right before the "when" of the trigger's clause is its
        own; so is that of "the fighting of September 13, in which X shelled Y"."""
        if self._opens(said):
            return True
        whens = (c for verb in self.chain for c in self.sentence.children(verb.index) if c.lemma.lower() == "when")
        before = (when.start - self.sentence.start for when in whens)
        return any(self.sentence.text[said.end : at].strip() in ("", ",") for at in before if said.end <= at)

    def _opens(self, said: Said) -> bool:
        """Whether a clause opens right after a date, and holds the trigger before any comma: a small parser loses such
        clauses."""
        then = _IT_WAS_THEN if self.sentence.text.startswith("It was ") else _WHEN
        opening = then.match(self.sentence.text, said.end)
        if opening is None or self.asked.trigger.start - self.sentence.start < opening.end():
            return False
        between = self.sentence.text[opening.end() : self.asked.trigger.start - self.sentence.start]
        return not any(mark in between for mark in ",;:—–")

    def _to_come(self, said: Said, rank: int, tokens: Sequence[Token]) -> bool:
        """Whether a date lies ahead: what hangs on the planned deed itself, on a verb with "will", on what somebody
        prepares to do; "said on Tuesday that it will" was said on a Tuesday past."""
        if (self.asked.future and rank in (0, _STEP_BACK)) or is_to_come(self.sentence.text, said):
            return True
        above = [t for token in tokens for t in self.sentence.ancestors(token.index)]
        if self.asked.trigger in above and self._gone(self.asked.trigger):
            return False  # "negotiate after a clash on 15 June"
        verb = next((t for t in above if t.pos in ("VERB", "AUX") or t.text.lower() in UPCOMING), None)
        if verb is None:
            return False
        return lies_ahead(self.sentence, verb)

    def _gone(self, noun: Token) -> bool:
        cases = (c.lemma.lower() for c in self.sentence.children(noun.index) if c.dep == "case")
        return any(case in ("after", "following", "since") for case in cases)

    def _rank(self, token: Token) -> int:
        """How far up the chain the date hangs; at the end where it is that of saying, never where another verb owns
        it. What hangs on another noun ("protest the violation on June 18") may be that noun's, and stands back."""
        back = 0
        for head in (token, *self.sentence.ancestors(token.index)):
            if head.index in self.order:
                return self.order[head.index] + back
            if head.pos == "NOUN" and head.lemma.lower() not in _TIMES:
                back = _STEP_BACK
            passes = self._while_saying(head) or self._at_that_time(head) or self._named_by(head) or self._part(head)
            clause = head.pos == "VERB" or head.dep == "acl:relcl"  # "waters that were the scene of a spat"
            if clause and head.index != token.index and not passes:
                return _TOLD if (self.fresh or self._announces(head)) and self._tells(head) else _NEVER
        return _NEVER

    def _while_saying(self, verb: Token) -> bool:
        """ "said after meeting in Tehran on Monday": the day of the participle is that of its verb."""
        return self.fresh and participle(verb) and self._tells(self.sentence.tokens[verb.head])

    def _part(self, verb: Token) -> bool:
        """What a deed comes to ("attacked, killing two on Monday"), and what is planned ("is due to fly on Monday")."""
        if verb.head not in self.order or any(c.dep in ("case", "mark") for c in self.sentence.children(verb.index)):
            return verb.dep == "xcomp" and self.asked.future and verb.head == self.asked.trigger.index
        return participle(verb)

    def _named_by(self, verb: Token) -> bool:
        """ "the talks held in May", "a treaty signed in 2000": the participle only says which, and when."""
        trigger = self.asked.trigger
        which = verb.tag == "VBN" and verb.dep == "acl" and verb.lemma in _HELD
        return which and trigger.pos == "NOUN" and verb.head in (trigger.index, trigger.head)

    def _at_that_time(self, verb: Token) -> bool:
        """ "refused to renew the contract when it ran out on 1 January", "shut the crossing hours after it reopened on
        Thursday": both on that day."""
        whens = [c for c in self.sentence.children(verb.index) if c.dep in ("advmod", "mark")]
        soon = any(self.sentence.tokens[c.index - 1].text in _SOON for c in whens if c.lemma == "after" and c.index)
        once = soon or any(c.lemma.lower() == "when" for c in whens)
        return verb.dep == "advcl" and verb.tag in ("VBD", "VBN") and once

    def _announces(self, verb: Token) -> bool:
        """ "swapped prisoners, officials announced on Monday": not where only some clause of it is meant."""
        return verb.lemma == "announce" and self.asked.trigger.dep in ("root", "ccomp", "parataxis")

    def _tells(self, verb: Token) -> bool:
        """Whether a verb is one of saying: "has rejected it, the ministry said on Monday"."""
        return verb.lemma in SAYING and (verb.tag in FINITE or past_in_disguise(self.sentence, verb))
