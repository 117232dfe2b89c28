"""One exchange, a GET with all its redirects or a POST: one deadline and one allowance of bytes over everything.

A context variable and no argument holds the running one, because the pool between the client and its connections
passes on only timeouts of single reads.
"""

import time
from contextvars import ContextVar

import httpcore2

from worker.model import FetchError

_running: ContextVar["Exchange"] = ContextVar("exchange")


class Exchange:
    """Sets deadline and allowance while it is entered, and turns what goes wrong in it into FetchError.

    ``seconds`` and ``most_bytes`` are over names, connections, heads, redirects and bodies, as they come on the wire.
    """

    def __init__(self, url: str, seconds: float, most_bytes: int) -> None:
        self._url, self._seconds, self._most_bytes = url, seconds, most_bytes
        self._came = 0

    def __enter__(self) -> None:
        self._until = time.monotonic() + self._seconds
        self._token = _running.set(self)

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        _running.reset(self._token)
        if isinstance(error, FetchError):
            error.subject = self._url
        elif isinstance(error, httpcore2.TimeoutException):
            raise self._failed("timeout", f"did not answer in full within {self._seconds:g} s") from error
        elif isinstance(error, httpcore2.ConnectError):
            raise self._failed("connect", f"cannot be connected to ({error})") from error
        elif isinstance(error, httpcore2.ProxyError):
            raise self._failed("connect", f"was refused by the proxy of DYADWATCH_PROXY ({error})") from error
        elif isinstance(error, httpcore2.NetworkError | httpcore2.ProtocolError | httpcore2.UnsupportedProtocol):
            raise self._failed("protocol", f"broke off or does not speak HTTP ({error})") from error

    def remaining(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the exchange took too long")
        return left

    def count(self, size: int) -> None:
        self._came += size
        if self._came > self._most_bytes:
            raise too_large(self._url, self._most_bytes)

    def _failed(self, kind: str, what: str) -> FetchError:
        return FetchError(f"{self._url} {what}", kind=kind, permanent=False, subject=self._url)


def remaining() -> float:
    """Seconds left of the running exchange. Raises httpcore2.ReadTimeout when there are none."""
    return _running.get().remaining()


def count(size: int) -> None:
    """So many bytes came. Raises FetchError ("too large") where that is more than the running exchange may bring.

    Counted where they are read: a head without end, or a body in chunks of one byte, is counted with its framing.
    """
    _running.get().count(size)


def too_large(url: str, most: int) -> FetchError:
    """What no feed and no article is."""
    size = f"{most / 2**20:.3g} MiB"
    return FetchError(
        f"{url} is larger than {size}, which no feed and no article is", kind="too large", permanent=False, subject=url
    )
