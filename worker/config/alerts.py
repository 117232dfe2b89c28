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

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from worker.config.references import REFERENCE, any_set
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


Loc = tuple[str | int, ...]
Problem = tuple[Loc, str]


class _Strict(BaseModel):
    """Frozen, and an unknown key is answered with the keys that there are."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="wrap")
    @classmethod
    def _tell_all(cls, data: Any, handler: Any) -> Any:
        keys = ", ".join(field.alias or name for name, field in cls.model_fields.items())
        told = [_problem(loc, words) for loc, words in cls.across(data)] if isinstance(data, dict) else []
        try:
            read = handler(data)
        except ValidationError as error:
            told = [_again(problem, keys) for problem in error.errors(include_url=False)] + told
        if told:
            raise ValidationError.from_exception_data(cls.__name__, told)
        return read

    @classmethod
    def across(cls, data: dict[Any, Any]) -> list[Problem]:
        """Mistakes that show only where several keys are seen together, told even where one of them is wrong alone."""
        return []


def _again(problem: Any, keys: str) -> InitErrorDetails:
    """The same problem at the same place; a key that nobody knows also hears which are known."""
    kind, words = problem["type"], str(problem.get("ctx", {}).get("error", problem["msg"]))
    if kind == "extra_forbidden" and len(problem["loc"]) == 1:
        kind, words = "value_error", f"is not a key known here; the keys are: {keys}"
    if kind.startswith(("date", "timezone")):
        words += "; write 2026-01-31 for a day, 2026-01-31T12:00:00Z for a time"
    return _problem(problem["loc"], words, kind, problem["input"])


def _problem(loc: Loc, words: str, kind: str = "value_error", given: Any = None) -> InitErrorDetails:
    # The words travel as a value: a custom error's own text is a template, and would read braces in them.
    return InitErrorDetails(type=PydanticCustomError(kind, "{words}", {"words": words}), loc=loc, input=given)


def _listed(value: Any) -> Any:
    """A single value is a list of one."""
    return value if isinstance(value, list | tuple) else (value,)


def _one_of(allowed: tuple[str, ...]) -> AfterValidator:
    """Checks a word without case; the word comes out as it is allowed."""
    plain = {word.casefold(): word for word in allowed}

    def check(word: str) -> str:
        if word.casefold() not in plain:
            raise ValueError(f"{word!r} is none of: {', '.join(allowed)}")
        return plain[word.casefold()]

    return AfterValidator(check)


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
Words = Annotated[tuple[Word, ...], BeforeValidator(_listed)]
Codes = Annotated[tuple[Annotated[Word, AfterValidator(str.upper)], ...], BeforeValidator(_listed)]
Dyads = Annotated[tuple[Annotated[str, AfterValidator(_dyad)], ...], BeforeValidator(_listed)]
EventTypes = Annotated[tuple[Annotated[str, _one_of(EVENT_TYPES)], ...], BeforeValidator(_listed)]
QuadClasses = Annotated[tuple[Annotated[str, _one_of(tuple(QuadClass))], ...], BeforeValidator(_listed)]
Statuses = Annotated[tuple[Annotated[str, _one_of(tuple(Status))], ...], BeforeValidator(_listed)]
AuxiliaryModes = Annotated[tuple[Annotated[str, _one_of(tuple(AuxiliaryMode))], ...], BeforeValidator(_listed)]
Score = Annotated[float, Field(ge=-10, le=10)]
Count = Annotated[int, Field(ge=0)]


def _before(one: Any, other: Any) -> bool:
    """Whether both are given, can be compared, and are the wrong way round."""
    try:
        return bool(one < other)
    except TypeError:
        return False


class FilterConfig(_Strict):
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


class RuleConfig(_Strict):
    """A rule as it is written. ``filter: {}`` is every event; leaving the filter out is a slip, not a wish."""

    name: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
    filter: FilterConfig
    channels: Annotated[tuple[Word, ...], Field(min_length=1), BeforeValidator(_listed)]
    auxiliary: AuxiliaryModes = (AuxiliaryMode.FUTURE,)

    @field_validator("filter", mode="before")
    @classmethod
    def _is_written_out(cls, value: object) -> object:
        if value is None:
            raise ValueError("is empty; write what to look for, or {} for every event")
        return value

    def rule(self) -> Rule:
        auxiliary = tuple(AuxiliaryMode(mode) for mode in self.auxiliary)
        return Rule(self.name, self.filter.event_filter(), tuple(dict.fromkeys(self.channels)), auxiliary)


class ChannelConfig(_Strict):
    """A way to tell somebody. ``url`` and ``secret`` may hold references; which of them a kind needs is its own.

    An ``optional`` channel of which no reference names anything is left out (``AlertsFile.active``); one of which only
    some do is a mistake, as with any other channel.
    """

    kind: Annotated[str, _one_of(tuple(CHANNEL_KINDS))]
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


class AlertsFile(_Strict):
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
        for name in _listed(rule.get("channels") or [])
        if isinstance(name, str) and name not in channels
    ]
