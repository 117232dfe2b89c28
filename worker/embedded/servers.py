"""The two servers that can be embedded: how each is prepared in its folder, started, asked whether it answers, stopped.

Used by the watchdog alone, which runs in one thread; the standard library only.
"""

# ruff: noqa: S603, S607, PLW1509  # it runs servers, from one thread; their paths come from wheels and PATH
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from worker.embedded.unprivileged import Identity, identity_for

SOCKET_PATH_LIMIT = 100  # sun_path is 108 bytes on Linux and 104 on macOS, its end mark included


class StartError(Exception):
    """A server does not start; the message says why, and what to do."""


class Server:
    """One child: how to start it, how to ask whether it answers, how to ask it to stop."""

    stop_signal = signal.SIGTERM
    identity = Identity()

    def __init__(self, name: str, folder: Path, log: Path) -> None:
        self.name, self.folder, self.log = name, folder, log
        self.child: subprocess.Popen[bytes] | None = None
        self.not_before = 0.0
        self.pause = 0.5

    def command(self) -> list[str]:
        raise NotImplementedError

    def answers(self) -> bool:
        raise NotImplementedError

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, "LC_ALL": "C"},
                preexec_fn=self.identity.become(death_signal=self.stop_signal),
            )

    def keep_running(self) -> None:
        """Start again what died; wait longer each time that it dies at once (a port taken, a full disk)."""
        if self.child and self.child.poll() is None:
            return
        if time.monotonic() < self.not_before:
            return
        lived = time.monotonic() - self.not_before
        self.pause = 0.5 if lived > 30 else min(self.pause * 2, 8.0)
        self.not_before = time.monotonic() + self.pause
        self.start()

    def stop(self) -> None:
        if self.child and self.child.poll() is None:
            self.child.send_signal(self.stop_signal)

    def wait(self, deadline: float) -> None:
        if not self.child:
            return
        for last_resort in (signal.SIGQUIT, signal.SIGKILL):
            with suppress(subprocess.TimeoutExpired):
                self.child.wait(max(0.1, deadline - time.monotonic()))
                return
            self.child.send_signal(last_resort)
            deadline = time.monotonic() + 5
        self.child.wait()


class Postgres(Server):
    stop_signal = signal.SIGINT  # "fast": ends sessions, writes a checkpoint

    def __init__(self, binaries: Path, data: Path, durable: bool) -> None:
        super().__init__("PostgreSQL", data / "postgres", data / "postgres.log")
        self.binaries, self.durable = binaries, durable
        self.identity = identity_for(self.folder, binaries)
        self._stop_orphan()
        self._init()
        self.sockets = self._socket_folder()

    def _init(self) -> None:
        """Make the cluster beside its place and move it there, so that half a cluster is never taken for one."""
        version = self.folder / "PG_VERSION"
        if version.exists():
            self._check_version(version.read_text().strip())
            return
        fresh = self.folder.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self.identity.own(fresh)
        # The built-in C.UTF-8 locale is the same on every system, so that an index never depends on the libc.
        self._run("initdb", "-D", str(fresh), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions",
                  "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync")  # fmt: skip
        fresh.rename(self.folder)

    def _check_version(self, held: str) -> None:
        ours = self._run("postgres", "--version").split()[2].split(".")[0]
        if held != ours:
            raise StartError(
                f"{self.folder} was made by PostgreSQL {held} and the installed one is {ours}: "
                "install the earlier dyadwatch[embedded], or name another folder with --data"
            )

    def _run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [str(self.binaries / program), *arguments],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
            preexec_fn=self.identity.become(),
        )
        if done.returncode:
            raise StartError(f"{program} failed: {done.stderr.strip()}")
        return done.stdout

    def _stop_orphan(self) -> None:
        """A server whose watchdog was killed where the kernel sends no signal for that. We hold the folder's lock."""
        with suppress(OSError, ValueError, IndexError):
            pid = int((self.folder / "postmaster.pid").read_text().split()[0])
            shown = subprocess.run(
                ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
            )
            if str(self.folder) not in shown.stdout:
                return
            os.kill(pid, signal.SIGINT)
            for _ in range(100):
                os.kill(pid, 0)
                time.sleep(0.1)
            os.kill(pid, signal.SIGQUIT)

    def _socket_folder(self) -> Path:
        if len(str(self.folder / ".s.PGSQL.5432.lock").encode()) <= SOCKET_PATH_LIMIT:
            return self.folder
        folder = Path(tempfile.mkdtemp(prefix="dyadwatch-", dir="/tmp"))  # mkdtemp: ours alone; short
        self.identity.own(folder)
        return folder

    def command(self) -> list[str]:
        settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"] if not self.durable else []
        settings += ["max_connections=200", "shared_buffers=64MB"]
        return [str(self.binaries / "postgres"), "-D", str(self.folder), "-k", str(self.sockets), "-h", ""] + [
            part for setting in settings for part in ("-c", setting)
        ]

    def answers(self) -> bool:
        """The eighth line of postmaster.pid says "ready" once it takes connections."""
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready"

    def make_database(self) -> None:
        with suppress(StartError):  # it is there from the second start on
            self._run("createdb", "-h", str(self.sockets), "-U", "postgres", "dyadwatch")

    def url(self) -> str:
        return f"postgresql://postgres@/dyadwatch?host={quote(str(self.sockets), safe='')}"

    def wait(self, deadline: float) -> None:
        super().wait(deadline)
        if self.sockets != self.folder:
            shutil.rmtree(self.sockets, ignore_errors=True)


class Redis(Server):
    def __init__(self, binary: Path, data: Path) -> None:
        super().__init__("Redis", data / "redis", data / "redis.log")
        self.binary = binary
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.file = self.folder / "redis.conf"
        held = self._held()
        self.password = held.get("requirepass") or secrets.token_urlsafe(24)
        self._stop_orphan(held)
        self.port = _free_port(int(held.get("port", 0)))
        self._write()

    def _held(self) -> dict[str, str]:
        with suppress(OSError):
            return dict(line.split(maxsplit=1) for line in self.file.read_text().splitlines() if " " in line)
        return {}

    def _write(self) -> None:
        settings = {
            "bind": "127.0.0.1", "port": self.port, "requirepass": self.password, "protected-mode": "yes",
            "daemonize": "no", "dir": f'"{self.folder}"', "pidfile": f'"{self.folder}/redis.pid"', "save": '""',
            "appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction", "databases": "16",
        }  # fmt: skip
        handle = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write("".join(f"{key} {value}\n" for key, value in settings.items()))

    def _stop_orphan(self, held: dict[str, str]) -> None:
        """Only a Redis that takes our folder's password is ours to stop."""
        if "port" in held and self._ask(int(held["port"]), "PING"):
            self._ask(int(held["port"]), "SHUTDOWN")
            time.sleep(0.5)

    def _ask(self, port: int, word: str) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.sendall(f"AUTH {self.password}\r\n{word}\r\n".encode())
            return line.recv(100).startswith(b"+OK")
        return False

    def command(self) -> list[str]:
        return [str(self.binary), str(self.file)]

    def answers(self) -> bool:
        return self._ask(self.port, "PING")

    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"


def _free_port(wanted: int) -> int:
    """The port of last time where it is free, else any."""
    for port in (wanted, 0):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise StartError("no free port on 127.0.0.1")
