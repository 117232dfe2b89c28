"""Sees to it that nothing outlives ``dyadwatch up``, however it ends. Run as a script; the standard library only.

It leads the process group that all of up's children are in (and so the children of those, such as the pool of a
Celery worker). Its stdin is a pipe whose other end only ``up`` holds: when that closes, also by kill -9, the whole
group is asked to stop, and a few seconds later is killed. The arguments are further groups: those of a guard that died.
"""

import os
import signal
import sys
import time
from contextlib import suppress

GRACE_SECONDS = 3.0


def main() -> None:
    for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked, signal.SIG_IGN)
    groups = [*(int(group) for group in sys.argv[1:]), os.getpgid(0)]
    while os.read(0, 1):
        pass
    _signal(groups, signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    _signal(groups, signal.SIGKILL)  # our own group stands last, as this ends us too


def _signal(groups: list[int], what: signal.Signals) -> None:
    for group in groups:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, what)


if __name__ == "__main__":
    main()
