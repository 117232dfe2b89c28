"""A small press and a webhook receiver on loopback, for tests that run the whole system. All is invented."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copy
from xml.sax.saxutils import escape

import yaml

REPOSITORY = Path(__file__).resolve().parents[1]
SECRET = "whsec_" + "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="


class Press:
    """Outlets that publish while you watch, and a receiver that writes down every alert it is sent."""

    def __init__(self, outlets: list[str]) -> None:
        self._lock = threading.Lock()
        self._items: dict[str, list[tuple[str, str, str, datetime]]] = {outlet: [] for outlet in outlets}
        self.received: Counter[str] = Counter()
        self.payloads: dict[str, dict[str, object]] = {}
        self.alerted = threading.Condition(self._lock)
        self.refuse_next = 0

    def publish(self, outlet: str, number: int, title: str, text: str) -> None:
        with self._lock:
            self._items[outlet].append((f"{outlet}-{number}", title, text, datetime.now(UTC)))

    def feed(self, outlet: str) -> bytes:
        with self._lock:
            items = list(reversed(self._items[outlet]))
        told = "".join(
            f"<item><guid isPermaLink='false'>{guid}</guid><link>http://127.0.0.1/{guid}</link>"
            f"<title>{escape(title)}</title><description>{escape(f'<p>{text}</p>')}</description>"
            f"<pubDate>{format_datetime(when)}</pubDate></item>"
            for guid, title, text, when in items
        )
        head = f"<title>{outlet}</title><link>http://127.0.0.1/</link><description>Invented.</description>"
        return f"<?xml version='1.0'?><rss version='2.0'><channel>{head}{told}</channel></rss>".encode()

    def take(self, webhook_id: str, body: bytes) -> int:
        """The status to answer with. A refused alert counts as not received."""
        with self.alerted:
            if self.refuse_next > 0:
                self.refuse_next -= 1
                return 503
            self.received[webhook_id] += 1
            self.payloads[webhook_id] = json.loads(body)
            self.alerted.notify_all()
        return 204


@contextmanager
def running(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A web server on a free port, that ends with the context; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def serving(press: Press) -> Iterator[str]:
    """The press on a free port; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = press.feed(self.path.strip("/").removesuffix(".xml"))
            self._answer(200, body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            self._answer(press.take(self.headers["webhook-id"], body), b"")

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", "application/rss+xml")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with running(Handler) as address:
        yield address


def write_config(folder: Path, address: str, outlets: list[str], *, every: str = "1s") -> Path:
    """A configuration with the shipped actors and ontology, these outlets' feeds, and one rule that rings a webhook."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("actors.yaml", "ontology.yaml", "documents.yaml"):
        copy(REPOSITORY / "config" / name, folder / name)
    feeds = [
        {"name": outlet, "url": f"{address}/{outlet}.xml", "language": "en", "every": every, "backfill": "alert"}
        for outlet in outlets
    ]
    channel = {"kind": "webhook", "url": f"{address}/alerts", "secret": "${env:KILL_TEST_SECRET}"}
    rules = [{"name": "conflict", "filter": {"event_type": "ACCUSE"}, "channels": ["receiver"]}]
    # All outlets' pages are of one host here, which has no need of being spared.
    hosts = [{"host": "127.0.0.1", "at_once": 8, "every": "0s"}]
    (folder / "feeds.yaml").write_text(yaml.safe_dump({"feeds": feeds, "hosts": hosts}))
    (folder / "alerts.yaml").write_text(yaml.safe_dump({"channels": {"receiver": channel}, "rules": rules}))
    return folder


def environment(config: Path, address: str, database_url: str, redis_url: str) -> dict[str, str]:
    """What the processes of the system see, beside PATH and the like."""
    return {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "DYADWATCH_CONFIG": str(config),
        "DYADWATCH_ALLOW_PRIVATE": address.removeprefix("http://"),
        "DYADWATCH_TICK_SECONDS": "1",
        "DYADWATCH_LOG_FORMAT": "json",
        "KILL_TEST_SECRET": SECRET,
        "PYTHONPATH": str(REPOSITORY),
        "PYTHONUNBUFFERED": "1",
    }
