"""Rows into the nouns of the model, and the nouns into rows. The only place that knows both."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select

from worker.model import (
    Actor,
    Article,
    ArticleState,
    AuxiliaryMode,
    CodedEvent,
    DatePrecision,
    Delivery,
    DeliveryState,
    Evidence,
    Feed,
    FeedHints,
    Mention,
    Place,
    QuadClass,
    Status,
    StoredEvent,
)
from worker.store import schema

_FEED = list(schema.feed.c)
_ARTICLE = [column for column in schema.article.c if column.name not in ("due_at", "note")]


def feed_query() -> Select[Any]:
    return select(*_FEED)


def feeds_query() -> Select[Any]:
    """With the number of articles that came from each."""
    counted = select(func.count()).where(schema.article.c.feed_id == schema.feed.c.id).scalar_subquery()
    return select(*_FEED, counted.label("article_count"))


def to_feed(row: RowMapping) -> Feed:
    return Feed(**{**row, "hints": to_hints(row["hints"])})


def to_hints(said: Mapping[str, Any]) -> FeedHints:
    """What JSON holds as lists are tuples."""
    held: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
    return FeedHints(**held)


def articles_query() -> Select[Any]:
    return select(*_ARTICLE, schema.feed.c.name.label("outlet"), schema.feed.c.family).join_from(
        schema.article, schema.feed
    )


def to_article(row: RowMapping) -> Article:
    return Article(**{**row, "state": ArticleState(row["state"])})


def to_delivery(row: RowMapping | Mapping[str, Any]) -> Delivery:
    held = {name: row[name] for name in Delivery.__slots__}
    return Delivery(**{**held, "state": DeliveryState(row["state"])})


def coded_values(coded: CodedEvent) -> dict[str, Any]:
    """The columns of ``event`` that the coder fills."""
    return {
        "event_type": coded.event_type,
        "mode": coded.mode,
        "cameo": coded.cameo,
        "quad_class": str(coded.quad_class),
        "score": coded.score,
        "actors": [actor.to_json() for actor in coded.actors],
        "recipients": [actor.to_json() for actor in coded.recipients],
        "codes": sorted({actor.code for actor in coded.actors + coded.recipients}),
        "dyads": list(coded.dyads),
        "directed": [f"{one}>{other}" for one, other in coded.directed_pairs],
        "reciprocal": coded.reciprocal,
        "auxiliary": [str(mode) for mode in coded.auxiliary],
        "contexts": list(coded.contexts),
        "event_date": coded.event_date,
        "date_precision": str(coded.date_precision) if coded.date_precision else None,
        "place": coded.place.to_json() if coded.place else None,
        "reported_by": coded.reported_by,
        "confidence": coded.confidence,
        "evidence": coded.evidence.to_json(),
    }


def to_coded(row: RowMapping) -> CodedEvent:
    return CodedEvent(
        event_type=row["event_type"],
        mode=row["mode"],
        cameo=row["cameo"],
        quad_class=QuadClass(row["quad_class"]),
        score=row["score"],
        actors=tuple(Actor(**actor) for actor in row["actors"]),
        recipients=tuple(Actor(**actor) for actor in row["recipients"]),
        evidence=Evidence(**row["evidence"]),
        reciprocal=row["reciprocal"],
        auxiliary=tuple(AuxiliaryMode(mode) for mode in row["auxiliary"]),
        contexts=tuple(row["contexts"]),
        event_date=row["event_date"],
        date_precision=DatePrecision(row["date_precision"]) if row["date_precision"] else None,
        place=Place(**row["place"]) if row["place"] else None,
        reported_by=row["reported_by"],
        confidence=row["confidence"],
    )


def to_events(connection: Connection, rows: Sequence[RowMapping]) -> tuple[StoredEvent, ...]:
    """Rows of ``event`` with the mentions of all of them, in two queries."""
    mentions = _mentions(connection, [row["id"] for row in rows])
    return tuple(_to_event(row, mentions.get(row["id"], [])) for row in rows)


def _to_event(row: RowMapping, mentions: Iterable[Mention]) -> StoredEvent:
    return StoredEvent(
        id=row["id"],
        coded=to_coded(row),
        status=Status(row["status"]),
        outlets=tuple(row["outlets"]),
        families=tuple(row["families"]),
        mentions=tuple(mentions),
        published_at=row["published_at"],
        first_seen_at=row["first_seen_at"],
        updated_at=row["updated_at"],
        baseline=row["baseline"],
        stale=row["stale"],
    )


def _mentions(connection: Connection, event_ids: list[int]) -> dict[int, list[Mention]]:
    held: dict[int, list[Mention]] = {}
    if event_ids:
        for row in connection.execute(mentions_query().where(schema.mention.c.event_id.in_(event_ids))).mappings():
            held.setdefault(row["event_id"], []).append(_to_mention(row))
    return held


def mentions_query() -> Select[Any]:
    """Mentions in the order in which they came, with who published them and as which family they count."""
    a, f = schema.article.c, schema.feed.c
    joined = schema.mention.join(schema.article).join(schema.feed).outerjoin(schema.story)
    counted = func.coalesce(schema.story.c.family, f.family).label("counted_family")
    told = [f.name.label("outlet"), f.family, counted, a.title, a.url, a.language, a.published_at]
    return select(*schema.mention.c, *told).select_from(joined).order_by(schema.mention.c.id)


def _to_mention(row: RowMapping) -> Mention:
    return Mention(
        article_id=row["article_id"],
        outlet=row["outlet"],
        family=row["family"],
        title=row["title"],
        url=row["url"],
        language=row["language"],
        published_at=row["published_at"],
        evidence=Evidence(row["sentence"], row["start"], row["end"], row["trigger"], row["rule"]),
        coder_version=row["coder_version"],
    )
