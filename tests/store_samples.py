"""Feeds, articles and events for the tests of the store and the pipeline; invented, and short where they may be."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from worker.config.feeds import FeedConfig
from worker.model import (
    Actor,
    Article,
    ArticleDraft,
    ArticleState,
    CodedEvent,
    Evidence,
    FetchOutcome,
    Known,
    NextPoll,
    PageText,
    Polled,
    QuadClass,
    StoredEvent,
)
from worker.store import Store
from worker.store.schema import metadata

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LEASE = timedelta(seconds=120)


def feed_config(name: str = "Morning Post", **changes: object) -> FeedConfig:
    url = f"http://127.0.0.1/{name.casefold().replace(' ', '-')}.xml"
    return FeedConfig(**{"name": name, "url": url, **changes})  # type: ignore[arg-type]


def draft(identity: str = "one", **changes: object) -> ArticleDraft:
    held = ArticleDraft(
        identity=identity,
        content_hash=f"hash of {identity}",
        url=f"http://127.0.0.1/{identity}",
        title=f"Title of {identity}",
        html=f"<p>Text of {identity}.</p>",
        whole=True,
        published_at=NOW - timedelta(hours=1),
        known=Known((hash(identity),)),
    )
    return replace(held, **changes)  # type: ignore[arg-type]


def coded(
    does: str = "PRK", suffers: str = "RUS", sentence: str = "Norvia thanked Sudria.", **changes: object
) -> CodedEvent:
    held = CodedEvent(
        event_type="SUPPORT",
        mode=None,
        cameo="051",
        quad_class=QuadClass.VERBAL_COOPERATION,
        score=3.0,
        actors=(Actor(does, "GOV"),),
        recipients=(Actor(suffers, "GOV"),),
        evidence=Evidence(sentence, 0, len(sentence), "thanked", "support.thank"),
        event_date=date(2026, 3, 1),
    )
    return replace(held, **changes)  # type: ignore[arg-type]


def with_feed(store: Store, config: FeedConfig | None = None, *, baseline_done: bool = True) -> int:
    """A feed, its baseline behind it unless told."""
    config = config or feed_config()
    known = [feed_config(feed.name, url=feed.url, family=feed.family) for feed in store.feeds()]
    store.sync_feeds([*known, config], NOW)
    feed_id = next(feed.id for feed in store.feeds() if feed.url == config.url)
    if baseline_done:
        polled(store, feed_id)
    return feed_id


def polled(store: Store, feed_id: int, *drafts: ArticleDraft, kind: str = "ok", now: datetime = NOW) -> list[int]:
    following = NextPoll(now + timedelta(minutes=15), "every 15 min")
    return store.save_poll(feed_id, Polled(FetchOutcome(now, kind, entries=len(drafts)), following, drafts))


def read_article(store: Store, feed_id: int, one: ArticleDraft, text: str = "", now: datetime = NOW) -> Article:
    """An article that waits for the coder."""
    (article_id,) = polled(store, feed_id, one, now=now)
    return reread(store, article_id, text)


def reread(store: Store, article_id: int, text: str = "", now: datetime = NOW) -> Article:
    held = store.claim_article(article_id, ArticleState.NEW, now, LEASE)
    assert held
    assert store.save_text(held, PageText(text or held.html, language=held.language), (), (), never, None, now, LEASE)
    return store.article(article_id)


def never(_one: object, _other: object) -> bool:
    return False


def save(
    store: Store, held: Article, *events: CodedEvent, joins: Sequence[int | None] = (), now: datetime = NOW
) -> tuple[StoredEvent, ...]:
    """Code an article with these events; each joins the event in its place of ``joins``."""
    with store.coding(held, events, "coder 1", now) as coding:
        assert coding
        for at, event in enumerate(events):
            coding.save(event, joins[at] if at < len(joins) else None)
        return coding.finish()


def told(store: Store, held: Article, event: CodedEvent, *, rule: str = "all", now: datetime = NOW) -> UUID | None:
    """Code an article with one event, and put one delivery of it in the outbox."""
    with store.coding(held, [event], "coder 1", now) as coding:
        assert coding
        event_id = coding.save(event, None)
        coding.finish()
        return coding.deliver(rule, "console", event_id, "every event")


def empty(store: Store) -> None:
    """Remove every row; the product itself has no such call."""
    names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
    with store._begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
