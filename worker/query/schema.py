"""The shape of what HTTP answers, for the OpenAPI description; a test holds it to ``StoredEvent.to_json``."""

import importlib.metadata
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from worker.model import AuxiliaryMode, DatePrecision, QuadClass, Status


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Actor(_Shape):
    """Who did it, or whom it was done to; start and end are characters of the article's text."""

    code: str = Field(examples=["PRK"])
    sector: str | None = Field(examples=["GOV"])
    name: str | None
    office: str | None
    text: str
    start: int | None
    end: int | None


class Place(_Shape):
    """Where it happened; degrees are WGS 84."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None


class Evidence(_Shape):
    """The sentence that says so; start and end are null where it is the title."""

    sentence: str
    start: int | None
    end: int | None
    trigger: str
    rule: str


class Mention(_Shape):
    """One sentence of one article that reports the event."""

    article_id: int
    outlet: str
    family: str
    title: str
    url: str
    language: str | None
    published_at: datetime | None
    evidence: Evidence
    coder_version: str


class Event(_Shape):
    """An event as it is stored; an unknown date is null."""

    id: int
    event_type: str = Field(examples=["CONSULT"])
    mode: str | None
    cameo: str
    quad_class: QuadClass
    score: float = Field(ge=-10, le=10)
    actors: list[Actor]
    recipients: list[Actor]
    dyads: list[str] = Field(examples=[["PRK-RUS"]])
    reciprocal: bool
    auxiliary: list[AuxiliaryMode]
    contexts: list[str]
    event_date: date | None
    date_precision: DatePrecision | None
    place: Place | None
    reported_by: str | None
    confidence: float = Field(ge=0, le=1)
    evidence: Evidence
    status: Status
    outlets: list[str]
    families: list[str]
    mentions: list[Mention]
    published_at: datetime | None
    first_seen_at: datetime
    updated_at: datetime


class EventPage(_Shape):
    """A page of events; ``next`` goes into ``after`` of the next question, and is null at the end."""

    events: list[Event]
    next: str | None


class Error(_Shape):
    """What is wrong, and every problem by itself."""

    error: str
    problems: list[str]


def version() -> str:
    """The version that is installed; a checkout that is not has none."""
    try:
        return importlib.metadata.version("dyadwatch")
    except importlib.metadata.PackageNotFoundError:
        return "0"
