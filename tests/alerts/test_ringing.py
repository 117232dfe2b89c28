from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from worker.alerts.rules import Ring, explain, in_words, ringing
from worker.model import AuxiliaryMode, EventFilter, Rule, StoredEvent

Event = Callable[..., StoredEvent]

# For every field of EventFilter: a wish that the sample event meets, and one that it does not.
MET_AND_FAILED = {
    "dyad": (("RUS-PRK",), ("RUS>PRK",)),
    "actor": (("prk",), ("RUS",)),
    "recipient": (("RUS",), ("PRK",)),
    "sector": (("GOV",), ("MIL",)),
    "event_type": (("AID", "SUPPORT"), ("AID",)),
    "mode": ((), ("visit",)),
    "context": (("diplomatic",), ("military",)),
    "quad_class": (("verbal cooperation",), ("material conflict",)),
    "status": (("corroborated",), ("reported",)),
    "place": (("Port Novy",), ("Kursk",)),
    "language": (("en",), ("ko",)),
    "outlet": (("Inland Post",), ("Elsewhere",)),
    "min_score": (5.0, 6.0),
    "max_score": (5.0, -1.0),
    "min_outlets": (2, 3),
    "min_families": (2, 3),
    "min_confidence": (0.5, 0.9),
    "event_from": (date(2026, 1, 4), date(2026, 1, 5)),
    "event_to": (date(2026, 1, 4), date(2026, 1, 3)),
    "seen_from": (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)),
    "seen_to": (datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)),
    "text": ("praised", "denounced"),
}


def rule(where: EventFilter = EventFilter(), **more: object) -> Rule:  # noqa: B008 - frozen
    return Rule("Neighbours", where, ("desk", "log"), **more)  # type: ignore[arg-type]


def test_a_ring_for_every_channel_with_its_reason(event: Event) -> None:
    where = EventFilter(event_type=("AID", "SUPPORT"), dyad=("RUS-PRK", "CHN-PRK"), min_outlets=2)
    rings = ringing([rule(where)], event())
    reason = "dyad RUS-PRK, type SUPPORT, 2 outlets"
    assert rings == (Ring("Neighbours", "desk", reason), Ring("Neighbours", "log", reason))


def test_only_the_rules_that_are_met_ring(event: Event) -> None:
    met, failed = rule(EventFilter(actor=("PRK",))), Rule("Other", EventFilter(actor=("CHN",)), ("log",))
    assert {ring.rule for ring in ringing([failed, met], event())} == {"Neighbours"}


def test_an_empty_filter_rings_for_every_event(event: Event) -> None:
    assert ringing([rule()], event())[0].reason == "every event"


def test_baseline_events_never_ring(event: Event) -> None:
    assert ringing([rule()], event(baseline=True)) == ()
    assert "baseline" in explain(rule(), event(baseline=True))


@pytest.mark.parametrize("mode", [AuxiliaryMode.HISTORICAL, AuxiliaryMode.HYPOTHETICAL, AuxiliaryMode.NEGATED])
def test_auxiliary_modes_ring_only_where_the_rule_names_them(event: Event, mode: AuxiliaryMode) -> None:
    told = event(auxiliary=(mode, AuxiliaryMode.FUTURE))
    assert ringing([rule()], told) == ()
    assert explain(rule(), told) == f"does not ring: the event is {mode}; the rule takes future"
    assert ringing([rule(auxiliary=(mode, AuxiliaryMode.FUTURE))], told)


def test_plans_ring_unless_the_rule_says_otherwise(event: Event) -> None:
    planned = event(auxiliary=(AuxiliaryMode.FUTURE,))
    assert ringing([rule()], planned)
    assert not ringing([rule(auxiliary=())], planned)


def test_the_table_of_this_test_holds_every_field_of_the_filter() -> None:
    assert set(MET_AND_FAILED) == {field.name for field in fields(EventFilter)}


@pytest.mark.parametrize("name", MET_AND_FAILED)
def test_every_condition_says_when_it_is_met_and_when_it_fails(event: Event, name: str) -> None:
    met, failed = MET_AND_FAILED[name]
    rings = explain(rule(EventFilter(**{name: met})), event())
    refused = EventFilter(**{name: failed})
    assert rings.startswith("rings: ") and len(rings) > len("rings: ")
    assert refused.failing(event()) == (name,)
    assert explain(rule(refused), event()).startswith("does not ring: wants ")
    assert in_words(refused) != "every event"


def test_every_failed_condition_is_told_at_once(event: Event) -> None:
    where = EventFilter(event_type=("AID",), min_outlets=3, actor=("PRK",))
    assert explain(rule(where), event()) == (
        "does not ring: wants type AID, has SUPPORT; wants at least 3 outlets, has 2 outlets"
    )


def test_a_filter_in_words() -> None:
    where = EventFilter(event_type=("AID", "SUPPORT"), dyad=("PRK-RUS",), max_score=-2.5, min_outlets=2)
    assert in_words(where) == "dyad PRK-RUS, type AID or SUPPORT, score -2.5 or less, at least 2 outlets"
