"""Whether the day that hangs on a verb lies ahead: "will meet on Friday", "is due on Friday", "flies on Friday"."""

from worker.events.parser import Sentence, Token

_AHEAD = frozenset({"will", "shall", "would"})
UPCOMING = frozenset({"scheduled", "due", "set", "expected", "slated", "poised", "planned"})
_PRESENT = ("VBZ", "VBP", "VBG")
# "flies to London on Saturday": the present of a journey with its day is a timetable, but for headlines.
_MOVES = frozenset({"fly", "travel", "leave", "depart", "arrive", "visit", "head", "return", "go", "begin", "start"})
_PRESENT_SIMPLE = ("VBZ", "VBP")


def lies_ahead(sentence: Sentence, verb: Token) -> bool:
    """Whether what a verb tells is yet to come."""
    words = (verb, *sentence.children(verb.index))
    will = any(t.tag == "MD" and t.lemma.lower() in _AHEAD for t in words)
    return will or _due(sentence, verb) or _timetable(sentence, verb)


def _timetable(sentence: Sentence, verb: Token) -> bool:
    """ "flies on Saturday to meet", "is preparing to meet", "is there to meet on Saturday"."""
    head = sentence.tokens[verb.head]
    if verb.tag == "VB" and head.index == verb.index:
        # "is there to attend", with the infinitive taken for the root.
        return any(c.tag == "TO" for c in sentence.children(verb.index))
    if verb.tag == "VB" and verb.dep in ("xcomp", "advcl", "acl"):
        waits = verb.dep == "xcomp" and (head.tag in _PRESENT or _due(sentence, head))
        return waits or _moves(head) or (verb.dep != "xcomp" and _there(sentence, head))
    return _moves(verb) and sentence.text.endswith(".")


def _moves(verb: Token) -> bool:
    return verb.lemma in _MOVES and verb.tag in _PRESENT_SIMPLE


def _there(sentence: Sentence, place: Token) -> bool:
    """ "is in the capital to attend Tuesday's summit": who is there waits for it."""
    return any(c.dep == "cop" and c.tag in _PRESENT_SIMPLE for c in sentence.children(place.index))


def _due(sentence: Sentence, word: Token) -> bool:
    """ "are scheduled to", "is due to"."""
    below = sentence.children(word.index)
    return word.text.lower() in UPCOMING and any(t.lemma == "be" and t.tag in _PRESENT for t in below)
