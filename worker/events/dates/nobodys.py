"""Dates in a sentence that are nobody's: a dateline, a deadline, what is the first of its kind since then, a date that
only says which thing is meant ("last year's accord")."""

import calendar
import re
from itertools import takewhile

from worker.events.dates.dated import Said
from worker.events.parser import Sentence, Token

# "Lome, 5 June - ", "Oct 5 (Agency) - ": a place or nothing before the date, a dash or a colon after it.
_PLACE = re.compile(r"(?!(?:On|In|At|By|Since|From|Until)\b)(?:[A-Z][\w'’./-]*[,.]?\s+){0,5}")
_DASH = re.compile(r"\s*(?:\([\w/ .-]+\)\s*)?(?:--|—|–|:|-(?=\s)|,\s*[A-Z][\w. ]{1,25}:)")
_DEADLINE = re.compile(
    r"(?:\bby|\buntil|\bbefore)(?: the)?(?: end of| start of| middle of)?\s*$"
    r"|\b(?:ahead of|prior to|in advance of) (?:[\w’'-]+ ){1,7}(?:on |of )?$|\bdeadline (?:of|on) $",
    re.IGNORECASE,
)
# "his first visit since his coronation in May", "at the house where he died in 1830"
_BACKGROUND = re.compile(r"\b(?:since|where|follows) (?:[\w’'-]+,? ){1,20}?(?:(?:in|on|of) )?$", re.IGNORECASE)
_FIRST_SINCE = re.compile(
    r"\b(?:first|inaugural|last|most|worst|biggest|largest|highest|lowest|deadliest|bloodiest|latest|only)\b"
    r"[^.;]{0,80}\bsince\s*$",
    re.IGNORECASE,
)
# "which will on Friday", "a visit set for Friday": what follows lies ahead, whatever it hangs on.
_AHEAD = re.compile(
    r"\b(?:come|comes|take|takes|go|goes) (?:into force|effect|into effect) (?:on |from )?$"
    r"|\b(?:will|would|shall)\s+(?:on\s+)?$|\b(?:set|due|scheduled|slated|planned|billed) (?:for|on)\s+$",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\bsince\s*$", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:so far|first|second|third|fourth|fifth|sixth|seventh|latest|bloodiest|deadliest|worst|biggest|largest)\b"
    r"[^,.;]{0,40}$",
    re.IGNORECASE,
)
_OCCASION = frozenset({"at", "in", "during"})
_AT_AND_AFTER = _OCCASION | {"on", "after", "following"}
_NAME = 4  # words of a name between a day and its noun
_COMMENTED = frozenset({"move", "step", "decision", "act", "action", "measure", "development", "incident", "attack"})
# What a word is said about, and which has a day of its own: "condolences on the crash of Monday".
DEEDS = frozenset({
    "attack", "raid", "strike", "shelling", "bombing", "killing", "explosion", "blast", "shooting", "clash", "crash",
    "election", "vote", "earthquake", "quake", "storm", "flood", "death", "assassination", "coup", "launch", "test",
    "incident", "incursion", "arrest", "protest", "fighting", "anniversary", "accident", "disaster", "tragedy",
    "violation",
})  # fmt: skip
_DAYS = frozenset(name.lower() for name in calendar.day_name)
_PARTS_OF_DAY = frozenset({"night", "morning", "evening", "afternoon"})


def is_dateline(text: str, said: Said) -> bool:
    """Whether a date is part of a dateline."""
    return _PLACE.fullmatch(text, 0, said.start) is not None and _DASH.match(text, said.end) is not None


def is_deadline(text: str, said: Said) -> bool:
    """ "by Friday", "until the end of May", "ahead of a summit on Friday"."""
    by = text[said.start : said.end].lower().startswith(("by ", "until "))
    return by or _DEADLINE.search(text[: said.start]) is not None


def is_start(text: str, said: Said) -> bool:
    """ "since 2019": when something began that goes on, but for "since May, when"."""
    if " when " in text[said.end :]:
        return False
    return text[said.start : said.end].lower().startswith("since ") or _SINCE.search(text[: said.start]) is not None


def is_background(text: str, said: Said, deed: int) -> bool:
    """Whether a date is that of what a deed, told before it (at the offset `deed`), came after or took place at."""
    return _BACKGROUND.search(text, deed, said.start) is not None


def is_of_what_is_spoken_of(sentence: Sentence, date: Token, trigger: Token) -> bool:
    """ "condolences to the victims of an accident on January 8", "accused X of a part in the raid of May 11": the day
    of what a word is said about."""
    deed = deed_of(sentence, date)
    return deed is not None and deed.index > trigger.index


def deed_of(sentence: Sentence, date: Token) -> Token | None:
    """The deed whose day a date is: "the attack by X on Saturday"; None where it hangs on a verb."""
    nouns = takewhile(lambda token: token.pos != "VERB", sentence.ancestors(date.index))
    return next((token for token in nouns if token.lemma.lower() in DEEDS), None)


def is_to_come(text: str, said: Said) -> bool:
    """ "a visit set for Friday", "who will on Friday meet"."""
    return _AHEAD.search(text[: said.start]) is not None


def is_count(text: str, said: Said) -> bool:
    """ "the first since 2019", "the third such audience this year", "the first swap of 2025"."""
    before, words = text[: said.start], text[said.start : said.end].lower()
    if words.startswith(("this ", "of ")):
        return _COUNTED.search(before) is not None
    return _FIRST_SINCE.search(before + ("since " if words.startswith("since ") else "")) is not None


def says_which(sentence: Sentence, first: Token, last: Token, trigger: Token) -> bool:
    """ "over last Sunday's manoeuvres", "a May 6 incident": the day of what it says, not of the deed, unless that is
    the occasion."""
    after = sentence.tokens[last.index + 1 : last.index + 2]
    if not after:
        return False
    if after[0].tag != "POS":
        return _before_its_noun(sentence, first, after[0], trigger)
    thing = sentence.tokens[last.head]
    if sentence.tokens[first.index].lemma.lower() == "today":
        return False  # "is sending aid after today's quake"
    cases = {c.lemma.lower() for c in sentence.children(thing.index) if c.dep == "case"}
    # "held Monday's talks", "at Monday's talks", "Monday's attack by X"
    own = thing.index in (trigger.index, trigger.head) or (
        thing.head == trigger.index and thing.dep != "conj" and not cases
    )
    return not own and not cases & _OCCASION


def says_whom(sentence: Sentence, trigger: Token) -> bool:
    """ "the duties he put on them": a word that only says which is of another day; not what comments ("a move that X
    called odd"), nor where a small parser hangs what was said on the day of saying it."""
    said_of = sentence.tokens[trigger.head].lemma.lower()
    return trigger.dep.endswith("relcl") and said_of not in _COMMENTED and said_of not in _DAYS


def _before_its_noun(sentence: Sentence, first: Token, noun: Token, trigger: Token) -> bool:
    """ "protests an August 5 incident": the day is the incident's."""
    article = first.index > 0 and sentence.tokens[first.index - 1].tag == "DT"
    of = sentence.tokens[first.head]
    if noun.index < of.index <= noun.index + _NAME and noun.pos in ("PROPN", "ADJ"):
        noun = of  # "the November 2016 U.S. election"
    if not article or noun.pos != "NOUN" or noun.lemma.lower() in _PARTS_OF_DAY:
        return False
    cases = {c.lemma.lower() for c in sentence.children(noun.index) if c.dep == "case"}
    occasion = cases & _AT_AND_AFTER and sentence.tokens[noun.head].pos != "NOUN"
    return noun.index not in (trigger.index, trigger.head) and not occasion
