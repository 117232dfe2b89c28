"""Alerts: the rule that rings, the delivery that must happen, the message that is sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from worker.model.events import AuxiliaryMode
from worker.model.filter import EventFilter
from worker.model.sources import SourceFilter


class DeliveryState(StrEnum):
    """Where a delivery stands in the outbox."""

    PENDING = "pending"  # to be sent at next_attempt_at, or again after a transient failure
    SENDING = "sending"  # an attempt is recorded and its outcome is not; overdue, it is sent again with the same id
    SENT = "sent"
    DEAD = "dead"  # the channel refused for good, or too often; the outcome says why


@dataclass(frozen=True, slots=True)
class Rule:
    """A saved search that rings: an event that matches ``filter`` is told to each of ``channels``, once.

    Events that are historical, hypothetical or negated ring only where ``auxiliary`` names that mode: a treaty of
    last year retold today is not news. Where ``sources`` is given the rule is about feeds and about no event.
    """

    name: str
    filter: EventFilter
    channels: tuple[str, ...]
    auxiliary: tuple[AuxiliaryMode, ...] = (AuxiliaryMode.FUTURE,)
    sources: SourceFilter | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row of the outbox, and of the ledger: this occasion, by this rule, to this channel, once.

    The ``occasion`` is mostly an event ("event 42"); ``event_id`` is null where several events are told at once (a feed
    that came back after days), or where a feed itself is the matter. ``feed_id`` is the feed in either case.
    ``id`` goes out with every attempt (webhooks carry it as ``webhook-id``), so that a receiver can drop a repeat.
    """

    id: UUID
    rule: str
    channel: str
    event_id: int | None
    reason: str
    state: DeliveryState
    attempts: int
    created_at: datetime
    next_attempt_at: datetime
    attempted_at: datetime | None = None
    finished_at: datetime | None = None
    outcome: str | None = None
    occasion: str = ""
    feed_id: int | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel gets: plain text for people, ``payload`` (JSON-able) for machines."""

    id: str
    title: str
    text: str
    payload: dict[str, Any]
    url: str | None
    created_at: datetime
