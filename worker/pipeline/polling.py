"""Poll: ask a feed what is new, and save it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from worker.feeds.blame import OWN_NETWORK, UNREACHED, outage
from worker.feeds.moves import heard
from worker.feeds.rhythm import felt, learned
from worker.feeds.schedule import GOOD, next_poll
from worker.feeds.wishes import fresh_for, seconds_until
from worker.manners import FEED, Busy
from worker.model import (
    Feed,
    FetchError,
    FetchOutcome,
    NextPoll,
    ParsedFeed,
    Polled,
    Response,
    ServiceUnavailableError,
)
from worker.pipeline.deps import Deps, Reader
from worker.pipeline.pushing import read_push
from worker.pipeline.visiting import visit

log = structlog.get_logger("dyadwatch.pipeline")


# A round that slow feeds have held up for so long leaves the rest to another worker. With one more feed that takes its
# 30 s to answer and its 15 s to be read, that is within the soft limit of a task (60 s).
PATIENCE = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Round:
    """What a round of polls brought: articles to read, and the feeds that it left for another round."""

    articles: list[int]
    left: list[int]


def poll(deps: Deps, feed_id: int) -> list[int]:
    """Ask a feed what is new, and save it. Gives the articles to read. A failure is a line of the feed's log."""
    return poll_round(deps, [feed_id]).articles


def poll_round(deps: Deps, feed_ids: Sequence[int]) -> Round:
    """Poll some feeds one after the other, and save those that had nothing new together, at the end.

    Such feeds are most of what polling is, and to save one costs as much as to ask it. Whoever dies before the end has
    asked them in vain, and their claims bring their turn again. Feeds that failed before come last, so that they hold
    up no other; one that cannot be saved is left to its claim, and costs no other its poll.
    """
    began, made = deps.clock(), Round([], [])
    unchanged: list[tuple[Feed, Polled]] = []
    for feed in sorted(deps.store.feeds_to_poll(feed_ids), key=lambda feed: (feed.failures, feed.id)):
        if deps.clock() - began > PATIENCE:
            made.left.append(feed.id)
            continue
        try:
            _visited(deps, feed, made, unchanged)
        except ServiceUnavailableError:
            raise
        except Exception:
            log.exception("poll failed", feed=feed.name)
    deps.manners.settle()
    deps.store.save_unchanged([(feed.id, polled) for feed, polled in unchanged])
    for feed, polled in unchanged:
        _told(deps, feed, polled.outcome, 0)
    return made


def _visited(deps: Deps, feed: Feed, made: Round, unchanged: list[tuple[Feed, Polled]]) -> None:
    """One feed of a round, added to what the round has made; or to those that are saved together."""
    now = deps.clock()
    if feed.pushed:
        articles, more = read_push(deps, feed, now)
        made.articles.extend(articles)
        made.left.extend([feed.id] if more else [])
        return
    polled = _asked(deps, feed, now)
    if isinstance(polled, Busy):
        _put_off(deps, feed, polled)
    elif _nothing_new(feed, polled):
        unchanged.append((feed, polled))
    else:
        made.articles.extend(_saved(deps, feed, polled))


def _nothing_new(feed: Feed, polled: Polled) -> bool:
    """Whether all that there is to save is that the feed was asked."""
    moved = polled.moved_to or feed.moved_to
    return polled.outcome.kind == "not modified" and polled.hints in (None, feed.hints) and not moved


def _saved(deps: Deps, feed: Feed, polled: Polled) -> list[int]:
    articles = deps.store.save_poll(feed.id, polled)
    if (move := heard(feed, polled.moved_to, polled.outcome.at)).adopt and move.to:
        adopted = deps.store.adopt_move(feed.id, move.to)
        log.warning("moved" if adopted else "moved to where another feed is", feed=feed.name, why=move.why)
    _told(deps, feed, polled.outcome, len(articles))
    return articles


def _told(deps: Deps, feed: Feed, outcome: FetchOutcome, articles: int) -> None:
    if outcome.kind in GOOD and (feed.next_poll_reason or "").startswith(OWN_NETWORK):
        log.warning("our own network is back", feeds=deps.store.network_is_back(outcome.at))
    say = log.debug if outcome.kind == "not modified" else log.info  # most polls are, and say nothing else
    say("polled", feed=feed.name, outcome=outcome.kind, entries=outcome.entries, articles=articles)


def _put_off(deps: Deps, feed: Feed, busy: Busy) -> None:
    """The host is busy: nothing was asked, so nothing failed."""
    deps.store.put_off_feed(feed.id, NextPoll(busy.until, f"host busy: {busy.why}"))
    log.debug("put off", feed=feed.name, until=busy.until, why=busy.why)


def _asked(deps: Deps, feed: Feed, now: datetime) -> Polled | Busy:
    try:
        response = visit(deps, feed.url, FEED, f"feed {feed.id}", etag=feed.etag, last_modified=feed.last_modified)
        if isinstance(response, Busy):
            return response
        return _heard(deps.sandbox, feed, response, now)
    except FetchError as error:
        outcome = _blamed(deps, feed, _failed(error, now))
        return Polled(outcome, next_poll(feed, outcome, now, retry_after=error.retry_after))
    except Exception as error:  # a mistake of ours, or a feed that nobody foresaw; the others must stay on time
        log.exception("poll failed", feed=feed.name)
        outcome = FetchOutcome(now, "error", None, f"{type(error).__name__}: {error}")
        return Polled(outcome, next_poll(feed, outcome, now))


def _heard(sandbox: Reader, feed: Feed, response: Response, now: datetime) -> Polled:
    if response.status == 304:
        return _planned(_unchanged(feed, response, now), FetchOutcome(now, "not modified", 304), response, now)
    data = sandbox.feed(response, feed, now)
    notes = "; ".join(data.notes) or None
    outcome = FetchOutcome(now, "ok", response.status, notes, entries=data.entries, broken=data.broken)
    heard_of = _changed(feed, response, data, now)
    polled = replace(_planned(heard_of, outcome, response, now), drafts=data.drafts, hints=heard_of.hints)
    if data.broken:  # of a body that was cut off, the rest must be asked for again
        return replace(polled, etag=feed.etag, last_modified=feed.last_modified)
    etag, last_modified = response.headers.get("etag"), response.headers.get("last-modified")
    return replace(polled, etag=etag, last_modified=last_modified)


def _planned(feed: Feed, outcome: FetchOutcome, response: Response, now: datetime) -> Polled:
    """What is known by now of ``feed``'s pace, and when it is polled next."""
    retry_after = seconds_until(response.headers.get("retry-after", ""), now)
    following = next_poll(feed, outcome, now, retry_after=retry_after)
    move = heard(feed, response.moved_to, now)
    return Polled(outcome, following, rhythm=feed.rhythm, moved_to=move.to, moved_since=move.since)


def _changed(feed: Feed, response: Response, data: ParsedFeed, now: datetime) -> Feed:
    """``feed`` with what this answer says of its pace."""
    rhythm, dated = learned(feed, [draft.published_at for draft in data.drafts], now)
    hints = replace(data.hints, fresh_for=fresh_for(response.headers, now), dated=dated)
    return replace(feed, hints=hints, rhythm=rhythm)


def _unchanged(feed: Feed, response: Response, now: datetime) -> Feed:
    """The same of an answer without a body: what the last one with a body said holds, but for what this one says.

    That is for this once, and not saved: behind a cache it is another number each time, by the answer's age.
    """
    said = fresh_for(response.headers, now)
    rhythm = feed.rhythm if feed.hints.dated else felt(feed)
    if said in (None, feed.hints.fresh_for) and rhythm == feed.rhythm:
        return feed
    hints = feed.hints if said is None else replace(feed.hints, fresh_for=said)
    return replace(feed, hints=hints, rhythm=rhythm)


def _blamed(deps: Deps, feed: Feed, outcome: FetchOutcome) -> FetchOutcome:
    """The failure as it came, or as our own network's; what was blamed on feeds before that was known is forgiven."""
    if outcome.kind not in UNREACHED or (ours := outage(outcome, feed.url, deps.store.latest_polls())) is None:
        return outcome
    if ours.news and (forgiven := deps.store.forgive_feeds(ours.since, outcome.at)):
        log.warning("our own network is down", why=ours.reason, since=ours.since, forgiven=forgiven)
    return replace(outcome, kind=OWN_NETWORK, detail=f"{ours.reason} ({outcome.kind}: {outcome.detail})")


def _failed(error: FetchError, now: datetime) -> FetchOutcome:
    kind, _, number = error.kind.partition(" ")
    return FetchOutcome(now, error.kind, int(number) if kind == "http" and number.isdigit() else None, str(error))
