"""One filter, one answer: ``EventFilter.matches`` and the SQL are asked about the same events."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from store_samples import NOW, coded, draft, feed_config, polled, reread, save, with_feed

from worker.model import (
    Actor,
    AuxiliaryMode,
    CodedEvent,
    DatePrecision,
    EventFilter,
    Evidence,
    Place,
    QuadClass,
    StoredEvent,
)
from worker.store import Store
from worker.store.search import said, tags

pytestmark = pytest.mark.services

CODES = ["PRK", "RUS", "CHN", "USA", "EUR", "TUR", "Straße", "ISTANBUL-ı"]
SECTORS = ["GOV", "MIL", "gov", None, ""]
TYPES = ["AID", "SUPPORT", "Support", "ASSAULT"]
MODES = [None, "aerial", "İstanbul"]
PLACES = [None, Place("Łódź", "POL", 51.77, 19.46), Place("Kursk", "RUS"), Place("STRASSE"), Place("")]
SENTENCES = ["Norvia sent AID to Sudria.", "Straße und Größe", "100% of it_ was \\ true", "İzmir ΣΊΣΥΦΟΣ", "ﬁne print"]
LANGUAGES = ["en", "de", None]
SCORES = [-10.0, -4.5, 0.0, 0.1 + 0.2, 3.0, 10.0]


def some(choice: random.Random, values: list[Any], most: int = 2) -> tuple[Any, ...]:
    return tuple(choice.sample(values, choice.randint(0, most)))


def an_actor(choice: random.Random) -> Actor:
    return Actor(choice.choice(CODES), choice.choice(SECTORS), choice.choice([None, "Ann Østby", "ÅSE", "Σίσυφος"]))


def a_coded_event(choice: random.Random, number: int) -> CodedEvent:
    event_date = choice.choice([None, date(2026, 3, 1) - timedelta(days=choice.randint(0, 5))])
    return coded(
        event_type=choice.choice(TYPES),
        mode=choice.choice(MODES),
        quad_class=choice.choice(list(QuadClass)),
        score=choice.choice(SCORES),
        actors=tuple(an_actor(choice) for _ in range(choice.randint(1, 3))),
        recipients=tuple(an_actor(choice) for _ in range(choice.randint(0, 2))),
        evidence=Evidence(f"{choice.choice(SENTENCES)} {number}", None, None, "sent", "aid.send"),
        reciprocal=choice.random() < 0.4,
        auxiliary=some(choice, list(AuxiliaryMode)),
        contexts=some(choice, ["military", "Trade", "refugees"]),
        event_date=event_date,
        date_precision=event_date and choice.choice(list(DatePrecision)),
        place=choice.choice(PLACES),
        confidence=choice.choice([0.1, 0.5, 0.9, 1 / 3]),
    )


def fill(store: Store, choice: random.Random, count: int = 60) -> list[StoredEvent]:
    """``count`` events, each told by one to four outlets of three families."""
    names = ["Morning Post", "MORNING POST Weekend", "Østlandet", "Straße Zeitung", "Wire"]
    feeds = [with_feed(store, feed_config(name, family=f"family {at % 3}")) for at, name in enumerate(names)]
    for number in range(count):
        event = a_coded_event(choice, number)
        event_id = None
        now = NOW + timedelta(seconds=number // 2)  # some at the very same moment
        for feed_id in choice.sample(feeds, choice.randint(1, 4)):
            (article_id,) = polled(store, feed_id, draft(f"{number} {feed_id}", language=choice.choice(LANGUAGES)))
            held = reread(store, article_id)
            event_id = save(store, held, event, joins=[event_id], now=now)[0].id
    return every(store, EventFilter())


def every(store: Store, where: EventFilter, limit: int = 7) -> list[StoredEvent]:
    found: list[StoredEvent] = []
    after = None
    while True:
        page = store.events(where, limit=limit, after=after)
        found += page.events
        after = page.next
        if after is None:
            return found


def a_filter(choice: random.Random) -> EventFilter:
    """Two or three conditions at a time, so that there is something to find; words in any case."""

    def any_case(word: str) -> str:
        return choice.choice([word, word.lower(), word.upper(), word.casefold()])

    dyads = ["PRK-RUS", "rus-prk", "PRK>RUS", "rus>prk", "CHN-USA", "USA>CHN", "", "PRK"]
    values: dict[str, list[Any]] = {
        "dyad": dyads,
        "actor": [any_case(code) for code in CODES],
        "recipient": [any_case(code) for code in CODES],
        "sector": [any_case(sector) for sector in SECTORS if sector is not None],
        "event_type": [any_case(kind) for kind in TYPES],
        "mode": ["aerial", "AERIAL", "i̇stanbul", "none"],
        "context": ["MILITARY", "trade", "x"],
        "quad_class": ["verbal cooperation", "MATERIAL CONFLICT"],
        "status": ["reported", "Corroborated", "retracted"],
        "place": ["łódź", "POL", "kursk", "straße", ""],
        "language": ["EN", "de"],
        "outlet": ["morning post", "ØSTLANDET", "strasse zeitung", "nobody", "nul \x00", "lone \ud800"],
    }
    single: dict[str, list[Any]] = {
        "min_score": SCORES,
        "max_score": SCORES,
        "min_outlets": [1, 2, 3, 4],
        "min_families": [1, 2, 3],
        "min_confidence": [0.1, 1 / 3, 0.5],
        "event_from": [date(2026, 2, 27), date(2026, 3, 1)],
        "event_to": [date(2026, 2, 27), date(2026, 3, 1)],
        "seen_from": [NOW, NOW + timedelta(seconds=10)],
        "seen_to": [NOW + timedelta(seconds=3), NOW + timedelta(seconds=15)],
        "text": ["aid", "STRASSE", "%", "_", "\\", "i̇zmir", "σίσυφοσ", "FINE", "ø", "", "zzz", "\x00", "sent aid to"],
    }
    chosen = choice.sample([*values, *single], choice.randint(1, 3))
    given = {name: choice.choice(single[name]) if name in single else some(choice, values[name]) for name in chosen}
    return EventFilter(**given)


def test_matches_and_sql_give_one_answer(store: Store) -> None:
    choice = random.Random(20260302)
    events = fill(store, choice)
    assert len(events) == 60
    hits = 0
    for number in range(250):
        where = a_filter(choice)
        wanted = [event.id for event in events if where.matches(event)]
        assert [event.id for event in every(store, where, limit=100)] == wanted, (number, where)
        assert store.count_events(where) == len(wanted)
        hits += 0 < len(wanted) < len(events)
    assert hits > 60, "the filters must find something, and not everything"


def test_each_field_of_a_filter_makes_a_difference_in_sql(store: Store) -> None:
    choice = random.Random(1)
    fill(store, choice)
    narrowing: dict[str, Any] = {
        "dyad": ("PRK>RUS",), "actor": ("PRK",), "recipient": ("PRK",), "sector": ("MIL",), "event_type": ("AID",),
        "mode": ("aerial",), "context": ("trade",), "quad_class": ("verbal conflict",), "status": ("corroborated",),
        "place": ("Kursk",), "language": ("de",), "outlet": ("Wire",), "min_score": 1.0, "max_score": 1.0,
        "min_outlets": 2, "min_families": 2, "min_confidence": 0.4, "event_from": date(2026, 2, 27),
        "event_to": date(2026, 2, 27), "seen_from": NOW + timedelta(seconds=9), "seen_to": NOW + timedelta(seconds=9),
        "text": "größe",
    }  # fmt: skip
    assert set(narrowing) == set(EventFilter.__slots__)
    for name, value in narrowing.items():
        assert 0 < store.count_events(EventFilter(**{name: value})) < 60, name


def test_what_is_read_back_is_what_was_saved(store: Store) -> None:
    choice = random.Random(7)
    feed_id = with_feed(store)
    for number in range(20):
        event = a_coded_event(choice, number)
        (article_id,) = polled(store, feed_id, draft(str(number)))
        (saved,) = save(store, reread(store, article_id), event)
        held = store.event(saved.id)
        assert held == saved
        assert held.coded == event
        assert held.mentions[0].evidence == event.evidence


def test_tags_follow_what_changes(store: Store) -> None:
    feed_id = with_feed(store)
    (article_id,) = polled(store, feed_id, draft())
    (event,) = save(store, reread(store, article_id), coded())
    assert "outlet:morning post" in tags(event)
    assert "outlet:wire" in tags(replace(event, outlets=("Wire",)))
    assert said(event) == ["norvia thanked sudria."]


def test_a_page_ends_where_the_next_begins_even_within_one_moment(store: Store) -> None:
    fill(store, random.Random(3), 12)
    whole = [event.id for event in every(store, EventFilter(), limit=500)]
    assert [event.id for event in every(store, EventFilter(), limit=1)] == whole
    assert isinstance(store.events(EventFilter(), limit=1).events[0].first_seen_at, datetime)
