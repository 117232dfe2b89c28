"""A store that keeps the contract of ``worker.store.Store`` in memory, and invented events to put in it."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from worker.feeds.health import health
from worker.model import (
    Actor,
    CodedEvent,
    Delivery,
    Evidence,
    Feed,
    FetchOutcome,
    Mention,
    NotFoundError,
    QuadClass,
    ServiceUnavailableError,
    Status,
    StoredEvent,
    UsageError,
)
from worker.model.sources import FeedFacts, Source
from worker.store import Counts, DyadCount, LedgerLine, Month, Page

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@dataclass
class FakeStore:
    """Newest first, pages by an opaque cursor, errors of the model's tree."""

    held: list[StoredEvent] = field(default_factory=list)
    feed_rows: list[Feed] = field(default_factory=list)
    delivery_rows: list[Delivery] = field(default_factory=list)
    facts: dict[int, FeedFacts] = field(default_factory=dict)
    fetch_rows: list[FetchOutcome] = field(default_factory=list)
    reachable: bool = True
    revision: str | None = "0001"
    ticked_at: datetime | None = NOW
    polled: list[int] = field(default_factory=list)

    def events(self, where, *, limit=100, after=None):
        self.ping()
        if after is not None and not after.isdigit():
            raise UsageError(f"after: {after!r} is no cursor", subject="after")
        found = sorted((e for e in self.held if where.matches(e)), key=lambda e: -e.id)
        found = [e for e in found if after is None or e.id < int(after)]
        page = tuple(found[:limit])
        return Page(page, str(page[-1].id) if len(found) > limit else None)

    def event(self, event_id):
        self.ping()
        for event in self.held:
            if event.id == event_id:
                return event
        raise NotFoundError(f"no event {event_id} is stored", subject=str(event_id))

    def deliveries(self, *states, limit=100, event_id=None):
        held = [d for d in self.delivery_rows if event_id in (None, d.event_id) and (not states or d.state in states)]
        return tuple(LedgerLine(d, (), (d.event_id,) if d.event_id else ()) for d in held[:limit])

    def feeds(self):
        return tuple(self.feed_rows)

    def sources(self, now):
        self.ping()
        facts = [self.facts.get(feed.id, FeedFacts()) for feed in self.feed_rows]
        return tuple(Source(f, known, health(f, known, now)) for f, known in zip(self.feed_rows, facts, strict=True))

    def source(self, feed_id, now):
        for source in self.sources(now):
            if source.feed.id == feed_id:
                return source
        raise NotFoundError(f"There is no feed {feed_id}.", subject=str(feed_id))

    def fetches(self, feed_id, limit=20):
        return tuple(self.fetch_rows[:limit])

    def poll_now(self, feed_id, now):
        self.polled.append(feed_id)

    def ping(self):
        if not self.reachable:
            raise ServiceUnavailableError("PostgreSQL at db does not answer: refused", subject="db")

    def schema(self):
        self.ping()
        return self.revision, "0001"

    def last_tick(self):
        self.ping()
        return self.ticked_at

    def counts(self):
        self.ping()
        return Counts(len(self.feed_rows), {"coded": 3}, len(self.held), {"sent": 2, "dead": 0})

    def dyads(self, where, limit=50):
        counted = Counter(dyad for e in self.held if where.matches(e) for dyad in e.coded.dyads)
        return tuple(DyadCount(d, n, n, 0, 4.0, NOW) for d, n in counted.most_common(limit))

    def months(self, where):
        return (Month(date(2026, 3, 1), {QuadClass.VERBAL_COOPERATION: 1}, 4.0), Month(date(2026, 4, 1)))

    def close(self):
        pass


def make_event(number: int = 1, **changes: Any) -> StoredEvent:
    """An invented event; ``changes`` go to the coded event or to the stored one, whichever has the field."""
    sentence = changes.pop("sentence", "Minister Orla of Sweden flew to Warsaw for talks with President Mazur.")
    evidence = Evidence(sentence, 10, 10 + len(sentence), "talks", "hold-talks")
    coded = CodedEvent(
        "CONSULT",
        "visit",
        "042",
        QuadClass.VERBAL_COOPERATION,
        4.0,
        (Actor("SWE", "GOV", "Anna Orla", "Foreign Minister", "Orla", 19, 23),),
        (Actor("POL", "GOV", "Jan Mazur", "President", "Mazur", 70, 75),),
        evidence,
        event_date=date(2026, 3, 4),
        confidence=0.8,
    )
    of_coded = {name: changes.pop(name) for name in list(changes) if name in CodedEvent.__slots__}
    mention = Mention(
        7, "Norrland Post", "norrland", "Orla in Warsaw", "https://norrland.example/7", "en", NOW, evidence, "v1"
    )
    seen = NOW - timedelta(hours=number)
    event = StoredEvent(
        number,
        replace(coded, **of_coded),
        Status.REPORTED,
        ("Norrland Post",),
        ("norrland",),
        (mention,),
        NOW,
        seen,
        seen,
    )
    return replace(event, **changes)


@dataclass
class Said:
    code: int
    out: str
    err: str


@pytest.fixture
def shelf() -> FakeStore:
    return FakeStore([make_event(1), make_event(2, event_type="THREATEN", mode=None, score=-6.0)])


@pytest.fixture
def dyadwatch(shelf, capsys, monkeypatch) -> Callable[..., Said]:
    """Runs the command line against the fake store, and gives exit code, stdout and stderr."""
    from worker.query import cli
    from worker.query.context import Context

    monkeypatch.setattr(Context, "store", lambda self: shelf)
    monkeypatch.setattr("worker.query.filters.utc_now", lambda: NOW)

    def run(*arguments: str) -> Said:
        with pytest.raises(SystemExit) as left:
            cli.main(list(arguments))
        said = capsys.readouterr()
        return Said(int(left.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def browser(shelf) -> Iterator[Any]:
    """An HTTP client of the web application over the fake store."""
    from starlette.testclient import TestClient

    from worker.query.api import build_app
    from worker.query.site import Site

    allowed = {"event_type": ("CONSULT", "THREATEN"), "mode": ("visit",), "context": ("military",)}
    site = Site(shelf, "redis://127.0.0.1:1/0", lambda: allowed, tick_limit=30.0, clock=lambda: NOW)
    yield TestClient(build_app(site))


@pytest.fixture
def invent() -> Any:
    """``invent.event(...)`` and the fixed time of these tests."""
    return SimpleNamespace(event=make_event, now=NOW)
