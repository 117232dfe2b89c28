"""The process that owns the embedded servers: starts them, starts them again when they die, and stops them when the
pipe to its parent closes. Run by ``embedded_services``; the standard library only, so that it starts fast.

The first line on stdin is the order (JSON); the first line on stdout is the answer: addresses, or an error. Then stdin
stays open for as long as the parent lives: the kernel closes it at any death of the parent, kill -9 included. On Linux
the servers in their turn ask for a signal at the death of this process.
"""

import fcntl
import json
import os
import select
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from worker.embedded.servers import Postgres, Redis, Server, StartError

START_SECONDS = 45.0
STOP_SECONDS = 25.0


def _lock(data: Path) -> int:
    """Held by this process alone until it ends; a second watchdog on the same folder is told who holds it."""
    handle = os.open(data / "services.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.read(handle, 20).decode() or "unknown"
        raise StartError(
            f"{data} is in use by another dyadwatch (its services are process {holder}): "
            "stop that one first, or name another folder with --data"
        ) from error
    os.ftruncate(handle, 0)
    os.pwrite(handle, str(os.getpid()).encode(), 0)
    return handle


def _wait_ready(servers: list[Server]) -> None:
    deadline = time.monotonic() + START_SECONDS
    for server in servers:
        while not server.answers():
            if time.monotonic() > deadline or _parent_gone(0.05):
                raise StartError(f"{server.name} does not start; its log is {server.log}")
            server.keep_running()


def _parent_gone(seconds: float) -> bool:
    """Whether stdin came to its end, within so many seconds; nothing but its end is ever written there."""
    ready, _, _ = select.select([sys.stdin], [], [], seconds)
    return bool(ready)


def _answer(line: dict[str, Any]) -> None:
    with suppress(OSError):
        print(json.dumps(line), flush=True)


def _make(order: dict[str, Any]) -> list[Server]:
    data = Path(order["data"])
    servers: list[Server] = []
    if order["postgres"]:
        servers.append(Postgres(Path(order["postgres"]), data, order["durable"]))
    if order["redis"]:
        servers.append(Redis(Path(order["redis"]), data))
    return servers


def _serve(servers: list[Server]) -> None:
    for server in servers:
        server.start()
    _wait_ready(servers)
    urls: dict[str, str | None] = {"database_url": None, "redis_url": None}
    for server in servers:
        if isinstance(server, Postgres):
            server.make_database()
            urls["database_url"] = server.url()
        elif isinstance(server, Redis):
            urls["redis_url"] = server.url()
    _answer(urls)
    while not _parent_gone(0.25):
        for server in servers:
            server.keep_running()


def _terminated(*_: object) -> NoReturn:
    raise SystemExit(0)


def main() -> None:
    signal.signal(signal.SIGTERM, _terminated)
    order = json.loads(os.read(0, 65536))
    servers: list[Server] = []
    try:
        _lock(Path(order["data"]))
        servers = _make(order)
        _serve(servers)
    except StartError as error:
        _answer({"error": str(error)})
    finally:
        for server in servers:
            server.stop()
        for server in servers:
            server.wait(time.monotonic() + STOP_SECONDS)


if __name__ == "__main__":
    main()
