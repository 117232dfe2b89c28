"""Receivers on loopback that answer as they are told, and keep what they got."""

import json
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from worker.model import Message


@pytest.fixture
def message() -> Message:
    return Message(
        id="6f1c2a54-9d1e-4c43-8c7c-6f7c1b6f2a10",
        title="PRK > RUS: SUPPORT (reported by 1 outlet)",
        text="Han Il (PRK) expresses support for Pavel Orlov (RUS).\n\n“Han praised Orlov & <b>all</b> — 한일.”",
        payload={"type": "event.new", "timestamp": "2026-01-05T12:00:00+00:00", "data": {"rule": "한일 \ud800"}},
        url="http://127.0.0.1:8000/events/42",
        created_at=datetime(2026, 1, 5, 12, 0, tzinfo=UTC),
    )


@dataclass
class Receiver:
    """An HTTP server: ``answer`` is status, headers and body of what it says; while ``hang`` is set it says nothing."""

    answer: tuple[int, dict[str, str], bytes] = (204, {}, b"")
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)
    hangs: bool = False
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook/t0k3n-of-path?key=t0k3n-of-query"

    def json(self) -> Any:
        return json.loads(self.got[-1][2])


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    held = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            held.got.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            if held.hangs:
                held.go_on.wait(10)
                return
            status, headers, said = held.answer
            self.send_response(status)
            for name, value in {"content-length": str(len(said)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.port = server.server_address[1]
    yield from _served(server, held)
    held.go_on.set()


@dataclass
class PostOffice:
    """An SMTP server, as little of it as takes one letter. ``refusal`` is what it says to RCPT, or to AUTH."""

    letters: list[bytes] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    port: int = 0


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    held = PostOffice()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 ready")
            while command := self.rfile.readline().decode("ascii", "replace").strip():
                verb = command[:4].upper()
                if verb in held.refuses:
                    self._say(held.refuses[verb])
                elif verb == "DATA":
                    self._say("354 go on")
                    held.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                    self._say("250 taken")
                elif verb == "EHLO":
                    self._say("250-here\r\n250 AUTH PLAIN")
                elif verb == "QUIT":
                    self._say("221 bye")
                    return
                else:
                    self._say("250 fine")

        def _say(self, words: str) -> None:
            self.wfile.write(words.encode() + b"\r\n")

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    held.port = server.server_address[1]
    yield from _served(server, held)


def _served(server: socketserver.TCPServer, held: Any) -> Iterator[Any]:
    server.daemon_threads = True  # type: ignore[attr-defined]
    server.block_on_close = False  # type: ignore[attr-defined]
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    yield held
    server.shutdown()
    server.server_close()
    thread.join()
