"""Holds a command on a leash: it is asked to stop when our stdin closes, which the kernel does at any death of the
demo, kill -9 included. Run as a script, the standard library only: ``leash.py COMMAND...``. SIGTERM stops it harder.
"""

import os
import signal
import subprocess
import sys
import threading

STOP_SECONDS = 60.0  # `dyadwatch up` bounds its own soft stop; this is for one that hangs


def main() -> int:
    # A handler that does nothing, rather than SIG_IGN: what is ignored stays ignored in the command too.
    for name in (signal.SIGINT, signal.SIGHUP):
        signal.signal(name, lambda *_: None)
    command = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)  # noqa: S603 - the demo's own words
    signal.signal(signal.SIGTERM, lambda *_: command.send_signal(signal.SIGINT))
    threading.Thread(target=_hold, args=(command,), daemon=True).start()
    return command.wait()


def _hold(command: "subprocess.Popen[bytes]") -> None:
    while os.read(0, 1):
        pass
    command.terminate()
    try:
        command.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        command.kill()


if __name__ == "__main__":
    sys.exit(main())
