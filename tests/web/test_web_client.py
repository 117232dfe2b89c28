import gzip
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from worker.model import FetchError
from worker.web import Web, resolver, retry_after

MOST = 200_000


@pytest.fixture
def web(site: Any) -> Iterator[Web]:
    web = Web([f"127.0.0.1:{site.port}"], user_agent="a test", most_bytes=MOST)
    yield web
    web.close()


def failure(web: Web, url: str, deadline: float = 5.0) -> FetchError:
    with pytest.raises(FetchError) as raised:
        web.get(url, deadline=deadline)
    assert raised.value.subject == url
    return raised.value


def test_a_get_brings_body_headers_and_the_address_that_answered(site: Any, web: Web) -> None:
    site.pages["/feed"] = site.answers(200, b"<rss/>", ETag='"1"', Content_Type="text/xml")
    got = web.get(site.url("/feed"))
    assert (got.status, got.body, got.url) == (200, b"<rss/>", site.url("/feed"))
    assert (got.headers["etag"], got.headers["content-type"]) == ('"1"', "text/xml")
    asked = site.seen[0][2]
    assert (asked["user-agent"], asked["accept-encoding"], asked["host"]) == (
        "a test",
        "gzip",
        f"127.0.0.1:{site.port}",
    )


def test_what_has_not_changed_is_said_in_a_response_and_the_connection_is_kept(site: Any, web: Web) -> None:
    site.pages["/feed"] = site.answers(304, ETag='"1"')
    ports = []
    site.pages["/port"] = lambda request: (ports.append(request.client_address[1]), site.answers(304)(request))[1]
    got = web.get(site.url("/feed"), etag='"1"', last_modified="Tue, 04 Mar 2025 10:00:00 GMT")
    assert (got.status, got.body) == (304, b"")
    asked = site.seen[0][2]
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"1"', "Tue, 04 Mar 2025 10:00:00 GMT")
    web.get(site.url("/port"), etag='"1"')
    web.get(site.url("/port"), etag='"1"')
    assert ports[0] == ports[1]


@pytest.mark.parametrize(("status", "permanent"), [(404, False), (403, False), (410, True), (500, False), (429, False)])
def test_a_status_that_is_no_success_is_a_failure_of_its_own_kind(
    site: Any, web: Web, status: int, permanent: bool
) -> None:
    site.pages["/feed"] = site.answers(status, Retry_After="120")
    error = failure(web, site.url("/feed"))
    assert (error.kind, error.permanent, error.retry_after) == (f"http {status}", permanent, 120.0)


def test_gzip_is_unpacked_even_in_several_members_with_padding_behind(site: Any, web: Web) -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two") + b"\x00" * 20
    site.pages["/feed"] = site.answers(200, packed, Content_Encoding="gzip")
    assert web.get(site.url("/feed")).body == b"one two"


def test_every_size_of_gzip_comes_out_whole(site: Any) -> None:
    with_room = Web([f"127.0.0.1:{site.port}"])
    for size in (2**20 - 1, 2**20, 2**20 + 1, 2**21, 3 * 2**20 + 77):
        site.pages["/feed"] = site.answers(200, gzip.compress(b"a" * size), Content_Encoding="gzip")
        assert len(with_room.get(site.url("/feed")).body) == size
    with_room.close()


def test_a_gzip_bomb_is_stopped_while_it_is_unpacked(site: Any, web: Web) -> None:
    bomb = gzip.compress(b"\x00" * 50_000_000)
    assert len(bomb) < MOST
    site.pages["/feed"] = site.answers(200, bomb, Content_Encoding="gzip")
    assert failure(web, site.url("/feed")).kind == "too large"


@pytest.mark.parametrize("body", [gzip.compress(b"x" * 5_000)[:-9], b"no gzip at all"], ids=["cut", "none"])
def test_broken_gzip_is_a_failure_of_the_protocol(site: Any, web: Web, body: bytes) -> None:
    site.pages["/feed"] = site.answers(200, body, Content_Encoding="gzip")
    assert failure(web, site.url("/feed")).kind == "protocol"


def test_an_encoding_that_was_not_asked_for_is_refused(site: Any, web: Web) -> None:
    site.pages["/feed"] = site.answers(200, b"xx", Content_Encoding="br")
    assert failure(web, site.url("/feed")).kind == "protocol"


def test_a_body_without_end_is_stopped_at_the_cap(site: Any, web: Web) -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("transfer-encoding", "chunked")
        request.end_headers()
        while not site.closing.is_set():
            request.wfile.write(b"1000\r\n" + b"x" * 4096 + b"\r\n")

    site.pages["/feed"] = endless
    assert failure(web, site.url("/feed")).kind == "too large"


@pytest.mark.parametrize("before_headers", [True, False])
def test_one_deadline_holds_over_an_answer_that_drips(site: Any, web: Web, before_headers: bool) -> None:
    site.pages["/feed"] = site.drips(before_headers=before_headers)
    begun = time.monotonic()
    error = failure(web, site.url("/feed"), deadline=0.4)
    assert (error.kind, error.permanent) == ("timeout", False)
    assert time.monotonic() - begun < 2


def test_a_server_that_says_nothing_is_left_at_the_deadline(site: Any, web: Web) -> None:
    site.pages["/feed"] = lambda _: site.closing.wait(10)
    assert failure(web, site.url("/feed"), deadline=0.3).kind == "timeout"


def test_a_resolver_that_hangs_is_left_at_the_deadline(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: release.wait(10) and [])
    begun = time.monotonic()
    assert failure(web, "http://slow.example/feed", deadline=0.3).kind in ("timeout", "dns")
    assert time.monotonic() - begun < 2
    release.set()


def test_resolvers_that_hang_hold_no_more_than_so_many_threads(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    release, asked = threading.Event(), threading.Semaphore(0)

    def hangs(*_: Any, **__: Any) -> list[Any]:
        asked.release()
        release.wait(20)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hangs)
    monkeypatch.setattr(resolver, "_free", threading.BoundedSemaphore(2))
    for number in range(4):
        assert failure(web, f"http://slow{number}.example/feed", deadline=0.1).kind in ("timeout", "dns")
    assert [asked.acquire(blocking=False) for _ in range(3)] == [True, True, False]
    release.set()


def test_a_connection_that_breaks_off_is_a_failure_of_the_protocol(site: Any, web: Web) -> None:
    def breaks(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")
        request.close_connection = True

    site.pages["/feed"] = breaks
    assert failure(web, site.url("/feed")).kind == "protocol"


def test_what_permanent_redirects_alone_lead_to_is_where_a_feed_has_moved(site: Any, web: Web) -> None:
    site.pages["/new"] = site.answers(200, b"here")
    site.pages["/301"] = site.answers(301, Location="/new")
    site.pages["/308"] = site.answers(308, Location="/301")
    site.pages["/302"] = site.answers(302, Location="/301")
    site.pages["/301-302"] = site.answers(301, Location="/302")
    moved = {path: web.get(site.url(path)).moved_to for path in ("/new", "/301", "/308", "/302", "/301-302")}
    new = site.url("/new")
    assert moved == {"/new": None, "/301": new, "/308": new, "/302": None, "/301-302": None}


def test_a_move_is_told_where_the_new_address_says_that_nothing_has_changed(site: Any, web: Web) -> None:
    site.pages["/old"] = site.answers(301, Location="/new")
    site.pages["/new"] = site.answers(304)
    assert web.get(site.url("/old"), etag='"1"').moved_to == site.url("/new")


def test_nothing_changed_is_no_answer_to_who_asked_without_a_version(site: Any, web: Web) -> None:
    site.pages["/feed"] = site.answers(304)
    assert failure(web, site.url("/feed")).kind == "protocol"


def test_an_address_that_a_server_sends_unescaped_is_understood(site: Any, web: Web) -> None:
    site.pages["/feed"] = site.answers(301, Location="/новости".encode().decode("latin-1"))
    site.pages["/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8"] = site.answers(200, b"news")
    assert web.get(site.url("/feed")).body == b"news"


def test_a_port_where_nobody_listens_is_a_failure_to_connect() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        error = failure(Web([f"127.0.0.1:{port}"]), f"http://127.0.0.1:{port}/")
    assert (error.kind, error.permanent) == ("connect", False)


def test_a_name_that_nobody_knows_is_a_failure_of_dns(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    error = failure(web, "http://nowhere.example/feed")
    assert (error.kind, error.permanent) == ("dns", False)


def test_redirects_are_followed_five_times_and_no_more(site: Any, web: Web) -> None:
    for number in range(6):
        site.pages[f"/{number}"] = site.answers(302, Location=f"/{number + 1}")
    site.pages["/6"] = site.answers(200, b"here")
    got = web.get(site.url("/1"))
    assert (got.body, got.url) == (b"here", site.url("/6"))
    assert failure(web, site.url("/0")).kind == "redirects"


@pytest.mark.parametrize("target", ["ftp://a.org/x", "file:///etc/passwd", "gopher://a.org/", "http://[::1"])
def test_a_redirect_to_what_is_no_web_address_is_refused_for_good(site: Any, web: Web, target: str) -> None:
    site.pages["/feed"] = site.answers(301, Location=target)
    error = failure(web, site.url("/feed"))
    assert (error.kind, error.permanent) == ("bad url", True)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/x",
        "file:///etc/passwd",
        "example.org/feed",
        "http://",
        "",
        "http://[::1",
        "http://example.org:0/",
        "http://example.org:65536/",
        "http://exa mple.org/",
        "http://[fe80::1%25eth0]/",
    ],
)
def test_only_http_and_https_are_fetched(web: Web, url: str) -> None:
    error = failure(web, url)
    assert (error.kind, error.permanent) == ("bad url", True)


def test_a_redirect_leads_inside_no_more_than_a_feed_does(site: Any, inside: Any, web: Web) -> None:
    inside.pages["/secret"] = inside.answers(200, b"secret")
    site.pages["/feed"] = site.answers(302, Location=inside.url("/secret"))
    error = failure(web, site.url("/feed"))
    assert (error.kind, error.permanent, inside.seen) == ("private address", True, [])
    assert "DYADWATCH_ALLOW_PRIVATE" in str(error)


def addresses(*found: str) -> list[Any]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in found]


def test_a_name_with_one_private_address_among_public_ones_is_refused(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: addresses("93.184.216.34", "127.0.0.1"))
    assert failure(Web(), f"http://feeds.example:{site.port}/").kind == "private address"
    assert not site.seen


def test_the_address_that_was_checked_is_the_one_connected_to(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers with a public address first and a private one afterwards is asked only once."""
    asked: list[str] = []
    connected: list[str] = []

    def rebinding(host: str, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        return addresses("93.184.216.34" if len(asked) == 1 else "127.0.0.1")

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> None:
        connected.append(address[0])
        raise ConnectionRefusedError("not in a test")

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(socket, "create_connection", connect)
    assert failure(Web(), f"http://feeds.example:{site.port}/").kind == "connect"
    assert (asked, connected) == (["feeds.example"], ["93.184.216.34"])


def test_a_proxy_of_the_environment_is_not_used(site: Any, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    site.pages["/feed"] = site.answers(200, b"direct")
    assert web.get(site.url("/feed")).body == b"direct"


def test_a_host_may_be_let_in_on_every_port(site: Any) -> None:
    site.pages["/feed"] = site.answers(200, b"meant")
    web = Web(["LOCALHOST"])
    assert web.get(f"http://localhost:{site.port}/feed").body == b"meant"
    web.close()


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("90", 90.0),
        ("Tue, 04 Mar 2025 10:02:00 GMT", 120.0),
        ("Tue, 04 Mar 2025 09:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after_is_read_as_seconds_and_as_a_date(said: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": said}, datetime(2025, 3, 4, 10, 0, tzinfo=UTC)) == seconds
