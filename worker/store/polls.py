"""What a poll brought, saved by one statement: articles, the feed's health, a line of its log.

One statement, because a feed that has nothing new is most of what polling is, and each further round trip would double
its price. It is a transaction of its own and does not wait for the disk: a crash of the server may take back the last
moments of polling, whole polls at a time, and the claim of each brings its feed's turn again.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from sqlalchemy import BigInteger, Boolean, Connection, DateTime, Double, Integer, Interval, TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from worker.articles.identity import NEAR
from worker.feeds.blame import OWN_NETWORK
from worker.model import ArticleDraft, Polled
from worker.store.cleaned import CleanJson, CleanText

GOOD = ("ok", "not modified")
READ_LEASE = timedelta(seconds=30)  # poll itself rings for what it saved; tick only for what is left after so long

# A feed was away where no poll of it was good for so long, and for so many of its intervals. Where it is back with so
# many new entries or more, people are told of them together; of fewer, one by one.
AWAY, AWAY_INTERVALS, RETURN_ENTRIES = timedelta(days=1), 3, 5
# An edit makes no article younger, unless it stands so much later under the old name that it is another edition.
EDITION = timedelta(days=7)

_TEXTS, _MOMENT = ARRAY(CleanText), DateTime(timezone=True)

_HASTY = "WITH hasty AS (SELECT set_config('synchronous_commit', 'off', true))"
# What a hub pushed while the feed was being asked must not wait for the feed's next turn.
_NEXT = "next_poll_at = CASE WHEN feed.last_push_at > :at THEN :at ELSE :next_poll_at END"
_HEALTH = f"""
    {_NEXT}, next_poll_reason = :next_poll_reason,
    failures = CASE WHEN :good THEN 0 WHEN :blamed THEN feed.failures + 1 ELSE feed.failures END,
    baseline_done = feed.baseline_done OR :good,
    last_good_at = CASE WHEN :good THEN :at ELSE feed.last_good_at END,
    last_error = CASE WHEN :good THEN NULL WHEN :blamed THEN :last_error ELSE feed.last_error END,
    trouble_since = CASE WHEN :good THEN NULL WHEN :blamed THEN coalesce(feed.trouble_since, :at)
        ELSE feed.trouble_since END,
    paused = feed.paused OR :pause IS NOT NULL,
    paused_why = CASE WHEN feed.paused THEN feed.paused_why ELSE :pause END,
    hints = coalesce(:hints, feed.hints), rhythm = coalesce(:rhythm, feed.rhythm),
    moved_to = CASE WHEN :good THEN :moved_to ELSE feed.moved_to END,
    moved_since = CASE WHEN :good THEN :moved_since ELSE feed.moved_since END
"""

# Many polls that brought nothing, not even a change of what the feed says of its pace.
_UNCHANGED = f"""
{_HASTY},
polled AS (
    SELECT d.* FROM hasty, unnest(:feed_ids, :ats, :next_polls_at, :reasons, :rhythms)
        AS d (feed_id, at, next_poll_at, next_poll_reason, rhythm)
),
kept AS (
    UPDATE feed SET
        next_poll_at = CASE WHEN feed.last_push_at > polled.at THEN polled.at ELSE polled.next_poll_at END,
        next_poll_reason = polled.next_poll_reason,
        failures = 0, baseline_done = true, last_good_at = polled.at, last_error = NULL, trouble_since = NULL,
        rhythm = coalesce(polled.rhythm, feed.rhythm)
    FROM polled WHERE feed.id = polled.feed_id
)
INSERT INTO "fetch" (feed_id, at, kind, status, entries, new, changed)
SELECT feed_id, at, 'not modified', 304, 0, 0, 0 FROM polled
"""  # noqa: S608

# One poll that brought no body: unchanged, or failed.
_NOTHING = f"""
{_HASTY},
kept AS (UPDATE feed SET {_HEALTH} FROM hasty WHERE feed.id = :feed_id RETURNING feed.id)
INSERT INTO "fetch" (feed_id, at, kind, status, detail, entries, broken, new, changed)
SELECT kept.id, :at, :kind, :status, :detail, 0, :broken, 0, 0 FROM kept
"""  # noqa: S608 - put together of constants alone

_BROUGHT = f"""{_HEALTH},
    etag = :etag, last_modified = :last_modified,
    last_push_at = CASE WHEN feed.last_push_at <= :at AND EXISTS (SELECT FROM saved WHERE is_new) THEN NULL
        ELSE feed.last_push_at END
"""
# A hub says nothing of the feed's own address: whether that answers, and with what.
_PUSHED = f"{_NEXT}, next_poll_reason = :next_poll_reason"

# HEALTH stands for one of the two.
_BODY = f"""
{_HASTY},
held AS (
    SELECT feed.*, NOT baseline_done AND backfill <> 'alert' AS baseline, nextval('fetch_id_seq') AS fetch_id,
        baseline_done AND :at - last_good_at
            > greatest(:away, make_interval(secs => :away_intervals * coalesce(most, "interval"))) AS was_away
    FROM feed, hasty WHERE id = :feed_id FOR UPDATE
),
said AS (
    SELECT * FROM jsonb_to_recordset(:drafts) AS d (place int, identity text, content_hash text, url text, title text,
        html text, whole boolean, published_at timestamptz, language text)
),
-- The names of the entries, each entry's best first: see worker.articles.identity for what each of them is worth.
named AS (
    SELECT * FROM jsonb_to_recordset(:names) AS n (rank int, place int, worth int, name bigint)
),
meant AS (
    SELECT DISTINCT ON (n.place) n.place, n.rank, article.id
    FROM held JOIN named n ON n.worth > 0 JOIN said d ON d.place = n.place
    JOIN article_name k ON k.feed_id = held.id AND k.name = n.name JOIN article ON article.id = k.article_id
    WHERE n.worth = 2 OR article.content_hash = d.content_hash OR article.published_at IS NULL OR d.published_at IS NULL
        OR article.published_at BETWEEN d.published_at - :near AND d.published_at + :near
    ORDER BY n.place, article.identity <> d.identity, n.rank
),
-- Of two entries that would be one article only one is, for they share no name: the other is new.
known AS (SELECT DISTINCT ON (id) id, place FROM meant ORDER BY id, rank),
new AS (SELECT said.*, count(*) OVER () AS many FROM said WHERE place NOT IN (SELECT place FROM known)),
fresh AS (
    INSERT INTO article (feed_id, identity, content_hash, url, title, html, whole, published_at, language,
                         first_seen_at, updated_at, baseline, came_with, state, due_at)
    SELECT held.id, d.identity, d.content_hash, d.url, d.title, d.html, d.whole, d.published_at, d.language,
           :at, :at, held.baseline,
           CASE WHEN held.was_away AND d.many >= :return_entries
               AND (d.published_at IS NULL OR d.published_at > held.last_good_at - :near) THEN held.fetch_id END,
           'new', :at + :read_lease
    FROM held, new d ORDER BY d.place
    ON CONFLICT (feed_id, identity) DO NOTHING
    RETURNING id, identity
),
edited AS (
    UPDATE article SET content_hash = d.content_hash, url = d.url, title = d.title, html = d.html, whole = d.whole,
        published_at = CASE WHEN d.published_at - article.published_at > :edition THEN d.published_at
                            ELSE least(article.published_at, d.published_at) END,
        updated_at = :at, state = 'new', attempts = 0, due_at = :at + :read_lease, note = NULL
    FROM known JOIN said d USING (place)
    WHERE article.id = known.id AND article.content_hash <> d.content_hash
    RETURNING article.id
),
saved AS (SELECT id, true AS is_new FROM fresh UNION ALL SELECT id, false FROM edited),
learned AS (
    INSERT INTO article_name (feed_id, name, article_id)
    SELECT held.id, n.name, coalesce(known.id, fresh.id)
    FROM held JOIN named n ON true JOIN said d USING (place)
    LEFT JOIN known USING (place) LEFT JOIN fresh ON fresh.identity = d.identity
    WHERE coalesce(known.id, fresh.id) IS NOT NULL
        AND NOT EXISTS (SELECT FROM article_name k WHERE k.feed_id = held.id AND k.name = n.name)
    ON CONFLICT DO NOTHING
),
doubted AS (
    INSERT INTO article_name (feed_id, name) SELECT held.id, d.name FROM held, unnest(:doubtful) AS d (name)
    ON CONFLICT (feed_id, name) DO UPDATE SET article_id = NULL WHERE article_name.article_id IS NOT NULL
),
logged AS (
    INSERT INTO "fetch" (id, feed_id, at, kind, status, detail, entries, broken, gap, new, changed)
    SELECT held.fetch_id, held.id, :at, :kind, :status, :detail, :entries, :broken,
           held.baseline_done AND :kind = 'ok' AND :entries > 0 AND NOT EXISTS (SELECT FROM known)
               AND held.last_new_at IS NOT NULL,
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
    "broken": _TEXTS,
    **dict.fromkeys(("drafts", "names"), CleanJson),
    **dict.fromkeys(("kind", "detail", "next_poll_reason", "last_error", "pause"), CleanText),
    **dict.fromkeys(("etag", "last_modified", "moved_to"), CleanText),
    **dict.fromkeys(("at", "next_poll_at", "moved_since"), _MOMENT),
    **dict.fromkeys(("good", "blamed"), Boolean),
    **dict.fromkeys(("status", "entries", "return_entries", "away_intervals"), Integer),
    "doubtful": ARRAY(BigInteger),
    **dict.fromkeys(("read_lease", "near", "away", "edition"), Interval),
    "feed_id": BigInteger,
    "rhythm": Double,
    "read_lease": Interval,
    "feed_ids": ARRAY(BigInteger),
    "reasons": _TEXTS,
    "rhythms": ARRAY(Double),
    **dict.fromkeys(("ats", "next_polls_at"), ARRAY(_MOMENT)),
    "hints": CleanJson(none_as_null=True),
}


def _typed(statement: str) -> TextClause:
    """So that every value is cleaned, and PostgreSQL need not guess."""
    named = set(re.findall(r"(?<!:):(\w+)", statement))
    return text(statement).bindparams(*(bindparam(name, type_=_TYPES[name]) for name in sorted(named)))


_SAVE_NOTHING, _SAVE_UNCHANGED = _typed(_NOTHING), _typed(_UNCHANGED)
_SAVE_BODY = {"ok": _typed(_BODY.replace("HEALTH", _BROUGHT)), "pushed": _typed(_BODY.replace("HEALTH", _PUSHED))}


def save(connection: Connection, feed_id: int, polled: Polled) -> list[int]:
    """Save all of it. Gives the articles to be read, oldest first."""
    values, brought = _outcome(feed_id, polled), _SAVE_BODY.get(polled.outcome.kind)
    if brought is None:
        connection.execute(_SAVE_NOTHING, values)
        return []
    return list(connection.execute(brought, values | _body(polled)).scalars())


def save_unchanged(connection: Connection, polls: Sequence[tuple[int, Polled]]) -> None:
    """Save polls of feeds that answered 304 and said nothing else. In the order of their ids, lest two who do so at
    once wait for each other."""
    inorder = sorted(polls, key=lambda poll: poll[0])
    values = {
        "feed_ids": [feed_id for feed_id, _ in inorder],
        "ats": [polled.outcome.at for _, polled in inorder],
        "next_polls_at": [polled.following.at for _, polled in inorder],
        "reasons": [polled.following.reason for _, polled in inorder],
        "rhythms": [polled.rhythm for _, polled in inorder],
    }
    connection.execute(_SAVE_UNCHANGED, values)


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
        "moved_to": polled.moved_to,
        "moved_since": polled.moved_since,
        "good": good,
        "blamed": not good and outcome.kind != OWN_NETWORK,
        "last_error": None if good else f"{outcome.kind}: {outcome.detail or ''}".strip(": "),
    }


def _body(polled: Polled) -> dict[str, Any]:
    outcome, oldest_first = polled.outcome, polled.drafts[::-1]
    return {
        "entries": outcome.entries,
        "etag": polled.etag,
        "last_modified": polled.last_modified,
        "read_lease": READ_LEASE,
        "near": NEAR,
        "edition": EDITION,
        "away": AWAY,
        "away_intervals": AWAY_INTERVALS,
        "return_entries": RETURN_ENTRIES,
        "drafts": _drafts(oldest_first),
        "names": _names(oldest_first),
        "doubtful": sorted({name for draft in polled.drafts for name in draft.known.doubtful}),
    }


def _drafts(drafts: tuple[ArticleDraft, ...]) -> list[dict[str, Any]]:
    """One value for all of them: to turn them into an array a column cost as much as to store them."""
    return [
        {
            "place": place,
            "identity": draft.identity,
            "content_hash": draft.content_hash,
            "url": draft.url,
            "title": draft.title,
            "html": draft.html,
            "whole": draft.whole,
            "published_at": draft.published_at and draft.published_at.isoformat(),
            "language": draft.language,
        }
        for place, draft in enumerate(drafts, start=1)
    ]


def _names(drafts: tuple[ArticleDraft, ...]) -> list[dict[str, int]]:
    """Every name, with the place of its draft and its worth: 2 enough, 1 enough where the dates are near, 0 kept."""
    rows = (
        (place, worth, name)
        for place, known in enumerate((draft.known for draft in drafts), start=1)
        for worth, names in ((2, known.enough), (1, known.near), (0, known.kept))
        for name in names
    )
    return [
        {"rank": rank, "place": place, "worth": worth, "name": name}
        for rank, (place, worth, name) in enumerate(rows, 1)
    ]
