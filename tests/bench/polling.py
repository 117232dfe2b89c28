"""What polling costs beside a bare loop. Run by hand, from the root:

    PYTHONPATH=. python tests/bench/polling.py [FEEDS] [--no-limits]

The same feeds on loopback are polled twice over, first when all is new, then when all is unchanged (304):

* by a bare loop: our own client, and feedparser on what it brings;
* by the whole hop: claim, politeness, fetch, parse in the child process, identity, store, next time.

Both run on one core, with PostgreSQL, Redis and the parsing child on that same core, so that all of the hop's work
counts; the feeds' server has the other core to itself. Rounds take turns, and the median of the ratios is printed.
``--no-limits`` lets the host in without limits, so that Redis is not asked. Exit code 1 where a ratio is under its
floor.
"""

import asyncio
import logging
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import BytesIO
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

import feedparser

from worker.config.feeds import FeedConfig
from worker.config.hosts import HostConfig
from worker.embedded import embedded_services
from worker.logs import setup_logging
from worker.manners.places import Places
from worker.manners.shared import SharedManners
from worker.pipeline import LEASE, Deps, poll_round
from worker.pipeline.ticking import rounds
from worker.sandbox import Sandbox
from worker.store import Store
from worker.web import Web

ENTRIES = 20  # in a feed
ROUNDS = 3
NEW, UNCHANGED = 0.5, 0.4  # floors: the hop's feeds a second as a share of the bare loop's
WORDS = (
    "The foreign minister of Norvia said on Monday that talks with Sudria about the harbour would go on next week, "
    "and thanked the prince of the island for the ships that he had sent in the winter. "
)


# ---- the feeds, on the other core -----------------------------------------------------------------------------------


def words(*which: int) -> str:
    """A text of its own, some 500 characters long."""
    told = f"{WORDS * 3}".split()
    return " ".join(f"{word}{which[at % 3] if at % 7 == 0 else ''}" for at, word in enumerate(told))


def feed(number: int, edition: int) -> bytes:
    """One feed; another edition has other entries."""
    began = datetime(2026, 3, 2, 12, tzinfo=UTC)
    items = "".join(
        f"<item><guid isPermaLink='false'>{edition}-{number}-{n}</guid><link>http://127.0.0.1/{edition}/{number}/{n}</link>"
        f"<title>Talks {n} of outlet {number} go on</title>"
        f"<description>&lt;p&gt;{words(edition, number, n)}&lt;/p&gt;</description>"
        f"<pubDate>{format_datetime(began + timedelta(minutes=n))}</pubDate></item>"
        for n in range(ENTRIES)
    )
    head = f"<title>Outlet {number}</title><link>http://127.0.0.1/</link><description>Invented.</description>"
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{head}{items}</channel></rss>".encode()


def serve(there: Any, core: int) -> None:
    """Answers ``/edition/number`` until it is ended; each answer has an ETag, and is 304 to whoever names it."""
    os.sched_setaffinity(0, {core})
    made: dict[str, bytes] = {}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            path = head.split(b" ", 2)[1].decode()
            writer.write(_answer(made, path, b"if-none-match" in head.lower()))
            await writer.drain()
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        there.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""


def _answer(made: dict[str, bytes], path: str, known: bool) -> bytes:
    if known:
        return b'HTTP/1.1 304 Not Modified\r\netag: "1"\r\n\r\n'
    edition, number = path.strip("/").split("/")
    body = made.setdefault(path, feed(int(number), int(edition)))
    head = f'HTTP/1.1 200 OK\r\ncontent-type: application/rss+xml\r\netag: "1"\r\ncontent-length: {len(body)}\r\n\r\n'
    return head.encode() + body


@contextmanager
def serving() -> Iterator[str]:
    cores = sorted(os.sched_getaffinity(0))
    here, there = multiprocessing.get_context("spawn").Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(there, cores[-1]), daemon=True)
    process.start()
    os.sched_setaffinity(0, {cores[0]})
    try:
        yield f"http://127.0.0.1:{here.recv()}"
    finally:
        process.terminate()
        process.join()


# ---- the two ways ---------------------------------------------------------------------------------------------------


def bare(web: Web, urls: list[str], etag: str | None) -> float:
    """Feeds a second."""
    began = time.perf_counter()
    for url in urls:
        response = web.get(url, etag=etag)
        if response.status == 200:
            feedparser.parse(BytesIO(response.body), response_headers=dict(response.headers))
    return len(urls) / (time.perf_counter() - began)


def hop(deps: Deps, count: int) -> float:
    """Feeds a second, of all that are due."""
    began, polled = time.perf_counter(), 0
    while due := deps.store.claim_due_feeds(deps.clock(), LEASE, 200):
        for feed_ids in rounds(due):
            poll_round(deps, feed_ids)
        polled += len(due)
    assert polled == count, f"{polled} of {count} were due"
    return count / (time.perf_counter() - began)


class Clock:
    """Stands still, until it is put forward."""

    now = datetime(2026, 3, 2, 13, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def manners(redis_url: str, polite: bool) -> SharedManners:
    """The real thing, with limits that one host can keep which stands for all; or none, as for a host of one's own."""
    if not polite:
        return SharedManners(redis_url, Places([], ["127.0.0.1"]))
    return SharedManners(redis_url, Places([HostConfig(host="127.0.0.1", at_once=2, every="0s")]))  # type: ignore[arg-type]


def measured(
    address: str, database_url: str, manners: SharedManners, count: int
) -> dict[str, list[tuple[float, float]]]:
    """By case, a pair of rates a round: the bare loop's and the hop's."""
    web, store, clock = Web([address.removeprefix("http://")]), Store(database_url, pool_size=2), Clock()
    store.migrate()
    settings: Any = SimpleNamespace(rules=(), settings=SimpleNamespace(public_url="http://127.0.0.1:8000"))
    deps = Deps(settings, store, web, Sandbox(), {}, SimpleNamespace(version="none"), clock, manners)  # type: ignore[arg-type]
    rates: dict[str, list[tuple[float, float]]] = {"all new": [], "all 304": []}
    for edition in range(ROUNDS):
        urls = [f"{address}/{edition}/{number}" for number in range(count)]
        clock.now += timedelta(days=2)
        configs = [FeedConfig(name=f"Outlet {n}", url=url, language="en") for n, url in enumerate(urls)]
        store.sync_feeds(configs, clock.now - timedelta(days=1))  # those of the round before are paused by it
        for case, etag in (("all new", None), ("all 304", '"1"')):
            rates[case].append((bare(web, urls, etag), hop(deps, count)))
            clock.now += timedelta(days=2)
            print(f"round {edition + 1}, {case}: bare {rates[case][-1][0]:.0f}, hop {rates[case][-1][1]:.0f} feeds/s")
    return rates


def quiet() -> None:
    """Each poll is logged, as in production; but where nobody sees it."""
    setup_logging("INFO", "json")
    for handler in logging.getLogger().handlers:
        handler.setStream(Path(os.devnull).open("w"))  # type: ignore[attr-defined]  # noqa: SIM115


def main() -> None:
    """The command line."""
    quiet()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with (
        serving() as address,
        tempfile.TemporaryDirectory() as folder,
        embedded_services(Path(folder), want_redis=True) as services,
    ):
        polite = manners(services.redis_url or "", "--no-limits" not in sys.argv)
        rates = measured(address, services.database_url or "", polite, count)
    shares = {case: median(hop / bare for bare, hop in pairs) for case, pairs in rates.items()}
    for case, floor in (("all new", NEW), ("all 304", UNCHANGED)):
        print(f"{case}: {shares[case]:.3f} of the bare loop (median of {ROUNDS} rounds, floor {floor})")
    sys.exit(0 if shares["all new"] >= NEW and shares["all 304"] >= UNCHANGED else "a ratio is under its floor")


if __name__ == "__main__":
    main()
