"""Postgres, and all SQL. ``Store`` is what the rest of the program sees of it.

Each method is one transaction, given by its name; what it does stands in the module that it calls. All of them raise
ServiceUnavailableError where PostgreSQL does not answer; all that save may be called again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, text

from worker.alerts.sources import SourceRing, Told
from worker.config.feeds import FeedConfig
from worker.dyads.series import Month, monthly
from worker.model import (
    Article,
    ArticleFilter,
    ArticleState,
    CodedEvent,
    Delivery,
    DeliveryState,
    EventFilter,
    Feed,
    FetchOutcome,
    NextPoll,
    PageText,
    Polled,
    StoredEvent,
    Witness,
)
from worker.model.sources import Source
from worker.store import articles, beat, feeds, moves, outbox, polls, read, sources, subscriptions, upgrade
from worker.store import coding as coding_
from worker.store.articles import Sketch
from worker.store.coding import Coding
from worker.store.database import open_engine, transaction
from worker.store.hubs import Hubs
from worker.store.outbox import LedgerLine
from worker.store.read import Counts, DyadCount, Page
from worker.store.upgrade import migrate

__all__ = ["Coding", "Counts", "DyadCount", "LedgerLine", "Month", "Page", "Store", "migrate"]


TIDY_EVERY = timedelta(hours=1)
PUSHES_KEPT = timedelta(days=2)


class Store:
    """One database. Connects when first asked; not to be carried over a fork."""

    def __init__(self, database_url: str, *, pool_size: int = 5) -> None:
        self._engine = open_engine(database_url, pool_size=pool_size)
        self.hubs = Hubs(self._begin)
        self._single = self._engine.execution_options(isolation_level="AUTOCOMMIT")

    def close(self) -> None:
        self._engine.dispose()

    def _begin(self) -> AbstractContextManager[Connection]:
        return transaction(self._engine)

    def _at_once(self) -> AbstractContextManager[Connection]:
        """For a single statement: it is a transaction by itself, without a round trip to begin one and to end it."""
        return transaction(self._single)

    # The database itself

    def ping(self) -> None:
        with self._begin() as connection:
            connection.execute(text("SELECT 1"))

    def migrate(self) -> tuple[str | None, str]:
        """The schema's revision before (null: an empty database) and after."""
        return upgrade.upgrade(self._engine)

    def schema(self) -> tuple[str | None, str]:
        """The revision that the database is at, and the one that this program was written for."""
        with self._begin() as connection:
            return upgrade.held(connection), upgrade.newest()

    # Tick

    def beat(self, now: datetime) -> None:
        """Record that tick ran."""
        with self._begin() as connection:
            beat.record(connection, "tick", now)

    def tidy(self, now: datetime) -> None:
        """Cut the logs of the feeds short; at most once an hour, however often it is asked for."""
        with self._begin() as connection:
            if beat.claim(connection, "tidy", now, TIDY_EVERY):
                feeds.tidy(connection)
                subscriptions.drop_old(connection, PUSHES_KEPT, now)

    def last_tick(self) -> datetime | None:
        with self._begin() as connection:
            return read.last_beat(connection, "tick")

    def claim_due_feeds(self, now: datetime, lease: timedelta, limit: int) -> list[int]:
        with self._begin() as connection:
            return feeds.claim_due(connection, now, lease, limit)

    def claim_left_articles(self, state: ArticleState, now: datetime, lease: timedelta, limit: int) -> list[int]:
        with self._begin() as connection:
            return articles.claim_left(connection, state, now, lease, limit)

    def claim_left_deliveries(self, now: datetime, lease: timedelta, limit: int) -> list[UUID]:
        with self._begin() as connection:
            return outbox.claim_left(connection, now, lease, limit)

    # Feeds

    def sync_feeds(self, configs: Iterable[FeedConfig], now: datetime) -> None:
        with self._begin() as connection:
            feeds.sync(connection, configs, now)

    def add_feeds(self, configs: Iterable[FeedConfig], now: datetime) -> None:
        with self._begin() as connection:
            feeds.add(connection, configs, now)

    def feed(self, feed_id: int) -> Feed:
        with self._begin() as connection:
            return feeds.one(connection, feed_id)

    def feeds_to_poll(self, feed_ids: Sequence[int]) -> tuple[Feed, ...]:
        """The feeds without the number of their articles, which takes longer to count than a poll takes."""
        with self._at_once() as connection:
            return feeds.asked(connection, feed_ids)

    def feeds(self) -> tuple[Feed, ...]:
        with self._begin() as connection:
            return feeds.every(connection)

    def fetches(self, feed_id: int, limit: int = 20) -> tuple[FetchOutcome, ...]:
        with self._begin() as connection:
            return feeds.log(connection, feed_id, limit)

    def put_off_feed(self, feed_id: int, following: NextPoll) -> None:
        """Poll it at another time. Nothing was asked, so nothing failed."""
        with self._at_once() as connection:
            feeds.put_off(connection, feed_id, following)

    def sources(self, now: datetime) -> tuple[Source, ...]:
        """All feeds with their health."""
        with self._begin() as connection:
            return sources.every(connection, now)

    def source(self, feed_id: int, now: datetime) -> Source:
        with self._begin() as connection:
            return sources.one(connection, feed_id, now)

    def claim_care(self, now: datetime, every: timedelta) -> bool:
        """Whether it is the caller who looks after the feeds now; at most once in ``every``."""
        with self._begin() as connection:
            return beat.claim(connection, "care", now, every)

    def told_of_sources(self, now: datetime) -> tuple[Told, ...]:
        """What alerts said of feeds in the last three months."""
        with self._begin() as connection:
            return sources.told(connection, now)

    def deliver_of_sources(self, rings: Iterable[SourceRing], now: datetime) -> list[UUID]:
        """Put deliveries in the outbox. Gives those that are new: each episode is told once."""
        with self._begin() as connection:
            return sources.deliver(connection, rings, now)

    def pause_feed(self, feed_id: int) -> None:
        """Keep a feed and poll it no more, until somebody resumes it."""
        with self._begin() as connection:
            sources.pause(connection, feed_id, sources.BY_HAND)

    def resume_feed(self, feed_id: int, now: datetime) -> None:
        with self._begin() as connection:
            sources.resume(connection, feed_id, now)

    def remove_feed(self, feed_id: int) -> bool:
        """Forget a feed. False where it is kept, for the articles that it brought, and no longer polled or listed."""
        with self._begin() as connection:
            return sources.remove(connection, feed_id)

    def poll_now(self, feed_id: int, now: datetime) -> None:
        with self._begin() as connection:
            feeds.poll_now(connection, feed_id, now)

    def save_poll(self, feed_id: int, polled: Polled) -> list[int]:
        """What a poll brought. Gives the articles to be read."""
        with self._at_once() as connection:
            return polls.save(connection, feed_id, polled)

    def save_unchanged(self, polls_: Sequence[tuple[int, Polled]]) -> None:
        """Polls of feeds that had nothing new and said nothing new of themselves."""
        if polls_:
            with self._at_once() as connection:
                polls.save_unchanged(connection, polls_)

    def adopt_move(self, feed_id: int, to: str) -> bool:
        """Poll a feed that has moved for good where it is now. False where another feed has that address."""
        with self._at_once() as connection:
            return moves.adopt(connection, feed_id, to)

    def latest_polls(self, limit: int = 100) -> tuple[Witness, ...]:
        """Of all feeds, the newest first."""
        with self._at_once() as connection:
            return feeds.latest(connection, limit)

    def forgive_feeds(self, since: datetime, now: datetime) -> int:
        """Blame no feed that was well until our own network went down. Gives how many were blamed."""
        with self._at_once() as connection:
            return feeds.forgive(connection, since, now)

    def network_is_back(self, now: datetime) -> int:
        """Poll whoever waits for our own network. Gives how many did."""
        with self._at_once() as connection:
            return feeds.network_is_back(connection, now)

    # Articles

    def article(self, article_id: int) -> Article:
        with self._begin() as connection:
            return articles.one(connection, article_id)

    def coded_articles(self, where: ArticleFilter, *, after: int = 0, limit: int = 50) -> tuple[Article, ...]:
        with self._begin() as connection:
            return articles.coded(connection, where, after, limit)

    def count_coded_articles(self, where: ArticleFilter) -> int:
        with self._begin() as connection:
            return articles.count_coded(connection, where)

    def claim_article(self, article_id: int, state: ArticleState, now: datetime, lease: timedelta) -> Article | None:
        with self._begin() as connection:
            return articles.claim(connection, article_id, state, now, lease)

    def postpone_article(self, article_id: int, reason: str, until: datetime) -> None:
        with self._begin() as connection:
            articles.postpone(connection, article_id, reason, until)

    def put_off_article(self, article_id: int, reason: str, until: datetime) -> None:
        """Read it at another time. Nothing was tried, so no attempt counts."""
        with self._begin() as connection:
            articles.put_off(connection, article_id, reason, until)

    def save_text(
        self,
        held: Article,
        page: PageText,
        sketch: Sketch,
        keys: Sketch,
        same: Callable[[Sketch, Sketch], bool],
        note: str | None,
        now: datetime,
        lease: timedelta,
    ) -> bool:
        """The article's text and its story. False where the article has moved on."""
        with self._begin() as connection:
            story_id = articles.find_story(connection, held.family, sketch, keys, same, now)
            return articles.save_text(connection, held, page, story_id, note, now, lease)

    @contextmanager
    def coding(
        self, held: Article, coded: Sequence[CodedEvent], coder_version: str, now: datetime
    ) -> Iterator[Coding | None]:
        """One transaction in which the article's events are saved; null where it has moved on since it was ``held``."""
        with self._begin() as connection:
            ours = coding_.lock(connection, held, coded)
            yield Coding(connection, held, coder_version, now) if ours else None

    # Deliveries

    def claim_delivery(self, delivery_id: UUID, now: datetime, lease: timedelta) -> Delivery | None:
        with self._begin() as connection:
            return outbox.claim(connection, delivery_id, now, lease)

    def record_outcome(
        self, held: Delivery, state: DeliveryState, next_attempt_at: datetime, outcome: str, now: datetime
    ) -> None:
        with self._begin() as connection:
            outbox.record(connection, held, state, next_attempt_at, outcome, now)

    def replay(self, delivery_id: UUID, now: datetime) -> Delivery:
        with self._begin() as connection:
            return outbox.replay(connection, delivery_id, now)

    def deliveries(
        self, *states: DeliveryState, limit: int = 100, event_id: int | None = None
    ) -> tuple[LedgerLine, ...]:
        with self._begin() as connection:
            return outbox.ledger(connection, states, limit, event_id)

    # What people ask

    def events(self, where: EventFilter, *, limit: int = 50, after: str | None = None) -> Page:
        with self._begin() as connection:
            return read.events(connection, where, limit, after)

    def event(self, event_id: int) -> StoredEvent:
        with self._begin() as connection:
            return read.one_event(connection, event_id)

    def events_of(self, delivery_id: UUID) -> tuple[StoredEvent, ...]:
        """What a delivery tells: one event or several, or none where a feed is the matter."""
        with self._begin() as connection:
            return read.events_of(connection, delivery_id)

    def told_by(self, article_id: int) -> tuple[StoredEvent, ...]:
        with self._begin() as connection:
            return read.told_by(connection, article_id)

    def count_events(self, where: EventFilter) -> int:
        with self._begin() as connection:
            return read.count_events(connection, where)

    def dyads(self, where: EventFilter, limit: int = 50) -> tuple[DyadCount, ...]:
        with self._begin() as connection:
            return read.dyads(connection, where, limit)

    def months(self, where: EventFilter) -> tuple[Month, ...]:
        """The relation month by month, without a gap between the first month and the last."""
        with self._begin() as connection:
            return monthly(read.months(connection, where))

    def counts(self) -> Counts:
        with self._begin() as connection:
            return read.counts(connection)
