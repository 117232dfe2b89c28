"""What the child can be asked to do. An order and an answer are our types as JSON; pydantic turns and checks both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from worker.model import Feed, PageText, ParsedFeed
from worker.model.sources import FeedLink

# The kinds of failure that are the sandbox's own, beside those of ``parse`` and ``from_page``.
TOO_LARGE, TOO_SLOW, FAILED = "too large to parse", "too slow to parse", "cannot be parsed"

Order = TypeVar("Order")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class FeedOrder:
    """A feed's answer, to be parsed and made into articles; ``now`` is when it came."""

    feed: Feed
    url: str
    headers: Mapping[str, str]
    now: datetime


@dataclass(frozen=True, slots=True)
class PageOrder:
    """A web page that came from ``url``."""

    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class HtmlOrder:
    """An entry's own HTML, in UTF-8; ``title`` is left out where its text begins with it."""

    title: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A FetchError, or any other exception, as the child tells it."""

    kind: str
    message: str
    permanent: bool = False


@dataclass(frozen=True)
class Job(Generic[Order, Answer]):
    """``run`` gets the order and the raw bytes. It imports what it needs itself: the parent needs none of it."""

    name: str
    order: TypeAdapter[Order]
    answer: TypeAdapter[Answer]
    run: Callable[[Order, bytes], Answer]


def _feed(order: FeedOrder, body: bytes) -> ParsedFeed:
    from worker.articles.dating import dated
    from worker.articles.identity import drafts
    from worker.feeds.parse import parse

    data = parse(body, order.headers, order.url)
    made, notes = dated(drafts(order.feed, data), order.now)
    return ParsedFeed(data.title, data.language, len(data.entries), made, data.broken, data.hints, notes)


def _page(order: PageOrder, body: bytes) -> PageText:
    from worker.articles.text import from_page

    return from_page(body, order.url, order.headers)


def _links(order: PageOrder, body: bytes) -> tuple[FeedLink, ...]:
    from worker.feeds.discover import links

    return links(body, order.url)


def _html(order: HtmlOrder, body: bytes) -> PageText:
    from worker.articles.text import from_html

    return from_html(body.decode("utf-8", "replace"), title=order.title)


FEED = Job("feed", TypeAdapter(FeedOrder), TypeAdapter(ParsedFeed), _feed)
PAGE = Job("page", TypeAdapter(PageOrder), TypeAdapter(PageText), _page)
HTML = Job("html", TypeAdapter(HtmlOrder), TypeAdapter(PageText), _html)
LINKS = Job("links", TypeAdapter(PageOrder), TypeAdapter(tuple[FeedLink, ...]), _links)
FAILURE = TypeAdapter(Failure)

JOBS: Mapping[str, Job[Any, Any]] = {job.name: job for job in (FEED, PAGE, HTML, LINKS)}
