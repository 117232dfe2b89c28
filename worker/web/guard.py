"""The network as an exchange sees it: only public addresses, checked when they are connected to, and one deadline.

A name is resolved here, every address that it has is checked, and the checked address itself is connected to, so
that neither a redirect nor a name that answers differently the second time leads inside. TLS still verifies the name.
"""

import socket
import threading
import time
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

import httpcore2

from worker.model import FetchError
from worker.web.addresses import is_public

# When the exchange of this thread must be over, on the monotonic clock. A context variable and no argument, because
# the pool between the client and these streams passes only timeouts of single reads.
deadline: ContextVar[float] = ContextVar("deadline")

# A name with many addresses, none of which answers, must not use up the time of all.
_MOST_ADDRESSES = 4
_CONNECT_SECONDS = 10.0


def remaining() -> float:
    """Seconds left of the exchange. Raises httpcore2.ReadTimeout when there are none."""
    left = deadline.get() - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the exchange took too long")
    return left


def allowed(host: str, port: int, allow_private: frozenset[str]) -> bool:
    """Whether the configuration lets a private target in: by its host, or by host:port."""
    name = host.strip("[]").lower()
    return bool({name, f"{name}:{port}", f"[{name}]", f"[{name}]:{port}"} & allow_private)


class GuardedBackend(httpcore2.NetworkBackend):
    """Resolves, checks, connects. ``allow_private`` names hosts, or host:port, that may be private."""

    def __init__(self, allow_private: Iterable[str] = ()) -> None:
        self._allow_private = frozenset(name.strip().lower() for name in allow_private)
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        addresses = _resolved(host, port)[:_MOST_ADDRESSES]
        inside = [address for address in addresses if not is_public(address)]
        if inside and not allowed(host, port, self._allow_private):
            raise _private(host, port, inside[0])
        return self._first_that_answers(addresses, port, socket_options)

    def _first_that_answers(
        self, addresses: list[str], port: int, options: Iterable[Any] | None
    ) -> httpcore2.NetworkStream:
        for position, address in enumerate(addresses, 1):
            seconds = min(remaining(), _CONNECT_SECONDS)
            try:
                return GuardedStream(self._plain.connect_tcp(address, port, seconds, socket_options=options))
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if position == len(addresses):
                    raise
        raise httpcore2.ConnectError("the name has no address")


class GuardedStream(httpcore2.NetworkStream):
    """A connection each of whose reads and writes ends with the exchange, however small the pieces that drip in."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, remaining())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, remaining())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return GuardedStream(self._stream.start_tls(ssl_context, server_hostname, remaining()))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _resolved(host: str, port: int) -> list[str]:
    """Every address of a name, once. In a thread, because the system's resolver knows no deadline of ours."""
    found: list[Any] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.append(list(dict.fromkeys(str(answer[4][0]) for answer in answers)))
        except (OSError, UnicodeError) as error:
            found.append(error)

    thread = threading.Thread(target=ask, name="resolve", daemon=True)
    thread.start()
    thread.join(remaining())
    if not found or isinstance(found[0], Exception):
        reason = found[0] if found else "the resolver does not answer"
        raise FetchError(
            f"{host} has no address ({reason}); mind the spelling", kind="dns", permanent=False, subject=host
        )
    return list(found[0])


def _private(host: str, port: int, address: str) -> FetchError:
    message = (
        f"{host} is {address}, which is no public address; if it is meant, add {host}:{port} to DYADWATCH_ALLOW_PRIVATE"
    )
    return FetchError(message, kind="private address", permanent=True, subject=host)
