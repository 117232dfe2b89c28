"""Step 3 of `resolve`: family names alone, "Fico" or "President Obama", with the titles before them."""

from collections.abc import Iterable, Iterator

from worker.events.actors.gazetteer import Person
from worker.events.actors.lists import (
    BEFORE_MONTHS,
    HONOURS,
    MONUMENTS,
    OFFICE_WORDS,
    PARTICLES,
    REIGNING,
    TIMES,
    TITLES,
)
from worker.events.actors.matching import Match
from worker.events.actors.mentions import Mention, mention, person_mention
from worker.events.actors.owned import persons
from worker.events.actors.people import Memory
from worker.events.actors.phrases import Phrase
from worker.events.actors.scan import Scan
from worker.events.actors.words import Line


def learn(item: Mention, line: Line, memory: Memory) -> None:
    """Remembers the person of a mention, who is known by the family name from then on."""
    if item.person is not None and item.named.kind in ("leader", "person"):
        memory.learn(item.person, line, item.named.first)


def with_surnames(line: Line, mentions: list[Mention], phrases: Iterable[Phrase], memory: Memory) -> list[Mention]:
    """Adds the persons of family names that no phrase has taken."""
    taken = {token for m in mentions for token in range(m.named.first, m.named.last + 1)}
    taken |= {
        token
        for phrase in phrases
        if phrase.kind != "person" or phrase.senses  # an official whose state the text did not say may be known
        for token in range(line.pieces[phrase.first].token, line.pieces[phrase.last].token + 1)
    }
    named = {m.named.first for m in mentions if m.person is not None}
    found = [
        m for m in _bare(line, taken, memory) if m.named.last + 1 not in named
    ]  # "Muhammad" of Muhammad Nawaz Sharif
    return sorted([*mentions, *found], key=lambda m: m.named.first)


def _bare(line: Line, taken: set[int], memory: Memory) -> Iterator[Mention]:
    """Runs of capitalised words that hold a family name; titles before them belong to the span."""
    done = last_named = -1
    for at, piece in enumerate(line.pieces):
        joined = piece.joined and at - 1 != last_named  # "Trump-Kim" are two
        if at <= done or not piece.capital or piece.token in taken or joined or not _nameable(line, at, memory):
            continue
        found = _named_here(line, at, taken, memory)
        if found is None:
            # "Hunter Biden" is not Biden: the words of an unknown name are not tried one by one.
            done = at if _is_title(line, at, memory) else _run_end(line, at, taken)
            continue
        last, person = found
        done = last_named = last
        first = _title_start(line, at, taken, memory)
        own = persons(Scan(line, {}, memory.gazetteer), Match(at, last, person=person), first - 1)
        if own is not None:  # "Putin's envoy"
            done = own.last
        tokens = (line.pieces[first].token, line.pieces[last].token)
        made = mention(line, own, memory) if own else person_mention(line, *tokens, person, None, memory)
        if made is not None:
            learn(made, line, memory)
            yield made


def _nameable(line: Line, at: int, memory: Memory) -> bool:
    """Whether a name can begin here: not with the "Following" that opens a sentence, the "Meet" of a headline or the
    day of "On Friday Trump said"."""
    if _is_day(line, at):
        return False
    learned = memory.by_family.get((line.pieces[at].sound,)) and len(line.pieces[at].text) > 3
    known = bool(learned) or line.token(at).pos in ("PROPN", "X", "NOUN", "ADJ")
    return known or _is_title(line, at, memory) or line.shouting


def _is_day(line: Line, at: int) -> bool:
    """Whether a word is a day or a month; "May" and "March" only where a preposition or "last" says so."""
    before = line.pieces[at - 1].folded if at else ""
    return line.pieces[at].folded in TIMES or (line.pieces[at].folded in ("march", "may") and before in BEFORE_MONTHS)


def _named_here(line: Line, at: int, taken: set[int], memory: Memory) -> tuple[int, Person] | None:
    """The person of the name that begins at a piece, and its last piece."""
    end = _run_end(line, at, taken)
    named_after = (
        end + 1 < len(line.pieces) and line.pieces[end + 1].capital and line.pieces[end + 1].folded in MONUMENTS
    )
    if named_after or (_is_title(line, at, memory) and end > at):
        return None
    if at > 0 and end == at and line.pieces[at - 1].folded in REIGNING and (told := memory.named_so(line, at)):
        return end, told
    if end == at or (at > 0 and _is_title(line, at - 1, memory)) or line.pieces[at].folded in ("al", "el"):
        found = memory.bare(line, at)
        if found is not None:
            return found if found[0] >= end else None
    if at > 0 and line.pieces[at - 1].folded in REIGNING:
        given = memory.reigning(line, at)
        if given is not None:
            return end, given
    person = memory.in_full(line, at, end) or memory.recalled(line, at, end)
    return (end, person) if person is not None else None


def _run_end(line: Line, at: int, taken: set[int]) -> int:
    """The last piece of the run of proper nouns that begins at a piece."""
    end = at
    while end + 1 < len(line.pieces) and not _gap(line, end, end + 1):
        piece, token = line.pieces[end + 1], line.token(end + 1)
        small = piece.folded in PARTICLES and end + 2 < len(line.pieces) and line.pieces[end + 2].capital
        if piece.token in taken or not (small or (piece.capital and token.pos == "PROPN")):
            break
        end += 1
    return end


def _is_title(line: Line, at: int, memory: Memory) -> bool:
    folded = line.pieces[at].folded
    return (
        folded in TITLES
        or folded in HONOURS
        or folded.rstrip("s") in memory.gazetteer.nouns
        or folded in memory.gazetteer.nouns
    )


def _title_start(line: Line, at: int, taken: set[int], memory: Memory) -> int:
    """Where the title before a name begins: "President", "Mr", "Prime Minister"."""
    start = at
    while start > 0 and not _gap(line, start - 1, start) and line.pieces[start - 1].token not in taken:
        capital = line.pieces[start - 1].capital or line.pieces[start - 1].folded in ("president", "minister")
        known = _is_title(line, start - 1, memory) or line.pieces[start - 1].folded in OFFICE_WORDS
        if not (capital and known):
            break
        start -= 1
    return start


def _gap(line: Line, left: int, right: int) -> bool:
    """Whether a token (a comma, say) stands between two pieces; a full stop of an initial does not count."""
    tokens = line.sentence.tokens[line.pieces[left].token + 1 : line.pieces[right].token]
    return any(token.text != "." for token in tokens)
