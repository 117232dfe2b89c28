"""Articles on their way: claimed for reading and coding, given their text and their story, listed to be coded again."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, case, exists, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from worker.model import Article, ArticleFilter, ArticleState, EventFilter, NotFoundError, PageText
from worker.store.rows import articles_query, to_article
from worker.store.schema import article, event, mention, story
from worker.store.search import conditions

ATTEMPTS = 8  # in one state; then it is given up, with the reason
STORY_DAYS = 30  # a text that is copied later than that is an anniversary
_STORY_LOCK = 0x73746F72  # "stor": two copies read at once become one story

Sketch = tuple[int, ...]


def one(connection: Connection, article_id: int) -> Article:
    row = connection.execute(articles_query().where(article.c.id == article_id)).mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"There is no article {article_id}.", subject=str(article_id))
    return to_article(row)


def coded(connection: Connection, where: ArticleFilter, after: int, limit: int) -> tuple[Article, ...]:
    """A page of the coded articles that a filter means, in the order of their ids, after the id ``after``."""
    query = articles_query().where(*_conditions(where), article.c.id > after).order_by(article.c.id).limit(limit)
    return tuple(to_article(row) for row in connection.execute(query).mappings())


def count_coded(connection: Connection, where: ArticleFilter) -> int:
    return int(connection.execute(select(func.count()).select_from(article).where(*_conditions(where))).scalar_one())


def _conditions(where: ArticleFilter) -> Iterator[ColumnElement[bool]]:
    told_at = func.coalesce(article.c.published_at, article.c.first_seen_at)
    yield article.c.state == ArticleState.CODED
    if where.told_from:
        yield told_at >= where.told_from
    if where.told_to:
        yield told_at <= where.told_to
    if where.feed_ids:
        yield article.c.feed_id.in_(where.feed_ids)
    if where.dyad:
        mine = (mention.c.event_id == event.c.id) & (mention.c.article_id == article.c.id)
        yield exists(select(1).where(mine, *conditions(EventFilter(dyad=where.dyad))))
    if where.outdated_for is not None:
        yield article.c.coder_version.is_distinct_from(where.outdated_for)


def claim_left(connection: Connection, state: ArticleState, now: datetime, lease: timedelta, limit: int) -> list[int]:
    """Articles for which nobody came. Each is rung for once in ``lease``, so that a long queue is not made longer."""
    left = (
        select(article.c.id)
        .where(article.c.state == state, article.c.due_at <= now)
        .order_by(article.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = update(article).where(article.c.id.in_(left)).values(due_at=now + lease)
    return list(connection.execute(claimed.returning(article.c.id)).scalars())


def claim(
    connection: Connection, article_id: int, state: ArticleState, now: datetime, lease: timedelta
) -> Article | None:
    """The article, its attempt counted before the work begins; null where its state has moved on or was given up.

    An attempt that kills its process is counted too, so that no article kills workers for ever.
    """
    here = (article.c.id == article_id) & (article.c.state == state)
    counted = update(article).where(here).values(attempts=article.c.attempts + 1, due_at=now + lease)
    attempts = connection.execute(counted.returning(article.c.attempts)).scalar_one_or_none()
    if attempts is None:
        return None
    if attempts > ATTEMPTS:
        reason = func.concat(
            f"given up after {ATTEMPTS} attempts: ", func.coalesce(article.c.note, "each was cut short")
        )
        connection.execute(update(article).where(here).values(state=ArticleState.FAILED, note=reason))
        return None
    return one(connection, article_id)


def postpone(connection: Connection, article_id: int, reason: str, until: datetime) -> None:
    connection.execute(update(article).where(article.c.id == article_id).values(note=reason, due_at=until))


def put_off(connection: Connection, article_id: int, reason: str, until: datetime) -> None:
    """Nothing was tried, so what ``claim`` counted as an attempt is none."""
    values = {"note": reason, "due_at": until, "attempts": func.greatest(article.c.attempts - 1, 0)}
    connection.execute(update(article).where(article.c.id == article_id).values(**values))


# Of several edits in a row the coder is told what it saw last.
_SAID_BEFORE = case(
    (article.c.coder_version.is_not(None), func.coalesce(article.c.said_before, article.c.text)), else_=None
)


def save_text(
    connection: Connection,
    held: Article,
    page: PageText,
    story_id: int | None,
    note: str | None,
    now: datetime,
    lease: timedelta,
) -> bool:
    """The text, and the state READ. False where another was faster, or the outlet has edited the entry meanwhile.

    The feed's date goes before the page's, which is only that of a day.
    """
    values: dict[str, Any] = {
        "text": page.text, "language": page.language, "published_at": held.published_at or page.published_at,
        "story_id": story_id, "note": note, "said_before": _SAID_BEFORE,
        "state": ArticleState.READ, "attempts": 0, "due_at": now + lease,
    }  # fmt: skip
    still = (article.c.state == ArticleState.NEW) & (article.c.content_hash == held.content_hash)
    done = connection.execute(update(article).where(article.c.id == held.id, still).values(**values))
    return done.rowcount == 1


# An outlet's boilerplate is a key of all its articles: those that share most keys go first, and few are looked at.
MOST_NEAR = 40
_NEAR = text(
    "SELECT id, sketch FROM story WHERE keys && :keys AND first_seen_at > :since "
    "ORDER BY cardinality(ARRAY(SELECT unnest(keys) INTERSECT SELECT unnest(:keys))) DESC, id LIMIT :most"
).bindparams(bindparam("keys", type_=story.c["keys"].type), most=MOST_NEAR)


def find_story(
    connection: Connection,
    family: str,
    sketch: Sketch,
    keys: Sketch,
    same: Callable[[Sketch, Sketch], bool],
    now: datetime,
) -> int | None:
    """The story that a text belongs to, made where it is the first; null where the text is too short to tell."""
    if not sketch:
        return None
    connection.execute(select(func.pg_advisory_xact_lock(_STORY_LOCK)))
    connection.execute(text("SET LOCAL enable_seqscan = off"))  # no statistics tell how rare a key is
    found = connection.execute(_NEAR, {"keys": list(keys), "since": now - timedelta(days=STORY_DAYS)})
    for row in found:
        if same(sketch, tuple(row.sketch)):
            return int(row.id)
    return _new_story(connection, family, sketch, keys, now)


def _new_story(connection: Connection, family: str, sketch: Sequence[int], keys: Sequence[int], now: datetime) -> int:
    row = {"family": family, "sketch": list(sketch), "keys": list(keys), "first_seen_at": now}
    return int(connection.execute(insert(story).values(**row).returning(story.c.id)).scalar_one())
