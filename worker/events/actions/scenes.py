"""Who is named near a word without standing where its rule looks for them: "each other", and the scene of a speech.

"Chad and Niger accused each other" has no recipient but the two themselves; "the minister said on a visit to Chad that
..." names Chad as the place where he spoke, and not as whom he spoke to.
"""

from itertools import chain, takewhile

from worker.events.actions.frames import Frame
from worker.events.actions.roles import Party
from worker.events.actions.syntax import phrase
from worker.events.parser import Sentence, Token

_JOURNEYS = frozenset({"visit", "trip", "tour", "stop", "stopover", "stay"})
_MET = frozenset({"object", "iobj", "at", "to", "with", "on", "against", "for", "of", "from", "over"})
_THE_OTHER = ("the", "other")  # "Each accused the other"
_EACH_OTHER = (("each", "other"), ("one", "another"))


def to_each_other(sentence: Sentence, frame: Frame) -> bool:
    """ "accused each other of it", "fired at one another's posts": whatever it is, both do it."""
    own = (token for slot, tokens in frame.slots.items() if slot in _MET for token in tokens)
    words = (word for token in own for word in phrase(sentence, token))
    each = any(t.text.lower() == "each" for t in frame.get("subject"))
    pairs = (*_EACH_OTHER, _THE_OTHER) if each else _EACH_OTHER
    return any(_pair(sentence, word) in pairs for word in words)


def _pair(sentence: Sentence, word: Token) -> tuple[str, ...]:
    return tuple(t.text.lower() for t in sentence.tokens[word.index : word.index + 2])


def on_a_journey(sentence: Sentence, number: int, trigger: Token, party: Party) -> bool:
    """ "warned on a visit to X": X is where it was said, and not whom it was said to."""
    here = [named for named in party.named if named.sentence == number]
    above = (t for n in here for t in takewhile(lambda t: t.index != trigger.index, sentence.ancestors(n.head)))
    before = (t for n in here for t in sentence.tokens[max(n.first - 2, 0) : n.first])
    return any(t.lemma in _JOURNEYS for t in chain(above, before))
