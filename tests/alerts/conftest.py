"""An event as the store gives it, and a delivery of it; every test changes what it is about."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from worker.model import (
    Actor,
    CodedEvent,
    DatePrecision,
    Delivery,
    DeliveryState,
    Evidence,
    Mention,
    Place,
    QuadClass,
    Status,
    StoredEvent,
)

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def event() -> Callable[..., StoredEvent]:
    """``event(event_type="AID", outlets=("A",))``: a stored event with these fields, coded ones or stored ones."""

    def changed(**changes: Any) -> StoredEvent:
        stored = _event()
        coded = {name: value for name, value in changes.items() if hasattr(stored.coded, name)}
        kept = {name: value for name, value in changes.items() if name not in coded}
        return replace(stored, coded=replace(stored.coded, **coded), **kept)

    return changed


@pytest.fixture
def delivery() -> Callable[..., Delivery]:
    def changed(**changes: Any) -> Delivery:
        given = Delivery(
            id=UUID("6f1c2a54-9d1e-4c43-8c7c-6f7c1b6f2a10"),
            rule="Northern neighbours",
            channel="desk",
            event_id=42,
            reason="dyad PRK-RUS",
            state=DeliveryState.SENDING,
            attempts=1,
            created_at=NOW - timedelta(minutes=1),
            next_attempt_at=NOW,
        )
        return replace(given, **changes)

    return changed


def _event() -> StoredEvent:
    evidence = Evidence("Chairman Han praised President Orlov on Sunday.", 0, 47, "praised", "support-praise")
    mention = Mention(
        article_id=7,
        outlet="Harbour Times",
        family="harbour",
        title="Han praises Orlov",
        url="https://harbour.example.org/7",
        language="en",
        published_at=NOW,
        evidence=evidence,
        coder_version="1",
    )
    coded = CodedEvent(
        event_type="SUPPORT",
        mode=None,
        cameo="051",
        quad_class=QuadClass.VERBAL_COOPERATION,
        score=5.0,
        actors=(Actor("PRK", "GOV", "Han Il", "chairman"),),
        recipients=(Actor("RUS", "GOV", "Pavel Orlov", "president"),),
        evidence=evidence,
        contexts=("diplomatic",),
        event_date=date(2026, 1, 4),
        date_precision=DatePrecision.DAY,
        place=Place("Port Novy", "RUS"),
        confidence=0.8,
    )
    return StoredEvent(
        id=42,
        coded=coded,
        status=Status.CORROBORATED,
        outlets=("Harbour Times", "Inland Post"),
        families=("harbour", "inland"),
        mentions=(mention,),
        published_at=NOW,
        first_seen_at=NOW,
        updated_at=NOW,
    )
