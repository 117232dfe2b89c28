"""The sample newsroom as a web server: outlets that nobody owns, with news that never happened.

``python -m worker.demo.newsroom --port 8080`` serves a page of outlets at ``/``, their feeds at
``/OUTLET/feed.xml`` (conditional GET, 304), their pages, ``/status.json`` with what is published so far, and a webhook
receiver: POST to ``/inbox``, and read what came at ``/inbox.json``.
"""

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from worker.demo import paper
from worker.demo.bulletins import bulletins
from worker.demo.inbox import DEMO_SECRET, Inbox
from worker.demo.library import reports
from worker.demo.programme import Programme
from worker.model import DyadwatchError, UsageError

LARGEST_MESSAGE = 1_000_000  # bytes, to the webhook receiver

Answer = tuple[int, dict[str, str], bytes]


def utc_now() -> datetime:
    return datetime.now(UTC)


class Newsroom:
    """Answers requests from a programme and an inbox. ``base_url`` is put before the links in feeds."""

    def __init__(self, programme: Programme, inbox: Inbox, base_url: str, clock: Callable[[], datetime]) -> None:
        self.programme, self.inbox, self.base_url, self.clock = programme, inbox, base_url, clock

    def get(self, path: str, headers: dict[str, str]) -> Answer:
        """The answer to a GET; ``headers`` have lower-case names."""
        fixed = {"/": self._front, "/status.json": self._status, "/inbox.json": self._inbox}
        if path in fixed:
            return fixed[path]()
        match path.strip("/").split("/"):
            case [outlet, "feed.xml"] if outlet in self.programme.outlets:
                return self._feed(outlet, headers)
            case [outlet, "articles", _] if outlet in self.programme.outlets:
                return self._page(outlet, path)
        return _text(404, "There is no such page here.")

    def post(self, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """The answer to a POST: 204 for a message to the inbox whose signature holds, 401 for another."""
        if path != "/inbox":
            return _text(404, "Only /inbox takes messages.")
        if self.inbox.receive(body, headers, self.clock()):
            return 204, {}, b""
        return _text(401, "The signature does not hold.")

    def _front(self) -> Answer:
        counts = {slug: len(self.programme.published(slug)) for slug in self.programme.outlets}
        return _html(paper.front(tuple(self.programme.outlets.values()), counts))

    def _feed(self, slug: str, headers: dict[str, str]) -> Answer:
        outlet, published = self.programme.outlets[slug], self.programme.published(slug)
        self.programme.asked(slug)
        body = paper.feed(outlet, published, self.base_url)
        modified = format_datetime(published[0].at if published else self.programme.opened_at, usegmt=True)
        named = {"etag": f'"{sha256(body).hexdigest()[:32]}"', "last-modified": modified}
        if _unchanged(headers, named):
            return 304, named, b""
        return 200, named | {"content-type": f"{paper.MEDIA_TYPES[outlet.form]}; charset={outlet.encoding}"}, body

    def _page(self, slug: str, path: str) -> Answer:
        published = self.programme.published(slug)
        article = next((article for article in published if article.path == path), None)
        if article is None:
            return _text(404, "Nothing was published under this address so far.")
        others = [other for other in published if other is not article][:5]
        return _html(paper.page(self.programme.outlets[slug], article, others))

    def _status(self) -> Answer:
        published, ends_at = self.programme.published(), self.programme.ends_at()
        articles = [
            {"outlet": p.report.outlet, "title": p.report.title, "link": self.base_url + p.path, "at": p.at.isoformat()}
            for p in published
        ]
        said = {
            "published": len(published),
            "total": self.programme.total,
            "distinct": len({article["link"] for article in articles}),
            "ends_at": ends_at.isoformat() if ends_at else None,
            "articles": articles,
        }
        return _json(said)

    def _inbox(self) -> Answer:
        return _json({"messages": self.inbox.messages()})


def _unchanged(asked: dict[str, str], named: dict[str, str]) -> bool:
    """An ETag decides alone where one was sent; else the date does (RFC 9110, 13.2.2)."""
    if "if-none-match" in asked:
        return named["etag"] in asked["if-none-match"]
    return asked.get("if-modified-since") == named["last-modified"]


def _html(text: str) -> Answer:
    return 200, {"content-type": "text/html; charset=utf-8"}, text.encode()


def _json(value: Any) -> Answer:
    return 200, {"content-type": "application/json"}, json.dumps(value, ensure_ascii=False).encode()


def _text(status: int, text: str) -> Answer:
    return status, {"content-type": "text/plain; charset=utf-8"}, f"{text}\n".encode()


def _handler(newsroom: Newsroom) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_GET(self) -> None:
            self._answer(*newsroom.get(urlsplit(self.path).path, self._named()))

        def do_POST(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            if length > LARGEST_MESSAGE:
                self.close_connection = True
                return self._answer(*_text(413, "That is too long for this inbox."))
            return self._answer(*newsroom.post(urlsplit(self.path).path, self._named(), self.rfile.read(length)))

        def _named(self) -> dict[str, str]:
            return {name.lower(): value for name, value in self.headers.items()}

        def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status not in (204, 304):
                self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Polls every two seconds would fill a log with nothing."""

    return Handler


@contextmanager
def serving(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    base_url: str | None = None,
    pace: float = 1.0,
    ends_by: datetime | None = None,
    extra: int = 0,
    secret: str = DEMO_SECRET,
) -> Iterator[Newsroom]:
    """A newsroom that answers in the background for as long as the context lasts; port 0 takes a free one.

    ``extra`` adds as many short bulletins to the reports. Raises OSError where the port cannot be had.
    """
    everything = reports() + bulletins(extra, reports())
    programme = Programme(everything, utc_now, pace=pace, ends_by=ends_by)
    newsroom = Newsroom(programme, Inbox(secret), "", utc_now)
    server = ThreadingHTTPServer((host, port), _handler(newsroom))
    server.daemon_threads = True
    newsroom.base_url = base_url or f"http://{host}:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield newsroom
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m worker.demo.newsroom", description="The sample newsroom.")
    options.add_argument("--host", default="127.0.0.1", help="where to listen (127.0.0.1)")
    options.add_argument("--port", type=int, default=8080, help="0 takes a free one (8080)")
    options.add_argument("--seconds", type=float, help="publish everything within so many seconds from now")
    options.add_argument("--pace", type=float, default=1.0, help="2 publishes twice as fast (1: all within 80 s)")
    options.add_argument("--extra", type=int, default=0, metavar="N", help="add N short generated bulletins")
    options.add_argument("--base-url", help="the address in links, where readers see another than this server does")
    options.add_argument("--register", metavar="URL", help="enter the feeds, at this address, in DATABASE_URL")
    given = options.parse_args(arguments)
    if given.pace <= 0:
        options.error("--pace must be more than 0")
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    return _serve(given, stop)


def _serve(given: argparse.Namespace, stop: threading.Event) -> int:
    ends_by = utc_now() + timedelta(seconds=given.seconds) if given.seconds else None
    address = given.base_url or given.register
    secret = os.environ.get("DYADWATCH_WEBHOOK_SECRET") or DEMO_SECRET
    try:
        with serving(
            host=given.host, port=given.port, base_url=address and address.rstrip("/"),
            pace=given.pace, ends_by=ends_by, extra=given.extra, secret=secret,
        ) as newsroom:  # fmt: skip
            print(f"sample newsroom: {newsroom.programme.total} reports at {newsroom.base_url}", flush=True)
            if given.register:
                _register(newsroom.base_url)
            stop.wait()
    except DyadwatchError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{given.host}:{given.port} cannot be listened on: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def _register(base_url: str) -> None:
    from worker.config import read_settings
    from worker.demo.folder import register

    database_url = read_settings(os.environ).database_url
    if database_url is None:
        raise UsageError("--register enters the feeds in a database: set DATABASE_URL")
    register(base_url, database_url)


if __name__ == "__main__":
    sys.exit(main())
