"""Sources as things to care for: what the rows say of a feed's health, what that comes to, which rule it rings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from worker.model.feeds import Feed


@dataclass(frozen=True, slots=True)
class FeedLink:
    """An address on a web page that may be a feed; ``why`` says what makes it look like one."""

    url: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class FeedFacts:
    """What the rows of the last months say of one feed.

    ``moments`` are the hours (UTC) in which new entries came, the oldest first, without those of the first poll.
    ``coded`` counts its coded articles, ``told`` those of them that gave events. ``polls`` counts the lines of its log,
    the oldest of ``asked_since``; ``failed`` those that failed, by kind, ``gaps`` those that may have missed entries,
    the last of them at ``gap_at``.
    """

    moments: tuple[datetime, ...] = ()
    coded: int = 0
    told: int = 0
    polls: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)
    gaps: int = 0
    gap_at: datetime | None = None
    asked_since: datetime | None = None


class Standing(StrEnum):
    """How a feed does, in a word."""

    WELL = "well"
    NEW = "new"  # never polled with success, and not yet failed
    SILENT = "silent"  # it answers, and has brought nothing for longer than it ever does
    TROUBLE = "trouble"  # its last polls failed
    OFFLINE = "offline"  # our own network is down; nobody blames the feed
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Health:
    """A feed's health. ``since`` is when the standing began, where that is known; ``why`` is for people.

    ``usual_silence`` is seconds: longer than that without a new entry is unusual for this feed; null until enough is
    known. ``share_told`` is the share of its coded articles that gave events, 0 to 1, null where none is coded.
    """

    standing: Standing
    why: str
    since: datetime | None = None
    usual_silence: float | None = None
    share_told: float | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A feed, what the rows say of it, and what that comes to."""

    feed: Feed
    facts: FeedFacts
    health: Health


@dataclass(frozen=True, slots=True)
class SourceFilter:
    """Which feeds a rule cares for, and when it rings. An empty tuple is any; words are compared without case.

    ``broken_for`` is seconds of failures in a row, null where they do not matter; ``silent`` rings where a feed is
    silent for longer than is usual for it; ``back`` also tells when that is over.
    """

    name: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    broken_for: float | None = None
    silent: bool = False
    back: bool = False
