"""Feeds: what the outside says (``EntryData``, ``FeedData``, ``Response``) and what we hold (``Feed``)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from worker.model.articles import ArticleDraft


@dataclass(frozen=True, slots=True)
class Response:
    """What one GET brought: the body as bytes, the headers with lower-case names, the URL that answered.

    ``moved_to`` is that URL where permanent redirects alone (301, 308) led to it; null where there was none, or where
    one of them was for the time being.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class EntryData:
    """An entry as the feed said it, cleaned of NUL and lone surrogates and nothing else.

    ``summary`` and ``content`` are HTML; ``content`` is null where the feed gives none. Dates are UTC, null where
    the feed says none that can be read, never "now".
    """

    guid: str | None
    link: str | None
    title: str
    summary: str
    content: str | None
    published_at: datetime | None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeedHints:
    """What a feed says of its own polling, in its body and in the headers of its answer.

    ``least_interval`` is in seconds: the longest that ``ttl`` or ``sy:updatePeriod`` ask for; ``fresh_for`` is what
    Cache-Control or Expires say, 0 for "ask each time". ``dated`` is false where too few entries say when they were
    published to learn the feed's rhythm from that. ``skip_hours`` are hours of the day (UTC), ``skip_days`` days of
    the week (0 is Monday). ``hub`` and ``topic`` are WebSub's: where to subscribe, and to what.
    """

    least_interval: float | None = None
    fresh_for: float | None = None
    dated: bool = True
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    hub: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class FeedData:
    """A feed as it came: its entries, and a line for each that was too broken to keep."""

    title: str | None
    language: str | None
    entries: tuple[EntryData, ...]
    broken: tuple[str, ...] = ()
    hints: FeedHints = FeedHints()


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed as the sandbox hands it over: how many entries it has, and the articles that they make.

    ``notes`` say what was mended and costs nothing, as a date in the future.
    """

    title: str | None
    language: str | None
    entries: int
    drafts: tuple[ArticleDraft, ...]
    broken: tuple[str, ...] = ()
    hints: FeedHints = FeedHints()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as stored. ``baseline_done`` is false until its first good poll was saved.

    ``backfill`` is "store" (the first poll rings no alert) or "alert" (it does). ``interval`` is seconds between
    polls while all goes well: for good where ``least`` and ``most`` are null, as the analyst wants it; else until the
    ``rhythm`` is known (seconds between new entries, as learned), which then decides between those two.
    A ``paused`` feed is kept with its articles and no longer polled; ``paused_why`` is "left feeds.yaml", "by hand" or
    "gone" (it answered 410). ``origin`` is "config", or "added" for one that was entered beside that file.
    ``push_until`` is when its WebSub subscription ends, ``last_push_at`` when the hub last brought something (null
    again once a poll found what no push had brought); ``pushed`` says that what a hub brought waits to be read.
    ``moved_to`` is where a permanent redirect has led since ``moved_since``; ``moved_from`` the address in feeds.yaml,
    where the feed has moved from it for good. ``trouble_since`` is when the failures
    that last until now began; ``last_new_at`` when the newest entry came.
    """

    id: int
    url: str
    name: str
    homepage: str | None
    country: str | None
    language: str | None
    kind: str | None
    family: str
    backfill: str
    interval: float
    etag: str | None = None
    last_modified: str | None = None
    failures: int = 0
    baseline_done: bool = False
    next_poll_at: datetime | None = None
    next_poll_reason: str | None = None
    paused: bool = False
    origin: str = "config"
    last_good_at: datetime | None = None
    last_error: str | None = None
    paused_why: str | None = None
    hints: FeedHints = FeedHints()
    least: float | None = None
    most: float | None = None
    rhythm: float | None = None
    last_new_at: datetime | None = None
    trouble_since: datetime | None = None
    moved_to: str | None = None
    moved_since: datetime | None = None
    moved_from: str | None = None
    push_until: datetime | None = None
    last_push_at: datetime | None = None
    pushed: bool = False
    article_count: int = 0


@dataclass(frozen=True, slots=True)
class NextPoll:
    """When to poll next, and why: the reason stands in the row, so that a person can ask.

    ``pause`` is why the feed is to be polled no more until somebody resumes it, null where it goes on.
    """

    at: datetime
    reason: str
    pause: str | None = None


@dataclass(frozen=True, slots=True)
class FetchOutcome:
    """One line of a feed's log: ``kind`` is "ok", "not modified", "pushed", or the kind of the failure.

    "own network" is a failure that is not the feed's.
    ``gap`` says that the answer shares no entry with the one before: some may have come and gone unseen.
    """

    at: datetime
    kind: str
    status: int | None = None
    detail: str | None = None
    entries: int = 0
    new: int = 0
    changed: int = 0
    broken: tuple[str, ...] = field(default=())
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Witness:
    """What one of the latest polls of all feeds came to: its feed's ``url``, and the outcome's ``kind``."""

    url: str
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Polled:
    """All that one poll brought, to be saved at once.

    ``etag``, ``last_modified``, ``hints`` and ``rhythm`` are null where what was held before stays: a failure says
    nothing of them.
    ``moved_to`` is where permanent redirects alone have led since ``moved_since``, null where there was none.
    """

    outcome: FetchOutcome
    following: NextPoll
    drafts: tuple[ArticleDraft, ...] = ()
    etag: str | None = None
    last_modified: str | None = None
    hints: FeedHints | None = None
    rhythm: float | None = None
    moved_to: str | None = None
    moved_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A WebSub subscription: to ``topic`` at ``hub``, called back at an address that ends in ``token``.

    ``secret`` is what the hub signs with. ``state`` is "asked", "active" or "denied"; ``note`` says why.
    """

    feed_id: int
    hub: str
    topic: str
    token: str
    secret: str
    state: str
    asked_at: datetime | None = None
    verified_at: datetime | None = None
    expires_at: datetime | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Push:
    """What a hub brought and no poll has read yet."""

    id: int
    at: datetime
    content_type: str
    body: bytes
