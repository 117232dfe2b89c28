"""Of what a model says, what the text bears out. Pure.

The order: the type is one of the ontology's; the evidence stands in the text, or is of the title; each party's words
stand in the evidence, or at least in the text, and its code is a known one; two different parties are left, one of them
a state or the caller's own; somebody acts, and somebody is acted on where the type asks for it. An event that fails is
dropped, and the reason counted. A mode, context, date, place, name or office that cannot be found is left out.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from worker.config.actors import parse_day
from worker.config.ontology import OntologyFile
from worker.events.actions import Ontology
from worker.events.actors.spelling import fold
from worker.events.dates import UNDATED, Dated
from worker.events.merge import merged
from worker.events.places import cities
from worker.llm.answer import Answer, ToldActor, ToldEvent
from worker.llm.codebook import Codebook, Entry
from worker.llm.spans import find
from worker.model import Actor, AuxiliaryMode, CodedEvent, DatePrecision, Document, Evidence, Place
from worker.model.events import is_state

RULE = "llm"
# A model's own figures for its confidence mean little; what was found in the text is taken for as good as a plain rule.
CONFIDENCE = 0.7
SHORTEST_EVIDENCE, LONGEST_EVIDENCE = 12, 1000  # characters; what is shorter or longer is no sentence
LONGEST_NAME = 100
MOST_EVENTS = 100  # of one article; what says more is no answer but a flood
_OLDEST, _LATEST = date(1800, 1, 1), date(2100, 1, 1)
_A_DAY = timedelta(days=1)  # a paper of the evening before, or another time zone
_PRECISIONS = {4: DatePrecision.YEAR, 7: DatePrecision.MONTH, 10: DatePrecision.DAY}


@dataclass(frozen=True, slots=True)
class Checked:
    """What is left of an answer, and how many events were dropped for which reason."""

    events: tuple[CodedEvent, ...]
    dropped: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A sentence of the text, or of the title, whose offsets are told to nobody."""

    whole: str
    start: int
    end: int
    in_title: bool

    @property
    def words(self) -> str:
        return self.whole[self.start : self.end]


class Checker:
    """Turns answers into events."""

    def __init__(self, ontology: OntologyFile, codebook: Codebook) -> None:
        self._ontology, self._codebook = Ontology(ontology), codebook

    def check(self, answer: Answer, document: Document) -> Checked:
        """The events that the text bears out, the title's first, then in the order of the text; each told once."""
        found = [self._event(told, document) for told in answer.events[:MOST_EVENTS]]
        found += ["too many events"] * (len(answer.events) - len(found))
        dropped = Counter(event for event in found if isinstance(event, str))
        events = [event for event in found if not isinstance(event, str)]
        return Checked(merged(sorted(events, key=_in_the_text)), dropped)

    def _event(self, told: ToldEvent, document: Document) -> CodedEvent | str:
        """The event, or why there is none."""
        kind = self._ontology.file.types.get(told.type)
        if kind is None:
            return "unknown type"
        quoted = _quoted(told.evidence, document)
        if quoted is None:
            return "evidence is not in the text"
        actors, recipients = self._parties(told, quoted, document)
        if problem := _problem(actors, recipients, told.reciprocal, kind.requires_recipient, document):
            return problem
        mode = told.mode if told.mode in kind.modes else None
        contexts = tuple(name for name in self._ontology.file.contexts if name in told.contexts)
        auxiliary, when = _when(told, document.published)
        return CodedEvent(
            event_type=told.type,
            mode=mode,
            cameo=self._ontology.cameo(told.type, mode, contexts),
            quad_class=kind.quad_class,
            score=self._ontology.score(told.type, mode),
            actors=actors,
            recipients=recipients,
            evidence=_evidence(told.trigger, quoted),
            reciprocal=told.reciprocal,
            auxiliary=auxiliary,
            contexts=contexts,
            event_date=when.day,
            date_precision=when.precision,
            place=self._place(told, document),
            reported_by=_said(told.reported_by, document),
            confidence=CONFIDENCE,
        )

    def _parties(
        self, told: ToldEvent, quoted: _Quoted, document: Document
    ) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """Each code once, on one side; of a reciprocal event all are actors."""
        do = {actor.code: actor for one in told.actors if (actor := self._actor(one, quoted, document))}
        suffer = {actor.code: actor for one in told.recipients if (actor := self._actor(one, quoted, document))}
        others = tuple(actor for code, actor in suffer.items() if code not in do)
        return ((*do.values(), *others), ()) if told.reciprocal else (tuple(do.values()), others)

    def _actor(self, told: ToldActor, quoted: _Quoted, document: Document) -> Actor | None:
        place = _place_of(told, quoted, document)
        if place is None:
            return None
        words, start, end = place
        given = _given_at(start, end, document)
        entry = Entry(given, None, "") if given else self._entry(told.code, document)
        if entry is None:
            return None
        sector = entry.sector or (told.sector if told.sector in self._codebook.sectors else None)
        own = (entry.name or None) if sector == entry.sector else None  # the state itself, an organisation, a group
        return Actor(entry.code, sector, _said(told.name, document) or own, _office(told, document), words, start, end)

    def _entry(self, code: str, document: Document) -> Entry | None:
        if any(code == given.code for given in document.entities):
            return Entry(code, None, "")
        return self._codebook.entries.get(code)

    def _place(self, told: ToldEvent, document: Document) -> Place | None:
        name = _said(told.place, document)
        if name is None:
            return None
        country = told.country if is_state(told.country or "") and told.country in self._codebook.entries else None
        known = cities().get(tuple(fold(word) for word in name.replace("-", " ").split()), ())
        city = next((city for city in known if city.country == country), None)
        return Place(name, country, city.lat, city.lon) if city else Place(name, country)


def _in_the_text(event: CodedEvent) -> int:
    return -1 if event.evidence.start is None else event.evidence.start


def _quoted(words: str, document: Document) -> _Quoted | None:
    if not SHORTEST_EVIDENCE <= len(words) <= LONGEST_EVIDENCE:
        return None
    for whole, in_title in ((document.text, False), (document.title or "", True)):
        if found := find(words, whole):
            return _Quoted(whole, *found, in_title)
    return None


def _place_of(told: ToldActor, quoted: _Quoted, document: Document) -> tuple[str, int | None, int | None] | None:
    """The words that stand for an actor, with their offsets; null where they are not in the text."""
    if not quoted.in_title:
        for given in document.entities:
            if given.code == told.code and quoted.start <= given.start < given.end <= quoted.end:
                return document.text[given.start : given.end], given.start, given.end
    if len(told.text) > LONGEST_NAME:
        return None
    found = find(told.text, quoted.whole, quoted.start, quoted.end)
    if found and quoted.in_title:
        return quoted.whole[slice(*found)], None, None
    found = found or find(told.text, document.text)
    return (document.text[slice(*found)], *found) if found else None


def _given_at(start: int | None, end: int | None, document: Document) -> str | None:
    """The code that the caller gave to these words; it goes before whatever the model says."""
    if start is None or end is None:
        return None
    return next((given.code for given in document.entities if given.start < end and start < given.end), None)


def _problem(
    actors: tuple[Actor, ...], recipients: tuple[Actor, ...], reciprocal: bool, required: bool, document: Document
) -> str | None:
    """What keeps these parties from being those of an event."""
    codes = {actor.code for actor in actors + recipients}
    own = {given.code for given in document.entities}
    if len(codes) < 2 or not actors:
        return "no two parties in the text"
    if not any(is_state(code) or code in own for code in codes):
        return "no state takes part"
    if required and not (recipients or reciprocal):
        return "no recipient"
    return None


def _when(told: ToldEvent, published: date | None) -> tuple[tuple[AuxiliaryMode, ...], Dated]:
    """What kind of fact it is, and its date: one that cannot be is none, and one long past makes it history."""
    auxiliary = tuple(mode for mode in AuxiliaryMode if mode in told.auxiliary and mode is not AuxiliaryMode.HISTORICAL)
    future = AuxiliaryMode.FUTURE in auxiliary
    latest = published + _A_DAY if published and not future else _LATEST
    when = _dated(told.date or "", latest)
    past = (AuxiliaryMode.HISTORICAL,) if when.historical(published) and not future else ()
    return (*past, *auxiliary), when


def _dated(said: str, latest: date) -> Dated:
    try:
        day = parse_day(said)
    except ValueError:
        day = None
    return Dated(day, _PRECISIONS[len(said)]) if day and _OLDEST <= day <= latest else UNDATED


def _evidence(trigger: str, quoted: _Quoted) -> Evidence:
    found = find(trigger[:LONGEST_EVIDENCE], quoted.whole, quoted.start, quoted.end)
    words = quoted.whole[slice(*found)] if found else ""
    start, end = (None, None) if quoted.in_title else (quoted.start, quoted.end)
    return Evidence(quoted.words, start, end, words, RULE)


def _said(words: str | None, document: Document) -> str | None:
    """A name as the article has it; null where it has none such."""
    for whole in (document.text, document.title or ""):
        if words and len(words) <= LONGEST_NAME and (found := find(words, whole)):
            return whole[slice(*found)]
    return None


def _office(told: ToldActor, document: Document) -> str | None:
    """An office in small letters, as the first coder tells it, whatever the article's capitals are."""
    office = (told.office or "").lower()
    small = replace(document, text=document.text.lower(), title=(document.title or "").lower())
    return _said(office, small)
