"""WebSub: ask a hub to push, and read what it has pushed."""

from datetime import datetime
from secrets import token_urlsafe
from urllib.parse import urlencode

import structlog

from worker.feeds.push import LEASE_SECONDS, after_push
from worker.model import Feed, FetchError, FetchOutcome, NextPoll, Polled, Push, Response
from worker.pipeline.deps import Deps

log = structlog.get_logger("dyadwatch.pipeline")


def subscribe(deps: Deps, feed_id: int) -> bool:
    """Ask the hub of a feed to push. True where it took the request; it verifies by a request of its own, later."""
    base = deps.config.settings.websub_url
    held = base and deps.store.hubs.ask(feed_id, token_urlsafe(32), token_urlsafe(48), deps.clock())
    if not held:
        return False
    form = {
        "hub.mode": "subscribe",
        "hub.topic": held.topic,
        "hub.callback": f"{str(base).rstrip('/')}/websub/{held.token}",
        "hub.secret": held.secret,
        "hub.lease_seconds": str(LEASE_SECONDS),
    }
    try:
        answer = deps.web.post(held.hub, body=urlencode(form).encode(), headers=_FORM)
    except FetchError as error:
        deps.store.hubs.note(feed_id, f"the hub could not be asked: {error}")
        return False
    log.info("asked a hub to push", feed=feed_id, hub=held.hub, status=answer.status)
    return _taken(deps, feed_id, answer)


def _taken(deps: Deps, feed_id: int, answer: Response) -> bool:
    """A hub that has trouble is asked again in an hour, one that refuses in a week."""
    said = f"the hub answered {answer.status}: {answer.body[:200].decode('utf-8', 'replace')}"
    if answer.status == 429 or answer.status >= 500:
        deps.store.hubs.note(feed_id, said)
    elif not 200 <= answer.status < 300:
        deps.store.hubs.deny(feed_id, said)
    return 200 <= answer.status < 300


_FORM = {"content-type": "application/x-www-form-urlencoded"}


def read_push(deps: Deps, feed: Feed, now: datetime) -> tuple[list[int], bool]:
    """Save the oldest thing that a hub has pushed as a poll would. Gives the articles to read, and whether more waits.

    A push is dropped only after it was saved; whoever dies between the two saves it once more, which changes nothing.
    """
    push = deps.store.hubs.oldest_push(feed.id)
    if push is None:
        return [], False
    polled = _pushed(deps, feed, push, now)
    articles = deps.store.save_poll(feed.id, polled)
    more = deps.store.hubs.done_with(push, feed.id)
    log.info("pushed", feed=feed.name, entries=polled.outcome.entries, articles=len(articles))
    return articles, more


def _pushed(deps: Deps, feed: Feed, push: Push, now: datetime) -> Polled:
    """What cannot be read is told in the log, and the feed itself is asked at once."""
    headers = {"content-type": push.content_type} if push.content_type else {}
    try:
        data = deps.sandbox.feed(Response(feed.url, 200, headers, push.body), feed, now)
    except FetchError as error:
        outcome = FetchOutcome(now, "pushed", None, f"what the hub pushed cannot be read: {error}")
        return Polled(outcome, NextPoll(now, "what its hub pushed cannot be read, so the feed itself is asked"))
    outcome = FetchOutcome(now, "pushed", None, entries=data.entries, broken=data.broken)
    return Polled(outcome, after_push(feed, now), data.drafts)
