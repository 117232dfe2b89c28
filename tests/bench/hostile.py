"""What hostile servers cost those who are polled beside them. Run by hand, from the root:

    PYTHONPATH=. python tests/bench/hostile.py [--all]

Four processes poll as workers do, with the real client, sandbox, PostgreSQL, Redis and deadlines: eight bombs, drips,
endless streams and loops (``--all``: every attack of tests/web/hostile.py), each once, and beside them twenty feeds
that are well, each every five seconds. Exit code 1 where an attack lasts beyond its deadline and two seconds, takes
200 MB or more in a worker or in its sandbox, is not recorded with its kind, or where a feed that is well comes late.
"""

import multiprocessing
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Empty
from statistics import median
from typing import Any

from tests.web.hostile import ATTACKS, RSS, Attack, arena, says
from worker.config import load_config
from worker.config.feeds import FeedConfig
from worker.embedded import embedded_services
from worker.logs import setup_logging
from worker.pipeline import LEASE, build_deps, poll
from worker.store import Store

EIGHT = (
    "a gibibyte in gzip", "a gibibyte in many gzips", "drips its head", "drips its chunks",
    "chunks of a byte, without end", "a body without end", "redirects to itself", "redirects on and on",
)  # fmt: skip
SLOW = ("redirects", "redirects slowly")  # but not so slowly that this deadline would come first
WORKERS, WELL, EVERY, TICK = 4, 20, 5.0, 1.0
DEADLINE, MOST_SECONDS, MOST_MB, MOST_LATE = 30.0, 32.0, 200.0, EVERY / 10 + TICK
ITEMS = "".join(f"<item><guid>{n}</guid><title>t{n}</title><link>http://127.0.0.1/{n}</link></item>" for n in range(20))
FEED = RSS.replace(b"</channel>", ITEMS.encode() + b"</channel>")


@dataclass(frozen=True)
class Polled:
    """One poll as its worker saw it; memory is the most that the process or one of its children ever held, in MB."""

    feed_id: int
    began: float
    lasted: float
    memory: float
    child: float


def work(orders: Any, done: Any, config_environment: dict[str, str]) -> None:
    """A worker: polls what it is told to."""
    setup_logging("ERROR", "json")
    deps = build_deps(load_config(environ=config_environment))
    poll_ids = iter(orders.get, None)
    for feed_id in poll_ids:
        began, clock = time.time(), time.monotonic()
        poll(deps, feed_id)
        lasted = time.monotonic() - clock
        sandboxes = Path("/proc/self/task").glob("*/children")
        child = max((peak(number) for path in sandboxes for number in path.read_text().split()), default=0.0)
        done.put(Polled(feed_id, began, lasted, peak("self"), child))


def peak(process: str) -> float:
    """The most memory that a process ever held, in MB."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def attack_of(stack: ExitStack, name: str, attack: Attack) -> FeedConfig:
    address, _ = stack.enter_context(arena(attack))
    return FeedConfig(name=name, url=f"http://{address}/", every="1d")  # type: ignore[arg-type]


def well(stack: ExitStack, number: int) -> FeedConfig:
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/rss+xml\r\ncontent-length: %d\r\n\r\n" % len(FEED)
    address, _ = stack.enter_context(arena(says(head, FEED)))
    return FeedConfig(name=f"well {number}", url=f"http://{address}/", every=f"{EVERY:g}s")  # type: ignore[arg-type]


def played(store: Store, orders: Any, done: Any, left: set[int]) -> Iterator[tuple[Polled, datetime]]:
    """Rings for whatever is due until each of ``left`` was polled; gives each poll, and when it was due."""
    due: dict[int, datetime] = {}
    while left:
        tick, now = time.monotonic(), datetime.now(UTC)
        waiting = {feed.id: feed.next_poll_at or now for feed in store.feeds()}
        for feed_id in store.claim_due_feeds(now, LEASE, 200):
            due[feed_id] = waiting[feed_id]
            orders.put(feed_id)
        while left and (rest := TICK - (time.monotonic() - tick)) > 0:
            try:
                polled = done.get(timeout=rest)
            except Empty:
                break
            left.discard(polled.feed_id)
            if polled.feed_id in due:
                yield polled, due[polled.feed_id]


def lines(store: Store, names: dict[int, str], polls: list[tuple[Polled, datetime]]) -> Iterator[tuple[str, bool]]:
    """What is to be told, and whether it is as it should be."""
    for polled, _ in polls:
        name = names[polled.feed_id]
        if name not in ATTACKS:
            continue
        kind, wanted = store.fetches(polled.feed_id)[0].kind, ATTACKS[name][1]
        fine = (
            polled.lasted <= MOST_SECONDS
            and max(polled.memory, polled.child) < MOST_MB
            and (wanted in (None, kind) or (kind, name) == SLOW)
        )
        yield (
            f"{name:40} {kind:18} {polled.lasted:5.1f} s  {polled.memory:4.0f} MB, sandbox {polled.child:4.0f} MB",
            fine,
        )
    late = [polled.began - due.timestamp() for polled, due in polls if names[polled.feed_id] not in ATTACKS]
    told = f"{len(late)} polls of {WELL} feeds that are well: {median(late):.2f} s after their time in the median"
    yield f"{told}, {max(late):.2f} s at most (limit {MOST_LATE:g})", max(late) <= MOST_LATE


def main() -> None:
    """The command line."""
    setup_logging("ERROR", "json")
    chosen = ATTACKS if "--all" in sys.argv else {name: ATTACKS[name] for name in EIGHT}
    context = multiprocessing.get_context("spawn")
    orders, done = context.Queue(), context.Queue()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        services = stack.enter_context(embedded_services(folder, want_redis=True))
        store = Store(services.database_url or "", pool_size=2)
        store.migrate()
        environment = {
            "DATABASE_URL": services.database_url,
            "REDIS_URL": services.redis_url,
            "DYADWATCH_ALLOW_PRIVATE": "127.0.0.1",
        }
        processes = [
            context.Process(target=work, args=(orders, done, environment), daemon=True) for _ in range(WORKERS)
        ]
        for process in processes:
            process.start()
        store.sync_feeds([well(stack, number) for number in range(WELL)], datetime.now(UTC) - timedelta(hours=1))
        for _ in range(3):  # until every worker has its sandbox
            list(played(store, orders, done, {feed.id for feed in store.feeds()}))
        began = datetime.now(UTC)
        store.add_feeds([attack_of(stack, name, attack) for name, (attack, _) in chosen.items()], began)
        names = {feed.id: feed.name for feed in store.feeds()}
        polls = list(played(store, orders, done, {number for number, name in names.items() if name in ATTACKS}))
        polls = [(polled, max(due, began)) for polled, due in polls]
        told = list(lines(store, names, polls))
        for _ in processes:
            orders.put(None)
    for line, fine in told:
        print(line if fine else f"{line}   <-- not as it should be")
    sys.exit(0 if all(fine for _, fine in told) else 1)


if __name__ == "__main__":
    main()
