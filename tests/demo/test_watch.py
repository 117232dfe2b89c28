"""What the demo says at the end: whole, or what is missing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from worker.demo.library import Report
from worker.demo.newsroom import Newsroom
from worker.demo.outlets import OUTLETS
from worker.demo.programme import Programme
from worker.demo.watch import Watch, headline, told_by, twice
from worker.model import (
    Actor,
    AuxiliaryMode,
    CodedEvent,
    DatePrecision,
    Delivery,
    DeliveryState,
    Evidence,
    QuadClass,
    Status,
    StoredEvent,
)
from worker.store import Counts, LedgerLine, Page

NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)
REPORT = Report("a", "coral", "a", "A title", "Text.", (), days_before=1)


def event(number: int = 1, **changes: Any) -> StoredEvent:
    coded = CodedEvent(
        "SUPPORT", None, "051", QuadClass.VERBAL_COOPERATION, 5.0, (Actor("PRK", "GOV"),), (Actor("RUS", "GOV"),),
        Evidence("North Korea praised Russia.", 0, 27, "praised", "support.praise"),
        event_date=date(2026, 3, 12), date_precision=DatePrecision.DAY,
    )  # fmt: skip
    names = ("Coral Sea Courier", "Meridian Wire")
    return StoredEvent(number, replace(coded, **changes), Status.REPORTED, names, ("coral",), (), NOW, NOW, NOW)


def sent(number: int, *, channel: str = "console", rule: str = "all", event_id: int = 1) -> LedgerLine:
    delivery = Delivery(UUID(int=number), rule, channel, event_id, "", DeliveryState.SENT, 1, NOW, NOW, NOW, NOW, "ok")
    return LedgerLine(delivery, (), (event_id,))


class Store:
    """Answers as ``worker.store.Store`` does, from what a test puts in."""

    def __init__(self) -> None:
        self.held = Counts(10, {"coded": 1}, 1, {"sent": 2})
        self.ledger = [sent(1), sent(2, channel="inbox")]
        self.stored = [event()]

    def counts(self) -> Counts:
        return self.held

    def deliveries(self, *_: DeliveryState, limit: int) -> tuple[LedgerLine, ...]:
        return tuple(reversed(self.ledger))[:limit]

    def event(self, event_id: int) -> StoredEvent:
        return next(held for held in self.stored if held.id == event_id)

    def events(self, *_: object, limit: int, after: str | None) -> Page:
        start = int(after or 0)
        more = len(self.stored) > start + limit
        return Page(tuple(self.stored[start : start + limit]), str(start + limit) if more else None)

    def count_events(self, _: object) -> int:
        return 0

    def dyads(self, *_: object, limit: int) -> tuple[Any, ...]:
        return (SimpleNamespace(dyad="PRK-RUS", events=1, mean_score=5.0),)[:limit]


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def inbox() -> list[dict[str, Any]]:
    return [{"id": str(UUID(int=2)), "verified": True}]


@pytest.fixture
def watch(store: Store, inbox: list[dict[str, Any]]) -> Watch:
    programme = Programme([REPORT], lambda: NOW, outlets=OUTLETS)
    box: Any = SimpleNamespace(messages=lambda: inbox)
    return Watch(store, Newsroom(programme, box, "", lambda: NOW))  # type: ignore[arg-type]


def test_nothing_is_missing_where_all_is_coded_and_sent(watch: Watch) -> None:
    tally = watch.tally()
    assert tally.missing == ()
    assert (tally.published, tally.total, tally.coded, tally.sent) == (1, 1, 1, 2)


@pytest.mark.parametrize(
    ("articles", "deliveries", "said"),
    [
        ({"new": 1}, {"sent": 2}, "1 articles are not coded"),
        ({"read": 1}, {"sent": 2}, "1 articles are not coded"),
        ({"failed": 1}, {"sent": 2}, "1 articles could not be coded"),
        ({}, {"sent": 2}, "1 articles were published and 0 stored"),
        ({"coded": 2}, {"sent": 2}, "1 articles were published and 2 stored"),
        ({"coded": 1}, {"sent": 2, "pending": 1}, "1 deliveries are not sent"),
        ({"coded": 1}, {"sent": 2, "sending": 1}, "1 deliveries are not sent"),
        ({"coded": 1}, {"sent": 2, "dead": 1}, "1 deliveries were given up"),
        ({"coded": 1}, {}, "no alert was sent"),
    ],
)
def test_what_is_missing_is_named(
    watch: Watch, store: Store, articles: dict[str, int], deliveries: dict[str, int], said: str
) -> None:
    store.held = Counts(10, articles, 1, deliveries)
    assert watch.tally().missing == (said,)


def test_a_message_that_the_inbox_never_got_is_missing(watch: Watch, inbox: list[dict[str, Any]]) -> None:
    inbox.clear()
    assert watch.tally().missing == ("1 webhook messages are sent by the ledger and were not received",)


def test_a_message_without_a_good_signature_is_named(watch: Watch, inbox: list[dict[str, Any]]) -> None:
    inbox.append({"id": "forged", "verified": False})
    assert watch.tally().missing == ("1 webhook messages had no good signature",)


def test_what_is_not_published_yet_is_missing(store: Store) -> None:
    late = replace(REPORT, slug="b", days_before=None, at=1.0)
    programme = Programme([REPORT, late], lambda: NOW)
    box: Any = SimpleNamespace(messages=lambda: [{"id": str(UUID(int=2)), "verified": True}])
    watch = Watch(store, Newsroom(programme, box, "", lambda: NOW))  # type: ignore[arg-type]
    assert watch.tally().missing == ("1 of 2 articles were not published yet",)


def test_an_event_stored_twice_is_named_on_whatever_page_it_stands(watch: Watch, store: Store) -> None:
    others = [event(n, event_date=date(2020, 1, 1) + timedelta(days=n)) for n in range(2, 600)]
    store.stored = [event(1), *others, event(700)]
    assert watch.tally().missing == ("stored 2 times: PRK>RUS SUPPORT  2026-03-12",)


def test_events_that_differ_or_have_no_day_are_not_one_event() -> None:
    def told() -> Iterator[StoredEvent]:
        yield from (event(1), event(2, event_date=None), event(3, event_date=None), event(4, mode="visit"))
        yield event(5, auxiliary=(AuxiliaryMode.FUTURE,))
        yield event(6, actors=(Actor("RUS"),), recipients=(Actor("PRK"),))

    assert list(twice(told())) == []


def test_a_reciprocal_event_is_the_same_from_either_side() -> None:
    sides = event(1, reciprocal=True), event(2, reciprocal=True, actors=(Actor("RUS"),), recipients=(Actor("PRK"),))
    assert list(twice(iter(sides))) == ["stored 2 times: PRK-RUS SUPPORT  2026-03-12"]


def test_each_alert_is_shown_once_with_all_the_rules_that_rang(watch: Watch, store: Store) -> None:
    store.ledger.append(sent(3, rule="another"))
    (alert,) = watch.alerts()
    assert alert.rules == ("all", "another")
    assert watch.alerts() == ()
    store.ledger.append(sent(4, rule="a third"))
    assert [alert.rules for alert in watch.alerts()] == [("a third",)]


def test_an_alert_is_told_in_a_line_that_no_article_can_break() -> None:
    hostile = event(actors=(Actor("PRK\x1b[2J\n"),), auxiliary=(AuxiliaryMode.FUTURE,))
    assert headline(event()) == "PRK > RUS SUPPORT"
    assert headline(hostile) == "PRK [2J > RUS SUPPORT future"
    assert told_by(event()) == "Coral Sea Courier, Meridian Wire (2 outlets, 1 owner)"
