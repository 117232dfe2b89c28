"""How a clause stands to the news that it is told in: part of it, just done, planned, or its background.

What a reader goes by, in order:
1. "earlier", "once", "repeatedly", "in previous years" and their like: background;
2. a clause under "after", "because" or "since": background, whatever its tense; a relative clause too, but for one in
   the simple past, which is an aside ("who met in Rome");
3. the pluperfect: background ("had sent"), the simple past: news ("sent"), the present perfect: just done ("has sent");
4. "will", "is to": a plan; what is said or stands between quotation marks in the present is a word of the day.
"""

import re
from enum import StrEnum

from worker.events.dates.carriers import and_there, of_before
from worker.events.parser import Sentence, Token


class Telling(StrEnum):
    """How a deed is told."""

    NEWS = "news"
    ASIDE = "aside"
    JUST_DONE = "just done"
    WORD = "word"
    PLAN = "plan"
    BACKGROUND = "background"


_SAME_DAY = re.compile(
    r"\b(?:(?:hours|minutes) (?:later|after|before)|within (?:hours|minutes)|later (?:in the|that|on the same) day"
    r"|(?:the|that) same (?:day|morning|afternoon|evening|night)|shortly after(?:wards?)?|soon after(?:wards?)?"
    r"|(?:at|during|after|in) (?:the|their|a|his|her)(?: \w+)? (?:talks?|meeting|ceremony|banquet|dinner|lunch"
    r"|(?:news|press) conference|call|conversation|summit|letter|message|visit|reception|signing|briefing))\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:in (?:recent|previous|earlier|past) \w+|(?:in|during) that war|earlier|previously"
    r"|formerly|once|repeatedly|traditionally|historically|originally|recently|lately|often"
    r"|regularly|long|used to|in the past|at the time|over the years|for years|for decades|ago|then-\w+)\b",
    re.IGNORECASE,
)
_NOT_PAST = re.compile(r"\b(?:long-\w+|as long as|no longer|at once|once again|once more|earlier in the day)\b", re.I)
_WHICH = re.compile(
    r", (?:which|who|whose|whom|once|formerly|an? (?:\w+ ){1,3}?(?:once|formerly)) [^,]*(?:, |(?=[.;]))"
)
_ASIDE = frozenset({"after", "because", "since", "before", "until", "once", "though", "although", "where"})
_BEFORE_THE_NOUN = frozenset({"ahead", "before", "since", "until"})
_UPWARD = frozenset({
    "nsubj", "obj", "iobj", "obl", "nmod", "compound", "amod", "appos", "xcomp", "conj", "ccomp", "parataxis", "flat",
    "acl", "advcl", "advmod",
})  # fmt: skip
_CALLS = frozenset({"call", "urge", "demand", "appeal"})  # said in the present, they are words of the day
_VISITS = frozenset({"visit", "tour", "trip"})
_QUOTES = frozenset('"“”')


def same_day(sentence: Sentence) -> bool:
    """Whether a sentence ties itself to the occasion that is told of: "hours later", "at the talks"."""
    return _SAME_DAY.search(sentence.text) is not None


def telling(sentence: Sentence, trigger: Token, *, future: bool) -> Telling:
    """How the deed that a word names is told."""
    if of_before(sentence, trigger) or _of_a_noun(sentence, trigger) or _of_the_past(sentence, trigger):
        return Telling.BACKGROUND
    verb = _finite(sentence, trigger)
    if verb is None:
        which = trigger.dep.endswith("relcl") and _by_tense(sentence, trigger) is Telling.NEWS
        return Telling.ASIDE if which else Telling.BACKGROUND
    if future:
        return Telling.PLAN
    return _by_tense(sentence, verb)


def _of_the_past(sentence: Sentence, trigger: Token) -> bool:
    """Whether a word of the past stands with the deed; what stands in an aside between two commas is of the aside."""
    text = sentence.text
    if not _PAST.search(_NOT_PAST.sub("", text)):
        return False
    place = trigger.start - sentence.start
    asides = (m for m in _WHICH.finditer(text) if not m.start() <= place < m.end())
    for aside in reversed(list(asides)):
        text = text[: aside.start()] + text[aside.end() :]
    return _PAST.search(_NOT_PAST.sub("", text)) is not None


def _of_a_noun(sentence: Sentence, trigger: Token) -> bool:
    """ "the importance of a response to X's attack": what only says of what a thing is."""
    above = sentence.tokens[trigger.head]
    return trigger.pos == "NOUN" and trigger.dep == "nmod" and above.pos == "NOUN" and above.dep == "nmod"


def _finite(sentence: Sentence, trigger: Token) -> Token | None:
    """The verb with a tense that carries a word; None where a clause on the way tells what lay before."""
    token = trigger
    for head in (trigger, *sentence.ancestors(trigger.index)):
        if head.index != token.index and not _passes(sentence, token):
            return None
        if _has_tense(sentence, head):
            return head if _main(sentence, head) else None
        token = head
    return None


def _passes(sentence: Sentence, token: Token) -> bool:
    relation, _, kind = token.dep.partition(":")
    marks = {c.lemma.lower() for c in sentence.children(token.index) if c.dep in ("case", "mark")}
    if _reduced(sentence, token):
        return False
    return relation in _UPWARD and kind != "relcl" and not marks & _BEFORE_THE_NOUN


def _reduced(sentence: Sentence, token: Token) -> bool:
    """ "nationals abducted by X": a participle that only says which."""
    helped = any(c.dep.startswith(("aux", "cop")) and c.tag != "VBG" for c in sentence.children(token.index))
    return token.tag == "VBN" and not helped and token.dep in ("acl", "amod", "xcomp")


def _has_tense(sentence: Sentence, token: Token) -> bool:
    if token.tag in ("VBD", "VBZ", "VBP") or past_in_disguise(sentence, token):
        return True
    return any(
        c.dep.startswith(("aux", "cop")) and c.tag in ("VBD", "VBZ", "VBP", "MD")
        for c in sentence.children(token.index)
    )


def past_in_disguise(sentence: Sentence, token: Token) -> bool:
    """ "Chad praised Niger" with the past taken for a participle: who has a subject and no helper has a tense."""
    below = {c.dep for c in sentence.children(token.index)}
    return token.tag == "VBN" and "nsubj" in below and not any(dep.startswith(("aux", "cop")) for dep in below)


def _main(sentence: Sentence, verb: Token) -> bool:
    """Whether a clause is no relative clause and no aside, nor hangs in one."""
    head = sentence.tokens[verb.head]
    if verb.dep == "conj" and verb.tag == "VBD" and head.tag == "VB":
        return True  # "hosted a ceremony to greet X and had a meeting": no past goes on with an infinitive
    for token in (verb, *sentence.ancestors(verb.index)):
        if and_there(sentence, token):
            continue
        if token.dep.endswith("relcl") or token.dep == "acl":
            return False
        if token.dep == "advcl" and _marks(sentence, token) & _ASIDE:
            return False
    return True


def _marks(sentence: Sentence, verb: Token) -> set[str]:
    """The words that may open a clause: a small parser hangs "after" now and then on something else before its verb."""
    head = sentence.tokens[verb.head]
    return {t.lemma.lower() for t in sentence.tokens[head.index + 1 if head.index < verb.index else 0 : verb.index]}


def _by_tense(sentence: Sentence, verb: Token) -> Telling:
    helpers = [c for c in sentence.children(verb.index) if c.dep.startswith("aux")]
    if any(c.lemma == "have" for c in helpers):
        had = any(c.tag == "VBD" and c.lemma == "have" for c in helpers)
        return Telling.BACKGROUND if had else Telling.JUST_DONE
    if (
        verb.tag == "VBD"
        or past_in_disguise(sentence, verb)
        or any(c.tag == "VBD" for c in sentence.children(verb.index) if c.dep.startswith(("aux", "cop")))
    ):
        return Telling.BACKGROUND if _of_a_state(sentence, verb) else Telling.NEWS
    above = (verb, *sentence.ancestors(verb.index)) if verb.dep == "conj" else (verb,)
    if any(t.text in _QUOTES for t in sentence.tokens) or any(t.dep in ("ccomp", "parataxis") for t in above):
        return Telling.WORD
    return Telling.WORD if verb.lemma in _CALLS or _visiting(sentence, verb) else Telling.BACKGROUND


def _of_a_state(sentence: Sentence, verb: Token) -> bool:
    """ "X has old ties to Y and criticized the strikes": a past told in one breath with what always holds."""
    head = sentence.tokens[verb.head]
    return verb.dep == "conj" and head.tag in ("VBZ", "VBP") and head.lemma in ("have", "remain", "share", "enjoy")


def _visiting(sentence: Sentence, verb: Token) -> bool:
    """ "X is on a visit to Y", "X is visiting Y": under way on the day of the news."""
    below = sentence.children(verb.index)
    helped = any(c.tag in ("VBZ", "VBP") and c.lemma == "be" for c in below)
    return helped and (verb.lemma in _VISITS or any(c.lemma in ("currently", "now") for c in below))
