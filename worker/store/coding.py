"""Saving what the coder found in one article: events, mentions and deliveries in the one transaction that the caller
holds open, with everybody else who codes the same dyads waiting outside.

The order: lock the article and see that it is still what was coded; lock its dyads; for each event find candidates,
then insert or join; drop mentions that the article no longer makes; bring every touched event up to date; ring; done.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy import Connection, and_, delete, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from worker.alerts.news import Standing, standing
from worker.events.differences import speaks_for
from worker.events.sameness import identity_key
from worker.model import Article, ArticleState, CodedEvent, Status, StoredEvent
from worker.store import groups, read, rows, search
from worker.store.schema import article as article_table
from worker.store.schema import delivery, delivery_event, event, mention

# An event is looked for among those of its dyads that were told, or happened, about the same time.
NEAR = timedelta(days=45)
MOST_CANDIDATES = 200
RING_LEASE = timedelta(seconds=30)  # code itself rings for what it saved; tick only for what is left after so long


class Coding:
    """One article's events on their way into the store. ``worker.store.Store.coding`` makes it and owns the commit."""

    def __init__(self, connection: Connection, article: Article, coder_version: str, now: datetime) -> None:
        self._connection, self._article, self._version, self._now = connection, article, coder_version, now
        # What is found in an article that was coded before was there to be seen when its words came: an archive that
        # is coded anew must not look like the news of today.
        self._seen_at = article.updated_at if article.state is ArticleState.CODED else now
        self._before = self._mentioned()
        self._made: set[int] = set()  # mentions that this coding makes or makes again
        self._touched: set[int] = set()
        self._news: set[int] = set()  # events that this article tells as news
        self._codings: dict[int, CodedEvent] = {}  # by event, as this article tells it

    def _mentioned(self) -> dict[int, int]:
        """Mentions that an earlier coding of the article made, and their events."""
        query = select(mention.c.id, mention.c.event_id).where(mention.c.article_id == self._article.id)
        return {row.id: row.event_id for row in self._connection.execute(query)}

    def told_before(self) -> tuple[StoredEvent, ...]:
        """The events that an earlier coding of the article reports; to be asked before anything is saved."""
        return read.told_by(self._connection, self._article.id)

    def candidates(self, coded: CodedEvent) -> tuple[StoredEvent, ...]:
        """Stored events that this one might be, newest first: of the same parties and about the same time."""
        told = self._article.told_at
        day = coded.event_date or told.date()
        near = or_(
            event.c.event_date.between(day - NEAR, day + NEAR),
            event.c.published_at.between(told - NEAR, told + NEAR),
            and_(event.c.published_at.is_(None), event.c.first_seen_at.between(told - NEAR, told + NEAR)),
        )
        parties = event.c.dyads.overlap(list(coded.dyads)) if coded.dyads else event.c.codes.overlap(_codes(coded))
        query = select(event).where(parties, near).order_by(event.c.id.desc()).limit(MOST_CANDIDATES)
        return rows.to_events(self._connection, self._connection.execute(query).mappings().all())

    def save(self, coded: CodedEvent, event_id: int | None) -> int:
        """Join the event ``event_id``, or store a new one where it is null; record the mention. Gives its id."""
        stands = standing(self._article, coded)
        joined = event_id if event_id is not None else self._insert(coded, stands)
        made, new = self._mention(joined, coded)
        self._made.add(made)
        self._codings.setdefault(joined, coded)
        if new:
            self._touched.add(joined)
        if not any(stands):
            self._news.add(joined)
        return joined

    def _insert(self, coded: CodedEvent, stands: Standing) -> int:
        values = {
            "identity_key": identity_key(coded, self._article.told_at),
            "status": Status.REPORTED,
            **stands._asdict(),
            "first_seen_at": self._seen_at,
            "updated_at": self._now,
            **rows.coded_values(coded),
        }
        new = insert(event).values(**values).on_conflict_do_nothing(index_elements=["identity_key"])
        made = self._connection.execute(new.returning(event.c.id)).scalar_one_or_none()
        if made is not None:
            return int(made)
        held = select(event.c.id).where(event.c.identity_key == values["identity_key"])
        return int(self._connection.execute(held).scalar_one())

    def _mention(self, event_id: int, coded: CodedEvent) -> tuple[int, bool]:
        """The mention's id, and whether it is new. Made again, it says which coder made it last."""
        evidence = coded.evidence
        values = {**evidence.to_json(), "coder_version": coded.coder or self._version}
        new = insert(mention).values(
            article_id=self._article.id, event_id=event_id, evidence_hash=_digest(evidence.sentence), **values
        )
        saved = new.on_conflict_do_update(
            index_elements=["article_id", "event_id", "evidence_hash"], set_=values
        ).returning(mention.c.id)
        made = int(self._connection.execute(saved).scalar_one())
        return made, made not in self._before and made not in self._made

    def finish(self) -> tuple[StoredEvent, ...]:
        """Drop what the article no longer says, bring the touched events up to date, and mark the article coded.

        Gives the events that are new or have a new mention: those that may ring.
        """
        retold = self._retell()
        news = (event.c.id.in_(self._news), event.c.stale)
        self._connection.execute(update(event).where(*news).values(stale=False))
        unsaid = [made for made in self._before if made not in self._made]
        left = {self._before[made] for made in unsaid}
        self._connection.execute(delete(mention).where(mention.c.id.in_(unsaid)))
        # An edit may have made a copy an outlet's own report, or the other way round.
        recounted = set(self._codings) if self._article.said_before is not None else set()
        self._refresh((left | retold | recounted) - self._touched)
        told = self._refresh(self._touched)
        version = next((coded.coder for coded in self._codings.values() if coded.coder), self._version)
        done = {"state": ArticleState.CODED, "attempts": 0, "note": None, "coder_version": version, "said_before": None}
        self._connection.execute(update(article_table).where(article_table.c.id == self._article.id).values(**done))
        return tuple(told)

    def _retell(self) -> set[int]:
        """Events whose coding this article gave, and gives otherwise now, are coded as it tells them now."""
        query = select(event).where(event.c.id.in_(self._codings))
        held = rows.to_events(self._connection, self._connection.execute(query).mappings().all())
        fresh = {one.id: self._codings[one.id] for one in held if speaks_for(one, self._article.id)}
        retold = {one.id for one in held if one.id in fresh and fresh[one.id] != one.coded}
        for event_id in sorted(retold):
            values = rows.coded_values(fresh[event_id]) | self._free_key(fresh[event_id])
            self._connection.execute(update(event).where(event.c.id == event_id).values(**values))
        return retold

    def _free_key(self, coded: CodedEvent) -> dict[str, str]:
        """The identity key of a coding, unless an event holds it: no other can take it meanwhile, the dyads are
        locked."""
        key = identity_key(coded, self._article.told_at)
        taken = self._connection.execute(select(event.c.id).where(event.c.identity_key == key)).first()
        return {} if taken else {"identity_key": key}

    def _refresh(self, event_ids: Iterable[int]) -> list[StoredEvent]:
        return [held for one in sorted(event_ids) if (held := refresh(self._connection, one, self._now))]

    def deliver(self, rule: str, channel: str, event_id: int, reason: str) -> UUID | None:
        """Put a delivery in the outbox; null where this event was told to this channel by this rule before.

        Where the article came with others the event joins their delivery, which ``release`` gives, and the answer is
        null too.
        """
        group, alone = None, not groups.gathers(self._article)
        if not alone:
            groups.lock(self._connection, self._article)
            group, alone = groups.find(self._connection, self._article, rule, channel)
        made = group if group and not alone else uuid4()
        promise = {"rule": rule, "channel": channel, "event_id": event_id, "delivery_id": made}
        once = insert(delivery_event).values(**promise).on_conflict_do_nothing().returning(delivery_event.c.event_id)
        if self._connection.execute(once).scalar_one_or_none() is None:
            return None
        if made == group:
            return None
        values = {
            "id": made, "rule": rule, "channel": channel, "occasion": f"event {event_id}", "event_id": event_id,
            "reason": reason, "state": "pending", "created_at": self._now, "next_attempt_at": self._now,
            "due_at": self._now + RING_LEASE,
        } | ({} if alone else groups.values(self._article, self._now))  # fmt: skip
        self._connection.execute(insert(delivery).values(**values))
        return made if alone else None

    def release(self) -> list[UUID]:
        """Deliveries that waited for this article, the last of those with which its feed came back; to be sent now."""
        if self._article.came_with is None:
            return []
        groups.lock(self._connection, self._article)
        return groups.release(self._connection, self._article, self._now, RING_LEASE)


def lock(connection: Connection, held: Article, coded: Sequence[CodedEvent]) -> bool:
    """The article's row and the dyads of its events, for this transaction. False where the article has moved on."""
    mine = select(article_table.c.state, article_table.c.content_hash).where(article_table.c.id == held.id)
    row = connection.execute(mine.with_for_update()).one_or_none()
    if row is None or row.state != held.state or row.content_hash != held.content_hash:
        return False
    # Sorted, so that two who want the same locks never wait for each other.
    for name in sorted({name for one in coded for name in (one.dyads or _codes(one))} | _held_by(connection, held.id)):
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
    return True


def _held_by(connection: Connection, article_id: int) -> set[str]:
    """The lock names of the events that an earlier coding of the article reports: it may let go of one of them, and
    nobody may join that one meanwhile."""
    mine = select(mention.c.event_id).where(mention.c.article_id == article_id)
    rows_held = connection.execute(select(event.c.dyads, event.c.codes).where(event.c.id.in_(mine)))
    return {name for row in rows_held for name in (row.dyads or row.codes)}


def refresh(connection: Connection, event_id: int, now: datetime) -> StoredEvent | None:
    """Bring the event's row up to date with its mentions.

    One that nobody reports any more is removed, and the answer is null; where somebody was told of it, it stays, as
    retracted.
    """
    mentions = connection.execute(rows.mentions_query().where(mention.c.event_id == event_id)).mappings().all()
    told = exists().where(delivery_event.c.event_id == event_id)
    if not mentions and connection.execute(delete(event).where(event.c.id == event_id, ~told)).rowcount:
        return None
    held = rows.to_events(connection, connection.execute(select(event).where(event.c.id == event_id)).mappings().all())[
        0
    ]
    families = tuple(sorted({row["counted_family"] for row in mentions}))
    fresh = replace(
        held,
        outlets=tuple(sorted({row["outlet"] for row in mentions})),
        families=families,
        status=_status(held.status, len(families)),
        published_at=min((row["published_at"] for row in mentions if row["published_at"]), default=None),
        updated_at=now,
    )
    connection.execute(update(event).where(event.c.id == event_id).values(**_summed_up(fresh)))
    return fresh


def _summed_up(fresh: StoredEvent) -> dict[str, object]:
    return {
        "outlets": list(fresh.outlets),
        "families": list(fresh.families),
        "languages": sorted({m.language for m in fresh.mentions if m.language}),
        "status": fresh.status,
        "published_at": fresh.published_at,
        "updated_at": fresh.updated_at,
        "tags": search.tags(fresh),
        "said": search.said(fresh),
    }


def _status(held: Status, families: int) -> Status:
    """The order: nobody says it any more; a party has denied it; two independent owners say it; one does."""
    if not families:
        return Status.RETRACTED
    if held is Status.DISPUTED:
        return held
    return Status.CORROBORATED if families > 1 else Status.REPORTED


def _codes(coded: CodedEvent) -> list[str]:
    return sorted({actor.code for actor in coded.actors + coded.recipients})


def _digest(words: str) -> str:
    return sha256(words.encode("utf-8", "replace")).hexdigest()
