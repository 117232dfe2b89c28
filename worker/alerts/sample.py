"""A message that says it is a test, for trying a rule's channels without waiting for news."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from worker.alerts.message import compose
from worker.alerts.source_message import compose_of_feed
from worker.model import (
    Actor,
    CodedEvent,
    DatePrecision,
    Delivery,
    DeliveryState,
    Evidence,
    Feed,
    Mention,
    Message,
    QuadClass,
    Rule,
    Status,
    StoredEvent,
)

_NOTE = "This is a test of the rule, sent by hand. Nothing of it happened."


def try_out(rule: Rule, channel: str, delivery_id: UUID, public_url: str, now: datetime) -> Message:
    """A message as the rule would send it, about an invented event or feed, marked as a test all over."""
    delivery = Delivery(delivery_id, rule.name, channel, 0, "test", DeliveryState.SENDING, 1, now, now)
    if rule.sources:
        kind = "silent" if rule.sources.broken_for is None else "broken"
        reason, occasion = f"{kind}: this is a test", f"feed 0 {kind} since {now:%Y-%m-%d}"
        held = replace(delivery, event_id=None, feed_id=0, reason=reason, occasion=occasion)
        message = compose_of_feed(held, _feed(now), rule, public_url, now)
    else:
        message = compose(delivery, _event(now), rule, public_url, now)
    return replace(
        message,
        title=f"TEST: {message.title}",
        text=f"{_NOTE}\n\n{message.text}",
        payload=message.payload | {"type": "source.test" if rule.sources else "event.test"},
    )


def _feed(now: datetime) -> Feed:
    url = "https://www.example.org/test.xml"
    kept = ("newspaper", "example", "store", 900.0)
    return Feed(0, url, "The Example Post", None, None, "en", *kept, failures=3, last_error="a test", last_good_at=now)


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
