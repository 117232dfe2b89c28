"""One entry's way from poll to alert. Each hop loads, thinks and saves; Celery is nowhere in it (see ``worker.tasks``).

What holds for all hops: the state stands in rows, so a hop that is asked for twice, or whose process dies in the
middle, does no harm; no transaction is open while a page is fetched, a coder thinks or a channel sends; what fails is
written where a person will look for it, on the feed, the article or the delivery; ``tick`` rings again for the rest.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from structlog.contextvars import bound_contextvars

from worker.alerts.message import compose
from worker.alerts.retry import after_failure
from worker.articles import stories
from worker.articles.identity import drafts
from worker.articles.text import from_html, from_page, language_of
from worker.feeds.parse import parse
from worker.feeds.schedule import next_poll
from worker.model import (
    Article,
    ArticleDraft,
    ArticleState,
    ChannelError,
    CodedEvent,
    Delivery,
    DeliveryState,
    Feed,
    FetchError,
    FetchOutcome,
    PageText,
    Response,
    ServiceUnavailableError,
)
from worker.pipeline.coding import found_in, save_events
from worker.pipeline.deps import Deps, Getter, LazyCoder, build_deps

__all__ = ["LEASE", "Deps", "Getter", "LazyCoder", "Rings", "build_deps", "code", "poll", "read", "send", "tick"]

log = structlog.get_logger("dyadwatch.pipeline")

# Longer than the hard time limit of a task (90 s): who still holds a claim after it is dead.
LEASE = timedelta(seconds=120)
FEEDS_A_TICK, ROWS_A_TICK = 200, 500
PAGE_ATTEMPTS = 2  # then the entry's own words must do: news that waits for a page is no news
AGAIN = timedelta(seconds=60)
LONGEST_WAIT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Rings:
    """What tick rings for: feeds whose turn it is, and whatever was left behind unread, uncoded or unsent."""

    feeds: list[int]
    unread: list[int]
    uncoded: list[int]
    unsent: list[UUID]


def tick(deps: Deps) -> Rings:
    """Claim the feeds whose turn it is, and find rows left behind. Two at once share the work."""
    store, now = deps.store, deps.clock()
    store.beat(now)
    return Rings(
        feeds=store.claim_due_feeds(now, LEASE, FEEDS_A_TICK),
        unread=store.claim_left_articles(ArticleState.NEW, now, LEASE, ROWS_A_TICK),
        uncoded=store.claim_left_articles(ArticleState.READ, now, LEASE, ROWS_A_TICK),
        unsent=store.claim_left_deliveries(now, LEASE, ROWS_A_TICK),
    )


def poll(deps: Deps, feed_id: int) -> list[int]:
    """Ask a feed what is new, and save it. Gives the articles to read. A failure is a line of the feed's log."""
    feed, now = deps.store.feed(feed_id), deps.clock()
    validators, retry_after = (feed.etag, feed.last_modified), None
    found: tuple[ArticleDraft, ...] = ()
    try:
        response = deps.web.get(feed.url, etag=feed.etag, last_modified=feed.last_modified)
        outcome, found = _heard(feed, response, now)
        if not outcome.broken:  # of a body that was cut off, the rest must be asked for again
            validators = (response.headers.get("etag"), response.headers.get("last-modified"))
    except FetchError as error:
        outcome, retry_after = _failed(error, now), error.retry_after
    except Exception as error:  # a mistake of ours, or a feed that nobody foresaw; the others must stay on time
        log.exception("poll failed", feed=feed.name)
        outcome = FetchOutcome(now, "error", None, f"{type(error).__name__}: {error}")
    following = next_poll(feed, outcome, now, retry_after=retry_after)
    articles = deps.store.save_poll(feed_id, outcome, following, found, validators)
    log.info("polled", feed=feed.name, outcome=outcome.kind, entries=outcome.entries, articles=len(articles))
    return articles


def _heard(feed: Feed, response: Response, now: datetime) -> tuple[FetchOutcome, tuple[ArticleDraft, ...]]:
    if response.status == 304:
        return FetchOutcome(now, "not modified", 304), ()
    data = parse(response.body, response.headers, response.url)
    outcome = FetchOutcome(now, "ok", response.status, entries=len(data.entries), broken=data.broken)
    return outcome, drafts(feed, data)


def _failed(error: FetchError, now: datetime) -> FetchOutcome:
    kind, _, number = error.kind.partition(" ")
    return FetchOutcome(now, error.kind, int(number) if kind == "http" and number.isdigit() else None, str(error))


def read(deps: Deps, article_id: int) -> bool:
    """Give an article its text, language and story. True where it now waits for the coder."""
    now = deps.clock()
    held = deps.store.claim_article(article_id, ArticleState.NEW, now, LEASE)
    if held is None:
        return False
    with _noted(deps, held):
        try:
            page, note = _text_of(deps.web, held)
        except FetchError as error:
            deps.store.postpone_article(held.id, f"page: {error.kind}, tried again", now + _wait(error))
            return False
        sketch = stories.sketch(page.text)
        keys = stories.keys(sketch)
        return deps.store.save_text(held, page, sketch, keys, stories.same_story, note, now, LEASE / 4)


def _text_of(web: Getter, held: Article) -> tuple[PageText, str | None]:
    """The text, and what became of the page where it came to nothing. In order:

    1. the entry's own text, where it is whole, or where the page has had its attempts;
    2. the page, where it can be had; raises FetchError where another try is worth it;
    3. the entry's own text, whatever it is: no article is lost because its page cannot be read.
    """
    own = from_html(held.html, title=held.title)
    if held.whole or held.attempts > PAGE_ATTEMPTS:
        return _in_language(own, held), None if held.whole else "the page was not read; the entry's own text is kept"
    try:
        response = web.get(held.url)
        page = from_page(response.body, response.url, response.headers)
    except FetchError as error:
        if held.attempts < PAGE_ATTEMPTS and _passing(error):
            raise
        return _in_language(own, held), f"the page was not read ({error.kind}); the entry's own text is kept"
    if len(page.text) < len(own.text):
        return _in_language(own, held), "the page says less than the entry; the entry's own text is kept"
    return _in_language(page, held), None


def _in_language(page: PageText, held: Article) -> PageText:
    """What the text itself is written in goes before what a page or a feed says of itself."""
    language = language_of(page.text) or page.language or held.language
    return PageText(page.text, page.title, page.published_at, language)


def _passing(error: FetchError) -> bool:
    """Whether it may be better in a minute: a refusal will stand, but for "too early" and "too many"."""
    refused = error.kind.startswith("http 4") and error.kind not in ("http 408", "http 425", "http 429")
    return not error.permanent and not refused and error.kind != "private address"


def _wait(error: FetchError) -> timedelta:
    return min(max(AGAIN, timedelta(seconds=error.retry_after or 0)), LONGEST_WAIT)


def code(deps: Deps, article_id: int) -> list[UUID]:
    """Code an article, and save events, mentions and deliveries together. Gives the deliveries to send."""
    held = deps.store.claim_article(article_id, ArticleState.READ, deps.clock(), LEASE)
    if held is None:
        return []
    with _noted(deps, held), bound_contextvars(article=held.id):
        return _save(deps, held, found_in(deps.coder, held))


def _save(deps: Deps, held: Article, found: tuple[CodedEvent, ...]) -> list[UUID]:
    """The one transaction. All that is asked of the outside was asked before it."""
    with deps.store.coding(held, found, deps.coder.version, deps.clock()) as coding:
        if coding is None:
            return []
        made = save_events(coding, held, found, deps.config.rules)
    log.info("coded", article=held.id, outlet=held.outlet, events=len(found), alerts=len(made))
    return made


@contextmanager
def _noted(deps: Deps, held: Article) -> Iterator[None]:
    """What goes wrong with an article is written on it, and it is tried again later; eight times in all."""
    try:
        yield
    except ServiceUnavailableError:
        raise
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        deps.store.postpone_article(held.id, reason, deps.clock() + AGAIN * held.attempts)
        raise


def send(deps: Deps, delivery_id: UUID) -> DeliveryState | None:
    """Attempt a delivery; null where it is not its time. The attempt is on record before, its outcome after."""
    held = deps.store.claim_delivery(delivery_id, deps.clock(), LEASE)
    if held is None:
        return None
    try:
        state, again, outcome = DeliveryState.SENT, held.next_attempt_at, _send(deps, held)
    except ChannelError as error:
        state, again, outcome = after_failure(held, error, deps.clock())
    deps.store.record_outcome(held, state, again, outcome, deps.clock())
    log.info("sent" if state is DeliveryState.SENT else "not sent", delivery=str(held.id), rule=held.rule, said=outcome)
    return state


def _send(deps: Deps, held: Delivery) -> str:
    channel = deps.channels.get(held.channel)
    if channel is None:
        missing = f"there is no channel {held.channel!r} in alerts.yaml any more"
        raise ChannelError(missing, kind="no channel", permanent=True, subject=held.channel)
    rule = next((rule for rule in deps.config.rules if rule.name == held.rule), None)
    event = deps.store.event(held.event_id)
    try:
        return channel.send(compose(held, event, rule, deps.config.settings.public_url, deps.clock()))
    except ChannelError:
        raise
    except Exception as error:  # a channel's library may raise anything; the delivery must not hang for that
        raise ChannelError(
            f"{type(error).__name__}: {error}", kind="error", permanent=False, subject=held.channel
        ) from error
