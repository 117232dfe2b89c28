"""A feed with its health as JSON: one shape for the command line and for HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from worker.model import FetchOutcome
from worker.model.sources import Source, Standing


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)


class FeedHealth(_Shape):
    """A feed and how it does. Times are UTC, spans in seconds; what is not known is null.

    “failed” counts the failures by kind among the last “polls”; “gaps” the polls that may have missed entries;
    “share_told” is the share of the “coded” articles of the last 90 days that gave events.
    """

    id: int
    name: str
    url: str
    homepage: str | None
    country: str | None = Field(examples=["NOR"])
    language: str | None
    kind: str | None
    family: str
    origin: str = Field(examples=["config"])
    standing: Standing
    why: str
    since: datetime | None
    failures: int
    last_error: str | None
    last_good_at: datetime | None
    last_new_at: datetime | None
    next_poll_at: datetime | None
    next_poll_reason: str | None
    usual_silence: float | None
    rhythm: float | None
    articles: int
    coded: int
    share_told: float | None
    polls: int
    failed: dict[str, int]
    gaps: int
    gap_at: datetime | None
    hub: str | None
    subscribed_until: datetime | None


class FeedPage(_Shape):
    """All feeds, by name; those that are paused last."""

    feeds: list[FeedHealth]


class Poll(_Shape):
    """A line of a feed's log; “gap” says that it may have missed entries."""

    at: datetime
    kind: str = Field(examples=["ok"])
    status: int | None
    detail: str | None
    entries: int
    new: int
    changed: int
    broken: list[str]
    gap: bool


class FeedDetail(FeedHealth):
    """A feed with its latest polls, the newest first."""

    log: list[Poll]


def shaped(source: Source) -> FeedHealth:
    """The feed as both interfaces tell it."""
    feed, facts, health = source.feed, source.facts, source.health
    same = ("id", "name", "url", "homepage", "country", "language", "kind", "family", "origin", "failures", "rhythm")
    times = ("last_error", "last_good_at", "last_new_at", "next_poll_reason")
    return FeedHealth(
        **{name: getattr(feed, name) for name in (*same, *times)},
        **{name: getattr(health, name) for name in ("standing", "why", "since", "usual_silence", "share_told")},
        **{name: getattr(facts, name) for name in ("coded", "polls", "gaps", "gap_at")},
        failed=dict(facts.failed),
        next_poll_at=None if feed.paused else feed.next_poll_at,
        articles=feed.article_count,
        hub=feed.hints.hub,
        subscribed_until=feed.push_until,
    )


def as_json(source: Source) -> dict[str, Any]:
    """The same, ready for JSON."""
    return shaped(source).model_dump(mode="json")


def detail_as_json(source: Source, log: tuple[FetchOutcome, ...]) -> dict[str, Any]:
    """A feed with its log, ready for JSON."""
    lines = [Poll.model_validate({name: getattr(one, name) for name in Poll.model_fields}) for one in log]
    return as_json(source) | {"log": [line.model_dump(mode="json") for line in lines]}
