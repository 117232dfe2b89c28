"""Rule 10 of `reference`: "the launch", "Sunday's missile test" are those of the state that was said to have fired."""

from collections.abc import Sequence

from worker.events.actors.antecedents import Discourse, stands_for
from worker.events.actors.mentions import Mention
from worker.events.actors.words import Line
from worker.events.parser.tree import Sentence, Token

LAUNCHES = frozenset({"launch", "launches", "firing", "firings", "test", "tests"})
_FIRING = frozenset({"launch", "fire", "test", "test-fire", "conduct", "carry"})
_ROCKETS = frozenset({"missile", "rocket", "satellite", "warhead", "icbm", "nuclear", "ballistic"})
_DEFINITE = frozenset({"the", "this", "these", "latest"})
_PARTS = ("compound", "amod", "det", "nmod:poss", "nmod:unmarked", "nummod")


def launch(text: Discourse, line: Line, token: Token) -> Mention | None:
    """The state whose launch it is, where one was said to have launched or tested something before."""
    parts = [c for c in line.sentence.children(token.index) if c.index < token.index and c.dep.startswith(_PARTS)]
    words = {part.text.lower() for part in parts}
    known = words & _ROCKETS or (words & _DEFINITE and token.lemma.lower() == "launch")
    if token.pos != "NOUN" or not known or any(part.tag == "JJ" and part.text[:1].isupper() for part in parts):
        return None
    for number in range(line.number, -1, -1):
        sentence, group = text.lines[number].sentence, text.found[number]
        told = [m for m in group if number < line.number or m.named.last < token.index]
        found = _launcher(sentence, told)
        if found is not None:
            first = min((part.index for part in parts), default=token.index)
            return stands_for(line, first, token.index, found.named.actors, "description", found)
    return None


def _launcher(sentence: Sentence, group: Sequence[Mention]) -> Mention | None:
    """Who fires a rocket in a sentence, or owns a launch there."""
    for mention in group:
        head = sentence.tokens[mention.named.head]
        above = sentence.tokens[head.head]
        below = {
            t.lemma.lower()
            for t in sentence.children(above.index)
            if t.dep in ("obj", "compound", "amod", "nsubj:pass")
        }
        fires = head.dep == "nsubj" and above.lemma in _FIRING and _of_rockets(sentence, above)
        owns = above.text.lower() in LAUNCHES and bool(below & _ROCKETS)
        if fires or owns:
            return mention
    return None


def _of_rockets(sentence: Sentence, verb: Token) -> bool:
    objects = [c for c in sentence.children(verb.index) if c.dep in ("obj", "conj")]
    parts = [*objects, *(p for c in objects for p in sentence.children(c.index))]
    return any(t.lemma.lower() in _ROCKETS or t.text.lower() in _ROCKETS for t in parts)
