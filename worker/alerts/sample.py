"""A message that says it is a test, for trying a rule's channels without waiting for news."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from worker.alerts.message import compose
from worker.model import (
    Actor,
    CodedEvent,
    DatePrecision,
    Delivery,
    DeliveryState,
    Evidence,
    Mention,
    Message,
    QuadClass,
    Rule,
    Status,
    StoredEvent,
)

_NOTE = "This is a test of the rule, sent by hand. Nothing of it happened."


def try_out(rule: Rule, channel: str, delivery_id: UUID, public_url: str, now: datetime) -> Message:
    """A message as the rule would send it, about an invented event, marked as a test in its title, text and payload."""
    delivery = Delivery(delivery_id, rule.name, channel, 0, "test", DeliveryState.SENDING, 1, now, now)
    message = compose(delivery, _event(now), rule, public_url, now)
    return replace(
        message,
        title=f"TEST: {message.title}",
        text=f"{_NOTE}\n\n{message.text}",
        payload=message.payload | {"type": "event.test"},
    )


def _event(now: datetime) -> StoredEvent:
    evidence = Evidence(
        "The minister of Examplia thanked her colleague of Sampleland on Monday.", 0, 70, "thanked", "test"
    )
    url = "https://www.example.org/test"
    return StoredEvent(
        id=0,
        coded=CodedEvent(
            event_type="SUPPORT",
            mode=None,
            cameo="051",
            quad_class=QuadClass.VERBAL_COOPERATION,
            score=5.0,
            actors=(Actor("XXA", "GOV", "Examplia", "minister"),),
            recipients=(Actor("XXB", "GOV", "Sampleland", "minister"),),
            evidence=evidence,
            event_date=now.date(),
            date_precision=DatePrecision.DAY,
        ),
        status=Status.REPORTED,
        outlets=("The Example Post",),
        families=("example",),
        mentions=(Mention(0, "The Example Post", "example", "A test", url, "en", now, evidence, "test"),),
        published_at=now,
        first_seen_at=now,
        updated_at=now,
    )
