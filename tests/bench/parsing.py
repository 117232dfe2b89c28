"""What hostile documents cost, one by one. Run by hand, from the root:

    PYTHONPATH=.:tests python tests/bench/parsing.py [WORDS OF A NAME]

Each is read by the sandbox as a poll or a read would have it. Printed are the seconds, the child's most memory, and
how it is recorded. Exit code 1 where one took longer than its deadline and 2 s, or 200 MB, or where the sandbox is not
well afterwards.
"""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from hostile_documents import FEEDS, PAGES, rss

from worker.model import Feed, FetchError, Response
from worker.sandbox import Sandbox
from worker.sandbox.parent import DEADLINE

URL = "https://feeds.example/rss.xml"
FEED = Feed(1, URL, "Post", None, None, "en", None, "post", "store", 600.0)
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
GOOD = rss("<item><title>good</title></item>")
MOST_SECONDS, MOST_MEMORY = DEADLINE + 2, 200  # MB


def read(sandbox: Sandbox, body: bytes, page: bool) -> str:
    """As it would stand in the feed's log."""
    try:
        if page:
            return f"ok, {len(sandbox.page(Response(URL, 200, {'content-type': 'text/html'}, body)).text)} characters"
        found = sandbox.feed(Response(URL, 200, {"content-type": "application/xml"}, body), FEED, NOW)
    except FetchError as error:
        return error.kind
    broken = f", {len(found.broken)} broken: {found.broken[0][:60]}" if found.broken else ""
    return f"ok, {found.entries} entries{broken}"


def most_memory(process: int) -> int:
    """MB, of a process that lives; 0 of one that is gone, which the kernel kept from more."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)


def attack(name: str, body: bytes, page: bool) -> tuple[float, int, str]:
    """Seconds, MB and the outcome, each in a child of its own."""
    sandbox = Sandbox()
    sandbox.feed(Response(URL, 200, {}, GOOD), FEED, NOW)
    child = sandbox._child._process.pid  # type: ignore[union-attr]
    began = time.monotonic()
    outcome = read(sandbox, body, page)
    seconds, memory = time.monotonic() - began, most_memory(child)
    well = read(sandbox, GOOD, False) == "ok, 1 entries"
    sandbox.close()
    return seconds, memory, outcome if well else f"{outcome}; THE SANDBOX IS NOT WELL AFTERWARDS"


def main() -> None:
    """The command line."""
    wanted, bad, count = " ".join(sys.argv[1:]), 0, 0
    for name, made in (FEEDS | PAGES).items():
        if wanted not in name:
            continue
        seconds, memory, outcome = attack(name, made(), name in PAGES)
        count += 1
        bad += seconds > MOST_SECONDS or memory > MOST_MEMORY or "NOT WELL" in outcome
        print(f"{seconds:6.2f} s {memory:4d} MB  {name}: {outcome}", flush=True)
    print(f"{count} documents, {bad} beyond {MOST_SECONDS:g} s or {MOST_MEMORY} MB")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
