"""The tables. Every unique promise is a constraint here; times are timestamptz; what a filter asks has a column.

``event`` holds the first coding of the event, and what its mentions add up to (outlets, families, languages), kept up
to date whenever a mention comes or goes. ``event.tags`` and ``event.said`` are what EventFilter is answered from:
casefolded by Python, as ``EventFilter.matches`` does it, because a database folds case by its own rules.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from worker.store.cleaned import CleanJson, CleanText

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    }
)

_moment = DateTime(timezone=True)


def _id() -> Column[int]:
    return Column("id", BigInteger, Identity(), primary_key=True)


def _words(name: str) -> Column[list[str]]:
    return Column(name, ARRAY(CleanText), nullable=False, server_default=text("'{}'"))


feed = Table(
    "feed",
    metadata,
    _id(),
    Column("url", CleanText, nullable=False, unique=True),
    Column("name", CleanText, nullable=False),
    Column("homepage", CleanText),
    Column("country", CleanText),
    Column("language", CleanText),
    Column("kind", CleanText),
    Column("family", CleanText, nullable=False),
    Column("backfill", CleanText, nullable=False),
    Column("interval", Double, nullable=False, comment="seconds between polls while all goes well"),
    Column("least", Double, comment="the rhythm decides between this and most; null: interval, for good"),
    Column("most", Double),
    Column("origin", CleanText, nullable=False, server_default=text("'config'"), comment="in feeds.yaml, or added"),
    Column("paused", Boolean, nullable=False, server_default=text("false"), comment="kept, and no longer polled"),
    Column("paused_why", CleanText, comment="left feeds.yaml, by hand, or gone"),
    Column("etag", CleanText),
    Column("last_modified", CleanText),
    Column("failures", Integer, nullable=False, server_default=text("0"), comment="failed polls in a row"),
    Column("baseline_done", Boolean, nullable=False, server_default=text("false")),
    Column("next_poll_at", _moment, nullable=False),
    Column("next_poll_reason", CleanText),
    Column("last_good_at", _moment),
    Column("last_error", CleanText),
    Column(
        "hints", CleanJson, nullable=False, server_default=text("'{}'"), comment="what the feed says of its polling"
    ),
    Column("rhythm", Double, comment="seconds between new entries, as learned"),
    Column("last_new_at", _moment, comment="when the newest entry came"),
    Column("trouble_since", _moment, comment="when the failures that last until now began"),
    Column("moved_to", CleanText, comment="where a permanent redirect leads, adopted once it has held for days"),
    Column("moved_since", _moment),
    Column("moved_from", CleanText, unique=True, comment="the address in feeds.yaml, where it has moved for good"),
    Column("push_until", _moment, comment="when its WebSub subscription ends"),
    Column("last_push_at", _moment, comment="null again where a poll found what no push had brought"),
    CheckConstraint("paused OR paused_why IS NULL", name="paused_why"),
    CheckConstraint("origin IN ('config', 'added')", name="origin"),
    Index(None, "next_poll_at", postgresql_where=text("NOT paused")),
)

fetch = Table(
    "fetch",
    metadata,
    _id(),
    Column("feed_id", ForeignKey("feed.id", ondelete="CASCADE"), nullable=False),
    Column("at", _moment, nullable=False),
    Column("kind", CleanText, nullable=False, comment="ok, not modified, or the kind of the failure"),
    Column("status", Integer),
    Column("detail", CleanText),
    Column("entries", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    _words("broken"),
    Column("gap", Boolean, nullable=False, server_default=text("false"), comment="shares no entry with the one before"),
    Index(None, "feed_id", "id"),
)

story = Table(
    "story",
    metadata,
    _id(),
    Column("family", CleanText, nullable=False, comment="of the first article; copies count as this family"),
    Column("keys", ARRAY(BigInteger), nullable=False, comment="a copy shares one of these"),
    Column("sketch", ARRAY(BigInteger), nullable=False, comment="see worker.articles.stories"),
    Column("first_seen_at", _moment, nullable=False),
    Index(None, "keys", postgresql_using="gin"),
)

article = Table(
    "article",
    metadata,
    _id(),
    Column("feed_id", ForeignKey("feed.id"), nullable=False),
    Column("identity", CleanText, nullable=False),
    Column("content_hash", CleanText, nullable=False),
    Column("url", CleanText, nullable=False),
    Column("title", CleanText, nullable=False),
    Column("html", CleanText, nullable=False, comment="the entry's own text, as the feed gave it"),
    Column("whole", Boolean, nullable=False),
    Column("text", CleanText, nullable=False, server_default=text("''")),
    Column("language", CleanText),
    Column("published_at", _moment),
    Column("first_seen_at", _moment, nullable=False),
    Column("updated_at", _moment, nullable=False),
    Column("baseline", Boolean, nullable=False),
    Column("state", CleanText, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0"), comment="in this state, counted before work"),
    Column("due_at", _moment, nullable=False, comment="when tick rings again"),
    Column("note", CleanText, comment="why it failed, or what became of the page"),
    Column("story_id", ForeignKey("story.id")),
    Column("coder_version", CleanText, comment="the coder that coded it last, with or without events"),
    Column("came_with", BigInteger, comment="the fetch with which a feed came back after days; its alerts are grouped"),
    Column("said_before", CleanText, comment="the text as it was coded, while an edit of it waits for the coder"),
    UniqueConstraint("feed_id", "identity"),
    CheckConstraint("state IN ('new', 'read', 'coded', 'failed')", name="state"),
    Index(None, "due_at", postgresql_where=text("state IN ('new', 'read')")),
    Index(None, "story_id", postgresql_where=text("story_id IS NOT NULL")),
    Index(None, "came_with", postgresql_where=text("came_with IS NOT NULL")),
)

# What the articles of a feed are known by. Of a name without an article the feed has taught that it tells nothing.
article_name = Table(
    "article_name",
    metadata,
    # No foreign keys: they are checked for each of some sixty names of a poll, and only the statement that stores the
    # articles themselves writes here.
    Column("feed_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", BigInteger, primary_key=True, autoincrement=False, comment="see worker.articles.identity"),
    Column("article_id", BigInteger),
)

event = Table(
    "event",
    metadata,
    _id(),
    Column("identity_key", CleanText, nullable=False, unique=True, comment="see worker.events.sameness.identity_key"),
    Column("event_type", CleanText, nullable=False),
    Column("mode", CleanText),
    Column("cameo", CleanText, nullable=False),
    Column("quad_class", CleanText, nullable=False),
    Column("score", Double, nullable=False),
    Column("actors", CleanJson, nullable=False),
    Column("recipients", CleanJson, nullable=False),
    _words("codes"),
    _words("dyads"),
    _words("directed"),
    Column("reciprocal", Boolean, nullable=False),
    _words("auxiliary"),
    _words("contexts"),
    Column("event_date", Date),
    Column("date_precision", CleanText),
    Column("place", CleanJson),
    Column("reported_by", CleanText),
    Column("confidence", Double, nullable=False),
    Column("evidence", CleanJson, nullable=False, comment="of the first mention"),
    Column("status", CleanText, nullable=False),
    Column("baseline", Boolean, nullable=False),
    Column("stale", Boolean, nullable=False, server_default=text("false"), comment="told so far as old news only"),
    _words("outlets"),
    _words("families"),
    _words("languages"),
    Column("published_at", _moment, comment="the earliest of its mentions"),
    Column("first_seen_at", _moment, nullable=False),
    Column("updated_at", _moment, nullable=False),
    _words("tags"),
    _words("said"),
    CheckConstraint("status IN ('reported', 'corroborated', 'disputed', 'retracted')", name="status"),
    Index(None, "tags", postgresql_using="gin"),
    Index(None, "dyads", postgresql_using="gin"),
    Index(None, "codes", postgresql_using="gin"),
    Index(None, "event_date"),
    Index(None, "first_seen_at", "id"),
)

mention = Table(
    "mention",
    metadata,
    _id(),
    Column("article_id", ForeignKey("article.id"), nullable=False),
    Column("event_id", ForeignKey("event.id"), nullable=False),
    Column("evidence_hash", CleanText, nullable=False),
    Column("sentence", CleanText, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Column("trigger", CleanText, nullable=False),
    Column("rule", CleanText, nullable=False),
    Column("coder_version", CleanText, nullable=False),
    UniqueConstraint("article_id", "event_id", "evidence_hash"),
    Index(None, "event_id"),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("rule", CleanText, nullable=False),
    Column("channel", CleanText, nullable=False),
    Column("occasion", CleanText, nullable=False, comment="what rang: an event, a feed's return, a feed in trouble"),
    Column("event_id", ForeignKey("event.id"), comment="null where several are told at once, or a feed is the matter"),
    Column("feed_id", ForeignKey("feed.id"), comment="the feed that is the matter, or that came back"),
    Column("reason", CleanText, nullable=False),
    Column("state", CleanText, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("created_at", _moment, nullable=False),
    Column("next_attempt_at", _moment, nullable=False, comment="no attempt before it"),
    Column("due_at", _moment, nullable=False, comment="when tick rings again"),
    Column("attempted_at", _moment),
    Column("finished_at", _moment),
    Column("outcome", CleanText),
    Column("log", CleanJson, nullable=False, server_default=text("'[]'"), comment="every attempt, with its outcome"),
    UniqueConstraint("occasion", "rule", "channel"),
    CheckConstraint("state IN ('pending', 'sending', 'sent', 'dead')", name="state"),
    Index(None, "due_at", postgresql_where=text("state IN ('pending', 'sending')")),
    Index(None, "event_id"),
    Index(None, "created_at"),
)

# What the promise "an event is told once by a rule to a channel" rests on, whether it is told alone or with others.
delivery_event = Table(
    "delivery_event",
    metadata,
    Column("rule", CleanText, primary_key=True),
    Column("channel", CleanText, primary_key=True),
    Column("event_id", ForeignKey("event.id"), primary_key=True, autoincrement=False),
    # Checked at the end of the transaction: the promise is taken first, and only who got it makes a delivery.
    Column("delivery_id", ForeignKey("delivery.id", deferrable=True, initially="DEFERRED"), nullable=False, index=True),
    Index(None, "event_id"),
)

# WebSub (https://www.w3.org/TR/websub/): one subscription a feed that names a hub.
subscription = Table(
    "subscription",
    metadata,
    Column("feed_id", ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("hub", CleanText, nullable=False),
    Column("topic", CleanText, nullable=False),
    Column("token", CleanText, nullable=False, unique=True, comment="the last part of the callback's address"),
    Column("secret", CleanText, nullable=False, comment="what the hub signs with"),
    Column("state", CleanText, nullable=False),
    Column("asked_at", _moment),
    Column("verified_at", _moment),
    Column("expires_at", _moment),
    Column("note", CleanText, comment="why it was denied, or what failed"),
    CheckConstraint("state IN ('asked', 'active', 'denied')", name="state"),
)

# What a hub has pushed and no poll has read yet.
push = Table(
    "push",
    metadata,
    _id(),
    Column("feed_id", ForeignKey("feed.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", _moment, nullable=False),
    Column("content_type", CleanText, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("name", CleanText, primary_key=True),
    Column("at", _moment, nullable=False),
)
