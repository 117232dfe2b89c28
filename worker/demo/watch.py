"""What the demo shows of a running system, and whether in the end nothing is missing. It reads the store only."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from worker.alerts.harmless import line
from worker.demo.newsroom import Newsroom
from worker.model import Delivery, DeliveryState, EventFilter, StoredEvent

if TYPE_CHECKING:
    from worker.store import Store

CHANNEL = "console"  # each alert also goes to the newsroom's inbox; it is shown once
MANY = 100_000


@dataclass(frozen=True, slots=True)
class Alert:
    """An event that rang, with the rules that rang for it since we looked last."""

    event: StoredEvent
    rules: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """How things stand. ``missing`` names in words what keeps the demo from being whole; empty is good."""

    published: int
    total: int
    coded: int
    events: int
    corroborated: int
    dyads: tuple[tuple[str, int, float], ...]
    sent: int
    pending: int
    missing: tuple[str, ...]


class Watch:
    """Looks at the store now and then. ``alerts`` gives each alert once."""

    def __init__(self, store: "Store", newsroom: Newsroom) -> None:
        self._store, self._newsroom = store, newsroom
        self._shown: set[str] = set()

    def alerts(self) -> tuple[Alert, ...]:
        """What rang since the last look, oldest first."""
        ledger = self._store.deliveries(DeliveryState.SENT, limit=MANY)
        new = [d for d in reversed(ledger) if d.delivery.channel == CHANNEL and str(d.delivery.id) not in self._shown]
        self._shown |= {str(line.delivery.id) for line in new}
        by_event: dict[int, list[Delivery]] = {}
        for sent in new:
            for event_id in sent.event_ids:
                by_event.setdefault(event_id, []).append(sent.delivery)
        return tuple(
            Alert(self._store.event(event_id), tuple(d.rule for d in rung), rung[0].finished_at or rung[0].created_at)
            for event_id, rung in by_event.items()
        )

    def tally(self) -> Tally:
        counts = self._store.counts()
        programme = self._newsroom.programme
        busiest = self._store.dyads(EventFilter(), limit=MANY)
        return Tally(
            published=len(programme.published()),
            total=programme.total,
            coded=counts.articles.get("coded", 0),
            events=counts.events,
            corroborated=self._store.count_events(EventFilter(status=("corroborated",))),
            dyads=tuple((found.dyad, found.events, found.mean_score) for found in busiest),
            sent=counts.deliveries.get("sent", 0),
            pending=counts.pending,
            missing=tuple(self._missing()),
        )

    def _missing(self) -> Iterator[str]:
        counts, programme = self._store.counts(), self._newsroom.programme
        published, articles = len(programme.published()), sum(counts.articles.values())
        if published < programme.total:
            yield f"{programme.total - published} of {programme.total} articles were not published yet"
        if articles != published:
            yield f"{published} articles were published and {articles} stored"
        if counts.uncoded:
            yield f"{counts.uncoded} articles are not coded"
        if failed := counts.articles.get("failed", 0):
            yield f"{failed} articles could not be coded"
        if counts.pending:
            yield f"{counts.pending} deliveries are not sent"
        if dead := counts.deliveries.get("dead", 0):
            yield f"{dead} deliveries were given up"
        if not counts.deliveries.get("sent", 0):
            yield "no alert was sent"
        yield from self._missing_from_inbox()
        yield from twice(self._events())

    def _missing_from_inbox(self) -> Iterator[str]:
        messages = self._newsroom.inbox.messages()
        if unsigned := sum(not message["verified"] for message in messages):
            yield f"{unsigned} webhook messages had no good signature"
        received = {message["id"] for message in messages if message["verified"]}
        sent = [d.delivery for d in self._store.deliveries(DeliveryState.SENT, limit=MANY)]
        lost = [delivery for delivery in sent if delivery.channel == "inbox" and str(delivery.id) not in received]
        if lost:
            yield f"{len(lost)} webhook messages are sent by the ledger and were not received"

    def _events(self) -> Iterator[StoredEvent]:
        after: str | None = None
        while True:
            page = self._store.events(EventFilter(), limit=500, after=after)
            yield from page.events
            after = page.next
            if after is None:
                return


def twice(events: Iterator[StoredEvent]) -> Iterator[str]:
    """A line for each claim that is held by two events: same parties, type, mode, standing and (known) date."""
    claims = Counter(claim for event in events if (claim := _claim(event)) is not None)
    return (f"stored {count} times: {claim}" for claim, count in claims.items() if count > 1)


def _claim(event: StoredEvent) -> str | None:
    """Null for events without a day: two of those may well be two."""
    coded = event.coded
    if coded.event_date is None or coded.date_precision != "day":
        return None
    doers, receivers = ("+".join(sorted({a.code for a in side})) for side in (coded.actors, coded.recipients))
    who = "-".join(sorted((doers, receivers))) if coded.reciprocal else f"{doers}>{receivers}"
    return " ".join([who, coded.event_type, coded.mode or "", str(coded.event_date), *sorted(coded.auxiliary)])


def headline(event: StoredEvent) -> str:
    """``PRK > RUS SUPPORT``."""
    coded = event.coded
    doers, receivers = (", ".join(dict.fromkeys(a.code for a in side)) for side in (coded.actors, coded.recipients))
    who = (" - " if coded.reciprocal else " > ").join(filter(None, (doers, receivers)))
    kind = coded.event_type + (f"/{coded.mode}" if coded.mode else "")
    return line(" ".join(filter(None, (who, kind, ", ".join(coded.auxiliary)))), 120)


def told_by(event: StoredEvent) -> str:
    """``Coral Sea Courier, Meridian Wire (2 outlets, 2 owners)``."""
    outlets, families = len(event.outlets), len(event.families)
    names = line(", ".join(event.outlets), 200)
    return f"{names} ({outlets} outlet{'s' * (outlets != 1)}, {families} owner{'s' * (families != 1)})"
