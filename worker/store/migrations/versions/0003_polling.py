"""Feeds learn their rhythm, move, and say why they rest; an alert may tell of several events, or of a feed; WebSub."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    _feeds()
    _deliveries()
    _subscriptions()
    _articles()


def _articles() -> None:
    comment = "the fetch with which a feed came back after days; its alerts are grouped"
    op.add_column("article", sa.Column("came_with", sa.BigInteger(), comment=comment))
    there = sa.text("came_with IS NOT NULL")
    op.create_index(op.f("article_came_with_idx"), "article", ["came_with"], postgresql_where=there)
    op.drop_index(op.f("article_story_id_idx"), "article")
    told = sa.text("story_id IS NOT NULL")
    op.create_index(op.f("article_story_id_idx"), "article", ["story_id"], postgresql_where=told)
    comment = "the text as it was coded, while an edit of it waits for the coder"
    op.add_column("article", sa.Column("said_before", sa.Text(), comment=comment))
    comment = "told so far as old news only"
    op.add_column(
        "event", sa.Column("stale", sa.Boolean(), server_default=sa.text("false"), nullable=False, comment=comment)
    )
    op.create_table(
        "article_name",
        sa.Column("feed_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.BigInteger(), autoincrement=False, nullable=False, comment="see worker.articles.identity"),
        sa.Column("article_id", sa.BigInteger()),
        sa.PrimaryKeyConstraint("feed_id", "name", name=op.f("article_name_pkey")),
    )
    # "guid:<sha-256>", "link:<sha-256>": a name is the first 64 bits of that. The others are learned by the next poll.
    op.execute(
        "INSERT INTO article_name (feed_id, name, article_id) "
        "SELECT feed_id, ('x' || left(split_part(identity, ':', 2), 16))::bit(64)::bigint, id FROM article "
        "WHERE identity ~ '^(guid|link|title):[0-9a-f]{64}$' ORDER BY id ON CONFLICT DO NOTHING"
    )


def _feeds() -> None:
    op.alter_column("feed", "paused", comment="kept, and no longer polled", existing_comment="no longer in feeds.yaml")
    for column in (
        sa.Column("paused_why", sa.Text(), comment="left feeds.yaml, by hand, or gone"),
        sa.Column(
            "hints",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="what the feed says of its polling",
        ),
        sa.Column("least", sa.Double(), comment="the rhythm decides between this and most; null: interval, for good"),
        sa.Column("most", sa.Double()),
        sa.Column("rhythm", sa.Double(), comment="seconds between new entries, as learned"),
        sa.Column("last_new_at", _moment, comment="when the newest entry came"),
        sa.Column("trouble_since", _moment, comment="when the failures that last until now began"),
        sa.Column("moved_to", sa.Text(), comment="where a permanent redirect leads, adopted once it has held for days"),
        sa.Column("moved_since", _moment),
        sa.Column("moved_from", sa.Text(), comment="the address in feeds.yaml, where it has moved for good"),
        sa.Column("push_until", _moment, comment="when its WebSub subscription ends"),
        sa.Column("last_push_at", _moment, comment="null again where a poll found what no push had brought"),
    ):
        op.add_column("feed", column)
    op.create_unique_constraint(op.f("feed_moved_from_key"), "feed", ["moved_from"])
    op.execute("UPDATE feed SET paused_why = 'left feeds.yaml' WHERE paused")
    op.create_check_constraint(op.f("feed_paused_why_check"), "feed", "paused OR paused_why IS NULL")
    comment = "shares no entry with the one before"
    op.add_column(
        "fetch", sa.Column("gap", sa.Boolean(), server_default=sa.text("false"), nullable=False, comment=comment)
    )


def _deliveries() -> None:
    what = "what rang: an event, a feed's return, a feed in trouble"
    op.add_column("delivery", sa.Column("occasion", sa.Text(), comment=what))
    op.execute("UPDATE delivery SET occasion = 'event ' || event_id")
    op.alter_column("delivery", "occasion", nullable=False, existing_comment=what)
    comment = "null where several are told at once, or a feed is the matter"
    op.alter_column("delivery", "event_id", nullable=True, comment=comment)
    which = "the feed that is the matter, or that came back"
    op.add_column("delivery", sa.Column("feed_id", sa.BigInteger(), sa.ForeignKey("feed.id"), comment=which))
    op.drop_constraint(op.f("delivery_rule_channel_event_id_key"), "delivery")
    op.create_unique_constraint(op.f("delivery_occasion_rule_channel_key"), "delivery", ["occasion", "rule", "channel"])
    op.create_table(
        "delivery_event",
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["delivery.id"],
            name=op.f("delivery_event_delivery_id_fkey"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("delivery_event_event_id_fkey")),
        sa.PrimaryKeyConstraint("rule", "channel", "event_id", name=op.f("delivery_event_pkey")),
    )
    op.create_index(op.f("delivery_event_delivery_id_idx"), "delivery_event", ["delivery_id"])
    op.create_index(op.f("delivery_event_event_id_idx"), "delivery_event", ["event_id"])
    op.execute("INSERT INTO delivery_event SELECT rule, channel, event_id, id FROM delivery")


def _subscriptions() -> None:
    op.create_table(
        "subscription",
        sa.Column("feed_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False, comment="the last part of the callback's address"),
        sa.Column("secret", sa.Text(), nullable=False, comment="what the hub signs with"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", _moment),
        sa.Column("verified_at", _moment),
        sa.Column("expires_at", _moment),
        sa.Column("note", sa.Text(), comment="why it was denied, or what failed"),
        sa.CheckConstraint("state IN ('asked', 'active', 'denied')", name=op.f("subscription_state_check")),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name=op.f("subscription_feed_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("feed_id", name=op.f("subscription_pkey")),
        sa.UniqueConstraint("token", name=op.f("subscription_token_key")),
    )
    op.create_table(
        "push",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("feed_id", sa.BigInteger(), nullable=False),
        sa.Column("at", _moment, nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name=op.f("push_feed_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("push_pkey")),
    )
    op.create_index(op.f("push_feed_id_idx"), "push", ["feed_id"])
