"""Rule 9 of `reference`: who says "we", "our" and "I" in a quotation.

The speaker is the subject of a verb of saying outside the quotation marks: of the same sentence, else of the next ones
while the quotation goes on ("Rain falls," "We shall pay," said X), else of the last one before. A writer's own "we"
stands outside of quotation marks and means nobody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from worker.events.actors.antecedents import Discourse, stands_for
from worker.events.actors.lists import FIRST_PERSON, SAYING
from worker.events.actors.mentions import Mention
from worker.events.actors.syntax import is_subject
from worker.events.actors.words import Line
from worker.events.parser.tree import Token

_MARKS = frozenset({'"', "“", "”", "``", "''", "„", "«", "»"})
_REACH = 2  # sentences of a quotation that name no speaker


def speakers(text: Discourse) -> Iterator[tuple[Line, Mention]]:
    """Each "we" of the quotations of a document, as whoever says it."""
    inside = _quoted([line.sentence.tokens for line in text.lines])
    for line, quoted in zip(text.lines, inside, strict=True):
        said = [t for t in line.sentence.tokens if quoted[t.index] and t.text.lower() in FIRST_PERSON]
        speaker = _speaker(text, line, inside) if said else None
        if speaker is not None:
            yield from ((line, _meant(line, token, speaker)) for token in said)


def _meant(line: Line, token: Token, speaker: Mention) -> Mention:
    """ "We" is the state or body that the speaker speaks for, "I" the speaker."""
    alone = token.text.lower() in ("i", "me", "my")
    actors = [a if alone else replace(a, name=None, office=None) for a in speaker.named.actors]
    return stands_for(line, token.index, token.index, actors, "pronoun", speaker if alone else None)


def _quoted(sentences: Sequence[Sequence[Token]]) -> list[list[bool]]:
    """Which tokens stand between quotation marks. A mark right before a word at a sentence's start always opens."""
    found, within = [], False
    for tokens in sentences:
        row = []
        for token in tokens:
            if token.text in _MARKS:
                opens = token.index == 0 and len(tokens) > 1 and tokens[1].start == token.end
                within = opens or not within
            row.append(within)
        found.append(row)
    return found


def is_quoted(line: Line, first: int, last: int) -> bool:
    """Whether just one of two tokens of a sentence stands in a quotation: who says it is none of whom he speaks of."""
    return sum(t.text in _MARKS for t in line.sentence.tokens[first:last]) % 2 == 1


def _speaker(text: Discourse, line: Line, inside: Sequence[Sequence[bool]]) -> Mention | None:
    """Who speaks in a sentence's quotation, if one party does."""
    ahead = list(_following(line.number, inside))
    for number in (line.number, *ahead, *range(line.number - 1, max(line.number - 1 - _REACH, -1), -1)):
        said = _says(text, number, inside[number])
        if said is not None:
            return said if len(said.named.codes) == 1 and said.named.kind != "background" else None
    return None


def _following(number: int, inside: Sequence[Sequence[bool]]) -> Iterator[int]:
    """The sentences into which a quotation goes on."""
    last = number
    while last + 1 < len(inside) and last - number < _REACH and inside[last] and inside[last][-1]:
        last += 1
        yield last


def _says(text: Discourse, number: int, quoted: Sequence[bool]) -> Mention | None:
    """The subject of a verb of saying that stands outside of quotation marks."""
    sentence = text.lines[number].sentence
    for m in text.found[number]:
        if not quoted[m.named.head] and is_subject(sentence, m.named.head):
            verb = sentence.tokens[sentence.tokens[m.named.head].head]
            if verb.lemma.lower() in SAYING and not quoted[verb.index]:
                return m
    return None
