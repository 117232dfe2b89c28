"""The real thing, for the demo: ``dyadwatch up`` as a child process, on its own database and broker, in one folder.

It is started by its module's name, because the sample newsroom and the asking side are siblings that know nothing of
each other; what it says of itself is read from the ``addresses.json`` that it keeps in its data folder.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from worker.config import find_directory
from worker.demo.folder import SECRET_VARIABLE, write_demo_config
from worker.demo.inbox import DEMO_SECRET
from worker.model import DyadwatchError

START_SECONDS = 120.0
STOP_SECONDS = 75.0

# The demo never touches a database or a broker that somebody works with, nor spends what a model's answers cost, and
# its links lead to its own web page.
_NOT_OURS = (
    "DATABASE_URL", "DATABASE_URL_FILE", "REDIS_URL", "REDIS_URL_FILE", "DYADWATCH_LLM_URL", "DYADWATCH_LLM_URL_FILE",
    "DYADWATCH_PUBLIC_URL",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class System:
    """Where the running system answers, and the folder that holds its data and logs."""

    database_url: str
    web_url: str
    data: Path


@contextmanager
def starting_system(
    data: Path, base_url: str, environ: Mapping[str, str] = os.environ
) -> Iterator[Callable[[], System]]:
    """``dyadwatch up`` on the feeds of the newsroom at ``base_url``, from a configuration written into ``data``.

    Gives what waits until it has started, and raises DyadwatchError with the end of its log where it does not within
    two minutes.
    """
    config = data / "config"
    write_demo_config(config, base_url, find_directory(None, environ))
    log = data / "up.log"
    with log.open("wb") as output:
        leash = subprocess.Popen(  # noqa: S603 - our own programs
            [sys.executable, "-P", str(Path(__file__).with_name("leash.py")), *_command(config, data)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=_environ(environ, base_url),
            start_new_session=True,  # a Ctrl-C is for us; the leash acts when its stdin closes
        )
    try:
        yield lambda: _wait_for_addresses(leash, data, log)
    finally:
        _stop(leash)


def _command(config: Path, data: Path) -> list[str]:
    return [sys.executable, "-P", "-m", "worker.query.cli", "--config", str(config), "--data", str(data), "up"]


def _environ(environ: Mapping[str, str], base_url: str) -> dict[str, str]:
    ours = {name: value for name, value in environ.items() if name not in _NOT_OURS}
    return ours | {
        "DYADWATCH_ALLOW_PRIVATE": urlsplit(base_url).netloc,
        "DYADWATCH_TICK_SECONDS": "1",
        SECRET_VARIABLE: DEMO_SECRET,
        "PYTHONPATH": os.pathsep.join(_import_path(environ)),
    }


def _import_path(environ: Mapping[str, str]) -> Iterator[str]:
    """The folder that holds ``worker``, where it is no installed one (a checkout), and what was there before."""
    home = Path(__file__).resolve().parents[2]
    if home.name not in ("site-packages", "dist-packages"):
        yield str(home)
    if before := environ.get("PYTHONPATH"):
        yield before


def _wait_for_addresses(leash: "subprocess.Popen[bytes]", data: Path, log: Path) -> System:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and leash.poll() is None:
        with suppress(OSError, ValueError, KeyError):
            said = json.loads((data / "addresses.json").read_text(encoding="utf-8"))
            return System(said["database_url"], said["web_url"], data)
        time.sleep(0.1)
    last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-15:]
    raise DyadwatchError("\n".join(["dyadwatch up did not start:", *(last or ["it said nothing"])]), subject=str(log))


def _stop(leash: "subprocess.Popen[bytes]") -> None:
    """Let go of the leash and wait; a second Ctrl-C pulls harder."""
    assert leash.stdin
    leash.stdin.close()
    try:
        leash.wait(STOP_SECONDS)
    except (KeyboardInterrupt, subprocess.TimeoutExpired):
        leash.terminate()
        leash.wait()
