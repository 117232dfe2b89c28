"""A GET as a guest of its host: when the host has room for us, and not before."""

from datetime import timedelta

from worker.manners import Busy
from worker.model import FetchError, Response
from worker.pipeline.deps import Deps

REST = timedelta(seconds=60)  # for a host that says "too many requests", and not until when


def visit(
    deps: Deps, url: str, queue: str, who: str, *, etag: str | None = None, last_modified: str | None = None
) -> Response | Busy:
    """What is at ``url``, or when to come again. Raises FetchError; "too many requests" gives the host a rest."""
    entered = deps.manners.enter(url, queue, who, deps.clock())
    if isinstance(entered, Busy):
        return entered
    rest = None
    try:
        return deps.web.get(url, etag=etag, last_modified=last_modified)
    except FetchError as error:
        rest = rest_asked(error)
        raise
    finally:
        deps.manners.leave(entered, deps.clock(), rest)


def rest_asked(error: FetchError) -> timedelta | None:
    """How long the whole host wants to be left alone: 429 says so, and 503 where it says until when."""
    if error.kind not in ("http 429", "http 503"):
        return None
    if error.retry_after:
        return timedelta(seconds=error.retry_after)
    return REST if error.kind == "http 429" else None
