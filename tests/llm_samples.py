"""An OpenAI-compatible endpoint on loopback that says what it is told to, and an invented article for it to read."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from worker.model import Document

KEY = "sk-t0p-s3cret"
ARTICLE = Document(
    "KINGSTON, March 3 - Kenya’s foreign minister Asha Otieno accused Somalia on Monday of arming rebels.\n"
    "She spoke after talks with the United Nations. Somalia said\nnothing.",
    title="Kenya accuses Somalia",
    published=date(2026, 3, 3),
)


def party(text: str, code: str, **more: object) -> dict[str, object]:
    return {"text": text, "code": code, "sector": None, "name": None, "office": None, **more}


def told(**changes: object) -> dict[str, object]:
    """What a good model says of the article."""
    return {
        "evidence": "KINGSTON, March 3 - Kenya's foreign minister Asha Otieno accused Somalia on Monday of arming "
        "rebels.",
        "trigger": "accused",
        "type": "ACCUSE",
        "mode": "allege",
        "actors": [
            party("Kenya's foreign minister", "KEN", sector="GOV", name="Asha Otieno", office="Foreign Minister")
        ],
        "recipients": [party("Somalia", "SOM")],
        "reciprocal": False,
        "auxiliary": [],
        "contexts": ["military"],
        "date": "2026-03-02",
        "place": "Kingston",
        "country": "JAM",
        "reported_by": None,
        **changes,
    }


def completion(content: str | None, **message: object) -> dict[str, Any]:
    """What an endpoint sends, as far as we read it and a little further."""
    said = {"role": "assistant", "content": content, **message}
    return {
        "id": "chatcmpl-1",
        "choices": [{"index": 0, "message": said, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 3000, "completion_tokens": 200, "total_tokens": 3200},
    }


@dataclass
class Model:
    """An OpenAI-compatible endpoint. While ``hangs`` is set it takes its time."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    got: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    hangs: bool = False
    go_on: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def says(self, *events: dict[str, object]) -> None:
        self.answers(completion(json.dumps({"events": list(events)})))

    def answers(self, what: object) -> None:
        self.status, self.body = 200, what if isinstance(what, bytes) else json.dumps(what).encode()

    def refuses(self, status: int, said: bytes = b"no", **headers: str) -> None:
        self.status, self.body, self.headers = status, said, headers


@contextmanager
def serving_model() -> Iterator[Model]:
    """A model on a free port that reads the article well, until it is told otherwise."""
    held = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            held.got.append((self.path, {k.lower(): v for k, v in self.headers.items()}, json.loads(body)))
            if held.hangs:
                held.go_on.wait(10)
                return
            self.send_response(held.status)
            for name, value in {"content-length": str(len(held.body)), **held.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(held.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.block_on_close = True, False
    held.port = server.server_address[1]
    held.says(told())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield held
    finally:
        held.go_on.set()
        server.shutdown()
        server.server_close()
        thread.join()
