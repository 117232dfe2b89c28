"""``dyadwatch up``: everything in one process tree, with a database and a broker of its own where none is named."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from worker.model import DyadwatchError, ServiceUnavailableError
from worker.query.context import Context, Running
from worker.query.filters import utc_now
from worker.query.screen import say
from worker.query.upkeep import check_channels

if TYPE_CHECKING:
    from worker.config import Config
    from worker.query.family import Family
    from worker.store import Store

LOOK_SECONDS = 0.5
SOFT_STOP_SECONDS = 35.0  # a little more than Celery's soft shutdown (worker.tasks)
RETRY_SECONDS = (1, 2, 4, 8, 15, 30)
PORTS_TRIED = 100


class Stop:
    """Whether we were asked to stop. The first request is kept, the second interrupts whatever is going on."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def listen(self) -> None:
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self._ask)

    def _ask(self, *_: object) -> None:
        if self._asked.is_set():
            raise KeyboardInterrupt
        self._asked.set()

    def within(self, seconds: float) -> bool:
        """Wait so long, or until asked."""
        return self._asked.wait(seconds)


@dataclass(frozen=True, slots=True)
class Services:
    """Where database and broker answer, and whether they are our own."""

    database_url: str
    redis_url: str
    told: str


def up(
    context: typer.Context,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Web port (else DYADWATCH_WEB_PORT, or the first free from 8000)."),
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the logs here, not only in files.")] = False,
) -> None:
    """Run migrations, worker, beat and web server together; alerts of the console channel appear here.

    Without DATABASE_URL and REDIS_URL it runs a PostgreSQL and a Redis of its own in the data folder. Ctrl-C stops
    all; a second Ctrl-C does not wait.

    \b
    Examples:
      dyadwatch up
      dyadwatch up --data ./data --port 8080
      DATABASE_URL=postgresql://... REDIS_URL=redis://... dyadwatch up
    """
    asked = Context.of(context)
    config = asked.config()
    check_channels(config)
    stop = Stop()
    stop.listen()
    with ExitStack() as stack:
        web = stack.enter_context(_web_socket(config, port))
        services = stack.enter_context(_services(config))
        if _reached(services, stop):
            _run(config, services, web, stop, verbose)


@contextmanager
def _web_socket(config: Config, port: int | None) -> Iterator[socket.socket]:
    """The listening socket of the web server, held here so that the port stays ours while that one restarts."""
    host = config.settings.web_host
    fixed = port is not None or bool(os.environ.get("DYADWATCH_WEB_PORT"))
    first = port or config.settings.web_port
    ports = [first] if fixed else range(first, min(first + PORTS_TRIED, 65536))
    for candidate in ports:
        try:
            bound = socket.create_server((host, candidate), family=_family(host), backlog=128)
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            continue
        with bound:
            yield bound
        return
    raise DyadwatchError(f"{host}:{first} cannot be listened on ({reason}); name another with --port", subject="--port")


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


@contextmanager
def _services(config: Config) -> Iterator[Services]:
    """What the environment names, and embedded servers for what it does not."""
    from worker.embedded import embedded_services

    settings = config.settings
    want_postgres, want_redis = settings.database_url is None, settings.redis_url is None
    try:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        problem = f"The data folder {settings.data} cannot be used: {error.strerror}. Name another with --data."
        raise DyadwatchError(problem, subject=str(settings.data)) from error
    with embedded_services(settings.data, want_postgres=want_postgres, want_redis=want_redis) as own:
        database_url, redis_url = settings.database_url or own.database_url, settings.redis_url or own.redis_url
        assert database_url
        assert redis_url
        told = f"{'embedded' if want_postgres else 'named'} PostgreSQL, {'embedded' if want_redis else 'named'} Redis"
        yield Services(database_url, redis_url, told)


def _reached(services: Services, stop: Stop) -> bool:
    """Wait for both to answer, and bring the schema up to date. False where we were asked to stop before that."""
    from worker.query.health import ping_broker
    from worker.store import migrate

    steps = (lambda: migrate(services.database_url), lambda: ping_broker(services.redis_url))
    return all(_insist(step, stop) for step in steps)


def _insist(step: Callable[[], object], stop: Stop) -> bool:
    """Try until it works, saying a line a try, ever less often. Only what may pass by itself is tried again."""
    tries = 0
    while not stop.within(0):
        try:
            step()
        except ServiceUnavailableError as error:
            pause = RETRY_SECONDS[min(tries, len(RETRY_SECONDS) - 1)]
            say(f"{error}; trying again in {pause} s")
            tries += 1
            stop.within(pause)
        else:
            return True
    return False


def _run(config: Config, services: Services, web: socket.socket, stop: Stop, verbose: bool) -> None:
    from worker.query.family import Family, Program
    from worker.store import Store

    data = config.settings.data
    address = _web_address(web)
    family = Family(_environ(config, services, address), data / "logs", say, verbose)
    for name, command in commands(config, web.fileno()).items():
        family.add(Program(name, command, (web.fileno(),) if name == "web" else ()))
    Running(os.getpid(), services.database_url, services.redis_url, address).write(data)
    try:
        _greet(config, services, address)
        with closing(Store(services.database_url, pool_size=1)) as store:
            _keep(family, stop, partial(_ticked, store, utc_now()))
    finally:
        Running.remove(data)


def _keep(family: Family, stop: Stop, works: Callable[[], bool]) -> None:
    """Look after the children until asked to stop; then stop them, softly unless asked twice."""
    told = False
    try:
        family.look_after()
        while not stop.within(LOOK_SECONDS):
            family.look_after()
            if not told and works():
                told = True
                say("running: the first tick is done")
        say("stopping; Ctrl-C again to stop at once")
        family.stop(SOFT_STOP_SECONDS)
    finally:
        family.kill()


def _ticked(store: Store, since: datetime) -> bool:
    """Whether a tick has run: beat, broker, a worker and the database then work together."""
    try:
        last = store.last_tick()
    except ServiceUnavailableError:
        return False
    return last is not None and last >= since


def commands(config: Config, web_fd: int) -> dict[str, list[str]]:
    """The children by name. Two workers, as a page may take half a minute to answer, and no alert may wait for that;
    coding takes a second, and a worker turns to its queues one after the other. More of them only start slower."""
    celery = [sys.executable, "-m", "celery", "-q", "-A", "worker.tasks"]
    level = ["--loglevel", config.settings.log_level]
    coders = max(1, min(4, (os.cpu_count() or 2) // 2))
    return {
        "worker-code": [*celery, "worker", *_queues("alert,code", "code", 1 + coders), *level],
        "worker-fetch": [*celery, "worker", *_queues("fetch", "fetch", 3), *level],
        "beat": [*celery, "beat", "--pidfile=", *level],
        "web": [sys.executable, "-m", "worker.query.cli", "serve", "--fd", str(web_fd)],
    }


def _queues(queues: str, name: str, processes: int) -> list[str]:
    return ["-Q", queues, "-n", f"{name}@%h", "-c", str(processes), "--without-gossip", "--without-mingle"]


def _environ(config: Config, services: Services, address: str) -> dict[str, str]:
    """What the children see: the same configuration by absolute paths, and the addresses found here."""
    environ = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL_FILE", "REDIS_URL_FILE")}
    environ |= {
        "DATABASE_URL": services.database_url,
        "REDIS_URL": services.redis_url,
        "DYADWATCH_CONFIG": str(config.directory.absolute()),
        "DYADWATCH_DATA": str(config.settings.data.absolute()),
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": os.pathsep.join(_import_path()),
    }
    environ.setdefault("DYADWATCH_PUBLIC_URL", address)
    return environ


def _import_path() -> Iterator[str]:
    """The folder that holds ``worker``, where it is no installed one (a checkout), and what was there before."""
    home = Path(__file__).resolve().parents[2]
    if home.name not in ("site-packages", "dist-packages"):
        yield str(home)
    if os.environ.get("PYTHONPATH"):
        yield os.environ["PYTHONPATH"]


def _web_address(web: socket.socket) -> str:
    host, port = web.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104 - asked for by DYADWATCH_WEB_HOST; here only shown
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _greet(config: Config, services: Services, address: str) -> None:
    settings = config.settings
    say(f"dyadwatch is starting: {services.told}")
    say(f"  config  {config.directory}: {len(config.feeds)} feeds, {len(config.rules)} rules")
    say(f"  data    {settings.data} (logs in {settings.data / 'logs'})")
    say(f"  web     {address}")
    say("  query   dyadwatch events" + (f" --data {settings.data}" if settings.database_url is None else ""))
    say("Ctrl-C stops it. Alerts follow as they ring.")
