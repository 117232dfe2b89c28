"""Whether a date stands in one run of words with a deed, whatever the tree says: a small parser hangs the day at the
end of a long sentence on any noun or participle before it."""

from collections.abc import Sequence

from worker.events.dates.carriers import reduced
from worker.events.dates.telling import past_in_disguise
from worker.events.parser import Sentence, Token

FINITE = ("VBD", "VBZ", "VBP", "MD")
_BREAKS = frozenset(',;:—–"“”')
_OPENING = frozenset({
    "after", "before", "since", "until", "while", "when", "because", "if", "ahead", "following",
    "that", "which", "who", "whose", "where",
})  # fmt: skip
_AWAITING = frozenset({"expect", "tip", "schedule", "plan", "set"})
_NOUNS = ("NOUN", "PROPN")


def beside(sentence: Sentence, trigger: Token, date: Sequence[Token], *, coarse: bool) -> bool:
    """Whether nothing lies between a trigger and a date that parts them: no comma but those of a list, no other clause,
    no participle that the date tells of ("a pact signed in 2000").

    A `coarse` date, a month or a year, is that of a purpose in between ("for the plan to sign it in May"), but for what
    is only awaited ("are expected to meet in May").
    """
    first, last = date[0].index, date[-1].index + 1
    if trigger.index in range(first, last) or not _has_tense(sentence, trigger, last):
        return False
    after = last > trigger.index
    between = sentence.tokens[trigger.index + 1 : first] if after else sentence.tokens[last : trigger.index]
    aim = coarse and trigger.lemma not in _AWAITING and any(token.tag == "TO" for token in between)
    if after and (aim or _of_a_participle(between)):
        return False
    return not any(_parts(sentence, token) for token in between)


def _has_tense(sentence: Sentence, trigger: Token, last: int) -> bool:
    """Whether the trigger is a deed told as such; right before it ("X on Monday expelled") no participle is meant."""
    broken = sentence.root.pos not in ("VERB", "AUX") and trigger.tag == "VBN" and not reduced(sentence, trigger)
    told = broken or trigger.tag == "VBD" or trigger.index == sentence.root.index or past_in_disguise(sentence, trigger)
    return told or (last == trigger.index and trigger.tag == "VBN")


def _parts(sentence: Sentence, token: Token) -> bool:
    if token.text == ",":
        return not _in_a_list(sentence.tokens[token.head])
    word = token.lemma.lower()
    if word == "as":
        return token.dep == "mark"
    return token.text in _BREAKS or token.tag in FINITE or word in _OPENING


def _in_a_list(token: Token) -> bool:
    return token.dep == "conj" and token.pos in _NOUNS


def _of_a_participle(between: Sequence[Token]) -> bool:
    """ "breaking an accord reached on June 6": what stands right after a participle is its own day."""
    words = [token for token in between if token.tag != "IN"][-1:]
    return any(token.tag == "VBN" and token.dep.startswith("acl") for token in words)
