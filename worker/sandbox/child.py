"""The process in which hostile documents are read. Run by ``parent`` as ``python -P -m worker.sandbox.child``.

It takes one order after another from stdin, and answers on what was its stdout. It holds no secret and no connection:
its environment has none, and it opens nothing. The kernel ends it where a document takes too much processor time, and
refuses memory beyond its share; that it takes too long is for the parent to notice. When the parent is gone, however
that came to be, stdin ends, and so does this.
"""

import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from worker.model import FetchError
from worker.sandbox.frames import Frame, read_frame
from worker.sandbox.jobs import FAILED, FAILURE, JOBS, TOO_LARGE, Failure

CPU_SECONDS = 8  # for one document; the slowest honest feed of 16 MiB takes 2
MOST_MEMORY = 180 * 2**20  # of the whole process, its libraries included
MOST_ORDERS = 2_000  # then a fresh child: what leaks in so many documents stays small
MOST_GROWTH = 48 * 2**20  # that stayed after an order is done

_PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")
_STATM = Path("/proc/self/statm")


def main() -> None:
    """Answers orders until stdin ends, or until it is worn out."""
    answers = _made_ready()
    at_first = _memory()[1]
    answers.write(Frame("ready", b"{}").packed())
    answers.flush()
    for done in range(1, MOST_ORDERS + 1):
        order = read_frame(sys.stdin.buffer)
        if order is None:
            return
        _allow_a_share()
        answer = _answered(order)
        # Gone on with, memory that was refused once would be refused again: what holds it is still there.
        worn = done == MOST_ORDERS or _memory()[1] - at_first > MOST_GROWTH or answer.name == "failed"
        answers.write(Frame(answer.name, answer.told, b"worn" if worn else b"").packed())
        answers.flush()
        if worn:
            return


def _made_ready() -> BinaryIO:
    """Where answers go. Whatever a library prints or logs from here on is lost, and writes into no answer."""
    _import_all()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    with suppress(OSError):
        os.nice(5)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return answers


def _import_all() -> None:
    """All that the jobs import when they are first run, so that every document has the same share."""
    import worker.articles.identity
    import worker.feeds.parse  # noqa: F401
    from worker.articles.text import from_page

    from_page(b"<html><body><article><p>" + b"Words. " * 50 + b"</p></article></body></html>", "http://127.0.0.1/", {})


def _allow_a_share() -> None:
    """Limits for one document, from here on: processor time beyond what was used, memory beyond what is held."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + 1 + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
    mapped, held = _memory()
    if mapped:
        most = mapped + max(MOST_MEMORY - held, 2**20)
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))


def _memory() -> tuple[int, int]:
    """Bytes of address space and of real memory; zeros where the system does not tell (it is no Linux)."""
    try:
        mapped, held, *_ = _STATM.read_text("ascii").split()
    except OSError:
        return 0, 0
    return int(mapped) * _PAGE_SIZE, int(held) * _PAGE_SIZE


def _answered(order: Frame) -> Frame:
    try:
        job = JOBS[order.name]
        return Frame("ok", job.answer.dump_json(job.run(job.order.validate_json(order.told), order.raw)))
    except FetchError as error:
        return Frame("refused", FAILURE.dump_json(Failure(error.kind, str(error), error.permanent)))
    except MemoryError:
        return Frame("failed", FAILURE.dump_json(Failure(TOO_LARGE, "it takes more memory than any feed or page")))
    except RecursionError:
        return Frame("failed", FAILURE.dump_json(Failure(TOO_LARGE, "it nests deeper than any feed or page")))
    except Exception as error:
        what = f"{type(error).__name__}: {error}".encode("ascii", "backslashreplace").decode()
        return Frame("failed", FAILURE.dump_json(Failure(FAILED, what[:300])))


if __name__ == "__main__":
    main()
