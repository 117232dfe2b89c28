"""Find the feed behind an address that a person gives: the feed itself, or a web page that names it.

The order: what is at the address; what the page there names; the addresses that common software gives its feed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from worker.feeds.discover import guesses
from worker.model import Feed, FetchError, ParsedFeed, Response
from worker.model.sources import FeedLink

MOST_TRIED = 6


class Getter(Protocol):
    """What is needed of ``worker.web.Web``."""

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Response: ...


class Reader(Protocol):
    """What is needed of ``worker.sandbox.Sandbox``."""

    def feed(self, response: Response, feed: Feed, now: datetime) -> ParsedFeed: ...

    def links(self, response: Response) -> tuple[FeedLink, ...]: ...


@dataclass(frozen=True, slots=True)
class Found:
    """The feed at ``url``, what it answered and says. ``steps`` tell how it was found, a line each."""

    url: str
    response: Response
    data: ParsedFeed
    steps: tuple[str, ...]


def find(web: Getter, sandbox: Reader, url: str, now: datetime) -> Found:
    """The feed behind ``url``. Raises FetchError, whose message says all that was tried."""
    response = web.get(url)
    steps = [_led(url, response)]
    try:
        return Found(_settled(url, response), response, sandbox.feed(response, _anonymous(url), now), tuple(steps))
    except FetchError as error:
        if error.kind != "not a feed":
            raise
        refusal = error
    steps.append("it is no feed; looked for one on it")
    for links in (sandbox.links(response), guesses(response.url)):
        found = _first(web, sandbox, links, now, steps)
        if found:
            return found
    told = "\n".join(f"  {step}" for step in steps)
    raise FetchError(
        f"{url}: there is no feed, nor was one found from there:\n{told}",
        kind=refusal.kind, permanent=False, subject=url,
    )  # fmt: skip


def _first(web: Getter, sandbox: Reader, links: Iterable[FeedLink], now: datetime, steps: list[str]) -> Found | None:
    """The first of these that is a feed with something in it; each that is not is a line in ``steps``."""
    for link in tuple(links)[:MOST_TRIED]:
        try:
            response = web.get(link.url)
            data = sandbox.feed(response, _anonymous(link.url), now)
        except FetchError as error:
            steps.append(f"{link.url} ({link.why}): {error.kind}")
            continue
        steps.append(f"{link.url} ({link.why}): a feed, {data.entries} entries")
        if data.entries:
            return Found(_settled(link.url, response), response, data, tuple(steps))
    return None


def _settled(url: str, response: Response) -> str:
    """Where the feed lives: at the end of redirects that are for good, else where it was asked for."""
    return response.moved_to or url


def _led(url: str, response: Response) -> str:
    if response.url == url:
        return f"{url} answered {response.status}"
    lasting = "for good" if response.moved_to else "for the time being"
    return f"{url} leads to {response.url} {lasting}, which answered {response.status}"


def _anonymous(url: str) -> Feed:
    return Feed(0, url, url, None, None, None, None, "", "store", 900.0)
