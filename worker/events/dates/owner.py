"""Which of the dates that a sentence says is an event's.

The rules, in order, for one event:

0. A date right before the "when" of its clause is the event's ("since June 2024, when they signed a treaty"); so is a
   year that is part of its name ("the 2003 invasion").
1. A date under the trigger, or under the verb that carries it, is the event's. So is the date of the clause where the
   trigger is its subject or object, a conjunct, a participle ("killing three") or a purpose ("to protest").
2. The date of saying is the event's own where the event is a word (verbal cooperation or conflict), and where the
   deed has only just been done ("has lifted the ban, the ministry said on Monday"); not that of any other deed.
3. Nothing said is null, whatever the tense: a report in the past tense with no date may be of any day before it.

Of two dates as near in the tree the one nearer in the text is meant.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from worker.events.dates.grammar import UNDATED, Dated, Said, dates_said
from worker.events.parser import Sentence, Token
from worker.model import DatePrecision

SAYING = frozenset(
    {"say", "announce", "report", "tell", "confirm", "declare", "state", "add", "note", "write", "quote"}
)
_SHARED = frozenset({"obj", "nsubj", "xcomp", "conj", "compound", "amod", "nmod", "appos"})
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_BREAKS = frozenset(',;:—–()"“”')
_CLAUSE = frozenset(
    [
        "after",
        "before",
        "since",
        "until",
        "while",
        "when",
        "because",
        "if",
        "that",
        "which",
        "who",
        "whose",
        "where",
        "as",
        "ahead",
        "following",
    ]
)
_BESIDE, _TOLD, _NEVER = 40, 50, 99  # ranks: only the words are near; the date of saying; that of something else


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
    return _Owner(sentence, Asked(trigger, published, future, verbal, skip, anchor)).date()


class _Owner:
    def __init__(self, sentence: Sentence, asked: Asked) -> None:
        self.sentence, self.asked = sentence, asked
        self.fresh = asked.verbal or _just_done(sentence, asked.trigger)
        self.chain = list(_carriers(sentence, asked.trigger, self.fresh))
        self.order = {token.index: n for n, token in reversed(list(enumerate(self.chain)))}

    def date(self) -> Dated:
        asked, text = self.asked, self.sentence.text
        starts = [token.start - self.sentence.start for token in self.sentence.tokens]
        ahead = {s.start: s.when for s in dates_said(text, asked.published, True, asked.anchor)}
        best: tuple[tuple[int, int], Dated] | None = None
        for said in dates_said(text, asked.published, False, asked.anchor):
            if self._told_when(said):
                return said.when
            first, last = max(bisect_right(starts, said.start) - 1, 0), max(bisect_right(starts, said.end - 1), 1)
            tokens = self.sentence.tokens[max(first, asked.skip) : last]
            rank = min((self._rank(token) for token in tokens), default=_NEVER)
            if tokens and rank > _BESIDE and self._beside(tokens[0].index, tokens[-1].index + 1):
                rank = _BESIDE
            if rank < _NEVER:
                when = ahead.get(said.start, said.when) if self._to_come(rank, tokens) else said.when
                key = rank, min(abs(token.index - asked.trigger.index) for token in tokens)
                best = min(filter(None, (best, (key, when))), key=lambda found: found[0])
        return best[1] if best else self._named_by_year()

    def _named_by_year(self) -> Dated:
        """ "the 2003 invasion"."""
        before = (t for t in self.sentence.children(self.asked.trigger.index) if t.index < self.asked.trigger.index)
        years = [int(t.text) for t in before if t.tag == "CD" and _YEAR.fullmatch(t.text)]
        return Dated(date(years[0], 1, 1), DatePrecision.YEAR) if years else UNDATED

    def _told_when(self, said: Said) -> bool:
        """ "since June 2024, when X and Y signed": the date right before the "when" of the trigger's clause is its
        own."""
        whens = (c for verb in self.chain for c in self.sentence.children(verb.index) if c.lemma.lower() == "when")
        between = (self.sentence.text[said.end : when.start - self.sentence.start].strip() for when in whens)
        return any(words in ("", ",") for words in between)

    def _to_come(self, rank: int, tokens: Sequence[Token]) -> bool:
        """Whether a date lies ahead: what hangs on the planned deed itself, or on a verb with "will"; "said on Tuesday
        that it will" was said on a Tuesday past."""
        if self.asked.future and rank == 0:
            return True
        verbs = (t for token in tokens for t in self.sentence.ancestors(token.index) if t.pos in ("VERB", "AUX"))
        verb = next(verbs, None)
        return verb is not None and any(
            t.tag == "MD" and t.lemma.lower() in ("will", "shall") for t in (verb, *self.sentence.children(verb.index))
        )

    def _rank(self, token: Token) -> int:
        """How far up the chain the date hangs; at the end where it is that of saying, never where another verb owns
        it."""
        for head in (token, *self.sentence.ancestors(token.index)):
            if head.index in self.order:
                return self.order[head.index]
            # "said after meeting in Tehran on Monday": the day of the participle is that of its verb.
            if head.pos == "VERB" and head.index != token.index and not (self.fresh and _participle(head)):
                return _TOLD if self.fresh and self._tells(head) else _NEVER
        return _NEVER

    def _tells(self, verb: Token) -> bool:
        """Whether a verb is one of saying: "has rejected it, the ministry said on Monday"."""
        return verb.lemma in SAYING and verb.tag in _FINITE

    def _beside(self, first: int, last: int) -> bool:
        """Whether a date stands in one run of words with the trigger, whatever the tree says: no comma between, no
        other clause."""
        trigger, tokens = self.asked.trigger.index, self.sentence.tokens
        if trigger != self.sentence.root.index or trigger in range(first, last):
            return False
        between = tokens[last:trigger] if last <= trigger else tokens[trigger + 1 : first]
        return not any(t.text in _BREAKS or t.tag in _FINITE or t.lemma.lower() in _CLAUSE for t in between)


def _just_done(sentence: Sentence, trigger: Token) -> bool:
    """ "has lifted", "have agreed", and no "not" with it."""
    below = sentence.children(trigger.index)
    has = any(c.dep.startswith("aux") and c.tag in ("VBZ", "VBP") and c.lemma == "have" for c in below)
    return trigger.tag == "VBN" and has and not any(c.lemma.lower() in ("not", "never", "n't") for c in below)


def _carriers(sentence: Sentence, trigger: Token, saying: bool) -> Iterator[Token]:
    """The trigger, then the words above it whose date is its date too."""
    token = trigger
    for head in (trigger, *sentence.ancestors(trigger.index)):
        if head.index != trigger.index:
            relation = token.dep.partition(":")[0]
            same = relation in _SHARED or _participle(token) or _purpose(sentence, token)
            said = saying and relation in ("ccomp", "parataxis")
            # "in a message on Monday" and its like: a noun that hangs on the verb as a phrase shares no deed's date.
            if not (same or said or (saying and relation == "obl")):
                return
        yield head
        token = head


def _participle(token: Token) -> bool:
    return token.dep == "advcl" and token.tag == "VBG"


def _purpose(sentence: Sentence, token: Token) -> bool:
    """ "summoned the envoy on Monday to protest"."""
    return token.dep == "advcl" and token.tag == "VB" and any(c.tag == "TO" for c in sentence.children(token.index))
