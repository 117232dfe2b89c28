"""``dyadwatch demo``: the sample newsroom on loopback, the real system on its feeds, and each alert as it rings."""

import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from worker.alerts.harmless import line
from worker.demo.newsroom import serving, utc_now
from worker.demo.system import System, starting_system
from worker.demo.watch import Alert, Tally, Watch, headline, told_by
from worker.model import ServiceUnavailableError, UsageError

LOOK_SECONDS = 0.5
TALLY_SECONDS = 5.0  # between two counts of everything; on a terminal they are the last line
LINE_SECONDS = 20.0  # between two lines of progress in a pipe
SUMMARY_SECONDS = 120.0
PUBLISHING_SHARE = 0.6  # of --seconds; the rest is for the last articles to be coded and sent
GRACE_SECONDS = 90.0  # past --seconds, for a slow machine
INTERRUPTED = 130


def run_demo(seconds: float | None = None, data: Path | None = None, port: int | None = None) -> int:
    """Runs the demo and gives the exit code.

    With ``seconds`` it ends by itself: 0 where every published article was coded, every alert delivered and no event
    stored twice, else 1, having named what is missing. Without, it runs until Ctrl-C. ``data`` is kept afterwards and
    must be empty; without it a temporary folder is used. ``port`` is the newsroom's, a free one where none is given.
    """
    for name in (signal.SIGINT, signal.SIGTERM):  # a shell's background job has SIGINT ignored; nobody means that
        signal.signal(name, _interrupt)
    console = Console(highlight=False, soft_wrap=True)
    started = time.monotonic()
    ends_by = utc_now() + timedelta(seconds=seconds * PUBLISHING_SHARE) if seconds else None
    try:
        with ExitStack() as stack:
            folder = stack.enter_context(_folder(data))
            newsroom = stack.enter_context(serving(port=port or 0, ends_by=ends_by))
            console.print(f"sample newsroom: {newsroom.programme.total} invented reports at {newsroom.base_url}")
            started_system = stack.enter_context(starting_system(folder, newsroom.base_url))
            from worker.store import Store  # heavy: imported here, while the system starts

            system = started_system()
            store = Store(system.database_url, pool_size=1)
            stack.callback(store.close)
            _greet(console, system)
            code = Demo(console, Watch(store, newsroom), system, started).run(seconds)
            console.print("stopping ...")
            return code
    except KeyboardInterrupt:
        return INTERRUPTED if seconds else 0


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    """The data folder. Raises UsageError for one that holds something: an earlier run would answer for this one."""
    if data is None:
        with tempfile.TemporaryDirectory(prefix="dyadwatch-demo-", ignore_cleanup_errors=True) as temporary:
            yield Path(temporary)
        return
    folder = data.expanduser().absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{data} is not an empty folder; name a new one with --data", subject=str(data))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    yield folder


def _greet(console: Console, system: System) -> None:
    console.print(f"web page:        {system.web_url}")
    console.print(f"ask it yourself: dyadwatch events --data {system.data}")
    console.print("Old reports come first and ring nothing; new ones follow. Ctrl-C ends it.\n")


class Demo:
    """The loop that shows what happens until it is time to end."""

    def __init__(self, console: Console, watch: Watch, system: System, started: float) -> None:
        self._console, self._watch, self._system, self._started = console, watch, system, started
        self._first_alert: float | None = None
        self._told, self._told_at = "", 0.0
        self._tally: Tally | None = None
        self._counted_at = 0.0

    def run(self, seconds: float | None) -> int:
        """Shows alerts until ``seconds`` after the start, or for ever; the exit code."""
        summed_up = seconds is not None
        status = self._console.status("the first feeds are being polled")
        with status if self._console.is_terminal else nullcontext():
            while not self._over(seconds):
                with suppress(ServiceUnavailableError):  # the database may be restarted under us
                    self._show_alerts()
                    status.update(self._progress())
                if not summed_up and self._elapsed() >= SUMMARY_SECONDS:
                    self._sum_up(self._watch.tally())
                    summed_up = True
                time.sleep(LOOK_SECONDS)
        return self._verdict()

    def _elapsed(self) -> float:
        return time.monotonic() - self._started

    def _over(self, seconds: float | None) -> bool:
        """At ``seconds``, or a little later where something is still on its way."""
        if seconds is None or self._elapsed() < seconds:
            return False
        with suppress(ServiceUnavailableError):
            return self._elapsed() >= seconds + GRACE_SECONDS or not self._watch.tally().missing
        return False

    def _show_alerts(self) -> None:
        for alert in self._watch.alerts():
            if self._first_alert is None:
                self._first_alert = self._elapsed()
            self._show(alert)

    def _show(self, alert: Alert) -> None:
        event = alert.event
        head = Text.assemble((f"{alert.at:%H:%M:%S}  ", "dim"), (headline(event), "bold"))
        head.append(f"   {line(', '.join(alert.rules), 120)}", "cyan")
        self._console.print(head)
        self._console.print(Text(f"          “{line(event.coded.evidence.sentence, 400)}”"))
        self._console.print(Text(f"          {told_by(event)}  {self._system.web_url}/events/{event.id}", "dim"))

    def _progress(self) -> str:
        now = self._elapsed()
        if self._tally is None or now >= self._counted_at + TALLY_SECONDS:
            self._tally, self._counted_at = self._watch.tally(), now
        tally = self._tally
        said = (
            f"{tally.published} of {tally.total} articles published, {tally.coded} coded, "
            f"{tally.events} events, {tally.corroborated} corroborated, {tally.sent} alerts sent"
        )
        if not self._console.is_terminal and said != self._told and now >= self._told_at + LINE_SECONDS:
            self._told, self._told_at = said, now
            self._console.print(f"-- {now:.0f} s: {said}")
        return f"{now:.0f} s: {said}"

    def _verdict(self) -> int:
        tally = self._watch.tally()
        self._sum_up(tally)
        for what in tally.missing:
            self._console.print(Text(f"missing: {what}", "red"))
        if not tally.missing:
            self._console.print("every article was coded, every alert delivered, no event stored twice")
        return 1 if tally.missing else 0

    def _sum_up(self, tally: Tally) -> None:
        first = "none yet" if self._first_alert is None else f"{self._first_alert:.0f} s after the start"
        box = SIMPLE_HEAD if self._console.is_terminal else None
        table = Table("what", "how many", title="\nThe demo so far", title_justify="left", box=box, pad_edge=False)
        table.add_row("articles published, coded", f"{tally.published}, {tally.coded}")
        table.add_row("events between states", str(tally.events))
        table.add_row("corroborated by two owners", str(tally.corroborated))
        table.add_row("dyads", str(len(tally.dyads)))
        table.add_row("alerts sent, on their way", f"{tally.sent}, {tally.pending}")
        table.add_row("first alert", first)
        table.add_row("busiest dyads", ", ".join(f"{dyad} ({count})" for dyad, count, _ in tally.dyads[:5]))
        self._console.print(table)
