"""News sources and datelines: who tells, and where from, is no part of what is told."""

import re
from collections.abc import Iterable

from worker.events.actors.gazetteer import Gazetteer
from worker.events.actors.named import Reporter
from worker.events.actors.phrases import Phrase
from worker.events.actors.spelling import fold
from worker.events.actors.words import Line

DATELINE = 16  # tokens within which the end of a dateline stands
_PLACE = 4  # tokens that a place and its country may have

_SLASHED = re.compile(r"/[A-Z][A-Za-z-]+/\.?")
_DASHES = frozenset({"-", "–", "—", "--", "−"})


def dateline_length(line: Line, gazetteer: Gazetteer) -> int:
    """How many tokens at the start of a sentence of the text are a dateline, 0 where there is none.

    A dateline begins with a place and ends, before what a new sentence could begin with,

    - in a dash that stands apart: "SEOUL, South Korea (Agency) -", "Seoul (Agency) -", "Lagos —";
    - in a colon after a place in capitals, or a capital: "DOHA: The Emir", "Muscat, May 2: The Sultan";
    - in an agency in parentheses, after a capital or a date: "Addis Ababa October 6/2022 (ENA) The minister";
    - in the last of the bars between them: "Abuja, Nigeria | Agency | The minister".
    """
    tokens = line.sentence.tokens
    if _SLASHED.fullmatch(line.sentence.text):
        return len(tokens)  # "/TASS/."
    if not tokens or not tokens[0].text[:1].isupper():
        return 0
    if line.shouting:
        return len(tokens) if _is_whole(line) and _has_day(t.text for t in tokens) else 0
    if len(tokens) > 1 and len(tokens[0].text) > 3 and tokens[0].text[:-1].isupper() and tokens[0].text[-1] in _DASHES:
        return 1  # "CARACAS- Venezuela said"
    return len(tokens) if _is_whole(line) else _dateline(line, gazetteer)


def _dateline(line: Line, gazetteer: Gazetteer) -> int:
    tokens = line.sentence.tokens
    bars = [token.index for token in tokens[1:DATELINE] if token.text == "|"]
    if bars and all(t.pos in ("PROPN", "PUNCT", "NUM", "SYM") or t.text in "|,/" for t in tokens[: bars[-1]]):
        return bars[-1] + 1
    for index, token in enumerate(tokens[1:DATELINE], start=1):
        if token.text in _DASHES and _apart(line, index):
            dated = _is_capital(line, gazetteer) and _has_day(t.text for t in tokens[:index])
            opens = _begins(line, index) and (_opens(line, index) or _place_alone(line, index) or dated)
            return index + 1 if opens and not _is_aside(line, index) else 0
        if token.text in (":", "):"):
            last = index + 1 == len(tokens)
            return index + 1 if (last or _begins(line, index)) and _is_place(line, index, gazetteer) else 0
        if token.text.startswith(")") and _begins(line, index) and _agency(line, index, gazetteer):
            return index + 2 if tokens[index + 1].text in _DASHES else index + 1
        if token.pos in ("VERB", "AUX"):
            return 0
    return 0


def _is_whole(line: Line) -> bool:
    """Whether a short line is nothing but a place and a day: "BOGOTA, Colombia", "ASTANA, Kazakhstan, April 23.",
    "New Delhi, Dec 30 (PTI)"."""
    words = [token.text for token in line.sentence.tokens]
    capitals = (words[0].isupper() and len(words[0]) > 2) or (words[-1] == ")" and _has_day(words))
    named = all(t.pos in ("PROPN", "NUM", "PUNCT", "ADJ") or t.text.isupper() for t in line.sentence.tokens)
    return 1 < len(words) <= 2 * _PLACE and named and all(map(_nominal, words)) and capitals and "," in words


def _opens(line: Line, dash: int) -> bool:
    """Whether what stands before a dash is a place, in capitals or with an agency after it ("Tehran, IRNA")."""
    before = [token.text for token in line.sentence.tokens[:dash]]
    capitals = before[0].isupper() and (len(before[0]) > 2 or all(map(str.isupper, before)))
    short = len(before) < 6 or _has_day(before)
    agency = before[-1] == ")" or (short and len(before[-1]) > 2 and before[-1].isupper())
    return agency or (capitals and before[0].isalpha())


def _apart(line: Line, index: int) -> bool:
    tokens = line.sentence.tokens
    before = tokens[index - 1].end < tokens[index].start or tokens[index - 1].text == ")"
    after = index + 1 < len(tokens) and tokens[index].end < tokens[index + 1].start
    return (before and after) or len(tokens[index].text) > 1


def _begins(line: Line, index: int) -> bool:
    """Whether a sentence could begin after a token: with a capital, a quotation or a number."""
    tokens = line.sentence.tokens
    return index + 1 < len(tokens) and (tokens[index + 1].text[:1].isupper() or tokens[index + 1].pos == "PUNCT")


def _place_alone(line: Line, dash: int) -> bool:
    """A long dash after one or two names ("Lagos, Nigeria — The"), which no second dash makes an aside."""
    tokens = line.sentence.tokens
    names = all(token.text == "," or token.text[:1].isupper() for token in tokens[:dash])
    return tokens[dash].text in ("—", "--", "–") and dash <= _PLACE and names


def _is_aside(line: Line, dash: int) -> bool:
    """Whether a second dash soon closes what the first opened."""
    return any(
        token.text in _DASHES and _apart(line, token.index) for token in line.sentence.tokens[dash + 1 :][:DATELINE]
    )


def _is_place(line: Line, end: int, gazetteer: Gazetteer) -> bool:
    """Whether a sentence opens with a place in capitals, or with a capital, and nothing but a day follows."""
    before = [token.text for token in line.sentence.tokens[:end]]
    capitals = before[0].isupper() and len(before[0]) > 2
    dated = len(before) <= _PLACE or _has_day(before) or before[-1] == ")"
    return dated and (capitals or _is_capital(line, gazetteer)) and all(_nominal(word) for word in before)


def _agency(line: Line, end: int, gazetteer: Gazetteer) -> bool:
    """Whether parentheses that end here hold an agency: a day or a capital before them, and no initials of it."""
    words = [token.text for token in line.sentence.tokens[: end + 1]]
    opening = words.index("(") if "(" in words else 0
    before, within = words[:opening], words[opening + 1 : end]
    initials = "".join(word[0] for word in before if word[:1].isupper())
    dated = any(word[:1].isdigit() for word in (*before, *within))
    named = any(len(word) > 1 and word.isupper() and word != initials for word in within) or any(
        sense.kind == "media"
        for word in within
        for *_, senses in gazetteer.names.get(fold(word), ())
        for sense in senses
    )
    long = len(within) < _PLACE or (len(before) < _PLACE and any(map(str.isdigit, within)))
    return (named or dated) and long and (dated or _is_capital(line, gazetteer)) and all(map(_nominal, before))


def _has_day(words: Iterable[str]) -> bool:
    """Whether one of the words ends in a figure: "30", "Dec.30"."""
    return any(word[-1:].isdigit() for word in words)


def _nominal(word: str) -> bool:
    return not word[:1].islower() or word in ("de", "of", "the", "al")


def _is_capital(line: Line, gazetteer: Gazetteer) -> bool:
    """Whether the first words of a line are a capital's name."""
    for folded, _, senses in gazetteer.names.get(line.pieces[0].folded, ()) if line.pieces else ():
        words = tuple(piece.folded for piece in line.pieces[: len(folded)])
        if words == folded:
            return any(sense.kind == "capital" for sense in senses)
    return False


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
