"""Phrases and persons as Named spans: which tokens, which head, which actors, in which role."""

from dataclasses import dataclass, replace

from worker.events.actors.gazetteer import Person
from worker.events.actors.lists import IN, MOVES, PLACE_NOUNS, REACHES, TOWARDS
from worker.events.actors.named import Named
from worker.events.actors.names import Sense
from worker.events.actors.people import Memory, former
from worker.events.actors.phrases import Phrase
from worker.events.actors.words import Line
from worker.events.parser.tree import Sentence, Token
from worker.model import Actor

_ATTRIBUTIVE = frozenset({"amod", "compound", "nmod", "nmod:desc", "nmod:unmarked", "nmod:npmod", "flat"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A Named with what coreference needs to know of it."""

    named: Named
    person: Person | None = None
    plural: bool = False


def span_head(sentence: Sentence, first: int, last: int) -> int:
    """The token of a span that hangs on something outside it; of several, the last that is no punctuation."""
    outside = [
        token
        for token in sentence.tokens[first : last + 1]
        if (token.head == token.index or not first <= token.head <= last) and token.pos != "PUNCT"
    ]
    preferred = [token for token in outside if token.dep not in ("case", "det", "mark", "cc")]
    chosen = preferred or outside
    return chosen[-1].index if chosen else last


def actor(
    sentence: Sentence, first: int, last: int, code: str, sector: str | None, name: str | None, office: str | None
) -> Actor:
    """An Actor with the words of its span."""
    start, end = sentence.tokens[first].start, sentence.tokens[last].end
    text = sentence.text[start - sentence.start : end - sentence.start]
    return Actor(code, sector, name, office, text, start, end)


def mention(line: Line, phrase: Phrase, memory: Memory) -> Mention | None:
    """The mention that a phrase is; None where it turns out to be nobody."""
    sentence = line.sentence
    first, last = line.pieces[phrase.first].token, line.pieces[phrase.last].token
    if phrase.kind in ("leader", "person"):
        known = phrase.match.person if phrase.match else None
        person = memory.affiliated(known, phrase) if known else memory.introduced(line, phrase)
        return person_mention(line, first, last, person, phrase, memory) if person is not None else None
    head = span_head(sentence, first, last)
    aside = phrase.kind not in ("office", "institution") and _bracketed(sentence, first, last)
    kind = "background" if aside else _kind(sentence, phrase, head)
    if kind == "adjective" and _not_political(line, phrase, memory):
        return None
    actors = tuple(_owner(sentence, first, last, sense, phrase, kind) for sense in phrase.senses)
    if phrase.kind == "office" and len(actors) == 1 and phrase.noun and phrase.noun.role == "office":
        holder = _holder(phrase, memory)
        if holder is not None:
            actors = (replace(actors[0], name=holder.name),)
            return Mention(Named(actors, kind, line.number, first, last, head), holder)
    one = kind in ("state", "organisation", "institution", "armed group")  # "the United States" is one
    plural = len(actors) > 1 or kind == "people" or (sentence.tokens[head].tag in ("NNS", "NNPS") and not one)
    return Mention(Named(actors, kind, line.number, first, last, head), None, plural)


def person_mention(
    line: Line, first: int, last: int, person: Person, phrase: Phrase | None, memory: Memory
) -> Mention | None:
    """A person, with the office that the text says, else the one held on the day."""
    code = person.code or (phrase.senses[0].code if phrase and phrase.senses else "")
    if not code:
        return None
    term = person.term(memory.on)
    known = (term.title or term.office) if term and term.office != "other" else term.title if term else person.office
    office = (phrase.office if phrase else None) or known
    sector = person.sector if term or not person.terms else None
    if phrase and phrase.noun and code not in ("IGO", "NGO"):
        sector = phrase.noun.sector or sector
    found = actor(line.sentence, first, last, code, None if former(office) else sector, person.name, office)
    kind = "leader" if person.terms else "person"
    return Mention(Named((found,), kind, line.number, first, last, span_head(line.sentence, first, last)), person)


def _owner(sentence: Sentence, first: int, last: int, sense: Sense, phrase: Phrase, kind: str) -> Actor:
    sector = phrase.noun.sector if phrase.noun else sense.sector
    if sense.kind == "people" and phrase.noun is None:
        sector = None  # "the Russians" are as often as not the state
    if sense.kind in ("organisation", "armed group"):
        sector = sense.sector
    office = phrase.office if phrase.noun and phrase.noun.role == "office" else None
    named = sense.name if phrase.noun is None or sense.kind in ("organisation", "armed group") else None
    return actor(sentence, first, last, sense.code, sector, named or (sense.name if kind != "office" else None), office)


def _kind(sentence: Sentence, phrase: Phrase, head: int) -> str:
    if phrase.kind in ("office", "institution", "background", "organisation", "armed group"):
        return phrase.kind
    token = sentence.tokens[head]
    capital = all(sense.kind in ("capital", "seat") for sense in phrase.senses)
    if capital and len(phrase.senses) == 1 and _is_place(sentence, token):
        return "place"
    if phrase.kind == "compound":
        return "compound"
    attributive = token.dep in _ATTRIBUTIVE and not _has_case(sentence, token) and token.head > token.index
    adjective = any(sense.kind in ("adjective", "prefix") for sense in phrase.senses)
    if attributive or (phrase.kind == "adjective" and adjective and token.dep in ("amod", "advmod")):
        return "adjective"
    if phrase.kind in ("adjective", "people"):
        return "people"
    return "state"


def _bracketed(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a name stands in brackets among other words: "the Director General (South Asia and SAARC)"."""
    opening = next((t for t in reversed(sentence.tokens[:first]) if t.text in "()"), None)
    closing = next((t for t in sentence.tokens[last + 1 :] if t.text in "()"), None)
    if opening is None or closing is None or (opening.text, closing.text) != ("(", ")"):
        return False
    within = sentence.tokens[opening.index : closing.index]
    return len(within) > last - first + 2 and not any(t.pos == "VERB" for t in within)


def _has_case(sentence: Sentence, token: Token) -> bool:
    return any(child.dep == "case" for child in sentence.children(token.index))


def _is_place(sentence: Sentence, token: Token) -> bool:
    """Whether a capital stands for the town: "in Pyongyang", "arrived in", "visited Moscow", "Kyiv airport"."""
    cases = {child.text.lower() for child in sentence.children(token.index) if child.dep == "case"}
    governor = sentence.tokens[token.head]
    if cases & IN or (cases & TOWARDS and governor.lemma in MOVES):
        return True
    if token.dep == "obj" and governor.lemma in REACHES:
        return True
    if token.dep == "conj" and governor.pos == "PROPN" and governor.index != token.index:
        return _is_place(sentence, governor)
    return token.dep in _ATTRIBUTIVE and not cases and governor.lemma.lower() in PLACE_NOUNS


def _not_political(line: Line, phrase: Phrase, memory: Memory) -> bool:
    """As in "Russian salad", "Chinese restaurant": the noun says that no state is meant."""
    token = line.sentence.tokens[line.pieces[phrase.last].token]
    noun = line.sentence.tokens[token.head]
    following = line.pieces[phrase.last + 1].folded if phrase.last + 1 < len(line.pieces) else ""
    return bool({noun.text.lower(), following} & memory.gazetteer.not_political)


_HOLDERS = {
    "president": "head of state", "king": "head of state", "queen": "head of state", "emir": "head of state",
    "supreme leader": "head of state", "prime minister": "head of government", "premier": "head of government",
    "chancellor": "head of government", "foreign minister": "foreign minister", "foreign secretary": "foreign minister",
    "secretary of state": "foreign minister",
    "defence minister": "defence minister", "defense minister": "defence minister",
    "defence secretary": "defence minister", "defense secretary": "defence minister",
}  # fmt: skip


def _holder(phrase: Phrase, memory: Memory) -> Person | None:
    """Who holds the office that a phrase names: somebody the article named, else by date."""
    office, code = (phrase.office or "").lower(), phrase.senses[0].code
    if office in ("leader", "supreme leader", "ruler", "strongman", "dictator"):
        holder = memory.leading(code) or memory.gazetteer.holder(code, "head of state", memory.on)
        supreme = holder is not None and any("supreme" in (term.title or "") for term in holder.terms)
        return holder if supreme or memory.leading(code) else None
    if office not in _HOLDERS:
        return None
    holder = memory.gazetteer.holder(code, _HOLDERS[office], memory.on)
    if holder is None and office == "president":
        return None
    return holder if holder is not None and _title_agrees(holder, office, memory) else None


def _title_agrees(holder: Person, office: str, memory: Memory) -> bool:
    """A monarch is no "president"."""
    if _HOLDERS[office] != "head of state":
        return True
    return any(office in (term.title or "") for term in holder.terms)
