"""Kill -9 at random points while news comes in, and count what was lost, doubled or not told. A script, not a test:

    python tests/kill_test.py --kills 20 --articles 500 [--seed N]

It runs the real thing in a folder of its own: embedded PostgreSQL and Redis, two workers, beat. A press on loopback
publishes invented articles, some of them the same claim in another outlet's words; a receiver on loopback takes the
alerts. Victims are whole workers, children of workers, beat, Redis (its data wiped in the first two of its kills) and
PostgreSQL. What was killed is started again a moment later, as any supervisor would. At the end all must settle within
--settle seconds. Exit code 1 if any promise was broken.
"""

# ruff: noqa: E402  # a script that finds its modules by itself
import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from loopback import Press, environment, serving, write_config

from worker.embedded import Addresses, embedded_services
from worker.model import DeliveryState, EventFilter, ServiceUnavailableError, StoredEvent
from worker.store import Store, migrate

OUTLETS = ["harbour-times", "northern-post", "lake-herald", "evening-star"]
STATES = {
    "Norway": "NOR", "Chile": "CHL", "Kenya": "KEN", "Moldova": "MDA", "Peru": "PER", "Japan": "JPN", "Brazil": "BRA",
    "France": "FRA", "Belarus": "BLR", "Egypt": "EGY", "Canada": "CAN", "Vietnam": "VNM", "Ghana": "GHA",
    "Portugal": "PRT", "Finland": "FIN", "Mongolia": "MNG", "Uruguay": "URY", "Iceland": "ISL", "Nepal": "NPL",
    "Tunisia": "TUN", "Cuba": "CUB", "Poland": "POL", "Angola": "AGO", "Laos": "LAO",
}  # fmt: skip
# One claim in two wordings, so that an event is joined as well as stored.
WORDINGS = ("{0} condemned {1} over shipment {2}.", "{1} was condemned by {0} in a statement on case {2}.")
REPEATED = 4  # every fourth article tells again what the one before it told
VICTIMS = ("worker", "worker child", "beat", "redis", "postgres")


@dataclass(frozen=True)
class Story:
    """An article to be published, and the claim that it makes."""

    number: int
    outlet: str
    claim: tuple[str, str]
    text: str


def stories(count: int, choice: random.Random) -> list[Story]:
    pairs = list(permutations(STATES, 2))
    choice.shuffle(pairs)
    fresh = iter(pairs)
    told: list[Story] = []
    for number in range(count):
        again = number % REPEATED == REPEATED - 1
        claim = told[-1].claim if again else next(fresh)
        words = WORDINGS[again].format(*claim, number)
        told.append(Story(number, OUTLETS[number % len(OUTLETS)], claim, words))
    return told


@dataclass
class Program:
    """One process of ours, with its children in a group, as a container would hold them."""

    name: str
    command: list[str]
    environ: dict[str, str]
    folder: Path
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command, env=self.environ, cwd=self.folder, stdout=log, stderr=log, start_new_session=True
            )

    @property
    def pid(self) -> int:
        assert self.process
        return self.process.pid

    def children(self) -> list[int]:
        found = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(pid) for pid in found.read_text().split()] if found.exists() else []

    def kill(self) -> None:
        os.killpg(self.pid, signal.SIGKILL)
        assert self.process
        self.process.wait()

    def stop(self) -> None:
        assert self.process
        self.process.terminate()
        try:
            self.process.wait(45)
        except subprocess.TimeoutExpired:
            self.kill()


@dataclass
class Trial:
    """A whole run."""

    press: Press
    folder: Path
    programs: dict[str, Program]
    choice: random.Random
    wipes: int = 2
    ended: int = 0
    killed: Counter[str] = field(default_factory=Counter)

    def publish(self, told: list[Story], seconds: float) -> None:
        for story in told:
            self.press.publish(story.outlet, story.number, f"Bulletin {story.number}", story.text)
            time.sleep(seconds / len(told))

    def kill(self, victim: str) -> None:
        """One kill -9; what was killed is running again when this returns, or is being started by its watchdog."""
        say(f"kill -9 {victim}")
        self.killed[victim] += 1
        if victim in ("postgres", "redis"):
            self._kill_server(victim)
        elif victim == "worker child":
            everybody = [pid for name in ("worker-fetch", "worker-code") for pid in self.programs[name].children()]
            os.kill(self.choice.choice(everybody or [self.programs["worker-code"].pid]), signal.SIGKILL)
        else:
            name = self.choice.choice(["worker-fetch", "worker-code"]) if victim == "worker" else "beat"
            self.programs[name].kill()
        self.restart()

    def _kill_server(self, victim: str) -> None:
        data = self.folder / "data"
        file = data / "postgres" / "postmaster.pid" if victim == "postgres" else data / "redis" / "redis.pid"
        pid = int(file.read_text().split()[0])
        if victim == "redis" and self.wipes:
            self.wipes -= 1
            say("  and its data wiped")
            self.killed["redis wiped"] += 1
            (data / "redis" / "appendonly.aof").unlink(missing_ok=True)
            shutil.rmtree(data / "redis" / "appendonlydir", ignore_errors=True)
        os.kill(pid, signal.SIGKILL)

    def restart(self) -> None:
        """What a supervisor does, for what was killed and for what ended of itself."""
        time.sleep(0.5)
        for program in self.programs.values():
            if program.process and (code := program.process.poll()) is not None:
                if code != -signal.SIGKILL:
                    say(f"{program.name} ended of itself, {code}")
                    self.ended += 1
                program.start()


def victims(count: int, among: Sequence[str], choice: random.Random) -> Iterator[str]:
    """Each kind at least once, Redis twice so that its data is wiped twice, the others by chance; in random order."""
    must = [*among, *(["redis"] if "redis" in among else [])]
    chosen = [*must, *(choice.choice(among) for _ in range(max(0, count - len(must))))][:count]
    choice.shuffle(chosen)
    yield from chosen


def programs(folder: Path, environ: dict[str, str]) -> dict[str, Program]:
    celery = [sys.executable, "-m", "celery", "-A", "worker.tasks"]
    commands = {
        "worker-fetch": [*celery, "worker", "-Q", "fetch,alert", "-c", "2", "-n", "fetch@%h"],
        "worker-code": [*celery, "worker", "-Q", "code", "-c", "2", "-n", "code@%h"],
        "beat": [*celery, "beat"],
    }
    return {name: Program(name, command, os.environ | environ, folder) for name, command in commands.items()}


def run(arguments: argparse.Namespace, folder: Path) -> int:
    choice = random.Random(arguments.seed)
    told, press = stories(arguments.articles, choice), Press(OUTLETS)
    with embedded_services(folder / "data") as addresses, serving(press) as address:
        migrate(str(addresses.database_url))
        config = write_config(folder / "config", address, OUTLETS)
        environ = environment(config, address, str(addresses.database_url), str(addresses.redis_url))
        trial = Trial(press, folder, programs(folder, environ), choice)
        for program in trial.programs.values():
            program.start()
        try:
            _go(trial, told, arguments)
            settled = settle(trial, addresses, len(told), arguments.settle)
        finally:
            for program in trial.programs.values():
                program.stop()
        return report(addresses, press, told, trial, settled)


def _go(trial: Trial, told: list[Story], arguments: argparse.Namespace) -> None:
    """Publish, and kill meanwhile, about evenly over the time in which the press runs."""
    publishing = threading.Thread(target=trial.publish, args=(told, arguments.seconds))
    publishing.start()
    pause = arguments.seconds / (arguments.kills + 1)
    for victim in victims(arguments.kills, arguments.victims, trial.choice):
        time.sleep(trial.choice.uniform(0.5, 1.5) * pause)
        trial.kill(victim)
    while publishing.is_alive():
        publishing.join(1)
        trial.restart()


def settle(trial: Trial, addresses: Addresses, articles: int, seconds: float) -> float | None:
    """Seconds until nothing was under way any more; null where that did not come to pass in time."""
    store, began = Store(str(addresses.database_url)), time.monotonic()
    shown = 0.0
    try:
        while (waited := time.monotonic() - began) < seconds:
            trial.restart()
            try:
                counts = store.counts()
            except ServiceUnavailableError:
                continue
            if sum(counts.articles.values()) == articles and not counts.uncoded and not counts.pending:
                return waited
            if waited - shown > 15:
                shown = waited
                say(f"settling: {counts.articles}, {counts.deliveries}, {len(trial.press.received)} alerts received")
        return None
    finally:
        store.close()


def every_event(store: Store) -> list[StoredEvent]:
    found, after = [], None
    while True:
        page = store.events(EventFilter(), limit=500, after=after)
        found += page.events
        after = page.next
        if after is None:
            return found


def claim_of(event: StoredEvent) -> tuple[str, str]:
    coded = event.coded
    return "+".join(actor.code for actor in coded.actors), "+".join(actor.code for actor in coded.recipients)


def report(addresses: Addresses, press: Press, told: list[Story], trial: Trial, settled: float | None) -> int:
    """The table, and the exit code."""
    store = Store(str(addresses.database_url))
    counts, events = store.counts(), every_event(store)
    ledger = store.deliveries(limit=10 * len(told))
    store.close()
    held = Counter(claim_of(event) for event in events)
    wanted = {(STATES[one], STATES[other]) for one, other in (story.claim for story in told)}
    mentions = sum(len(event.mentions) for event in events)
    sent = {str(line.delivery.id) for line in ledger if line.delivery.state is DeliveryState.SENT}
    told_events = {line.delivery.event_id for line in ledger}
    twice = sum(number - 1 for number in held.values())
    broken = {
        "articles lost": len(told) - sum(counts.articles.values()),
        "articles not coded": len(told) - counts.articles.get("coded", 0),
        "events lost": len(wanted - held.keys()),
        "events stored twice": twice,
        "events nobody asked for": len(held.keys() - wanted),
        "mentions lost or twice": abs(len(told) - mentions),
        "alerts never made": len({event.id for event in events} - told_events),
        "alerts made twice": len(ledger) - len(told_events),
        "alerts not sent": len(ledger) - len(sent),
        "ids never received": len(sent - press.received.keys()),
        "ids received that nobody sent": len(press.received.keys() - {str(line.delivery.id) for line in ledger}),
    }
    facts = {
        "kills": ", ".join(f"{name} {number}" for name, number in sorted(trial.killed.items())),
        "programs that ended of themselves": trial.ended,
        "articles published": len(told),
        "articles stored": sum(counts.articles.values()),
        "articles coded": counts.articles.get("coded", 0),
        "claims published": len(wanted),
        "events stored": len(events),
        "alerts sent": len(sent),
        "ids received": len(press.received),
        "repeats received with a known id (allowed)": sum(press.received.values()) - len(press.received),
        "attempts whose outcome stayed unknown": sum(len(line.attempts) - 1 for line in ledger),
        "settled after the last article, seconds": "never" if settled is None else round(settled),
    }
    for name, value in {**facts, **broken}.items():
        print(f"{name:<46}{value}")
    good = settled is not None and not any(broken.values())
    print("every promise was kept" if good else "A PROMISE WAS BROKEN")
    return 0 if good else 1


def say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--articles", type=int, default=500, help=f"at most {len(STATES) * (len(STATES) - 1)}")
    parser.add_argument("--victims", nargs="+", choices=VICTIMS, default=VICTIMS)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--seconds", type=float, default=150, help="over which the articles are published")
    parser.add_argument("--settle", type=float, default=600)
    parser.add_argument("--folder", type=Path, help="kept afterwards; else a temporary one")
    arguments = parser.parse_args()
    say(f"seed {arguments.seed}")
    if arguments.folder:
        arguments.folder.mkdir(parents=True, exist_ok=True)
        return run(arguments, arguments.folder.resolve())
    with tempfile.TemporaryDirectory(prefix="dyadwatch-kill-") as folder:
        return run(arguments, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
