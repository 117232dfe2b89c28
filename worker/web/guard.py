"""The network as an exchange sees it: only public addresses, checked when they are connected to, and one deadline.

A name is resolved here, every address that may be connected to is checked, and the checked address itself is connected
to, so that neither a redirect nor a name that answers differently the second time leads inside. TLS still verifies the
name.
"""

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address
from typing import Any

import httpcore2

from worker.model import FetchError
from worker.web.addresses import is_public
from worker.web.exchange import count, remaining
from worker.web.resolver import addresses_of, is_address

# A name with many addresses, none of which answers, must not use up the time of all.
_MOST_ADDRESSES = 4
_CONNECT_SECONDS = 10.0
# Written by the piece, each with what time is left: a peer that takes a byte now and then holds us no longer.
_WRITTEN_AT_ONCE = 16 * 2**10


def allowed(host: str, port: int, allow_private: frozenset[str]) -> bool:
    """Whether the configuration lets a private target in: by its host, or by host:port."""
    name = host.strip("[]").lower()
    return bool({name, f"{name}:{port}", f"[{name}]", f"[{name}]:{port}"} & allow_private)


def refuse_inside(host: str, port: int) -> None:
    """Refuses what can be told to be private by how it is written: for a proxy, which looks up and connects itself.

    Raises FetchError of kind "private address".
    """
    name = host.lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost") or not {".", ":"} & set(name):
        raise _private(host, port, "a name of the inside")
    written = name if is_address(name) else _old_form(name)
    if written and not is_public(written):
        raise _private(host, port, written)


def _old_form(name: str) -> str | None:
    """``127.1``, ``0177.0.0.1``, ``2130706433`` as four numbers; null where it is no address."""
    try:
        return str(IPv4Address(socket.inet_aton(name)))
    except (OSError, ValueError):
        return None


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
        addresses = addresses_of(host, port)[:_MOST_ADDRESSES]
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
        came = self._stream.read(max_bytes, remaining())
        count(len(came))
        return came

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _WRITTEN_AT_ONCE):
            self._stream.write(buffer[start : start + _WRITTEN_AT_ONCE], remaining())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        name = (server_hostname or "").rstrip(".")  # "example.org." is example.org in a certificate
        try:
            return GuardedStream(self._stream.start_tls(ssl_context, name, remaining()))
        except (httpcore2.ConnectError, ValueError) as error:
            message = f"{name} does not speak TLS that can be trusted ({error}); see what a browser says of it"
            raise FetchError(message, kind="tls", permanent=False, subject=name) from error

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _private(host: str, port: int, address: str) -> FetchError:
    message = (
        f"{host} is {address}, which is no public address; if it is meant, add {host}:{port} to DYADWATCH_ALLOW_PRIVATE"
    )
    return FetchError(message, kind="private address", permanent=True, subject=host)
