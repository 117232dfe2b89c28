"""The processes that ``dyadwatch up`` keeps: started, watched, started again with back-off, stopped within bounds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

STEADY_SECONDS = 60.0  # a child that lived so long has shown that it can; its next back-off is short again
LONGEST_PAUSE = 60.0
LOG_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Program:
    """What to run. Its stdout is ours (alerts of the console channel), its stderr goes to ``logs/NAME.log``."""

    name: str
    command: Sequence[str]
    pass_fds: tuple[int, ...] = ()


@dataclass(slots=True)
class Child:
    """A program's process, and when it may start again."""

    program: Program
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    pause: float = 0.5

    @property
    def ended(self) -> int | None:
        """The exit code of a process that ended; null where none runs or it still does."""
        return self.process.poll() if self.process else None

    def put_off(self, now: float) -> float:
        """Decide when to start again: 1 s after the first death, twice as long after each that follows soon."""
        self.pause = 1.0 if now - self.started_at > STEADY_SECONDS else min(self.pause * 2, LONGEST_PAUSE)
        self.start_at = now + self.pause
        self.process = None
        return self.pause


@dataclass(slots=True)
class Family:
    """All children in one process group, under a guard (see ``guard.py``) that ends them when we are gone."""

    environ: Mapping[str, str]
    logs: Path
    tell: Callable[[str], None]
    verbose: bool = False
    children: list[Child] = field(default_factory=list)
    guard: subprocess.Popen[bytes] | None = None
    _old_groups: list[int] = field(default_factory=list)

    def add(self, program: Program) -> None:
        self.children.append(Child(program))

    def look_after(self) -> None:
        """Start what should run and does not; to be called about twice a second."""
        self._keep_guard()
        now = time.monotonic()
        for child in self.children:
            if child.ended is not None:
                self._bury(child, now)
            if child.process is None and now >= child.start_at:
                self._start(child, now)

    def _keep_guard(self) -> None:
        if self.guard is not None and self.guard.poll() is None:
            return
        if self.guard is not None:
            self._old_groups = sorted({group for child in self.children if (group := _group_of(child))})
        self.guard = subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, "-P", str(Path(__file__).with_name("guard.py")), *map(str, self._old_groups)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            process_group=0,
        )

    def _start(self, child: Child, now: float) -> None:
        assert self.guard
        child.started_at = now
        with self._log(child.program.name) as log:
            child.process = subprocess.Popen(  # noqa: S603 - commands of up.py, none from outside
                child.program.command,
                stdin=subprocess.DEVNULL,
                stderr=None if self.verbose else log,
                env=self.environ,
                cwd=self.logs.parent,  # no folder of the caller's may stand before our packages on sys.path
                process_group=self.guard.pid,
                pass_fds=child.program.pass_fds,
            )

    def _log(self, name: str) -> IO[bytes]:
        self.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.logs / f"{name}.log"
        if path.exists() and path.stat().st_size > LOG_BYTES:
            path.replace(path.with_suffix(".log.1"))
        return path.open("ab")

    def _bury(self, child: Child, now: float) -> None:
        code = child.ended
        pause = child.put_off(now)
        end = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        self.tell(f"{child.program.name} ended ({end}); it starts again in {pause:g} s{self._last_words(child)}")

    def _last_words(self, child: Child) -> str:
        """The last line of its log, for one look at what went wrong."""
        if self.verbose:
            return ""
        path = self.logs / f"{child.program.name}.log"
        lines = path.read_bytes()[-4000:].decode("utf-8", "replace").split("\n") if path.exists() else []
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return f"; {path} ends: {last[:200]}" if last else ""

    def stop(self, seconds: float) -> None:
        """Ask every child to finish its work, wait so long at most, kill what is left."""
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + seconds
        try:
            for process in running:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(max(0.1, deadline - time.monotonic()))
        finally:
            self.kill()

    def kill(self) -> None:
        """End every process of the group at once, the guard too."""
        groups = {group for child in self.children if (group := _group_of(child))}
        groups |= {self.guard.pid} if self.guard and self.guard.poll() is None else set()
        for group in groups:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)
        for process in [*(child.process for child in self.children), self.guard]:
            if process is not None:
                process.wait()
        if self.guard and self.guard.stdin:
            self.guard.stdin.close()


def _group_of(child: Child) -> int | None:
    """The process group of a child that runs."""
    if child.process is None or child.process.poll() is not None:
        return None
    try:
        return os.getpgid(child.process.pid)
    except ProcessLookupError:
        return None
