"""The whole way with nothing faked but the press: beat, a worker, Redis, PostgreSQL, from a feed to a webhook."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis
from loopback import Press, environment, serving, write_config

from worker.model import DeliveryState, EventFilter, Status
from worker.store import Store

pytestmark = [pytest.mark.services, pytest.mark.timeout(240)]

OUTLETS = ["harbour-times", "northern-post"]


@contextmanager
def running(environ: dict[str, str], log: Path) -> Iterator[None]:
    """A worker of all queues and a beat."""
    celery = [sys.executable, "-m", "celery", "-A", "worker.tasks"]
    commands = [[*celery, "worker", "-Q", "fetch,code,alert", "-c", "1"], [*celery, "beat"]]
    with log.open("wb") as out:
        programs = [
            subprocess.Popen(command, env=os.environ | environ, cwd=log.parent, stdout=out, stderr=out)
            for command in commands
        ]
        try:
            yield
        finally:
            for program in programs:
                program.terminate()
            for program in programs:
                program.wait(60)


def test_an_article_becomes_an_event_and_an_alert_and_a_second_outlet_corroborates_it(
    store: Store, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    with redis.from_url(redis_url) as broker:
        broker.flushdb()
    press, log = Press(OUTLETS), tmp_path / "log"
    with serving(press) as address:
        config = write_config(tmp_path / "config", address, OUTLETS)
        press.publish("harbour-times", 1, "Harbour row", "France condemned Belarus over the new ferry.")
        with running(environment(config, address, database_url, redis_url), log), press.alerted:
            assert press.alerted.wait_for(lambda: press.received, 120), log.read_text()
            press.alerted.release()
            # A day of long before would make it another event: undated news is told for three days.
            yesterday = datetime.now(UTC) - timedelta(days=1)
            press.publish("northern-post", 1, "Ferry", f"Belarus was condemned by France on {yesterday:%A}.")
            press.alerted.acquire()
            corroborated = EventFilter(status=("corroborated",))
            press.alerted.wait_for(lambda: store.count_events(corroborated), 0)
            for _ in range(600):
                if store.count_events(corroborated):
                    break
                press.alerted.wait(0.1)
    text = log.read_text()
    (event,) = store.events(EventFilter()).events
    assert event.status is Status.CORROBORATED, text
    assert [mention.outlet for mention in event.mentions] == OUTLETS
    (line,) = store.deliveries()
    assert line.delivery.state is DeliveryState.SENT
    assert list(press.received.items()) == [(str(line.delivery.id), 1)]
    assert "Traceback" not in text
