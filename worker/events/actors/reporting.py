"""News sources and datelines: who tells, and where from, is no part of what is told."""

from collections.abc import Iterable

from worker.events.actors.named import Reporter
from worker.events.actors.phrases import Phrase
from worker.events.actors.words import Line

DATELINE = 16  # tokens within which the dash of a dateline stands


def dateline_length(line: Line) -> int:
    """How many tokens at the start of a sentence are a dateline, 0 where there is none.

    A dateline begins with a place in capitals ("SEOUL, South Korea (Agency) -") or ends in parentheses right before the
    dash ("Seoul (Agency) -"); the dash stands apart from the words around it.
    """
    tokens = line.sentence.tokens
    if line.shouting or not tokens or not tokens[0].text[:1].isupper():
        return 0
    for index, token in enumerate(tokens[1:DATELINE], start=1):
        if token.text in ("-", "–", "—", "--", "−") and _apart(line, index):
            return index + 1 if _opens(line, index) else 0
        if token.pos in ("VERB", "AUX"):
            return 0
    return 0


def _opens(line: Line, dash: int) -> bool:
    """Whether what stands before a dash is a place, in capitals or with an agency after it ("Tehran, IRNA")."""
    before = [token.text for token in line.sentence.tokens[:dash]]
    capitals = before[0].isupper() and (len(before[0]) > 2 or all(map(str.isupper, before)))
    agency = before[-1] == ")" or (len(before) < 6 and len(before[-1]) > 2 and before[-1].isupper())
    return agency or (capitals and before[0].isalpha())


def _apart(line: Line, index: int) -> bool:
    tokens = line.sentence.tokens
    before = tokens[index - 1].end < tokens[index].start or tokens[index - 1].text == ")"
    after = index + 1 < len(tokens) and tokens[index].end < tokens[index + 1].start
    return (before and after) or len(tokens[index].text) > 1


def reporters(line: Line, phrases: Iterable[Phrase]) -> tuple[Reporter, ...]:
    """The news sources among the phrases; "the Russian news agency Interfax" is one, by its name."""
    found: list[Reporter] = []
    for phrase in phrases:
        if phrase.kind != "media":
            continue
        first, last = line.pieces[phrase.first].token, line.pieces[phrase.last].token
        named = next((sense.name for sense in phrase.senses if sense.kind == "media"), None)
        name = named or _text(line, first, last)
        if found and first - found[-1].last <= 1:
            previous = found.pop()
            first, name = previous.first, named or previous.name
        found.append(Reporter(name, line.number, first, last))
    return tuple(found)


def _text(line: Line, first: int, last: int) -> str:
    tokens, offset = line.sentence.tokens, line.sentence.start
    return line.sentence.text[tokens[first].start - offset : tokens[last].end - offset]
