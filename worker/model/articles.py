"""Articles: what we hold of an entry, and the document that the coder reads."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ArticleState(StrEnum):
    """Where an article stands on its way; the row carries it, so that ``tick`` can ring again."""

    NEW = "new"  # saved by poll, waits for read
    READ = "read"  # has its text, waits for code
    CODED = "coded"  # done
    FAILED = "failed"  # given up after several attempts; the reason stands beside it


@dataclass(frozen=True, slots=True)
class Known:
    """The names of an entry within its feed, as 64-bit numbers (see ``worker.articles.identity``).

    One of ``enough`` is enough to know its article again; one of ``near`` where the dates are near too or the words the
    same; those of ``kept`` are remembered. Those that are ``doubtful`` tell nothing in this feed, from now on.
    """

    enough: tuple[int, ...]
    near: tuple[int, ...] = ()
    kept: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()

    @property
    def every(self) -> tuple[int, ...]:
        """All that tell something."""
        return self.enough + self.near + self.kept


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """What poll makes of one entry, before it is stored.

    ``known`` are its names; ``identity`` is made of them, and keeps two polls at once from storing one entry twice.
    ``content_hash`` changes when the outlet edits the entry. ``html`` is the entry's own text; ``whole`` says that it
    is the whole article, so that no page need be fetched. An unknown date is null.
    """

    identity: str
    content_hash: str
    url: str
    title: str
    html: str
    whole: bool
    published_at: datetime | None
    language: str | None = None
    known: Known = Known(())


@dataclass(frozen=True, slots=True)
class PageText:
    """What reading made of an entry or a page: plain text, with what the page says of itself."""

    text: str
    title: str | None = None
    published_at: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """An article as stored; ``text`` is empty until it was read. ``baseline`` articles ring no alert.

    ``coder_version`` says which coder coded it last, whether or not it found an event. ``came_with`` is the fetch with
    which its feed came back after days: alerts of such articles are grouped. ``said_before`` is the text as it was
    coded, while an edit of it waits for the coder.
    """

    id: int
    feed_id: int
    identity: str
    content_hash: str
    url: str
    title: str
    html: str
    whole: bool
    text: str
    language: str | None
    published_at: datetime | None
    first_seen_at: datetime
    updated_at: datetime
    outlet: str
    family: str
    baseline: bool
    state: ArticleState
    attempts: int = 0
    story_id: int | None = None
    coder_version: str | None = None
    came_with: int | None = None
    said_before: str | None = None

    @property
    def told_at(self) -> datetime:
        """When it was published; when we first saw it, where it does not say."""
        return self.published_at or self.first_seen_at


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Which coded articles; every field that is set must hold.

    ``told_from`` and ``told_to`` (both included) are of ``Article.told_at``. ``dyad`` holds dyads as EventFilter
    does: the article reports an event of one of them. ``outdated_for`` is a coder's version: the article was coded
    by another.
    """

    told_from: datetime | None = None
    told_to: datetime | None = None
    feed_ids: tuple[int, ...] = ()
    dyad: tuple[str, ...] = ()
    outdated_for: str | None = None


@dataclass(frozen=True, slots=True)
class GivenEntity:
    """A span whose code the caller already knows; it takes the place of what the coder would find there."""

    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a coder reads. All offsets are characters of ``text`` as given; ``title`` is no part of it."""

    text: str
    title: str | None = None
    published: date | None = None
    entities: tuple[GivenEntity, ...] = ()
    language: str | None = None
