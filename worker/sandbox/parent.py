"""The parent's side: one child at a time, a clock over it, and a fresh one where it died or had to be ended."""

import os
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from worker.model import Feed, FetchError, PageText, ParsedFeed, Response
from worker.model.sources import FeedLink
from worker.model.text import clean
from worker.sandbox.frames import BrokenLineError, DeadlineError, Frame, Line
from worker.sandbox.jobs import (
    FAILED,
    FAILURE,
    FEED,
    HTML,
    LINKS,
    PAGE,
    TOO_LARGE,
    TOO_SLOW,
    FeedOrder,
    HtmlOrder,
    Job,
    PageOrder,
)

DEADLINE = 15.0  # seconds for one document, by the clock; the child's own limit of processor time comes before it
START_SECONDS = 60.0  # a machine that is this slow to import is in trouble of its own

Order = TypeVar("Order")
Answer = TypeVar("Answer")


class Sandbox:
    """Reads what outlets wrote, in a child process. Build one in each process; it is safe in threads, one at a time.

    Every method raises FetchError: of the kinds of ``parse`` and ``from_page``, and "too slow to parse", "too large to
    parse" or "cannot be parsed" where a document took more than its share (``deadline`` is in seconds).
    """

    def __init__(self, *, deadline: float = DEADLINE) -> None:
        self._deadline = deadline
        self._child: _Child | None = None
        self._lock = threading.Lock()

    def feed(self, response: Response, feed: Feed, now: datetime) -> ParsedFeed:
        """What a feed says, with an article of each entry."""
        order = FeedOrder(feed, response.url, _strings(response.headers), now)
        return self._done(FEED, order, response.body, response.url)

    def page(self, response: Response) -> PageText:
        """The article on a web page."""
        return self._done(PAGE, PageOrder(response.url, _strings(response.headers)), response.body, response.url)

    def links(self, response: Response) -> tuple[FeedLink, ...]:
        """The addresses on a web page that may be feeds, the likeliest first."""
        return self._done(LINKS, PageOrder(response.url, _strings(response.headers)), response.body, response.url)

    def html(self, html: str, title: str, url: str) -> PageText:
        """The text of an entry's own HTML; ``url`` is whose it is."""
        return self._done(HTML, HtmlOrder(title), clean(html).encode(), url)

    def close(self) -> None:
        """Ends the child."""
        with self._lock:
            self._let_go()

    def _done(self, job: Job[Order, Answer], order: Order, raw: bytes, url: str) -> Answer:
        with self._lock:
            answer = self._answer(Frame(job.name, job.order.dump_json(order), raw), url)
        try:
            if answer.name == "ok":
                return job.answer.validate_json(answer.told)
            failure = FAILURE.validate_json(answer.told)
        except ValidationError as error:
            raise _failed(url, FAILED, f"was answered with nonsense ({error.error_count()} mistakes)") from error
        raise FetchError(failure.message, kind=failure.kind, permanent=failure.permanent, subject=url)

    def _answer(self, order: Frame, url: str) -> Frame:
        child = self._living()
        try:
            answer = child.asked(order, time.monotonic() + self._deadline)
        except DeadlineError as error:
            self._let_go()
            raise _failed(url, TOO_SLOW, f"was not read within {self._deadline:g} s") from error
        except BrokenLineError as error:
            ended = self._let_go()
            kind = TOO_SLOW if ended == -signal.SIGXCPU else TOO_LARGE if ended == -signal.SIGKILL else FAILED
            raise _failed(url, kind, f"ended the process that read it ({_in_words(ended)}; {error})") from error
        except BaseException:
            self._let_go()  # whatever stopped us in between, the next answer would be that of this order
            raise
        if answer.raw == b"worn":
            self._let_go()
        return answer

    def _living(self) -> "_Child":
        if self._child is None or not self._child.lives():
            self._let_go()
            self._child = _Child()
            self._child.wait_ready()
        return self._child

    def _let_go(self) -> int:
        """How the child ended: a signal's number, negated, or an exit code."""
        child, self._child = self._child, None
        return child.end() if child else 0


class _Child:
    """One process, and the line to it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            # -P: where the caller happens to stand is no place to import from.
            [sys.executable, "-P", "-m", "worker.sandbox.child"],
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # a Ctrl-C is for us; the child ends when our end of its stdin closes
            bufsize=0,
        )
        assert self._process.stdin
        assert self._process.stdout
        # A child that nobody asks any more ends with us, or with whoever forgot to close it.
        self._end = weakref.finalize(self, _ended, self._process)
        self._line = Line(self._process.stdin.fileno(), self._process.stdout.fileno())

    def wait_ready(self) -> None:
        """Until it has imported what it needs. Raises RuntimeError: that has nothing to do with any document."""
        try:
            self._line.receive(time.monotonic() + START_SECONDS)
        except (BrokenLineError, DeadlineError) as error:
            ended = self.end()
            message = f"The process that reads documents does not start ({_in_words(ended)}); try it by hand: " + (
                f"{sys.executable} -m worker.sandbox.child"
            )
            raise RuntimeError(message) from error

    def lives(self) -> bool:
        return self._process.poll() is None

    def asked(self, order: Frame, until: float) -> Frame:
        self._line.send(order, until)
        return self._line.receive(until)

    def end(self) -> int:
        """Now. What it has died of before, or -9."""
        self._end()
        return self._process.returncode


def _ended(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        assert pipe
        pipe.close()


def _environment() -> dict[str, str]:
    """What Python needs and nothing more: the child must know no secret. One thread is all that it uses."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR") if name in os.environ}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    # One arena: with several, malloc would reserve address space by the 64 MiB, which counts against the limit.
    return kept | threads | {"PYTHONPATH": str(Path(__file__).parents[2]), "MALLOC_ARENA_MAX": "1"}


def _strings(headers: Mapping[str, str]) -> dict[str, str]:
    """Only what parsing looks at, as the rest is of any length."""
    wanted = ("content-type", "content-language")
    return {name: headers[name] for name in wanted if name in headers}


def _in_words(ended: int) -> str:
    if ended >= 0:
        return f"it exited with {ended}"
    try:
        return f"it died of {signal.Signals(-ended).name}"
    except ValueError:
        return f"it died of signal {-ended}"


def _failed(url: str, kind: str, what: str) -> FetchError:
    return FetchError(f"{url} {what}", kind=kind, permanent=False, subject=url)
