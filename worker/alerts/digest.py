"""What one alert says of several events: those with which a feed came back after days. Pure.

As plain text a line or two for each, the oldest first; as JSON (``events.new``) each as ``event.new`` has it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from worker.alerts.harmless import line
from worker.alerts.message import NAME, SENTENCE, TITLE, as_json, date_said, payload, title
from worker.alerts.words import in_words
from worker.model import Delivery, Message, Rule, StoredEvent

LISTED, IN_JSON = 20, 50  # events at most; the number of all is told


def tells_together(delivery: Delivery) -> bool:
    """Whether a delivery is of this kind: of a feed's return, not of one event and not of a feed in trouble."""
    return delivery.event_id is None and delivery.occasion.startswith("return of feed ")


def digest(
    delivery: Delivery, events: Sequence[StoredEvent], outlet: str, rule: Rule | None, public_url: str, now: datetime
) -> Message:
    """The message of a delivery that tells several events of ``outlet``, attempted ``now``. ``rule`` is null where it
    has since left the configuration."""
    base = public_url.rstrip("/")
    told = sorted(events, key=lambda event: (event.published_at or event.first_seen_at, event.id))
    address = f"{base}/?outlet={quote(outlet, errors='replace')}"
    many = f"{len(told)} event{'' if len(told) == 1 else 's'}"
    return Message(
        id=str(delivery.id),
        title=line(f"{many} from {outlet}, which is back ({delivery.rule})", TITLE),
        text=_text(delivery, told, base, address),
        payload=_payload(delivery, told, rule, base, address),
        url=address,
        created_at=now,
    )


def _text(delivery: Delivery, told: Sequence[StoredEvent], base: str, address: str) -> str:
    more = len(told) - LISTED
    sections = [
        f"{line(delivery.reason, SENTENCE)}.",
        *(_one(event, base) for event in told[:LISTED]),
        *([f"And {more} more."] if more > 0 else []),
        f"Rule: {line(delivery.rule, NAME)}\nAll of this outlet: {address}",
    ]
    return "\n\n".join(sections)


def _one(event: StoredEvent, base: str) -> str:
    told_at = event.published_at or event.first_seen_at
    return "\n".join(
        (
            f"{title(event)}, told {told_at:%Y-%m-%d}, happened: {date_said(event.coded)}",
            f"“{line(event.coded.evidence.sentence, SENTENCE)}”",
            f"{base}/events/{event.id}",
        )
    )


def _payload(
    delivery: Delivery, told: Sequence[StoredEvent], rule: Rule | None, base: str, address: str
) -> dict[str, Any]:
    events = [as_json(event) | {"url": f"{base}/events/{event.id}"} for event in told[:IN_JSON]]
    looks_for = in_words(rule.filter) if rule else None
    return payload("events.new", delivery, looks_for, address, {"event_count": len(told), "events": events})
