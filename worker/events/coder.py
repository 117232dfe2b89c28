"""Text in, events with their evidence out: parser, actors, actions, dates and places composed. Pure and deterministic.

The order: the title by itself (its events carry no offsets), then the text; who is named; for each sentence, from its
root down, what happened between whom; when, where, reported by whom; last, the same event told twice is kept once,
by its best telling. An event needs two different parties, at least one of them a state or the caller's own, and, unless
the caller named the parties, to be more likely right than not.

How sure an event is: `confidence.py`; what the second opinion adds: `opinion/`.
"""

import gc
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import permutations, product
from pathlib import Path
from typing import Protocol

from worker.config import CoderConfig
from worker.events.actions import Act, Cast, Matcher, Ontology, Party, told_acts
from worker.events.actions.contact import with_contact
from worker.events.actions.focus import Focus, focus_of
from worker.events.actions.interposed import with_interposed
from worker.events.actions.mend import kept, mend
from worker.events.actions.telling import with_speaker
from worker.events.actors import Named, Resolution, build_gazetteer, resolve
from worker.events.actors.gazetteer import Gazetteer
from worker.events.confidence import WORTH_TELLING, confidence
from worker.events.dates import UNDATED, Dated, Telling, spoken_of, telling, written_on
from worker.events.documents import Kinds, of_the_past
from worker.events.echoes import Echo, echoes
from worker.events.merge import merged, news_of
from worker.events.opinion.answer import TRAINED, SecondOpinion
from worker.events.opinion.linear import LinearModel
from worker.events.parser import Sentence, Token, load_parser
from worker.events.places import written_in
from worker.events.reading import NOTHING, Reading
from worker.events.standing import Standing
from worker.events.story import Story, is_word
from worker.events.told import Told
from worker.model import Actor, AuxiliaryMode, CodedEvent, Document, Evidence, GivenEntity
from worker.model.events import QuadClass, is_state
from worker.model.text import clean

LONGEST_SENTENCE = 150  # tokens; what is longer is a table or a list of names, and its parse is worth nothing
_SELDOM = (50_000, 20, 100)  # new objects, and rounds, between two looks of the collector
_BEFORE = 2  # sentences back to which an echo reaches
_VERBAL = (QuadClass.VERBAL_COOPERATION, QuadClass.VERBAL_CONFLICT)


class Parses(Protocol):
    """What the coder needs of a parser."""

    version: str

    def parse(self, text: str) -> tuple[Sentence, ...]: ...


class PatternCoder:
    """The default coder: patterns over a dependency parse, and a learned second opinion on parties that are given."""

    def __init__(
        self,
        parser: Parses,
        gazetteer: Gazetteer,
        config: CoderConfig,
        code: str = "",
        opinion: LinearModel | None = None,
    ) -> None:
        self._parser, self._gazetteer = parser, gazetteer
        self._kinds, self._standing = Kinds(config.documents), Standing(config.documents)
        self.ontology = Ontology(config.ontology, self._kinds.words)
        self._opinion = SecondOpinion(opinion, self.ontology) if opinion else None
        rules = "".join(part.model_dump_json() for part in (config.ontology, config.documents, config.actors)) + code
        self._version = f"patterns-{hashlib.sha256(rules.encode()).hexdigest()[:12]}+{parser.version}"

    @property
    def version(self) -> str:
        """A hash of the configuration and of the coder's own code, and the parser's version: what made an event."""
        return self._version

    def code(self, document: Document) -> tuple[CodedEvent, ...]:
        """The events that a document tells, the title's first, then in the order of the text. Never raises on bad
        text."""
        reading = self.read(document)
        if document.entities:  # who names the parties wants to know, however unsure the answer
            return self._opinion.answer(reading) if self._opinion else reading.events
        return tuple(event for event in reading.events if event.confidence >= WORTH_TELLING)

    def read(self, document: Document) -> Reading:
        """What the patterns alone make of a document, sure or not."""
        title = self._parser.parse(clean(document.title)) if document.title and document.title.strip() else ()
        body = self._parser.parse(document.text) if document.text.strip() else ()
        sentences = tuple(self._mended(sentence) for sentence in (*title, *body))
        matchers = [Matcher(sentence, self.ontology) for sentence in sentences]
        said = self._kinds.said(sentences, [matcher.said for matcher in matchers])
        # Who names the parties himself wants to know what is between them, whatever the article is about.
        asked = bool(document.entities)
        if not sentences or (of_the_past(sentences, document.published) and not asked):
            return NOTHING
        given = _good(document)
        found = resolve(sentences, self._gazetteer, document.published, given, title=len(title))
        if self._kinds.without_statecraft(sentences, said) and not asked and not _governs(found):
            return NOTHING
        states = frozenset(code for row in found.sentences for named in row for code in named.codes)
        first = len(title)
        published = written_on(sentences[first:], found.datelines[first:], document.published)
        days = spoken_of(sentences, published)
        tellings: dict[Evidence, Telling] = {}
        told = (Told(s, n, found, published, n < first, states, days[n], tellings) for n, s in enumerate(sentences))
        kind = None if document.entities else self._kinds.of(said)
        home = written_in(sentences[first:], found.datelines[first:])
        coded = self._sentences(zip(told, matchers, strict=True), focus_of(sentences, found, first, home))
        new = news_of(body[0].start if body else None, published, tellings)
        events = merged(self._kinds.told(coded, kind), new)
        if published and body:
            text, opens = sentences[first:], _paragraphs(document.text, sentences[first:])
            story = Story(text, found, published, days[first:], opens, tellings, document.title or "")
            events = story.dated(events)
        return Reading(sentences, found, events, tuple(dict.fromkeys(entity.code for entity in given)))

    def _mended(self, sentence: Sentence) -> Sentence:
        """The sentence with each word where it belongs, whatever a small parser made of it."""
        words = self.ontology
        return kept(
            mend(sentence, words.verbs),
            (
                lambda found: with_contact(found, words.verbs, words.other_side),
                lambda found: with_interposed(found, words.speech),
                lambda found: with_speaker(found, words.speech),
            ),
        )

    def _sentences(self, told: Iterable[tuple[Told, Matcher]], focus: Focus) -> Iterator[CodedEvent]:
        """The events of the sentences in order; what one of them tells is in focus in the next."""
        before: tuple[tuple[CodedEvent, ...], ...] = ()
        for one, matcher in told:
            events = tuple(self._sentence(one, matcher, focus, before))
            before = (events, *before)[:_BEFORE]
            yield from events
            blows = _pairs(event for event in events if event.event_type == "ASSAULT")
            focus = focus.after(_pairs(events), one.named, blows)

    def _sentence(
        self, told: Told, matcher: Matcher, focus: Focus, before: Sequence[Sequence[CodedEvent]]
    ) -> Iterator[CodedEvent]:
        named = told.resolution.sentences[told.index]
        codes = set(told.named)
        alone = len(codes) < 2 and not focus.about(codes)
        if alone or len(told.sentence.tokens) > LONGEST_SENTENCE or matcher.said & self.ontology.offstage:
            return
        everybody = Cast(told.sentence, told.index, told.resolution, focus=focus)
        given = any(one.kind == "given" for one in named)
        casts = (replace(everybody, only_given=True), everybody) if given else (everybody,)
        events: list[CodedEvent] = []
        for act in told_acts(matcher, casts):
            if _worth_telling(act) and self._standing.of(act, told.sentence, told.index):
                events += told.each_time(self._event(act, told, matcher))
        yield from events
        yield from (_echo(echo, told) for echo in echoes(matcher, everybody, (events, *before)))

    def _event(self, act: Act, told: Told, matcher: Matcher) -> CodedEvent:
        ontology = self.ontology
        quad = ontology.quad(act.type)
        declared = act.trigger.pos == "VERB" and is_word(quad, act.type, act.mode)
        verbal = (quad in _VERBAL or declared) and AuxiliaryMode.NEGATED not in act.auxiliary
        when = _when(act, told, verbal=verbal)
        contexts, evidence = self._contexts(act, matcher), _evidence(act, told)
        told.tellings[evidence] = telling(told.sentence, act.dated_by, future=act.mood.future)
        return CodedEvent(
            event_type=act.type,
            mode=act.mode,
            cameo=act.cameo or ontology.cameo(act.type, act.mode, contexts),
            quad_class=quad,
            score=ontology.score(act.type, act.mode),
            actors=_actors(act.actors, told.in_title),
            recipients=_actors(act.recipients, told.in_title, act.actors.codes),
            evidence=evidence,
            reciprocal=act.reciprocal,
            auxiliary=(*told.past(when, future=act.mood.future), *act.auxiliary),
            contexts=contexts,
            event_date=when.day,
            date_precision=when.precision,
            place=told.place(act.predicate, verbal=quad in _VERBAL),
            reported_by=told.reported_by,
            confidence=confidence(act, told.sentence),
        )

    def _contexts(self, act: Act, matcher: Matcher) -> tuple[str, ...]:
        """The rule's contexts, and those whose cue words stand in the clause, in the order of the ontology."""
        cues = self.ontology.cues
        words = {name for token in matcher.clause(act.match.frame) for name in matcher.names[token.index]}
        found = {context for word in words if word in cues for context in cues[word]} | set(
            act.match.rule.rule.contexts
        )
        return tuple(context for context in self.ontology.file.contexts if context in found)


def build_coder(config: CoderConfig) -> PatternCoder:
    """The coder that a configuration describes. Loads the parser: seconds, and tens of megabytes."""
    coder = PatternCoder(
        load_parser(config.parser),
        build_gazetteer(config.actors),
        config,
        _own_code(),
        _trained(TRAINED),
    )
    # A quarter of a million objects stay as long as the process; what an article makes holds no rings to look for.
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    return coder


def _trained(path: Path) -> LinearModel | None:
    """A trained model; None in a checkout that is about to train its first."""
    return LinearModel.load(path) if path.exists() else None


def _own_code() -> str:
    """A hash of this package's sources, and of its model, so that a change of them makes stored events outdated too."""
    package = Path(__file__).parent
    sources = sorted([*package.rglob("*.py"), *package.glob("opinion/trained/*.npz")])
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def _good(document: Document) -> tuple[GivenEntity, ...]:
    """The caller's spans that lie within the text."""
    return tuple(e for e in document.entities if 0 <= e.start < e.end <= len(document.text))


def _governs(found: Resolution) -> bool:
    """Whether anybody who holds an office is named: a word of statecraft by itself."""
    return any(actor.office for row in found.sentences for named in row for actor in named.actors)


def _echo(echo: Echo, told: Told) -> CodedEvent:
    """The event that an echo tells, on its own day."""
    event, verb = echo.event, echo.verb
    when = told.when(verb, future=False, verbal=event.quad_class in _VERBAL)
    evidence = told.evidence(verb.text, event.evidence.rule)
    told.tellings[evidence] = telling(told.sentence, verb, future=False)
    auxiliary = told.past(when, future=False)
    return replace(
        event, evidence=evidence, auxiliary=auxiliary, event_date=when.day, date_precision=when.precision, place=None
    )


def _when(act: Act, told: Told, *, verbal: bool) -> Dated:
    """The date of an act; what is told without a day is told no earlier than it happened, and that may be today."""
    when = told.when(act.dated_by, future=act.mood.future, verbal=verbal)
    if when == UNDATED and act.saying is not None:
        deed = told.when(act.predicate, future=False, verbal=False)
        return deed if deed.day == told.published else UNDATED
    return when


def _worth_telling(act: Act) -> bool:
    """Whether two different parties are in it, one of them a state or named by the caller."""
    codes = act.actors.codes | act.recipients.codes
    named = (*act.actors.named, *act.recipients.named)
    return len(codes) > 1 and any(n.kind == "given" or any(is_state(c) for c in n.codes) for n in named)


def _actors(party: Party, in_title: bool, without: frozenset[str] = frozenset()) -> tuple[Actor, ...]:
    """Each code of a party once, in the order of the text; nobody does something to himself ("both nations")."""
    everybody = [a for named in sorted(party.named, key=_position) for a in named.actors if a.code not in without]
    # Of two who speak for one state the one that holds an office is told.
    found = {a.code: a for a in sorted(everybody, key=lambda a: a.office is not None)}
    ordered = dict.fromkeys(a.code for a in everybody)
    everybody = [found[code] for code in ordered]
    return tuple(replace(a, start=None, end=None) if in_title else a for a in everybody)


def _pairs(events: Iterable[CodedEvent]) -> Iterator[tuple[str, str]]:
    """Who did something to whom; between two who act together each is the other's recipient."""
    for event in events:
        doers, receivers = [a.code for a in event.actors], [r.code for r in event.recipients]
        both = permutations(doers, 2) if event.reciprocal and not receivers else product(doers, receivers)
        yield from both


def _position(named: Named) -> tuple[int, int]:
    return named.sentence, named.first


def _evidence(act: Act, told: Told) -> Evidence:
    sentence, head = told.sentence, act.trigger
    words = [t for t in (act.match.frame.light, head) if t is not None]
    trigger = _joined(sentence, words)
    return told.evidence(trigger, act.match.rule.rule.id)


def _joined(sentence: Sentence, words: Iterable[Token]) -> str:
    return " ... ".join(token.text for token in sorted(words, key=lambda t: t.index))


def _paragraphs(text: str, sentences: Sequence[Sentence]) -> list[bool]:
    """For each sentence of a text whether it begins a paragraph."""
    ends = [0, *(sentence.end for sentence in sentences)]
    return [n == 0 or "\n" in text[end : s.start] for n, (end, s) in enumerate(zip(ends, sentences, strict=False))]
