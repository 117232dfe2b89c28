"""The order in which a document's actors are found; each step stands in a file of its own.

1. names, decided by what the whole article says (`matching`);
2. phrases around them, and the people that these introduce (`phrases`, `people`);
3. family names alone, titles before them, appositions ("Wang Yi, China's foreign minister");
4. news sources and datelines go out (`reporting`);
5. what the caller gave takes the place of whatever it touches;
6. pronouns and descriptions, in the order of the text (`reference`).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from worker.events.actors.gazetteer import Gazetteer, Person
from worker.events.actors.lists import BODY_NOUNS
from worker.events.actors.matching import Match, find_names, known_codes, settle, words_of
from worker.events.actors.mentions import Mention, mention, person_mention, span_head
from worker.events.actors.named import Named, Reporter, Resolution
from worker.events.actors.people import Memory
from worker.events.actors.phrases import Phrase, find_phrases
from worker.events.actors.reference import refer
from worker.events.actors.reporting import dateline_length, reporters
from worker.events.actors.surnames import learn, with_surnames
from worker.events.actors.words import Line, read_line
from worker.events.parser.tree import Sentence
from worker.model import Actor, GivenEntity


def resolve(
    sentences: Sequence[Sentence],
    gazetteer: Gazetteer,
    published: date | None = None,
    given: Sequence[GivenEntity] = (),
    title: int = 0,
) -> Resolution:
    """Who is named in each sentence; the package says how to read the answer.

    `published` decides who held office then (None: who holds it last, as far as the gazetteer knows). The first
    `title` sentences are the title's; offsets of `given` are the text's and skip them.
    """
    lines = [read_line(number, sentence) for number, sentence in enumerate(sentences)]
    datelines = tuple(dateline_length(line, gazetteer) if line.number >= title else 0 for line in lines)
    matches = _decided(lines, gazetteer, published)
    phrases = [find_phrases(line, found, gazetteer) for line, found in zip(lines, matches, strict=True)]
    codes = known_codes([match for found in matches for match in found])
    memory = Memory(gazetteer, published, codes, _home(lines, matches, datelines))
    mentions = _mentions(lines, phrases, memory)
    told = tuple(reporters(line, found) for line, found in zip(lines, phrases, strict=True))
    kept = [
        _with_given(
            line, _without(found, told[line.number], datelines[line.number]), given if line.number >= title else ()
        )
        for line, found in zip(lines, mentions, strict=True)
    ]
    resolved = refer(lines, kept, memory)
    return Resolution(tuple(tuple(m.named for m in found) for found in resolved), told, datelines)


def _decided(lines: Sequence[Line], gazetteer: Gazetteer, on: date | None) -> list[list[Match]]:
    raw = [find_names(line, gazetteer, on) for line in lines]
    codes, cues = known_codes([match for found in raw for match in found]), words_of(lines)
    codes |= {"KOR", "PRK"} if "koreas" in cues else set()
    return [settle(found, line, gazetteer, cues, codes) for line, found in zip(lines, raw, strict=True)]


def _home(lines: Sequence[Line], matches: Sequence[Sequence[Match]], datelines: Sequence[int]) -> str | None:
    """The state that a text is told from, by its dateline; else the one that its first sentence says acts."""
    places, told = list[str](), set[str]()
    for line, found in zip(lines, matches, strict=True):
        for match in found:
            place = match.sense("capital", "state")
            if place is not None and not place.context and line.pieces[match.last].token < datelines[line.number]:
                places.append(place.code)
            else:
                told.add(match.code)
    if places and places[0] in told:  # else the writer is only there
        return places[0]
    acting = (
        code for line, found in zip(lines[:2], matches, strict=False) for m in found if (code := _acting(line, m))
    )
    return next(acting, None)


def _acting(line: Line, match: Match) -> str | None:
    """The state that is a subject by its name, or by its government."""
    state, token = match.sense("state", "capital"), line.token(match.last)
    if state is not None and token.dep == "nsubj":
        return state.code
    noun = line.sentence.tokens[token.head]
    body = noun.dep == "nsubj" and noun.text.lower() in (BODY_NOUNS | {"govt"})
    owner = match.sense("adjective", "state")
    return owner.code if owner is not None and body else None


def _mentions(lines: Sequence[Line], phrases: Sequence[Sequence[Phrase]], memory: Memory) -> list[list[Mention]]:
    """Steps 2 and 3. People are learned from the whole document first: a title may name them before the text does."""
    found = []
    for line, group in zip(lines, phrases, strict=True):
        made = [(phrase, mention(line, phrase, memory)) for phrase in group if phrase.kind != "media"]
        mentions = [m for _, m in made if m is not None]
        for item in mentions:
            learn(item, line, memory)
        found.append(mentions)
    for line, mentions in zip(lines, found, strict=True):
        mentions.extend(_appositions(line, mentions, memory))
    return [
        with_surnames(line, mentions, group, memory)
        for line, mentions, group in zip(lines, found, phrases, strict=True)
    ]


def _appositions(line: Line, mentions: Sequence[Mention], memory: Memory) -> list[Mention]:
    """The name beside an office is its holder's: "Wang Yi, China's foreign minister", or the other way round."""
    taken = {token for m in mentions for token in range(m.named.first, m.named.last + 1)}
    added = []
    for item in mentions:
        if item.named.kind != "office" or item.plural:
            continue
        for span in (_name_before(line, item.named.first), _name_after(line, item.named.last)):
            if span is not None and not taken & set(range(span[0], span[1] + 1)):
                person = _apposed(line, span, item, memory)
                made = person_mention(line, *span, person, None, memory)
                if made is not None:
                    memory.learn(person, line, span[0])
                    added.append(made)
                    taken |= set(range(span[0], span[1] + 1))
                    break
    return added


def _apposed(line: Line, span: tuple[int, int], item: Mention, memory: Memory) -> Person:
    pieces = [n for n, piece in enumerate(line.pieces) if span[0] <= piece.token <= span[1]]
    owner = item.named.actor
    return memory.named(line, (pieces[0], pieces[-1]), owner.code, owner.sector, owner.office)


def _name_before(line: Line, first: int) -> tuple[int, int] | None:
    """The capitalised name right before a comma."""
    tokens = line.sentence.tokens
    if first < 3 or tokens[first - 1].text != ",":
        return None
    last = at = first - 2
    while at >= 0 and tokens[at].pos == "PROPN" and tokens[at].text[:1].isupper():
        at -= 1
    return (at + 1, last) if 1 <= last - at - 1 <= 3 else None


def _name_after(line: Line, last: int) -> tuple[int, int] | None:
    """The capitalised name between a comma and the next comma or verb."""
    tokens = line.sentence.tokens
    if last + 2 >= len(tokens) or tokens[last + 1].text != ",":
        return None
    first = at = last + 2
    while at < len(tokens) and tokens[at].pos == "PROPN" and tokens[at].text[:1].isupper():
        at += 1
    closed = at == len(tokens) or tokens[at].text in (",", ".", "said", "told")
    return (first, at - 1) if 2 <= at - first <= 4 and closed else None


def _without(mentions: Iterable[Mention], told: Sequence[Reporter], dateline: int) -> list[Mention]:
    """Step 4: nothing of a dateline and nothing inside a news source's name is an actor."""
    return [
        m
        for m in mentions
        if m.named.first >= dateline and not any(r.first <= m.named.last and m.named.first <= r.last for r in told)
    ]


def _with_given(line: Line, mentions: list[Mention], given: Sequence[GivenEntity]) -> list[Mention]:
    """Step 5."""
    added = [made for entity in given if (made := _given(line, entity)) is not None]
    if not added:
        return mentions
    taken = {token for m in added for token in range(m.named.first, m.named.last + 1)}
    kept = [m for m in mentions if not taken & set(range(m.named.first, m.named.last + 1))]
    return sorted([*kept, *added], key=lambda m: m.named.first)


def _given(line: Line, entity: GivenEntity) -> Mention | None:
    tokens = [t for t in line.sentence.tokens if t.start < entity.end and entity.start < t.end]
    if not tokens:
        return None
    first, last = tokens[0].index, tokens[-1].index
    offset = line.sentence.start
    text = line.sentence.text[max(entity.start - offset, 0) : entity.end - offset]
    found = Actor(entity.code, text=text, start=entity.start, end=entity.end)
    head = span_head(line.sentence, first, last)
    plural = line.sentence.tokens[head].tag in ("NNS", "NNPS")
    return Mention(Named((found,), "given", line.number, first, last, head), None, plural)
