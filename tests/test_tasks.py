"""Celery's settings, and what a task does when a service does not answer. No service is needed here."""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from kombu.exceptions import OperationalError
from loopback import REPOSITORY

from worker import tasks
from worker.config.settings import read_settings
from worker.logs import one_line, setup_logging
from worker.model import DeliveryState, DyadwatchError, ServiceUnavailableError
from worker.pipeline import Round


class Bell:
    """A task's message, written down in place of sent."""

    def __init__(self, fails: bool = False) -> None:
        self.rung: list[object] = []
        self.fails = fails

    def delay(self, *ones: object) -> None:
        if self.fails:
            raise OperationalError("Connection refused")
        self.rung += ones


@pytest.fixture
def bells(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Bell]]:
    """Each hop's next hop is a bell; no deps are built."""
    made = {name: Bell() for name in ("read", "code", "send", "poll")}
    monkeypatch.setattr(tasks, "deps", lambda: None)
    monkeypatch.setattr(tasks, "feeds_synced", lambda: None)
    yield made


def test_the_settings_are_those_that_the_kill_experiment_used() -> None:
    conf = tasks.app.conf
    assert (conf.task_acks_late, conf.task_reject_on_worker_lost, conf.worker_prefetch_multiplier) == (True, True, 1)
    assert (conf.task_soft_time_limit, conf.task_time_limit, conf.worker_soft_shutdown_timeout) == (60, 90, 30.0)
    options = conf.broker_transport_options
    assert options["visibility_timeout"] == 600
    assert (options["unacked_restore_interval"], options["unacked_restore_throttle"]) == (10, 1)
    assert (conf.task_serializer, conf.accept_content, conf.result_backend) == ("json", ["json"], None)
    assert conf.task_ignore_result


def test_the_transport_knows_the_options_by_these_names() -> None:
    from kombu.transport.redis import Channel

    taken = Channel.from_transport_options
    assert {"visibility_timeout", "unacked_restore_interval", "unacked_restore_throttle"} <= set(taken)


def test_each_hop_has_its_queue_and_nothing_is_sent_for_later() -> None:
    routes = {name: route["queue"] for name, route in tasks.app.conf.task_routes.items()}
    assert set(routes.values()) == {"fetch", "code", "alert"}
    assert set(routes) == {name for name in tasks.app.tasks if name.startswith("dyadwatch.")}
    source = Path(tasks.__file__).read_text()
    assert "countdown" not in source
    assert "eta=" not in source


def test_a_tick_that_nobody_took_expires() -> None:
    tick = tasks.settings_of_celery(read_settings({"DYADWATCH_TICK_SECONDS": "2"}))["beat_schedule"]["tick"]
    assert tick["schedule"].total_seconds() == 2
    assert tick["options"]["expires"] == 16


def test_a_poll_that_nobody_took_is_dropped_when_tick_may_claim_its_feed_anew() -> None:
    assert tasks.poll.expires == tasks.pipeline.LEASE.total_seconds()
    assert tasks.read.expires is tasks.code.expires is tasks.send.expires is None


def test_a_socket_of_redis_is_named_as_celery_wants_it() -> None:
    settings = read_settings({"REDIS_URL": "unix:///run/redis.sock"})
    assert tasks.settings_of_celery(settings)["broker_url"] == "redis+socket:///run/redis.sock"


def test_each_hop_rings_the_next_one(monkeypatch: pytest.MonkeyPatch, bells: dict[str, Bell]) -> None:
    delivery = uuid4()
    read, code, send = tasks.read, tasks.code, tasks.send
    for name, bell in bells.items():
        monkeypatch.setattr(tasks, name, bell)
    monkeypatch.setattr(tasks.pipeline, "poll_round", lambda deps, feed_ids: Round([7, 8], [2, 3]))
    monkeypatch.setattr(tasks.pipeline, "read", lambda deps, article_id: article_id == 7)
    monkeypatch.setattr(tasks.pipeline, "code", lambda deps, article_id: [delivery])
    sent: list[object] = []
    monkeypatch.setattr(tasks.pipeline, "send", lambda deps, one: sent.append(one) or DeliveryState.SENT)
    tasks.app.tasks["dyadwatch.poll"](1, 2, 3)
    assert bells["read"].rung == [7, 8]
    assert bells["poll"].rung == [2, 3], "what a slow feed held up is another's round"
    read(7)
    read(8)
    assert bells["code"].rung == [7]
    code(7)
    assert bells["send"].rung == [str(delivery)]
    send(str(delivery))
    assert sent == [delivery]


def test_tick_rings_for_everything_that_was_left(monkeypatch: pytest.MonkeyPatch, bells: dict[str, Bell]) -> None:
    tick, delivery = tasks.tick, uuid4()
    for name, bell in bells.items():
        monkeypatch.setattr(tasks, name, bell)
    monkeypatch.setattr(tasks.pipeline, "tick", lambda deps: tasks.pipeline.Rings([[1], [4, 5]], [2], [3], [delivery]))
    tick()
    assert {name: bell.rung for name, bell in bells.items()} == {
        "poll": [1, 4, 5], "read": [2], "code": [3], "send": [str(delivery)],
    }  # fmt: skip


def test_a_broker_that_is_away_after_the_commit_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, bells: dict[str, Bell]
) -> None:
    poll = tasks.poll
    monkeypatch.setattr(tasks, "read", Bell(fails=True))
    monkeypatch.setattr(tasks.pipeline, "poll_round", lambda deps, feed_ids: Round([7], []))
    poll(1)


@pytest.mark.parametrize("error", [ServiceUnavailableError("PostgreSQL does not answer"), DyadwatchError("no feed 1")])
def test_a_service_that_is_away_ends_a_task_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, bells: dict[str, Bell], error: DyadwatchError
) -> None:
    def fail(*_: object) -> list[int]:
        raise error

    monkeypatch.setattr(tasks.pipeline, "poll_round", fail)
    tasks.poll(1)


def test_what_nobody_foresaw_is_raised_and_so_told_with_its_traceback(
    monkeypatch: pytest.MonkeyPatch, bells: dict[str, Bell]
) -> None:
    monkeypatch.setattr(tasks.pipeline, "poll_round", lambda deps, feed_ids: {}[feed_ids])
    with pytest.raises(KeyError):
        tasks.poll(1)


def record_of(error: Exception) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__)
    return logging.LogRecord("celery.worker", logging.ERROR, __file__, 1, "Lost:\n%s", ("it",), info)


def test_a_lost_connection_is_told_in_one_line_and_a_mistake_with_its_traceback() -> None:
    lost, mistake = record_of(ConnectionRefusedError("refused")), record_of(KeyError("x"))
    assert one_line(lost)
    assert one_line(mistake)
    assert (lost.getMessage(), lost.exc_info) == ("Lost: (refused)", None)
    assert mistake.exc_info


def test_where_celery_stumbles_over_a_lost_connection_that_is_one_line_too() -> None:
    stumble = AttributeError("no connection_errors")
    stumble.__context__ = ConnectionResetError("reset")
    record = record_of(stumble)
    assert one_line(record)
    assert record.exc_info is None
    ours = record_of(stumble)
    ours.name = "dyadwatch.pipeline"
    assert one_line(ours)
    assert ours.exc_info, "our own mistakes keep their traceback"


@pytest.mark.parametrize(("style", "expected"), [("json", '"event": "polled"'), ("console", "polled")])
def test_our_lines_and_those_of_libraries_look_alike(
    style: str, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    import structlog

    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        setup_logging("INFO", style)
        structlog.get_logger("dyadwatch.test").info("polled", feed="Morning Post")
        logging.getLogger("library").warning("slow %s", "disk")
    finally:
        root.handlers[:], root.level = handlers, level
        structlog.reset_defaults()
    first, second = capsys.readouterr().err.strip().splitlines()
    assert expected in first
    assert "slow disk" in second


def started(what: str, environ: dict[str, str], folder: Path) -> "subprocess.Popen[str]":
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "REDIS"))}
    environ = {**inherited, "PYTHONPATH": str(REPOSITORY), "DYADWATCH_CONFIG": str(REPOSITORY / "config"), **environ}
    command = [sys.executable, "-m", "celery", "-A", "worker.tasks", *what.split()]
    return subprocess.Popen(
        command, env=environ, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


AWAY = {"DATABASE_URL": "postgresql://someone:secret@127.0.0.1:9/none", "REDIS_URL": "redis://:secret@127.0.0.1:9/0"}


@pytest.mark.services  # it needs none to answer, but it starts the real programs and is as slow
@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("worker -Q fetch -c 1", "waiting for the database"),
        ("beat", "Connection error"),
    ],
)
def test_a_service_that_is_away_at_the_start_is_one_clear_line_a_try(what: str, words: str, tmp_path: Path) -> None:
    tries_twice(what, AWAY, words, tmp_path)


@pytest.mark.services
def test_a_broker_that_is_away_at_the_start_of_a_worker_is_one_clear_line_a_try(
    migrated_store: object, database_url: str, tmp_path: Path
) -> None:
    tries_twice("worker -Q fetch -c 1", {**AWAY, "DATABASE_URL": database_url}, "Cannot connect to redis", tmp_path)


def tries_twice(what: str, environ: dict[str, str], words: str, folder: Path) -> None:
    with started(what, environ, folder) as process:
        assert process.stdout
        told: list[str] = []
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline and sum(words in line for line in told) < 2:
            told.append(process.stdout.readline())
        process.kill()
    lines = [line for line in told if words in line]
    assert len(lines) == 2, "".join(told)
    assert "Traceback" not in "".join(told)
    assert "secret" not in "".join(told)


@pytest.mark.services  # as above
@pytest.mark.parametrize("what", ["worker -Q fetch -c 1", "beat"])
def test_every_mistake_of_the_configuration_is_told_before_anything_starts(what: str, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    for name in ("actors.yaml", "ontology.yaml", "documents.yaml"):
        (tmp_path / "config" / name).symlink_to(REPOSITORY / "config" / name)
    (tmp_path / "config" / "feeds.yaml").write_text("feeds:\n  - nmae: Post\n    url: http://127.0.0.1/feed\n")
    (tmp_path / "config" / "alerts.yaml").write_text("ruels: []\n")
    with started(what, {**AWAY, "DYADWATCH_CONFIG": str(tmp_path / "config")}, tmp_path) as process:
        told, _ = process.communicate(timeout=60)
    assert process.returncode == 2, told
    assert "feeds.yaml:2: " in told
    assert "alerts.yaml:1: ruels" in told
    assert "Traceback" not in told


@pytest.mark.services  # as above
@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, "environment:1: DATABASE_URL: is required and missing"),
        ({**AWAY, "DATABASE_URL": "postgresql://me:hunt/er2@db/x"}, "environment:1: DATABASE_URL: cannot be read"),
        ({**AWAY, "DYADWATCH_CONFIG": "hook"}, "channels.hook: needs the environment variable NO_SUCH_SECRET"),
    ],
)
def test_a_worker_that_could_do_nothing_does_not_start(environ: dict[str, str], said: str, tmp_path: Path) -> None:
    with_a_hook(tmp_path / "hook")
    with started("worker -Q fetch -c 1", environ, tmp_path) as process:
        told, _ = process.communicate(timeout=60)
    assert process.returncode == 2, told
    assert said in told
    assert "Traceback" not in told
    assert "er2" not in told


def with_a_hook(folder: Path) -> None:
    """A configuration whose one channel wants a secret that nobody set."""
    folder.mkdir()
    for name in ("actors.yaml", "ontology.yaml", "documents.yaml", "feeds.yaml"):
        (folder / name).symlink_to(REPOSITORY / "config" / name)
    hook = "{kind: webhook, url: https://hooks.example.org/, secret: '${env:NO_SUCH_SECRET}'}"
    (folder / "alerts.yaml").write_text(f"channels:\n  hook: {hook}\nrules: []\n")
