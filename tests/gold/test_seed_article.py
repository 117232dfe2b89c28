"""The article that the project was asked for with; its text stays outside, so the test is skipped where it is
absent."""

from datetime import date
from pathlib import Path

import pytest

from worker.events.coder import PatternCoder
from worker.model import AuxiliaryMode, CodedEvent, DatePrecision, Document

ROOT = Path(__file__).parents[2]
SEED = ROOT.parent / "shared" / "data" / "seed-article.txt"

pytestmark = pytest.mark.skipif(not SEED.is_file(), reason=f"the seed article is not at {SEED}")


@pytest.fixture(scope="module")
def events(coder: PatternCoder) -> tuple[CodedEvent, ...]:
    return coder.code(Document(SEED.read_text(encoding="utf-8"), published=date(2025, 12, 27)))


def _between(events: tuple[CodedEvent, ...], actor: str, recipient: str, kind: str) -> list[CodedEvent]:
    return [e for e in events if e.event_type == kind and (actor, recipient) in e.directed_pairs]


def test_kim_supports_putin_and_both_carry_name_and_sector(events: tuple[CodedEvent, ...]) -> None:
    (event,) = [e for e in _between(events, "PRK", "RUS", "SUPPORT") if not e.reciprocal]
    assert [(a.name, a.code, a.sector) for a in event.actors] == [("Kim Jong Un", "PRK", "GOV")]
    assert [(r.name, r.code, r.sector) for r in event.recipients] == [("Vladimir Putin", "RUS", "GOV")]


def test_putin_greets_or_thanks_kim(events: tuple[CodedEvent, ...]) -> None:
    assert [e for e in _between(events, "RUS", "PRK", "SUPPORT") if not e.reciprocal]


def test_north_korea_sends_troops_in_aid_of_russia(events: tuple[CodedEvent, ...]) -> None:
    assert any(e.cameo == "072" and "military" in e.contexts for e in _between(events, "PRK", "RUS", "AID"))


def test_the_treaty_was_signed_in_june_2024(events: tuple[CodedEvent, ...]) -> None:
    (event,) = [e for e in events if e.cameo == "057"]
    assert event.dyads == ("PRK-RUS",)
    assert (event.event_date, event.date_precision) == (date(2024, 6, 1), DatePrecision.MONTH)
    assert AuxiliaryMode.HISTORICAL in event.auxiliary


def test_the_card_of_xi_is_history(events: tuple[CodedEvent, ...]) -> None:
    (event,) = _between(events, "CHN", "PRK", "SUPPORT")
    assert event.actors[0].name == "Xi Jinping"
    assert AuxiliaryMode.HISTORICAL in event.auxiliary


def test_nothing_is_told_that_the_article_does_not_relate(events: tuple[CodedEvent, ...]) -> None:
    assert {dyad for event in events for dyad in event.dyads} == {"PRK-RUS", "CHN-PRK"}
    assert all(event.score > 0 for event in events)


def test_the_agency_and_the_newspaper_are_nobody(events: tuple[CodedEvent, ...]) -> None:
    names = {a.name for e in events for a in e.actors + e.recipients} | {
        a.text for e in events for a in e.actors + e.recipients
    }
    assert not [name for name in names if name and ("Agency" in name or "Rodong" in name or "KCNA" in name)]
