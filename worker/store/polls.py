"""What a poll brought, saved by one statement: articles, the feed's health, a line of its log.

One statement, because a feed that has nothing new is most of what polling is, and each further round trip would double
its price. It is a transaction of its own and does not wait for the disk: a crash of the server may take back the last
moments of polling, whole polls at a time, and the claim of each brings its feed's turn again.
"""

import re
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from sqlalchemy import BigInteger, Boolean, Connection, DateTime, Double, Integer, Interval, TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from worker.feeds.blame import OWN_NETWORK
from worker.model import ArticleDraft, Polled
from worker.store.cleaned import CleanJson, CleanText

GOOD = ("ok", "not modified")
READ_LEASE = timedelta(seconds=30)  # poll itself rings for what it saved; tick only for what is left after so long

_TEXTS, _MOMENT = ARRAY(CleanText), DateTime(timezone=True)

_HASTY = "WITH hasty AS (SELECT set_config('synchronous_commit', 'off', true))"
_HEALTH = """
    next_poll_at = :next_poll_at, next_poll_reason = :next_poll_reason,
    failures = CASE WHEN :good THEN 0 WHEN :blamed THEN feed.failures + 1 ELSE feed.failures END,
    baseline_done = feed.baseline_done OR :good,
    last_good_at = CASE WHEN :good THEN :at ELSE feed.last_good_at END,
    last_error = CASE WHEN :good THEN NULL WHEN :blamed THEN :last_error ELSE feed.last_error END,
    trouble_since = CASE WHEN :good THEN NULL WHEN :blamed THEN coalesce(feed.trouble_since, :at)
        ELSE feed.trouble_since END,
    paused = feed.paused OR :pause IS NOT NULL,
    paused_why = CASE WHEN feed.paused THEN feed.paused_why ELSE :pause END,
    hints = coalesce(:hints, feed.hints), rhythm = coalesce(:rhythm, feed.rhythm)
"""
_LINE = 'INSERT INTO "fetch" (feed_id, at, kind, status, detail, entries, broken, gap, new, changed)'

# A poll that brought no body: unchanged, or failed.
_NOTHING = f"""
{_HASTY},
kept AS (UPDATE feed SET {_HEALTH} FROM hasty WHERE feed.id = :feed_id RETURNING feed.id)
{_LINE} SELECT kept.id, :at, :kind, :status, :detail, 0, :broken, false, 0, 0 FROM kept
"""  # noqa: S608 - put together of constants alone

_BROUGHT = f"""{_HEALTH},
    etag = :etag, last_modified = :last_modified,
    last_push_at = CASE WHEN EXISTS (SELECT FROM saved WHERE is_new) THEN NULL ELSE feed.last_push_at END
"""
# A hub says nothing of the feed's own address: whether that answers, and with what.
_PUSHED = "next_poll_at = :next_poll_at, next_poll_reason = :next_poll_reason"

# HEALTH stands for one of the two.
_BODY = f"""
{_HASTY},
held AS (
    SELECT feed.*, NOT baseline_done AND backfill <> 'alert' AS baseline FROM feed, hasty WHERE id = :feed_id FOR UPDATE
),
saved AS (
    INSERT INTO article (feed_id, identity, content_hash, url, title, html, whole, published_at, language,
                         first_seen_at, updated_at, baseline, state, due_at)
    SELECT held.id, d.identity, d.content_hash, d.url, d.title, d.html, d.whole, d.published_at, d.language,
           :at, :at, held.baseline, 'new', :at + :read_lease
    FROM held, unnest(:identity, :content_hash, :url, :title, :html, :whole, :published_at, :language) WITH ORDINALITY
        AS d (identity, content_hash, url, title, html, whole, published_at, language, place)
    ORDER BY d.place
    ON CONFLICT (feed_id, identity) DO UPDATE
        SET content_hash = excluded.content_hash, url = excluded.url, title = excluded.title, html = excluded.html,
            whole = excluded.whole, published_at = excluded.published_at, updated_at = excluded.updated_at,
            state = 'new', attempts = 0, due_at = excluded.due_at, note = NULL
        WHERE article.content_hash <> excluded.content_hash
    -- A row that was inserted, not updated, has no earlier version: PostgreSQL leaves its xmax at 0.
    RETURNING article.id, xmax = 0 AS is_new
),
logged AS (
    {_LINE}
    SELECT held.id, :at, :kind, :status, :detail, :entries, :broken, :gap,
           (SELECT count(*) FROM saved WHERE is_new), (SELECT count(*) FROM saved WHERE NOT is_new)
    FROM held
),
kept AS (
    UPDATE feed SET HEALTH,
        last_new_at = CASE WHEN EXISTS (SELECT FROM saved WHERE is_new) THEN :at ELSE feed.last_new_at END
    FROM held WHERE feed.id = held.id
)
SELECT id FROM saved ORDER BY id
"""  # noqa: S608

_TYPES: dict[str, Any] = {
    **dict.fromkeys(("identity", "content_hash", "url", "title", "html", "language", "broken"), _TEXTS),
    **dict.fromkeys(("kind", "detail", "next_poll_reason", "last_error", "etag", "last_modified", "pause"), CleanText),
    **dict.fromkeys(("at", "next_poll_at"), _MOMENT),
    **dict.fromkeys(("good", "blamed", "gap"), Boolean),
    **dict.fromkeys(("status", "entries"), Integer),
    "feed_id": BigInteger,
    "rhythm": Double,
    "read_lease": Interval,
    "whole": ARRAY(Boolean),
    "published_at": ARRAY(_MOMENT),
    "hints": CleanJson(none_as_null=True),
}


def _typed(statement: str) -> TextClause:
    """So that every value is cleaned, and PostgreSQL need not guess."""
    named = set(re.findall(r"(?<!:):(\w+)", statement))
    return text(statement).bindparams(*(bindparam(name, type_=_TYPES[name]) for name in sorted(named)))


_SAVE_NOTHING = _typed(_NOTHING)
_SAVE_BODY = {"ok": _typed(_BODY.replace("HEALTH", _BROUGHT)), "pushed": _typed(_BODY.replace("HEALTH", _PUSHED))}


def save(connection: Connection, feed_id: int, polled: Polled) -> list[int]:
    """Save all of it. Gives the articles to be read, oldest first."""
    values, brought = _outcome(feed_id, polled), _SAVE_BODY.get(polled.outcome.kind)
    if brought is None:
        connection.execute(_SAVE_NOTHING, values)
        return []
    return list(connection.execute(brought, values | _body(polled)).scalars())


def _outcome(feed_id: int, polled: Polled) -> dict[str, Any]:
    outcome = polled.outcome
    good = outcome.kind in GOOD
    return {
        "feed_id": feed_id,
        "at": outcome.at,
        "kind": outcome.kind,
        "status": outcome.status,
        "detail": outcome.detail,
        "broken": list(outcome.broken),
        "next_poll_at": polled.following.at,
        "next_poll_reason": polled.following.reason,
        "pause": polled.following.pause,
        "hints": None if polled.hints is None else asdict(polled.hints),
        "rhythm": polled.rhythm,
        "good": good,
        "blamed": not good and outcome.kind != OWN_NETWORK,
        "last_error": None if good else f"{outcome.kind}: {outcome.detail or ''}".strip(": "),
    }


def _body(polled: Polled) -> dict[str, Any]:
    outcome = polled.outcome
    return {
        "entries": outcome.entries,
        "gap": outcome.gap,
        "etag": polled.etag,
        "last_modified": polled.last_modified,
        "read_lease": READ_LEASE,
        **_columns(polled.drafts[::-1]),
    }


def _columns(drafts: tuple[ArticleDraft, ...]) -> dict[str, list[Any]]:
    """The drafts turned: a list a column."""
    names = ("identity", "content_hash", "url", "title", "html", "whole", "published_at", "language")
    return {name: [getattr(draft, name) for draft in drafts] for name in names}
