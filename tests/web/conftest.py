"""A web server on loopback for the tests of ``worker.web``: real sockets, one function for each path."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

Page = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """``pages`` maps a path to what writes the answer; ``seen`` holds every request as (method, path, headers)."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.seen: list[tuple[str, str, dict[str, str]]] = []
        self.closing = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                site.seen.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}))
                try:
                    site.pages[path](self)
                except OSError:
                    self.close_connection = True

            do_POST = do_GET  # noqa: N815 - the name that the standard library calls

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port: int = self.server.server_address[1]

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @staticmethod
    def answers(status: int = 200, body: bytes = b"", **headers: str) -> Page:
        """A page that answers at once; ``content_type="text/html"`` becomes its header."""

        def page(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            for name, value in headers.items():
                request.send_header(name.replace("_", "-"), value)
            if status != 304:
                request.send_header("content-length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)

        return page

    def drips(self, *, before_headers: bool) -> Page:
        """A page that sends a few bytes now and then, for ever: more headers, or more of the body."""

        def page(request: BaseHTTPRequestHandler) -> None:
            request.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"" if before_headers else b"content-length: 9999\r\n\r\n"))
            while not self.closing.wait(0.05):
                request.wfile.write(b"x-y: z\r\n" if before_headers else b".")

        return page


@contextmanager
def _running() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        site.server.shutdown()
        site.server.server_close()
        thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    with _running() as site:
        yield site


@pytest.fixture
def inside() -> Iterator[Site]:
    """A second server, which no configuration lets in."""
    with _running() as site:
        yield site
