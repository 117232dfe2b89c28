"""One polite, safe GET, and the POST of webhooks.

httpcore2, the core of httpx2, is used directly, because only it lets the network itself be replaced (see ``guard``),
and because it neither follows redirects, nor unpacks bodies, nor reads proxies from the environment on its own.
"""

import re
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import httpcore2
import httpx2

from worker.config.settings import Settings
from worker.feeds.wishes import seconds_until
from worker.model import FetchError, Response
from worker.web.bodies import beginning, whole_body
from worker.web.exchange import Exchange, remaining
from worker.web.guard import GuardedBackend, allowed, refuse_inside

MOST_BYTES = 16 * 2**20  # on the wire, and again unpacked
MOST_REDIRECTS = 5
USER_AGENT = "dyadwatch/0.1 (news monitor; reads feeds for an analyst)"

# Names as DNS has them, and addresses; but no zone of a link (fe80::1%eth0), and nothing hidden in percent signs.
_HOST = re.compile(rb"[A-Za-z0-9._:-]{1,255}")
_PERMANENT = frozenset({301, 308})
_CONDITIONS = frozenset({"if-none-match", "if-modified-since"})
_REDIRECTS = _PERMANENT | {302, 303, 307}


class Web:
    """All that goes out over HTTP. Build one in each process: it keeps connections, and is safe in threads.

    ``allow_private`` names hosts, or host:port, that may be fetched although their addresses are not public.
    ``user_agent`` should say who runs this and where to complain. ``proxy`` is an address with http:// or https://,
    with name and password where it wants them; what ``allow_private`` names is reached without it.
    """

    def __init__(
        self,
        allow_private: Iterable[str] = (),
        *,
        user_agent: str = USER_AGENT,
        most_bytes: int = MOST_BYTES,
        proxy: str | None = None,
    ) -> None:
        self._user_agent = user_agent
        self._most_bytes = most_bytes
        self._allow_private = frozenset(name.strip().lower() for name in allow_private)
        self._direct = _pool(self._allow_private)
        self._proxied = _pool_through(proxy) if proxy else None

    def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, deadline: float = 30.0
    ) -> Response:
        """What is at ``url`` after at most five redirects: status 200, or 304 where it has not changed.

        ``deadline`` is in seconds, over names, connections, redirects and the last byte. Raises FetchError of kind
        "bad url", "dns", "connect", "tls", "private address", "timeout", "too large", "redirects", "protocol",
        "http 404".
        """
        asked = {"accept-encoding": "gzip", "accept": "application/rss+xml, application/atom+xml, text/html, */*;q=0.5"}
        asked |= {"if-none-match": etag} if etag else {}
        asked |= {"if-modified-since": last_modified} if last_modified else {}
        with Exchange(url, deadline, self._most_bytes):
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
        with Exchange(url, deadline, self._most_bytes), self._stream("POST", target, sent, body) as got:
            said = _headers(got)
            kept = whole_body(got, said, url, self._most_bytes) if whole else beginning(got)
            return Response(url, got.status, said, kept)

    def close(self) -> None:
        """Lets go of all connections."""
        self._direct.close()
        if self._proxied:
            self._proxied.close()

    def _followed(self, url: str, asked: Mapping[str, str]) -> Response:
        here, permanent = url, True
        for _ in range(MOST_REDIRECTS + 1):
            with self._stream("GET", _target(here, url), asked) as got:
                headers = _headers(got)
                if got.status not in _REDIRECTS or "location" not in headers:
                    moved_to = here if permanent and here != url else None
                    return self._answer(here, got, headers, asked, moved_to)
                permanent = permanent and got.status in _PERMANENT
            here = _joined(here, headers["location"], url)
        message = f"{url} leads through more than {MOST_REDIRECTS} redirects; find the address that it ends at"
        raise FetchError(message, kind="redirects", permanent=False, subject=url)

    def _answer(
        self,
        url: str,
        got: httpcore2.Response,
        headers: Mapping[str, str],
        asked: Mapping[str, str],
        moved_to: str | None,
    ) -> Response:
        if got.status == 304 and not _CONDITIONS & set(asked):
            message = f"{url} says that nothing has changed (304) to whom it never showed anything; ask its operator"
            raise FetchError(message, kind="protocol", permanent=False, subject=url)
        if got.status == 304:
            got.read()  # there is no body, but only a response that was read to its end leaves its connection usable
            return Response(url, 304, headers, b"", moved_to)
        if got.status != 200:
            raise _refusal(url, got.status, headers)
        return Response(url, 200, headers, whole_body(got, headers, url, self._most_bytes), moved_to)

    def _stream(
        self, method: str, target: httpcore2.URL, headers: Mapping[str, str], body: bytes | None = None
    ) -> AbstractContextManager[httpcore2.Response]:
        said = {"host": _host(target), "user-agent": self._user_agent, **headers}
        raw = [(name.encode("ascii"), value.encode("latin-1", "replace")) for name, value in said.items()]
        waits = {"timeout": {"pool": remaining()}}
        return self._way_to(target).stream(method, target, headers=raw, content=body, extensions=waits)

    def _way_to(self, target: httpcore2.URL) -> httpcore2.ConnectionPool:
        """A proxy looks names up and connects itself, so only what is written can be checked before it."""
        host, port = target.host.decode("ascii"), target.origin.port
        if self._proxied is None or allowed(host, port, self._allow_private):
            return self._direct
        refuse_inside(host, port)
        return self._proxied


def build_web(settings: Settings) -> Web:
    """As the environment says. What the environment says of proxies to all programs (HTTP_PROXY) counts for nothing."""
    contact = settings.contact_told
    agent = settings.user_agent or (f"dyadwatch/0.1 (news monitor; +{contact})" if contact else USER_AGENT)
    return Web(
        settings.allow_private, user_agent=agent, proxy=settings.proxy.get_secret_value() if settings.proxy else None
    )


def _pool(allow_private: Iterable[str], proxy: httpcore2.Proxy | None = None) -> httpcore2.ConnectionPool:
    return httpcore2.ConnectionPool(
        ssl_context=httpx2.create_ssl_context(),
        proxy=proxy,
        max_connections=100,
        max_keepalive_connections=20,
        keepalive_expiry=15,
        network_backend=GuardedBackend(allow_private),
    )


def _pool_through(proxy: str) -> httpcore2.ConnectionPool:
    """The proxy itself may be inside: the operator named it."""
    parsed = httpx2.URL(proxy)
    auth = (parsed.username, parsed.password) if parsed.username else None
    target = _target(proxy, "DYADWATCH_PROXY")
    named = f"{target.host.decode('ascii')}:{target.origin.port}".lower()
    return _pool([named], httpcore2.Proxy(target, auth=auth))


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that a server asks for in Retry-After, written as seconds or as a date; null where it says nothing."""
    return seconds_until(headers.get("retry-after", ""), now)


def _target(url: str, subject: str) -> httpcore2.URL:
    """``url`` as the core wants it, with an international name in ASCII."""
    try:
        parsed = httpx2.URL(url)
    except (httpx2.InvalidURL, UnicodeError, ValueError) as error:
        raise _bad(subject, f"{url!r} is no web address ({error})") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise _bad(subject, f"{url!r} is no web address; it must begin with http:// or https://")
    if not _HOST.fullmatch(parsed.raw_host) or parsed.port == 0 or (parsed.port or 0) > 65_535:
        raise _bad(subject, f"{url!r} is no web address; its host or its port is none")
    return httpcore2.URL(scheme=parsed.raw_scheme, host=parsed.raw_host, port=parsed.port, target=parsed.raw_path)


def _host(target: httpcore2.URL) -> str:
    """The host header: the name as asked for, never the address that was checked."""
    name = target.host.decode("ascii")
    name = f"[{name}]" if ":" in name else name
    return name if target.port is None else f"{name}:{target.port}"


def _joined(here: str, location: str, subject: str) -> str:
    try:
        said = location.encode("latin-1").decode("utf-8", "replace")  # many send the address as it is, unescaped
        return str(httpx2.URL(here).join(said.strip()))
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
