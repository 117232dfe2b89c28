"""The real docker-compose.yml, whole, with the sample newsroom: a script for anybody who has compose.

    python tests/compose_test.py            # builds, runs, checks, takes everything down again
    python tests/compose_test.py --keep     # leaves it running, to look at

It checks that every service is healthy within 120 s, that events can be asked for with
`docker-compose exec web dyadwatch events`, that a webhook receiver got signed alerts, and that `down` and `up`
again keep the events and ring no alert twice. Standard library only; exit 1 says what failed.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROJECT = "dyadwatch-compose-test"
HEALTHY_WITHIN = 120.0  # seconds, from `up` to the last service
SETTLED_WITHIN = 300.0  # seconds, for the newsroom to publish all and the pipeline to catch up
QUIET_FOR = 30.0  # seconds to listen, after the second `up`, for an alert that must not come
WEBHOOK = "http://newsroom:8080/inbox"
SECRET = "whsec_ZHlhZHdhdGNoIHNhbXBsZSBuZXdzcm9vbSBzZWNyZXQ="  # the sample newsroom's own, open to all
WAITING = tuple(
    f'dyadwatch_{what}{{state="{state}"}}'
    for what, states in {"articles": ("new", "read"), "deliveries": ("pending", "sending")}.items()
    for state in states
)
GET = "import sys, urllib.request as u; sys.stdout.write(u.urlopen(sys.argv[1], timeout=10).read().decode())"


class Compose:
    """`docker-compose` 1.29 or `docker compose`, whichever is here."""

    def __init__(self, port: int) -> None:
        old, new = shutil.which("docker-compose"), shutil.which("docker")
        if not (old or new):
            sys.exit("neither docker-compose nor docker is installed")
        self.words = ["docker-compose"] if old else ["docker", "compose"]
        self.words += ["-p", PROJECT, "--profile", "demo"]
        self.environ = os.environ | {
            "DYADWATCH_PORT": str(port),
            "DYADWATCH_WEBHOOK_URL": WEBHOOK,
            "DYADWATCH_WEBHOOK_SECRET": SECRET,
        }

    def __call__(self, *words: str, check: bool = True) -> str:
        run = subprocess.run(
            [*self.words, *words], cwd=ROOT, env=self.environ, capture_output=True, text=True, check=False
        )
        if check and run.returncode:
            raise Failed(f"{' '.join(words)} ended with {run.returncode}:\n{run.stderr[-3000:]}{run.stdout[-1000:]}")
        return run.stdout

    def read(self, url: str) -> str:
        return self("exec", "-T", "newsroom", "python", "-c", GET, url)

    def get(self, url: str) -> dict:
        return json.loads(self.read(url))

    def gauges(self) -> dict[str, float]:
        """What /metrics says: name with labels -> value."""
        lines = self.read("http://web:8000/metrics").splitlines()
        return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if line[:1] not in ("#", "")}

    def events(self) -> list[dict]:
        return json.loads(self("exec", "-T", "web", "dyadwatch", "events", "--format", "json", "--limit", "10000"))

    def states(self) -> dict[str, str]:
        """Service -> "healthy", or what it is instead; a service without a health check counts when it runs."""
        states = {}
        for service in self("config", "--services").split():
            container = self("ps", "-q", service, check=False).strip().splitlines()
            states[service] = _state(container[0]) if container else "not made"
        return states


class Failed(Exception):  # noqa: N818 - what it says, not what it is
    """A promise that did not hold."""


def _state(container: str) -> str:
    shown = subprocess.run(["docker", "inspect", container], capture_output=True, text=True, check=True).stdout
    state = json.loads(shown)[0]["State"]
    if "Health" in state:
        return state["Health"]["Status"]
    return (
        "healthy" if state["Running"] or (state["Status"] == "exited" and state["ExitCode"] == 0) else state["Status"]
    )


def wait_until(what: str, seconds: float, done: Callable[[], bool]) -> float:
    """Ask every two seconds; the seconds it took. Raises Failed when the time is up."""
    start = time.monotonic()
    while not done():
        if time.monotonic() - start > seconds:
            raise Failed(f"{what}: not within {seconds:.0f} s")
        time.sleep(2)
    return time.monotonic() - start


def all_healthy(compose: Compose) -> bool:
    # The profile `monitoring` is not asked for, and what is not asked for is not made.
    states = {name: state for name, state in compose.states().items() if name != "flower"}
    return bool(states) and all(state == "healthy" for state in states.values())


def bring_up(compose: Compose) -> None:
    start = time.monotonic()
    compose("up", "-d")
    wait_until("all services healthy", HEALTHY_WITHIN, lambda: all_healthy(compose))
    took = time.monotonic() - start
    print(f"healthy: all services, {took:.0f} s after `up`", flush=True)
    if took > HEALTHY_WITHIN:
        raise Failed(f"healthy after {took:.0f} s, and {HEALTHY_WITHIN:.0f} are allowed")


def settled(compose: Compose) -> bool:
    """All is published, every article of it is coded, and every alert has been sent or given up."""
    status = compose.get("http://127.0.0.1:8080/status.json")
    counts = compose.gauges()
    waiting = [counts.get(name, 0) for name in WAITING]
    coded = counts.get('dyadwatch_articles{state="coded"}', 0)
    return status["published"] == status["total"] and not any(waiting) and coded >= status["distinct"]


def check(compose: Compose) -> None:
    compose("build")
    bring_up(compose)
    took = wait_until("everything published, coded and sent", SETTLED_WITHIN, lambda: settled(compose))
    before = compose.events()
    inbox = compose.get("http://127.0.0.1:8080/inbox.json")["messages"]
    print(f"settled: {took:.0f} s; {len(before)} events, {len(inbox)} alerts received", flush=True)
    if not before or not inbox:
        raise Failed("no events, or no alert reached the webhook receiver")
    unsigned = [message["id"] for message in inbox if not message["verified"]]
    if unsigned:
        raise Failed(f"{len(unsigned)} alerts with a wrong signature, {unsigned[0]} first")
    if len({message["id"] for message in inbox}) < len(inbox):
        raise Failed("an alert was delivered twice, though nothing failed")
    compose("down")
    bring_up(compose)
    time.sleep(QUIET_FOR)  # nothing to await: what must not come cannot be waited for
    wait_until("the second newsroom has published all again", SETTLED_WITHIN, lambda: settled(compose))
    after, again = compose.events(), compose.get("http://127.0.0.1:8080/inbox.json")["messages"]
    if sorted(event["id"] for event in after) != sorted(event["id"] for event in before):
        raise Failed(f"{len(before)} events before `down`, {len(after)} after `up`")
    if again:
        raise Failed(f"{len(again)} alerts rang again after `down` and `up`")
    print(f"again: the same {len(after)} events, no alert rang twice", flush=True)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--port", type=int, default=18000, help="where the web service is published")
    options.add_argument("--keep", action="store_true", help="leave it running and keep its volumes")
    given = options.parse_args()
    compose = Compose(given.port)
    try:
        check(compose)
    except Failed as failure:
        print(f"FAILED: {failure}\n{compose('logs', '--tail', '40', check=False)[-12000:]}", file=sys.stderr)
        return 1
    finally:
        if not given.keep:
            compose("down", "-v", check=False)
    print("ok")
    return 0


if __name__ == "__main__":
    sys.exit(main())
