"""One polite, safe GET, and the POST of webhooks.

httpcore2, the core of httpx2, is used directly, because only it lets the network itself be replaced (see ``guard``),
and because it neither follows redirects, nor unpacks bodies, nor reads proxies from the environment on its own.
"""

import re
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpcore2
import httpx2

from worker.model import FetchError, Response
from worker.web.guard import GuardedBackend, deadline, remaining

MOST_BYTES = 16 * 2**20  # on the wire, and again unpacked
MOST_REDIRECTS = 5
MOST_ANSWER = 64 * 2**10  # of what a webhook's receiver says, which only stands in the ledger
USER_AGENT = "dyadwatch/0.1 (news monitor; reads feeds for an analyst)"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_UNPACK_AT_ONCE = 2**20
_GZIP_MAGIC = b"\x1f\x8b"


class Web:
    """All that goes out over HTTP. Build one in each process: it keeps connections, and is safe in threads.

    ``allow_private`` names hosts, or host:port, that may be fetched although their addresses are not public.
    ``user_agent`` should say who runs this and where to complain.
    """

    def __init__(
        self, allow_private: Iterable[str] = (), *, user_agent: str = USER_AGENT, most_bytes: int = MOST_BYTES
    ) -> None:
        self._user_agent = user_agent
        self._most_bytes = most_bytes
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(),
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=15,
            network_backend=GuardedBackend(allow_private),
        )

    def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, deadline: float = 30.0
    ) -> Response:
        """What is at ``url`` after at most five redirects: status 200, or 304 where it has not changed.

        ``deadline`` is in seconds, over names, connections, redirects and the last byte. Raises FetchError of kind
        "bad url", "dns", "connect", "private address", "timeout", "too large", "redirects", "protocol", "http 404".
        """
        asked = {"accept-encoding": "gzip", "accept": "application/rss+xml, application/atom+xml, text/html, */*;q=0.5"}
        asked |= {"if-none-match": etag} if etag else {}
        asked |= {"if-modified-since": last_modified} if last_modified else {}
        with _Exchange(url, deadline):
            return self._followed(url, asked)

    def post(
        self, url: str, *, body: bytes, headers: Mapping[str, str], deadline: float = 30.0, whole: bool = False
    ) -> Response:
        """The answer to ``body``, whatever its status; no redirect is followed. Raises FetchError where none came.

        Of what is said only the beginning is kept, unless the ``whole`` of it is wanted: then it raises FetchError
        too where the rest does not come in time, or is too large.
        """
        target = _target(url, url)
        sent = {"content-length": str(len(body)), **{name.lower(): value for name, value in headers.items()}}
        with _Exchange(url, deadline), self._stream("POST", target, sent, body) as got:
            said = _headers(got)
            kept = b"".join(_body(got, said, url, self._most_bytes)) if whole else _beginning(got)
            return Response(url, got.status, said, kept)

    def close(self) -> None:
        """Lets go of all connections."""
        self._pool.close()

    def _followed(self, url: str, asked: Mapping[str, str]) -> Response:
        here = url
        for _ in range(MOST_REDIRECTS + 1):
            with self._stream("GET", _target(here, url), asked) as got:
                headers = _headers(got)
                if got.status not in _REDIRECTS or "location" not in headers:
                    return self._answer(here, got, headers)
            here = _joined(here, headers["location"], url)
        message = f"{url} leads through more than {MOST_REDIRECTS} redirects; find the address that it ends at"
        raise FetchError(message, kind="redirects", permanent=False, subject=url)

    def _answer(self, url: str, got: httpcore2.Response, headers: Mapping[str, str]) -> Response:
        if got.status == 304:
            got.read()  # there is no body, but only a response that was read to its end leaves its connection usable
            return Response(url, 304, headers, b"")
        if got.status != 200:
            raise _refusal(url, got.status, headers)
        return Response(url, 200, headers, b"".join(_body(got, headers, url, self._most_bytes)))

    def _stream(
        self, method: str, target: httpcore2.URL, headers: Mapping[str, str], body: bytes | None = None
    ) -> AbstractContextManager[httpcore2.Response]:
        said = {"host": _host(target), "user-agent": self._user_agent, **headers}
        raw = [(name.encode("ascii"), value.encode("latin-1", "replace")) for name, value in said.items()]
        waits = {"timeout": {"pool": remaining()}}
        return self._pool.stream(method, target, headers=raw, content=body, extensions=waits)


class _Exchange:
    """Sets the deadline of an exchange, and turns what goes wrong in it into FetchError."""

    def __init__(self, url: str, seconds: float) -> None:
        self._url, self._seconds = url, seconds

    def __enter__(self) -> None:
        self._token = deadline.set(time.monotonic() + self._seconds)

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        deadline.reset(self._token)
        if isinstance(error, FetchError):
            error.subject = self._url
        elif isinstance(error, httpcore2.TimeoutException):
            raise self._failed("timeout", f"did not answer in full within {self._seconds:g} s") from error
        elif isinstance(error, httpcore2.ConnectError):
            raise self._failed("connect", f"cannot be connected to ({error})") from error
        elif isinstance(error, httpcore2.NetworkError | httpcore2.ProtocolError | httpcore2.UnsupportedProtocol):
            raise self._failed("protocol", f"broke off or does not speak HTTP ({error})") from error

    def _failed(self, kind: str, what: str) -> FetchError:
        return FetchError(f"{self._url} {what}", kind=kind, permanent=False, subject=self._url)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that a server asks for in Retry-After, written as seconds or as a date; null where it says nothing."""
    said = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", said):
        return float(said)
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())


def _target(url: str, subject: str) -> httpcore2.URL:
    """``url`` as the core wants it, with an international name in ASCII."""
    try:
        parsed = httpx2.URL(url)
    except (httpx2.InvalidURL, UnicodeError, ValueError) as error:
        raise _bad(subject, f"{url!r} is no web address ({error})") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise _bad(subject, f"{url!r} is no web address; it must begin with http:// or https://")
    port = parsed.port or (443 if parsed.scheme == "https" else 80)
    return httpcore2.URL(scheme=parsed.raw_scheme, host=parsed.raw_host, port=port, target=parsed.raw_path)


def _host(target: httpcore2.URL) -> str:
    """The host header: the name as asked for, never the address that was checked."""
    name = target.host.decode("ascii")
    name = f"[{name}]" if ":" in name else name
    return name if target.port in (None, 80 if target.scheme == b"http" else 443) else f"{name}:{target.port}"


def _joined(here: str, location: str, subject: str) -> str:
    try:
        return str(httpx2.URL(here).join(location))
    except (httpx2.InvalidURL, UnicodeError, ValueError) as error:
        raise _bad(subject, f"{subject} redirects to {location[:200]!r}, which is no web address") from error


def _bad(subject: str, message: str) -> FetchError:
    return FetchError(message, kind="bad url", permanent=True, subject=subject)


def _refusal(url: str, status: int, headers: Mapping[str, str]) -> FetchError:
    gone = status == 410
    advice = "it is gone for good; remove the feed" if gone else "open it in a browser to see why"
    return FetchError(
        f"{url} answered {status}; {advice}",
        kind=f"http {status}",
        permanent=gone,
        subject=url,
        retry_after=retry_after(headers, datetime.now(UTC)),
    )


def _headers(got: httpcore2.Response) -> dict[str, str]:
    joined: dict[str, str] = {}
    for raw_name, raw_value in got.headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


def _body(got: httpcore2.Response, headers: Mapping[str, str], url: str, most: int) -> Iterator[bytes]:
    """The body, unpacked, and counted both as it comes and as it is unpacked."""
    packing = headers.get("content-encoding", "identity").strip().lower() or "identity"
    if packing not in ("identity", "gzip", "x-gzip"):
        message = f"{url} sent {packing} though only gzip was asked for"
        raise FetchError(message, kind="protocol", permanent=False, subject=url)
    wire = _counted(got.iter_stream(), url, most)
    yield from wire if packing == "identity" else _counted(_unpacked(wire, url), url, most)


def _counted(pieces: Iterable[bytes], url: str, most: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            message = f"{url} is larger than {most // 2**20} MiB, which no feed and no article is"
            raise FetchError(message, kind="too large", permanent=False, subject=url)
        yield piece


def _unpacked(wire: Iterable[bytes], url: str) -> Iterator[bytes]:
    """gzip, at most a mebibyte at a time, so that a small bomb cannot fill the memory.

    Several members are one body; what follows them and is no member is padding, as the gzip tool has it.
    """
    unpack: Any = zlib.decompressobj(zlib.MAX_WBITS | 16)
    begun = False
    try:
        for piece in wire:
            rest, out, begun = piece, b"", True
            # A full buffer may leave output inside zlib even when all input is taken.
            while rest or len(out) == _UNPACK_AT_ONCE:
                if unpack.eof:
                    if not rest.startswith(_GZIP_MAGIC):
                        break
                    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
                out = unpack.decompress(rest, _UNPACK_AT_ONCE)
                rest = unpack.unconsumed_tail or unpack.unused_data
                yield out
    except zlib.error as error:
        raise FetchError(f"{url} sent broken gzip ({error})", kind="protocol", permanent=False, subject=url) from error
    if begun and not unpack.eof:
        raise FetchError(f"{url} broke off within its gzip", kind="protocol", permanent=False, subject=url)


def _beginning(got: httpcore2.Response) -> bytes:
    """What a receiver said first. Its status is known by now; that the rest does not come must not undo it."""
    said = b""
    try:
        for piece in got.iter_stream():
            said += piece
            if len(said) >= MOST_ANSWER:
                break
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException):
        pass
    return said[:MOST_ANSWER]
