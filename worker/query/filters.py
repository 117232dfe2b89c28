"""The one table of filter options, from which the command line's options, HTTP's parameters and the web form come.

Every option is named after its field of EventFilter; the command line writes dashes for underscores. A list may be
given several times or with commas. A date may be a day, a month or a year, or a time before now (``7d``, ``36h``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from worker.model import EventFilter, QuadClass, Status, UsageError
from worker.model.text import clean
from worker.query.moments import first_moment, last_moment

Values = Mapping[str, Sequence[str]]
Vocabulary = Callable[[], Mapping[str, Collection[str]]]
"""What the ontology allows, by field; called only when a field is given that it speaks of, as it reads a file."""

CODE = re.compile(r"[A-Za-z]{3}")


@dataclass(frozen=True, slots=True)
class Option:
    """One way to narrow down events. ``kind`` names its parser in ``PARSERS``."""

    field: str
    kind: str
    help: str
    example: str
    aliases: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()

    @property
    def is_list(self) -> bool:
        return self.kind in ("words", "dyads")

    @property
    def flags(self) -> tuple[str, ...]:
        """The names on the command line: ``--event-type``, ``--type``."""
        return tuple("--" + name.replace("_", "-") for name in (self.field, *self.aliases))


OPTIONS: tuple[Option, ...] = (
    Option("dyad", "dyads", "Two states in either order; 'PRK>RUS' is one direction (quote the >).", "PRK-RUS"),
    Option("actor", "words", "Who did it: ISO 3166 alpha-3, or the code of an organisation.", "PRK"),
    Option("recipient", "words", "Whom it was done to.", "RUS"),
    Option("sector", "words", "Sector of an actor or recipient: GOV, MIL, LEG, OPP, CVL, MED ...", "GOV"),
    Option("event_type", "words", "PLOVER event type: AGREE, CONSULT, THREATEN ...", "CONSULT", ("type",)),
    Option("mode", "words", "PLOVER mode of the type: visit, phone ...", "visit"),
    Option("context", "words", "PLOVER context: military, economic ...", "military"),
    Option(
        "quad_class",
        "words",
        f"One of: {', '.join(QuadClass)}.",
        QuadClass.MATERIAL_CONFLICT,
        ("quad",),
        tuple(QuadClass),
    ),
    Option("status", "words", f"One of: {', '.join(Status)}.", Status.CORROBORATED, (), tuple(Status)),
    Option("place", "words", "Name or country code of the place.", "Kursk"),
    Option("language", "words", "Language of an article that reports it.", "en"),
    Option("outlet", "words", "Outlet that reports it.", "Morning Post"),
    Option("min_score", "score", "Lowest conflict-cooperation score, -10 to 10.", "-10"),
    Option("max_score", "score", "Highest conflict-cooperation score, -10 to 10.", "-5"),
    Option("min_outlets", "count", "At least so many outlets report it.", "2"),
    Option("min_families", "count", "At least so many independent families of outlets report it.", "2"),
    Option("min_confidence", "share", "Lowest confidence of the coder, 0 to 1.", "0.6"),
    Option("event_from", "first_day", "Happened on this day or later.", "2026-01", ("from",)),
    Option("event_to", "last_day", "Happened on this day or earlier; 2026-01 means to its end.", "2026-01", ("to",)),
    Option("seen_from", "first_moment", "First seen at this time or later.", "7d", ("since",)),
    Option("seen_to", "last_moment", "First seen at this time or earlier.", "2026-01-31", ("until",)),
    Option("text", "text", "Words of the evidence or of an actor's name.", "troops"),
)

_NAMES = {name: option for option in OPTIONS for name in (option.field, *option.aliases)}


def parse(values: Values, now: datetime, vocabulary: Vocabulary = dict) -> EventFilter:
    """The filter that ``values`` (option name or alias -> what was given) ask for; empty strings are not given.

    ``now`` is what ``7d`` counts back from. Raises UsageError with every mistake, a line each.
    """
    given, mistakes = _by_option(values)
    asked: dict[str, Any] = {}
    for option, texts in given.items():
        try:
            asked[option.field] = _PARSERS[option.kind](_among(option, texts, vocabulary), now)
        except ValueError as error:
            mistakes.append(f"{option.field}: {error}")
    mistakes += _impossible(asked) if not mistakes else []
    if mistakes:
        raise UsageError("\n".join(mistakes), subject="filter")
    return EventFilter(**asked)


def _by_option(values: Values) -> tuple[dict[Option, list[str]], list[str]]:
    given: dict[Option, list[str]] = {}
    mistakes = []
    for name, texts in values.items():
        stated = [text.strip() for text in texts if text.strip()]
        if name not in _NAMES:
            mistakes.append(f"{name}: is no filter; filters are {', '.join(o.field for o in OPTIONS)}")
        elif stated:
            given.setdefault(_NAMES[name], []).extend(stated)
    return given, mistakes


def _among(option: Option, texts: list[str], vocabulary: Vocabulary) -> list[str]:
    """The words of a list, each one of those allowed; a single value as it is."""
    if not option.is_list:
        if len(texts) > 1:
            raise ValueError(f"was given {len(texts)} times; it takes one value")
        return texts
    words = [word.strip() for text in texts for word in text.split(",") if word.strip()]
    allowed = option.allowed or (vocabulary().get(option.field, ()) if option.field in ONTOLOGY_FIELDS else ())
    return [_known(word, allowed) for word in words] if allowed else words


ONTOLOGY_FIELDS = ("event_type", "mode", "context")


def _known(word: str, allowed: Collection[str]) -> str:
    """The allowed word that ``word`` is, whatever its case; "material-conflict" is "material conflict"."""
    plain = {re.sub(r"[-_ ]", " ", known).casefold(): known for known in allowed}
    try:
        return plain[re.sub(r"[-_ ]", " ", word).casefold()]
    except KeyError:
        raise ValueError(f"{word!r} is none of: {', '.join(sorted(allowed))}") from None


def _dyad(text: str) -> str:
    codes = re.split("[->]", text)
    if len(codes) != 2 or not all(CODE.fullmatch(code) for code in codes):
        raise ValueError(
            f"{text!r} is no dyad; write two ISO 3166 alpha-3 codes, PRK-RUS, or 'PRK>RUS' for one direction"
        )
    if codes[0].upper() == codes[1].upper():
        raise ValueError(f"{text!r} names one state twice; a dyad is two states")
    return text.upper()


def _number(low: float, high: float) -> Callable[[Sequence[str], datetime], float]:
    def parser(texts: Sequence[str], now: datetime) -> float:
        try:
            number = float(texts[0])
        except ValueError:
            number = float("nan")
        if not low <= number <= high:
            raise ValueError(f"{texts[0]!r} is no number from {low:g} to {high:g}")
        return number

    return parser


def _count(texts: Sequence[str], now: datetime) -> int:
    if not (texts[0].isascii() and texts[0].isdigit() and len(texts[0]) < 7):
        raise ValueError(f"{texts[0]!r} is no whole number from 0 to 999999")
    return int(texts[0])


_PARSERS: Mapping[str, Callable[[Sequence[str], datetime], Any]] = {
    "words": lambda texts, now: tuple(clean(text) for text in texts),
    "dyads": lambda texts, now: tuple(_dyad(text) for text in texts),
    "score": _number(-10, 10),
    "share": _number(0, 1),
    "count": _count,
    "first_day": lambda texts, now: first_moment(texts[0], now).date(),
    "last_day": lambda texts, now: last_moment(texts[0], now).date(),
    "first_moment": lambda texts, now: first_moment(texts[0], now),
    "last_moment": lambda texts, now: last_moment(texts[0], now),
    "text": lambda texts, now: clean(texts[0]),
}

_RANGES = (("min_score", "max_score"), ("event_from", "event_to"), ("seen_from", "seen_to"))


def _impossible(asked: Mapping[str, Any]) -> list[str]:
    """A range that ends before it begins is a slip, not a wish for nothing."""
    return [
        f"{high}: {asked[high]} lies before {low}, {asked[low]}; exchange the two"
        for low, high in _RANGES
        if low in asked and high in asked and asked[high] < asked[low]
    ]


def as_values(where: EventFilter) -> dict[str, list[str]]:
    """The filter as option values; ``parse`` of them is the filter again."""
    values = {}
    for field in fields(where):
        value = getattr(where, field.name)
        if value is None or value == ():
            continue
        values[field.name] = [_said(v) for v in (value if isinstance(value, tuple) else (value,))]
    return values


def _said(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def as_query(where: EventFilter, **more: object) -> str:
    """The filter as a URL's query string, with ``more`` parameters (a cursor, a limit) after it."""
    return urlencode({**as_values(where), **{k: v for k, v in more.items() if v is not None}}, doseq=True)


def utc_now() -> datetime:
    """The clock of the asking side."""
    return datetime.now(UTC)
