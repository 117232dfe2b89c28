"""``alerts.yaml``: the channels there are, and the rules that ring them. The file's own head explains the keys.

A secret stands in the file only as a reference, ``${env:NAME}`` or ``${file:/run/secrets/name}``; it is looked up where
the channel is built (``worker.channels``), so that a command that sends nothing needs no secret.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, field_validator

from worker.config.references import REFERENCE, any_set
from worker.config.sources import SourcesConfig
from worker.config.strict import Problem, Strict, listed, one_of
from worker.model import AuxiliaryMode, EventFilter, QuadClass, Rule, Status

# PLOVER's sixteen event types (codebook, https://github.com/openeventdata/PLOVER).
EVENT_TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip

# Kind of channel -> the keys it needs. A new way to tell somebody: a line here, a line in
# worker/channels/__init__.py, and its file beside that one.
CHANNEL_KINDS: Mapping[str, tuple[str, ...]] = {
    "log": (),
    "console": (),
    "webhook": ("url", "secret"),
    "apprise": ("url",),
}

_PASSWORD_IN_URL = re.compile(r"^\w+://[^/@\s]*:(?!\$\{)[^/@\s]+@")


def _dyad(text: str) -> str:
    code = text.upper()
    if not _DYAD.fullmatch(code):
        raise ValueError(
            f"{text!r} is no dyad; write two ISO 3166 alpha-3 codes, PRK-RUS, or PRK>RUS for one direction"
        )
    if code[:3] == code[4:]:
        raise ValueError(f"{text!r} names one state twice; a dyad is two states")
    return code


_DYAD = re.compile(r"[A-Z]{3}[->][A-Z]{3}")

Word = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[tuple[Word, ...], BeforeValidator(listed)]
Codes = Annotated[tuple[Annotated[Word, AfterValidator(str.upper)], ...], BeforeValidator(listed)]
Dyads = Annotated[tuple[Annotated[str, AfterValidator(_dyad)], ...], BeforeValidator(listed)]
EventTypes = Annotated[tuple[Annotated[str, one_of(EVENT_TYPES)], ...], BeforeValidator(listed)]
QuadClasses = Annotated[tuple[Annotated[str, one_of(tuple(QuadClass))], ...], BeforeValidator(listed)]
Statuses = Annotated[tuple[Annotated[str, one_of(tuple(Status))], ...], BeforeValidator(listed)]
AuxiliaryModes = Annotated[tuple[Annotated[str, one_of(tuple(AuxiliaryMode))], ...], BeforeValidator(listed)]
Score = Annotated[float, Field(ge=-10, le=10)]
Count = Annotated[int, Field(ge=0)]


def _before(one: Any, other: Any) -> bool:
    """Whether both are given, can be compared, and are the wrong way round."""
    try:
        return bool(one < other)
    except TypeError:
        return False


class FilterConfig(Strict):
    """EventFilter as it is written: one value or a list of them, the fields' own names."""

    dyad: Dyads = ()
    actor: Codes = ()
    recipient: Codes = ()
    sector: Codes = ()
    event_type: EventTypes = ()
    mode: Words = ()
    context: Words = ()
    quad_class: QuadClasses = ()
    status: Statuses = ()
    place: Words = ()
    language: Words = ()
    outlet: Words = ()
    min_score: Score | None = None
    max_score: Score | None = None
    min_outlets: Count | None = None
    min_families: Count | None = None
    min_confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    event_from: date | None = None
    event_to: date | None = None
    seen_from: AwareDatetime | None = None
    seen_to: AwareDatetime | None = None
    text: Word | None = None

    @classmethod
    def across(cls, data: dict[Any, Any]) -> list[Problem]:
        ranges = (("min_score", "max_score"), ("event_from", "event_to"), ("seen_from", "seen_to"))
        return [
            ((high,), f"{data[high]} lies before {low}, {data[low]}; no event can be in that range")
            for low, high in ranges
            if _before(data.get(high), data.get(low))
        ]

    def event_filter(self) -> EventFilter:
        return EventFilter(**dict(self))


class RuleConfig(Strict):
    """A rule as it is written: of events (``filter``) or of feeds (``sources``).

    ``filter: {}`` is every event; leaving the filter out is a slip, not a wish.
    """

    name: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
    filter: FilterConfig | None = None
    sources: SourcesConfig | None = None
    channels: Annotated[tuple[Word, ...], Field(min_length=1), BeforeValidator(listed)]
    auxiliary: AuxiliaryModes = (AuxiliaryMode.FUTURE,)

    @classmethod
    def across(cls, data: dict[Any, Any]) -> list[Problem]:
        if "sources" not in data and "filter" not in data:
            return [((), "needs a filter, which says for what events it rings; or sources, for a rule about feeds")]
        if "sources" in data:
            other = [key for key in ("filter", "auxiliary") if key in data]
            return [((key,), "is about events, and sources about feeds; make two rules of it") for key in other]
        return []

    @field_validator("filter", "sources", mode="before")
    @classmethod
    def _is_written_out(cls, value: object) -> object:
        if value is None:
            raise ValueError("is empty; write what to look for, or {} for every event")
        return value

    def rule(self) -> Rule:
        auxiliary = tuple(AuxiliaryMode(mode) for mode in self.auxiliary)
        events = self.filter.event_filter() if self.filter else EventFilter()
        sources = self.sources.source_filter() if self.sources else None
        return Rule(self.name, events, tuple(dict.fromkeys(self.channels)), auxiliary, sources)


class ChannelConfig(Strict):
    """A way to tell somebody. ``url`` and ``secret`` may hold references; which of them a kind needs is its own.

    An ``optional`` channel of which no reference names anything is left out (``AlertsFile.active``); one of which only
    some do is a mistake, as with any other channel.
    """

    kind: Annotated[str, one_of(tuple(CHANNEL_KINDS))]
    url: Annotated[str, Field(min_length=1)] | None = None
    secret: Annotated[str, Field(min_length=1)] | None = None
    optional: bool = False

    @field_validator("secret")
    @classmethod
    def _is_only_named_here(cls, secret: str | None) -> str | None:
        if secret and not all(REFERENCE.fullmatch(part) for part in secret.split()):
            raise ValueError("a secret does not stand in this file; write ${env:NAME} or ${file:/run/secrets/name}")
        return secret

    @field_validator("url")
    @classmethod
    def _has_only_references(cls, url: str | None) -> str | None:
        if url and "${" in REFERENCE.sub("", url):
            raise ValueError("has a reference that cannot be read; write ${env:NAME} or ${file:/run/secrets/name}")
        if url and _PASSWORD_IN_URL.match(url):
            raise ValueError("a password does not stand in this file; write ${env:NAME} or ${file:/path} in its place")
        return url

    @classmethod
    def across(cls, data: dict[Any, Any]) -> list[Problem]:
        kind = str(data.get("kind")).casefold()
        needed = CHANNEL_KINDS.get(kind)
        if needed is None:
            return []
        extra = [key for key in ("url", "secret") if key in data and key not in needed]
        keys = ", ".join(("kind", *needed, "optional"))
        missing: list[Problem] = [
            ((), f"a channel of kind {kind} needs the key {k}") for k in needed if not data.get(k)
        ]
        return missing + [((key,), f"is no key of kind {kind}; the keys are: {keys}") for key in extra]

    def wanted(self, environ: Mapping[str, str]) -> bool:
        return not self.optional or any_set(f"{self.url or ''} {self.secret or ''}", environ)


class AlertsFile(Strict):
    """The whole file: ``channels`` by name, and ``rules`` as the rest of the program knows them."""

    channels: dict[Word, ChannelConfig] = Field(default_factory=dict)
    written: tuple[RuleConfig, ...] = Field((), alias="rules")

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(rule.rule() for rule in self.written)

    def active(self, environ: Mapping[str, str]) -> tuple[tuple[Rule, ...], Mapping[str, ChannelConfig]]:
        """Rules and channels as ``environ`` has them: without the optional channels that nothing is set for."""
        channels = {name: channel for name, channel in self.channels.items() if channel.wanted(environ)}
        told = [tuple(name for name in rule.channels if name in channels) for rule in self.rules]
        return tuple(replace(rule, channels=names) for rule, names in zip(self.rules, told, strict=True)), channels

    @classmethod
    def across(cls, data: dict[Any, Any]) -> list[Problem]:
        rules = data.get("rules")
        rules = [rule if isinstance(rule, dict) else {} for rule in rules] if isinstance(rules, list) else []
        channels = data.get("channels")
        return [*_names_twice(rules), *_channels_missing(rules, channels if isinstance(channels, dict) else {})]


def _names_twice(rules: list[dict[Any, Any]]) -> list[Problem]:
    names = [str(rule.get("name", f"rule {index}")).strip().casefold() for index, rule in enumerate(rules)]
    return [
        (
            ("rules", index, "name"),
            f"{rules[index]['name']!r} is also the name of rule {names.index(name) + 1}; "
            "the ledger goes by it, so a rule's name is its own",
        )
        for index, name in enumerate(names)
        if names.index(name) != index
    ]


def _channels_missing(rules: list[dict[Any, Any]], channels: Mapping[Any, Any]) -> list[Problem]:
    known = ", ".join(str(name) for name in channels) or "none, add it under channels"
    return [
        (("rules", index, "channels"), f"{name!r} is no channel of this file; there are: {known}")
        for index, rule in enumerate(rules)
        for name in listed(rule.get("channels") or [])
        if isinstance(name, str) and name not in channels
    ]
