"""The first schema."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("identity_key", sa.Text(), nullable=False, comment="see worker.events.sameness.identity_key"),
        sa.Column("event_type", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("cameo", sa.Text(), nullable=False),
        sa.Column("quad_class", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("actors", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("recipients", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("codes", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("dyads", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("directed", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("reciprocal", sa.Boolean(), nullable=False),
        sa.Column("auxiliary", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("contexts", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("event_date", sa.Date(), nullable=True),
        sa.Column("date_precision", sa.Text(), nullable=True),
        sa.Column("place", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("reported_by", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column(
            "evidence",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="of the first mention",
        ),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        sa.Column("outlets", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("families", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True, comment="the earliest of its mentions"),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("said", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.CheckConstraint(
            "status IN ('reported', 'corroborated', 'disputed', 'retracted')", name=op.f("event_status_check")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("event_pkey")),
        sa.UniqueConstraint("identity_key", name=op.f("event_identity_key_key")),
    )
    op.create_index(op.f("event_codes_idx"), "event", ["codes"], unique=False, postgresql_using="gin")
    op.create_index(op.f("event_dyads_idx"), "event", ["dyads"], unique=False, postgresql_using="gin")
    op.create_index(op.f("event_event_date_idx"), "event", ["event_date"], unique=False)
    op.create_index(op.f("event_first_seen_at_id_idx"), "event", ["first_seen_at", "id"], unique=False)
    op.create_index(op.f("event_tags_idx"), "event", ["tags"], unique=False, postgresql_using="gin")
    op.create_table(
        "feed",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("homepage", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("backfill", sa.Text(), nullable=False),
        sa.Column("interval", sa.Double(), nullable=False, comment="seconds between polls while all goes well"),
        sa.Column(
            "origin",
            sa.Text(),
            server_default=sa.text("'config'"),
            nullable=False,
            comment="in feeds.yaml, or added",
        ),
        sa.Column(
            "paused", sa.Boolean(), server_default=sa.text("false"), nullable=False, comment="no longer in feeds.yaml"
        ),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column(
            "failures", sa.Integer(), server_default=sa.text("0"), nullable=False, comment="failed polls in a row"
        ),
        sa.Column("baseline_done", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("next_poll_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_poll_reason", sa.Text(), nullable=True),
        sa.Column("last_good_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.CheckConstraint("origin IN ('config', 'added')", name=op.f("feed_origin_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("feed_pkey")),
        sa.UniqueConstraint("url", name=op.f("feed_url_key")),
    )
    op.create_index(
        op.f("feed_next_poll_at_idx"), "feed", ["next_poll_at"], unique=False, postgresql_where=sa.text("NOT paused")
    )
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("heartbeat_pkey")),
    )
    op.create_table(
        "story",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("family", sa.Text(), nullable=False, comment="of the first article; copies count as this family"),
        sa.Column("keys", postgresql.ARRAY(sa.BigInteger()), nullable=False, comment="a copy shares one of these"),
        sa.Column("sketch", postgresql.ARRAY(sa.BigInteger()), nullable=False, comment="see worker.articles.stories"),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("story_pkey")),
    )
    op.create_index(op.f("story_keys_idx"), "story", ["keys"], unique=False, postgresql_using="gin")
    op.create_table(
        "article",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("feed_id", sa.BigInteger(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False, comment="the entry's own text, as the feed gave it"),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "attempts",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="in this state, counted before work",
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False, comment="when tick rings again"),
        sa.Column("note", sa.Text(), nullable=True, comment="why it failed, or what became of the page"),
        sa.Column("story_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("state IN ('new', 'read', 'coded', 'failed')", name=op.f("article_state_check")),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name=op.f("article_feed_id_fkey")),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name=op.f("article_story_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("article_pkey")),
        sa.UniqueConstraint("feed_id", "identity", name=op.f("article_feed_id_identity_key")),
    )
    op.create_index(
        op.f("article_due_at_idx"),
        "article",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('new', 'read')"),
    )
    op.create_index(op.f("article_story_id_idx"), "article", ["story_id"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False, comment="no attempt before it"),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False, comment="when tick rings again"),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column(
            "log",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'"),
            nullable=False,
            comment="every attempt, with its outcome",
        ),
        sa.CheckConstraint("state IN ('pending', 'sending', 'sent', 'dead')", name=op.f("delivery_state_check")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("delivery_event_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("delivery_pkey")),
        sa.UniqueConstraint("rule", "channel", "event_id", name=op.f("delivery_rule_channel_event_id_key")),
    )
    op.create_index(op.f("delivery_created_at_idx"), "delivery", ["created_at"], unique=False)
    op.create_index(
        op.f("delivery_due_at_idx"),
        "delivery",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('pending', 'sending')"),
    )
    op.create_index(op.f("delivery_event_id_idx"), "delivery", ["event_id"], unique=False)
    op.create_table(
        "fetch",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("feed_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="ok, not modified, or the kind of the failure"),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("broken", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name=op.f("fetch_feed_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("fetch_pkey")),
    )
    op.create_index(op.f("fetch_feed_id_id_idx"), "fetch", ["feed_id", "id"], unique=False)
    op.create_table(
        "mention",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("article_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("evidence_hash", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("coder_version", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("mention_article_id_fkey")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("mention_event_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("mention_pkey")),
        sa.UniqueConstraint(
            "article_id", "event_id", "evidence_hash", name=op.f("mention_article_id_event_id_evidence_hash_key")
        ),
    )
    op.create_index(op.f("mention_event_id_idx"), "mention", ["event_id"], unique=False)
