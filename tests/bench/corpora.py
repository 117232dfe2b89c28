"""Both corpora of feeds, served over loopback with their headers, fetched by the web client, read in the sandbox.

    PYTHONPATH=.:tests python tests/bench/corpora.py

Printed are what became of each feed by kind, and the shares of what the corpora state of title, link, id and date that
hold. Exit code 1 where a child of the sandbox died, or where anything but a FetchError came.
"""

import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from feed_corpora import Case, feedparser, gofeed, tally

from worker.feeds.parse import everything
from worker.model import Feed, FeedData, FetchError, Response
from worker.sandbox import Sandbox
from worker.web import Web

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@contextmanager
def serving(cases: list[Case]) -> Iterator[str]:
    """Case N at ``/N``."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            case = cases[int(self.path.strip("/"))]
            self.send_response(200)
            for name, value in case.headers.items():
                if name not in ("content-length", "content-encoding"):
                    self.send_header(name, value)
            self.send_header("content-length", str(len(case.body)))
            self.end_headers()
            self.wfile.write(case.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def run(name: str, cases: list[Case], sandbox: Sandbox) -> int:
    """How many went wrong."""
    kinds, fetched = Counter[str](), dict[str, Response]()
    with serving(cases) as host:
        web = Web([host])
        for number, case in enumerate(cases):
            url = f"http://{host}/{number}"
            feed = Feed(number, url, case.name, None, None, None, None, "x", "store", 600.0)
            try:
                fetched[case.name] = web.get(url)
                sandbox.feed(fetched[case.name], feed, NOW)
                kinds["ok"] += 1
            except FetchError as error:
                kinds[error.kind] += 1
        web.close()

    def read(case: Case) -> FeedData:
        answer = fetched[case.name]
        return everything(answer.body, answer.headers, answer.url)

    found = tally(cases, read)
    told = ", ".join(f"{field} {share:.1%} of {found.stated[field]}" for field, share in sorted(found.shares.items()))
    print(f"{name}: {len(cases)} feeds; {dict(kinds)}\n  {told}\n  not: {found.misses}")
    return sum(count for kind, count in kinds.items() if kind not in ("ok", "not a feed", "empty feed"))


def main() -> None:
    """The command line."""
    sandbox = Sandbox()
    bad = run("gofeed", gofeed(), sandbox) + run("feedparser", feedparser(), sandbox)
    sandbox.close()
    sys.exit(f"{bad} feeds went wrong" if bad else 0)


if __name__ == "__main__":
    main()
