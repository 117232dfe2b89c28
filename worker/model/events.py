"""Events: what the coder says, and what is stored of it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import combinations, product
from typing import Any, Protocol

from worker.model.articles import Document


class QuadClass(StrEnum):
    """Verbal or material, cooperation or conflict (PLOVER codebook)."""

    VERBAL_COOPERATION = "verbal cooperation"
    MATERIAL_COOPERATION = "material cooperation"
    VERBAL_CONFLICT = "verbal conflict"
    MATERIAL_CONFLICT = "material conflict"


class AuxiliaryMode(StrEnum):
    """What keeps an event from being a plain present fact (PLOVER's auxiliary modes)."""

    HISTORICAL = "historical"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


class DatePrecision(StrEnum):
    """How much of ``event_date`` is known; the unknown part of the date is its first month or day."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Status(StrEnum):
    """How well an event is established; ``corroborated`` takes two or more independent families."""

    REPORTED = "reported"
    CORROBORATED = "corroborated"
    DISPUTED = "disputed"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class Actor:
    """One who takes part in an event, as actor or as recipient.

    ``code`` is ISO 3166 alpha-3 for a state and its people, a CAMEO-style code for an organisation, or whatever
    the caller gave. ``text``, ``start`` and ``end`` say which words of the text name it (character offsets).
    """

    code: str
    sector: str | None = None
    name: str | None = None
    office: str | None = None
    text: str = ""
    start: int | None = None
    end: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happened; ``country`` is ISO 3166 alpha-3, ``lat`` and ``lon`` are degrees (WGS 84)."""

    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that says so, the words that made the coder see it, and the rule of the ontology that did.

    ``start`` and ``end`` are character offsets of the sentence in the text as given; null when the sentence is the
    document's title, which is no part of that text.
    """

    sentence: str
    start: int | None
    end: int | None
    trigger: str
    rule: str

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def dyad(one: str, other: str) -> str:
    """``dyad("RUS", "PRK") == "PRK-RUS"``."""
    return "-".join(sorted((one, other)))


def is_state(code: str) -> bool:
    """Whether a code can stand in a dyad: three capital letters, as in ISO 3166 alpha-3, and no organisation's."""
    return len(code) == 3 and code.isascii() and code.isalpha() and code.isupper() and code not in _NO_STATES


# PLOVER's codes for actors of no state: organisations between states, militants, non-governmental, companies.
_NO_STATES = frozenset({"IGO", "IMG", "NGO", "NGM", "MNC"})


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """One event as the coder reads it in one document, with its evidence.

    ``score`` is PLOVER's conflict-cooperation score, -10 to 10. ``confidence`` is 0 to 1. ``event_date`` is null
    where the text does not say, never "now". ``reported_by`` names the news source that the text itself quotes.
    ``coder`` is the version of the coder that said so, where that is another than the one that was asked.
    """

    event_type: str
    mode: str | None
    cameo: str
    quad_class: QuadClass
    score: float
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    evidence: Evidence
    reciprocal: bool = False
    auxiliary: tuple[AuxiliaryMode, ...] = ()
    contexts: tuple[str, ...] = ()
    event_date: date | None = None
    date_precision: DatePrecision | None = None
    place: Place | None = None
    reported_by: str | None = None
    confidence: float = 0.5
    coder: str | None = field(default=None, compare=False)

    @property
    def directed_pairs(self) -> tuple[tuple[str, str], ...]:
        """Every (actor, recipient) pair of states; both ways where the event is reciprocal or has no recipient."""
        doers, receivers = [a.code for a in self.actors], [r.code for r in self.recipients]
        pairs = list(product(doers, receivers))
        if self.reciprocal or not receivers:
            pairs += list(combinations(dict.fromkeys(doers + receivers), 2))
            pairs += [(b, a) for a, b in pairs]
        return tuple(dict.fromkeys((a, b) for a, b in pairs if a != b and is_state(a) and is_state(b)))

    @property
    def dyads(self) -> tuple[str, ...]:
        """The dyads that the event is about, sorted: ``("CHN-PRK", "PRK-RUS")``."""
        return tuple(sorted({dyad(a, b) for a, b in self.directed_pairs}))

    def to_json(self) -> dict[str, Any]:
        """The event as DESIGN.md fixes it for the command line and for HTTP."""
        return {
            "event_type": self.event_type,
            "mode": self.mode,
            "cameo": self.cameo,
            "quad_class": str(self.quad_class),
            "score": self.score,
            "actors": [actor.to_json() for actor in self.actors],
            "recipients": [actor.to_json() for actor in self.recipients],
            "dyads": list(self.dyads),
            "reciprocal": self.reciprocal,
            "auxiliary": [str(mode) for mode in self.auxiliary],
            "contexts": list(self.contexts),
            "event_date": self.event_date.isoformat() if self.event_date else None,
            "date_precision": str(self.date_precision) if self.date_precision else None,
            "place": self.place.to_json() if self.place else None,
            "reported_by": self.reported_by,
            "confidence": round(self.confidence, 3),
            "evidence": self.evidence.to_json(),
        }


class Coder(Protocol):
    """Text in, events with evidence out; pure and deterministic. ``version`` names rules and parser together."""

    @property
    def version(self) -> str: ...

    def code(self, document: Document) -> tuple[CodedEvent, ...]: ...


@dataclass(frozen=True, slots=True)
class Mention:
    """One sentence of one stored article that reports an event, with who published it."""

    article_id: int
    outlet: str
    family: str
    title: str
    url: str
    language: str | None
    published_at: datetime | None
    evidence: Evidence
    coder_version: str

    def to_json(self) -> dict[str, Any]:
        return {
            "article_id": self.article_id,
            "outlet": self.outlet,
            "family": self.family,
            "title": self.title,
            "url": self.url,
            "language": self.language,
            "published_at": self.published_at.isoformat() if self.published_at else None,
            "evidence": self.evidence.to_json(),
            "coder_version": self.coder_version,
        }


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event of the world as Postgres holds it: the first coding of it, and every mention since.

    ``outlets`` and ``families`` are sorted and count stories, not copies: the families of articles that copy
    another article's text add nothing. ``published_at`` is the earliest publication of a mention.
    A ``baseline`` event stood in a feed before anybody watched. A ``stale`` one was told as old news only, so far: by
    articles published days before they were seen, or in words that an edit left as they were.
    """

    id: int
    coded: CodedEvent
    status: Status
    outlets: tuple[str, ...]
    families: tuple[str, ...]
    mentions: tuple[Mention, ...]
    published_at: datetime | None
    first_seen_at: datetime
    updated_at: datetime
    baseline: bool = False
    stale: bool = False

    def to_json(self) -> dict[str, Any]:
        """The event as DESIGN.md fixes it, with what is known only once it is stored."""
        return self.coded.to_json() | {
            "id": self.id,
            "status": str(self.status),
            "outlets": list(self.outlets),
            "families": list(self.families),
            "mentions": [mention.to_json() for mention in self.mentions],
            "published_at": self.published_at.isoformat() if self.published_at else None,
            "first_seen_at": self.first_seen_at.isoformat(),
            "updated_at": self.updated_at.isoformat(),
        }
