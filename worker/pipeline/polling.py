"""Poll: ask a feed what is new, and save it."""

from datetime import datetime

import structlog

from worker.feeds.schedule import next_poll
from worker.model import Feed, FetchError, FetchOutcome, Polled, Response
from worker.pipeline.deps import Deps, Reader

log = structlog.get_logger("dyadwatch.pipeline")


def poll(deps: Deps, feed_id: int) -> list[int]:
    """Ask a feed what is new, and save it. Gives the articles to read. A failure is a line of the feed's log."""
    feed, now = deps.store.feed_to_poll(feed_id), deps.clock()
    polled = _asked(deps, feed, now)
    articles = deps.store.save_poll(feed_id, polled)
    outcome = polled.outcome
    log.info("polled", feed=feed.name, outcome=outcome.kind, entries=outcome.entries, articles=len(articles))
    return articles


def _asked(deps: Deps, feed: Feed, now: datetime) -> Polled:
    try:
        response = deps.web.get(feed.url, etag=feed.etag, last_modified=feed.last_modified)
        return _heard(deps.sandbox, feed, response, now)
    except FetchError as error:
        outcome = _failed(error, now)
        return Polled(outcome, next_poll(feed, outcome, now, retry_after=error.retry_after))
    except Exception as error:  # a mistake of ours, or a feed that nobody foresaw; the others must stay on time
        log.exception("poll failed", feed=feed.name)
        outcome = FetchOutcome(now, "error", None, f"{type(error).__name__}: {error}")
        return Polled(outcome, next_poll(feed, outcome, now))


def _heard(sandbox: Reader, feed: Feed, response: Response, now: datetime) -> Polled:
    if response.status == 304:
        outcome = FetchOutcome(now, "not modified", 304)
        return Polled(outcome, next_poll(feed, outcome, now))
    data = sandbox.feed(response, feed, now)
    outcome = FetchOutcome(now, "ok", response.status, entries=data.entries, broken=data.broken)
    following = next_poll(feed, outcome, now)
    if data.broken:  # of a body that was cut off, the rest must be asked for again
        return Polled(outcome, following, data.drafts, feed.etag, feed.last_modified, data.hints)
    etag, last_modified = response.headers.get("etag"), response.headers.get("last-modified")
    return Polled(outcome, following, data.drafts, etag, last_modified, data.hints)


def _failed(error: FetchError, now: datetime) -> FetchOutcome:
    kind, _, number = error.kind.partition(" ")
    return FetchOutcome(now, error.kind, int(number) if kind == "http" and number.isdigit() else None, str(error))
