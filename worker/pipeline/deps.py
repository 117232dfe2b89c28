"""All that the pipeline touches, as one plain value: built once a process, faked in tests."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from worker.channels import Channel, build_channels
from worker.coders import configured_coder
from worker.config import CoderConfig, Config
from worker.manners import Manners, Unhurried, build_manners
from worker.model import (
    Article,
    CodedEvent,
    Coder,
    Document,
    Feed,
    PageText,
    ParsedFeed,
    Response,
    ServiceUnavailableError,
)
from worker.store import Store

# Longer than the hard time limit of a task (90 s): who still holds a claim after it is dead.
LEASE = timedelta(seconds=120)
AGAIN = timedelta(seconds=60)


class Getter(Protocol):
    """What poll, read and subscribe need of ``worker.web.Web``."""

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Response: ...

    def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Response: ...


class Reader(Protocol):
    """What poll and read need of ``worker.sandbox.Sandbox``: whatever outlets wrote is read by it alone."""

    def feed(self, response: Response, feed: Feed, now: datetime) -> ParsedFeed: ...

    def page(self, response: Response) -> PageText: ...

    def html(self, html: str, title: str, url: str) -> PageText: ...


@dataclass(frozen=True, slots=True)
class Deps:
    """All that touches something. Built once a process, after any fork."""

    config: Config
    store: Store
    web: Getter
    sandbox: Reader
    channels: Mapping[str, Channel]
    coder: Coder
    clock: Callable[[], datetime]
    manners: Manners = field(default_factory=Unhurried)


class LazyCoder:
    """The configured coder, loaded when it is first asked: only a process that codes pays for a parser.

    In a worker that is after the fork, so that no thread or lock of the parser's libraries is copied half-held.
    """

    def __init__(self, config: CoderConfig) -> None:
        self._config = config
        self._coder: Coder | None = None

    def _loaded(self) -> Coder:
        if self._coder is None:
            self._coder = configured_coder(self._config)
        return self._coder

    @property
    def version(self) -> str:
        return self._loaded().version

    def code(self, document: Document) -> tuple[CodedEvent, ...]:
        return self._loaded().code(document)


def build_deps(config: Config, *, pool_size: int = 2) -> Deps:
    """The real things. Raises ServiceUnavailableError without a database's address, ConfigError for a bad channel."""
    from worker.sandbox import Sandbox
    from worker.web import build_web

    if not config.settings.database_url:
        raise ServiceUnavailableError("DATABASE_URL is not set: set it, or start everything with `dyadwatch up`.")
    web = build_web(config.settings)
    channels = build_channels(config.channels, web)
    store = Store(config.settings.database_url, pool_size=pool_size)
    manners = build_manners(config.settings, config.hosts)
    coder = LazyCoder(config.coder)
    return Deps(config, store, web, Sandbox(), channels, coder, lambda: datetime.now(UTC), manners)


@contextmanager
def noted(deps: Deps, held: Article) -> Iterator[None]:
    """What goes wrong with an article is written on it, and it is tried again later; eight times in all."""
    try:
        yield
    except ServiceUnavailableError:
        raise
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        deps.store.postpone_article(held.id, reason, deps.clock() + AGAIN * held.attempts)
        raise
