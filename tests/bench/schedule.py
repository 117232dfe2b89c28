"""Ten thousand feeds, each on its own rhythm, over simulated hours. Run by hand, from the root:

    PYTHONPATH=. python tests/bench/schedule.py [FEEDS] [MINUTES]

Feeds of thousands of hosts on loopback publish by a simulated clock: from an entry in two minutes to one a day, some
without dates, some that ask to be left alone, some at an interval of the analyst's. The real tick claims what is due,
and real polls (client, parsing child, store on an embedded PostgreSQL) run in threads, as many at once as a worker has;
only the clock is put forward, by a tick at a time, as soon as all polls of a tick are done. The limits of hosts are
kept in Redis, as in production: two at once and a start a second, but for the one host that has a twentieth of all
feeds, which stands under ``hosts:`` with eight at once and no pause.

Printed are: how late each poll came, as a share of the interval that it ended; what the interval was beside the one
that was meant, without jitter; how many at once the servers saw of each host, and how soon after one another; the
memory of this process and its parsing child at the start, in the middle and at the end. Exit code 1 where a poll is
late by more than a tenth once all have had their first, a host saw more than its limit, or the memory grows by more
than a tenth from the middle on.
"""

import asyncio
import math
import multiprocessing
import os
import random
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from polling import _head, quiet

from worker.config.feeds import FeedConfig
from worker.config.hosts import HostConfig
from worker.embedded import embedded_services
from worker.feeds.schedule import JITTER, even_jitter
from worker.manners import build_manners
from worker.model import NextPoll, Polled
from worker.pipeline import Deps, poll_round, tick
from worker.sandbox import Sandbox
from worker.store import Store
from worker.web import Web

BEGAN = datetime(2026, 3, 2, 6, tzinfo=UTC)
TICK = 5.0  # seconds
AT_ONCE = 8
ENTRIES = 8  # in a feed
WITHIN = 0.1
FIRST_ROUND = 600.0  # seconds: fifty new feeds of one host have their first polls one a tick, and hold up the second
BIG = HostConfig.model_validate({"host": "big.test", "at_once": 8, "every": "0s", "shared": True})


# ---- the feeds, in a process of their own ---------------------------------------------------------------------------


def hosts_of(count: int) -> list[str]:
    """The host of each feed: one has a twentieth of all, some have fifty or ten, most have one."""
    named: list[str] = []
    for size, share in ((count // 20, 0.05), (50, 0.05), (10, 0.1), (1, 0.8)):
        for number in range(max(1, int(count * share / max(size, 1)))):
            named += [f"h{size}-{number}.test"] * max(size, 1)
    return (named + [f"more-{n}.test" for n in range(count)])[:count]


def gap_of(number: int) -> float:
    """Seconds between the entries of a feed: from two minutes to a day, as many fast as slow on a scale of powers."""
    return float(120 * math.exp(random.Random(number).random() * math.log(720)))


def entries_of(number: int, now: float) -> list[float]:
    """When the newest entries were published, the newest first; each is up to half a gap late."""
    gap = gap_of(number)
    shake = [random.Random(number * 7919 + k).random() * gap / 2 for k in (0, 1, 2, 3, 4, 5, 6)]
    newest = int(now // gap)
    moments = [k * gap + shake[k % 7] for k in range(newest, newest - ENTRIES - 2, -1)]
    return [one for one in moments if one <= now][:ENTRIES]


def body_of(number: int, moments: list[float]) -> bytes:
    dated = number % 20 != 3  # a twentieth has no dates
    items = "".join(
        f"<item><guid isPermaLink='false'>{number}-{moment:.0f}</guid><link>http://a.test/{number}/{moment:.0f}</link>"
        f"<title>Talks go on at {moment:.0f}</title><description>Norvia met Sudria.</description>"
        + (f"<pubDate>{format_datetime(datetime.fromtimestamp(moment, UTC))}</pubDate>" if dated else "")
        + "</item>"
        for moment in moments
    )
    return f"<rss version='2.0'><channel><title>Outlet {number}</title>{items}</channel></rss>".encode()


def answer(path: str, now: float, known: bytes) -> bytes:
    number = int(path.strip("/"))
    moments = entries_of(number, now)
    tag = f'"{moments[0]:.0f}"' if moments else '"none"'
    wish = "cache-control: max-age=1800\r\n" if number % 10 == 7 else ""
    if tag.encode() in known:
        return f"HTTP/1.1 304 Not Modified\r\netag: {tag}\r\n{wish}\r\n".encode()
    body = body_of(number, moments)
    return f"HTTP/1.1 200 OK\r\netag: {tag}\r\n{wish}content-length: {len(body)}\r\n\r\n".encode() + body


@dataclass
class Seen:
    """What the servers see: by host, how many exchanges at once, and the least simulated seconds between starts."""

    now: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)
    last: dict[str, float] = field(default_factory=dict)
    least: dict[str, float] = field(default_factory=dict)

    def begin(self, host: str, moment: float) -> None:
        self.now[host] += 1
        self.most[host] = max(self.most[host], self.now[host])
        if host in self.last:
            self.least[host] = min(self.least.get(host, math.inf), moment - self.last[host])
        self.last[host] = moment


def serve(there: Any, clock: Any, core: int) -> None:
    """Answers until it is asked what it saw."""
    os.sched_setaffinity(0, {core})
    seen = Seen()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            host = head.lower().split(b"host: ", 1)[1].split(b"\r\n", 1)[0].split(b":")[0].decode()
            seen.begin(host, clock.value)
            await asyncio.sleep(0.002)  # so that two at once are seen as two
            writer.write(answer(head.split(b" ", 2)[1].decode(), clock.value, head))
            await writer.drain()
            seen.now[host] -= 1
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(talk, "127.0.0.1", 0, backlog=500)
        there.send(server.sockets[0].getsockname()[1])
        await asyncio.to_thread(there.recv)
        there.send((dict(seen.most), seen.least))
        os._exit(0)

    asyncio.run(run())


@contextmanager
def serving(clock: Any) -> Iterator[tuple[int, Any]]:
    """The port, and the line over which the server tells what it saw."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=serve, args=(there, clock, max(os.sched_getaffinity(0))), daemon=True)
    process.start()
    try:
        yield here.recv(), here
    finally:
        process.terminate()
        process.join()


def name_all_on_loopback() -> None:
    """Every name that ends in .test is this machine."""
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **named: Any) -> Any:
        return real("127.0.0.1" if str(host).endswith(".test") else host, *args, **named)

    socket.getaddrinfo = getaddrinfo


# ---- the system -----------------------------------------------------------------------------------------------------


class Clock:
    """Simulated time, shared with the servers."""

    def __init__(self, shared: Any) -> None:
        self.shared = shared

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(self.shared.value, UTC)


@dataclass(frozen=True)
class Interval:
    """One interval between two polls of one feed, in seconds: as it was planned, as it was meant, as it came.

    ``ended`` is when, from the beginning on.
    """

    planned: float
    meant: float
    was: float
    ended: float

    @property
    def late(self) -> float:
        """As a share of the planned interval."""
        return (self.was - self.planned) / self.planned

    @property
    def off(self) -> float:
        """As a share of the interval that was meant, before jitter."""
        return (self.was - self.meant) / self.meant


class Noted(Store):
    """The real store, that notes when polls came and when they were planned for."""

    def __init__(self, url: str, **options: Any) -> None:
        super().__init__(url, **options)
        self.intervals: list[Interval] = []
        self.kinds: Counter[str] = Counter()
        self._last: dict[int, tuple[datetime, datetime, float]] = {}
        self._lock = threading.Lock()

    def save_poll(self, feed_id: int, polled: Polled) -> list[int]:
        self._note(feed_id, polled)
        return super().save_poll(feed_id, polled)

    def save_unchanged(self, polls_: Sequence[tuple[int, Polled]]) -> None:
        for feed_id, polled in polls_:
            self._note(feed_id, polled)
        super().save_unchanged(polls_)

    def put_off_feed(self, feed_id: int, following: NextPoll) -> None:
        with self._lock:
            self.kinds["put off, the host being busy"] += 1
        super().put_off_feed(feed_id, following)

    def _note(self, feed_id: int, polled: Polled) -> None:
        at, due = polled.outcome.at, polled.following.at
        share = even_jitter(SimpleNamespace(id=feed_id), at)  # type: ignore[arg-type]
        with self._lock:
            self.kinds[polled.outcome.kind] += 1
            if before := self._last.get(feed_id):
                planned = (before[1] - before[0]).total_seconds()
                was, ended = (at - before[0]).total_seconds(), (at - BEGAN).total_seconds()
                self.intervals.append(Interval(planned, planned / before[2], was, ended))
            self._last[feed_id] = at, due, 1 + JITTER * share


def config_of(number: int, host: str, port: int) -> FeedConfig:
    """A tenth of the feeds are polled at an interval that the analyst wrote."""
    wanted = {"every": f"{random.Random(number).randint(2, 20)}m"} if number % 10 == 5 else {}
    return FeedConfig.model_validate({"name": f"Outlet {number}", "url": f"http://{host}:{port}/{number}", **wanted})


def resident(*pids: int) -> float:
    """MiB."""
    pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids)
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def children() -> list[int]:
    listed = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    pids = [int(pid) for file in listed for pid in file.read_text().split()]
    return [pid for pid in pids if b"sandbox" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def simulate(deps: Deps, shared: Any, minutes: int) -> list[float]:
    """Goes through that many simulated minutes. Gives the resident MiB at each tenth of them."""
    memory, ticks = [], int(minutes * 60 / TICK)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for number in range(ticks):
            list(pool.map(lambda feed_ids: poll_round(deps, feed_ids), tick(deps).feeds))
            shared.value += TICK
            if (number + 1) % (ticks // 10) == 0:
                memory.append(resident(os.getpid(), *children()))
                print(f"  {shared.value - BEGAN.timestamp():6.0f} s, {memory[-1]:.0f} MiB", flush=True)
    return memory


def share(values: list[float], of: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * of))]


def report(store: Noted, memory: list[float], seen: tuple[dict[str, int], dict[str, float]], big: str) -> bool:
    """Prints it. True where all is well."""
    late, off = [one.late for one in store.intervals], [one.off for one in store.intervals]
    out = [one for one in store.intervals if one.late > WITHIN]
    steady = sum(one.ended > FIRST_ROUND for one in out)
    print(f"polls: {dict(store.kinds)}")
    print(f"intervals: {len(off)}; median {share([one.was for one in store.intervals], 0.5):.0f} s")
    for name, values in (("late after its time", late), ("off what was meant", off)):
        told = ", ".join(f"p{of * 100:g} {share(values, of):+.1%}" for of in (0, 0.5, 0.9, 0.99, 0.999, 1))
        print(f"{name}, as a share of the interval: {told}")
    print(f"late by more than a tenth: {len(out)} of {len(late)}, {steady} of them after the first round")
    at_once, apart = (
        max(n for host, n in seen[0].items() if host != big),
        min(s for h, s in seen[1].items() if h != big),
    )
    print(f"a host saw at most {at_once} at once, at least {apart:.0f} s apart; {big} at most {seen[0][big]} at once")
    start, middle, end = memory[0], memory[len(memory) // 2], memory[-1]
    print(f"resident MiB: start {start:.0f}, middle {middle:.0f}, end {end:.0f}")
    polite = at_once <= 2 and apart >= 1 and seen[0][big] <= BIG.at_once
    return not steady and polite and end <= middle * 1.1


def main() -> None:
    """The command line."""
    quiet()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    minutes = int(sys.argv[2]) if len(sys.argv) > 2 else 120
    name_all_on_loopback()
    shared = multiprocessing.get_context("spawn").Value("d", BEGAN.timestamp())
    hosts = hosts_of(count)
    with (
        tempfile.TemporaryDirectory() as folder,
        embedded_services(Path(folder), want_redis=True) as services,
        serving(shared) as (port, line),
    ):
        store = Noted(services.database_url or "", pool_size=AT_ONCE)
        store.migrate()
        store.sync_feeds([config_of(number, host, port) for number, host in enumerate(hosts)], BEGAN)
        given: Any = {"redis_url": services.redis_url, "allow_private": (), "tick_seconds": TICK, "websub_url": None}
        settings: Any = SimpleNamespace(rules=(), settings=SimpleNamespace(public_url="", **given))
        manners = build_manners(settings.settings, [BIG.model_copy(update={"host": hosts[0]})])
        web, coder = Web({f"{host}:{port}" for host in hosts}), SimpleNamespace(version="none")
        deps = Deps(settings, store, web, Sandbox(), {}, coder, Clock(shared), manners)  # type: ignore[arg-type]
        print(f"{count} feeds of {len(set(hosts))} hosts, {minutes} simulated minutes, {AT_ONCE} polls at once")
        began = time.perf_counter()
        memory = simulate(deps, shared, minutes)
        took = time.perf_counter() - began
        line.send("done")
        fine = report(store, memory, line.recv(), hosts[0])
        print(f"{minutes * 60} simulated seconds took {took:.0f}")
        store.close()
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
