"""Celery: the app, the beat schedule, and a task for each hop. The only file that knows Celery.

Postgres is the truth and Celery the doorbell: a message carries one id, and any message may be lost, doubled or late.
So what follows is set for few repeats and quick recovery, not for a promise: the promises stand in the rows.

    celery -A worker.tasks worker -Q fetch,code,alert
    celery -A worker.tasks beat
"""

import os
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import cache, wraps
from typing import Any
from uuid import UUID

import structlog
from celery import Celery, Task, signals
from celery.platforms import SecurityWarning
from celery.worker import request
from kombu.exceptions import OperationalError

from worker import pipeline
from worker.channels import build_channels
from worker.config import Config, load_config, read_settings
from worker.config.settings import ENVIRONMENT, Settings
from worker.logs import setup_logging
from worker.model import ConfigError, DyadwatchError, Mistake, ServiceUnavailableError
from worker.store import Store
from worker.web import Web

log = structlog.get_logger("dyadwatch.tasks")

PAUSES = (1, 2, 4, 8, 15, 30)  # seconds between tries to reach PostgreSQL at the start


def settings_of_celery(settings: Settings) -> dict[str, Any]:
    """What a worker and beat run with. Where a line is not plain, it says why."""
    tick = settings.tick_seconds
    return {
        "broker_url": (settings.redis_url or "redis://127.0.0.1:6379/0").replace("unix://", "redis+socket://", 1),
        "broker_transport_options": {
            "visibility_timeout": 600,
            "unacked_restore_interval": 10,
            "unacked_restore_throttle": 1,
            "socket_connect_timeout": 5,
            "socket_keepalive": True,
        },
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "task_soft_time_limit": 60,
        "task_time_limit": 90,
        "worker_soft_shutdown_timeout": 30.0,
        # A task that runs while the broker goes away is let finish: cancelled in a POST, it would send twice.
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "task_serializer": "json",
        "accept_content": ["json"],
        "result_backend": None,
        "task_ignore_result": True,
        # One more try, then it is tick's turn: a hop must not wait for the broker with its work done.
        "task_publish_retry_policy": {"max_retries": 1, "interval_start": 0.2, "interval_max": 0.2},
        "task_create_missing_queues": True,
        "task_default_queue": "fetch",
        "task_routes": {
            # The queue of the short tasks: tick must not wait behind a hundred pages, least of all when it is needed.
            "dyadwatch.tick": {"queue": "alert"},
            "dyadwatch.poll": {"queue": "fetch"},
            "dyadwatch.read": {"queue": "fetch"},
            "dyadwatch.subscribe": {"queue": "fetch"},
            "dyadwatch.code": {"queue": "code"},
            "dyadwatch.send": {"queue": "alert"},
        },
        "enable_utc": True,
        "timezone": "UTC",
        # In memory: the default keeps a file, which kill -9 breaks, to remember what a schedule this short need not.
        "beat_scheduler": "celery.beat.Scheduler",
        "beat_max_loop_interval": tick,
        "beat_schedule": {
            # Ticks that pile up are of no use; clocks of two machines may differ by a little.
            "tick": {
                "task": "dyadwatch.tick",
                "schedule": timedelta(seconds=tick),
                "options": {"expires": tick * 3 + 10},
            }
        },
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,  # what the console channel prints is for a person, not for the log
        "worker_proc_alive_timeout": 30.0,
    }


@cache
def _settings() -> Settings:
    try:
        return read_settings(os.environ)
    except ConfigError as error:
        raise SystemExit(_refused(error)) from None


def _refused(error: ConfigError) -> int:
    print(error, file=sys.stderr, flush=True)
    return 2


# It warns of root because messages might be pickled; ours are JSON.
warnings.filterwarnings("ignore", category=SecurityWarning)


class Request(request.Request):  # type: ignore[misc]
    """Celery's own, but that a worker outlives the loss of its broker while a task runs.

    When the task is done, kombu acknowledges its message over a connection that is gone, and fails with an
    AttributeError that Celery does not expect (the one of celery/kombu#582), and ends the worker. There is nothing to
    acknowledge any more: the message is delivered again, and finds its row already seen to.
    """

    def __init__(self, *arguments: Any, connection_errors: tuple[type[Exception], ...] = (), **options: Any) -> None:
        super().__init__(*arguments, connection_errors=(*connection_errors, AttributeError), **options)


class Hop(Task):  # type: ignore[misc]
    Request = Request


app = Celery("dyadwatch", task_cls=Hop)
app.conf.update(settings_of_celery(_settings()))


@cache
def config() -> Config:
    """Read once, before the fork, so that all children share it."""
    return load_config()


@cache
def deps() -> pipeline.Deps:
    """Built by the first task of each process, after the fork: no child shares a connection with another."""
    return pipeline.build_deps(config())


@cache
def feeds_synced() -> None:
    """Once a process that ticks: what an analyst changed in feeds.yaml counts from the next start of a worker."""
    deps().store.sync_feeds(config().feeds, deps().clock())


def hop(name: str, expires: timedelta | None = None) -> Callable[[Callable[..., None]], Task]:
    """A task. Where a service does not answer it ends with one line, because tick rings again for what it left.

    A message that nobody took within ``expires`` is dropped.
    """

    def decorate(work: Callable[..., None]) -> Task:
        @wraps(work)
        def guarded(*ids: Any) -> None:
            try:
                work(*ids)
            except (ServiceUnavailableError, OperationalError) as error:
                log.warning("put off", hop=name, id=ids[0] if ids else None, why=str(error))
            except DyadwatchError as error:
                log.error("failed", hop=name, id=ids[0] if ids else None, why=str(error))

        return app.task(guarded, name=f"dyadwatch.{name}", expires=expires and expires.total_seconds())

    return decorate


def ring(task: Task, ids: Iterable[int | UUID]) -> None:
    """One message each, after the commit that made it due."""
    for one in ids:
        task.delay(str(one) if isinstance(one, UUID) else one)


@hop("tick")
def tick() -> None:
    feeds_synced()
    rings = pipeline.tick(deps())
    for feed_ids in rings.feeds:
        poll.delay(*feed_ids)
    ring(subscribe, rings.unsubscribed)
    ring(read, rings.unread)
    ring(code, rings.uncoded)
    ring(send, rings.unsent)


# When a claim has run out tick claims the feed anew. Any other hop asked for twice does nothing; a feed would be
# fetched twice, and a queue that is late would grow by its own lateness.
@hop("poll", expires=pipeline.LEASE)
def poll(*feed_ids: int) -> None:
    made = pipeline.poll_round(deps(), feed_ids)
    ring(read, made.articles)
    if made.left:
        poll.delay(*made.left)


@hop("subscribe", expires=pipeline.LEASE)
def subscribe(feed_id: int) -> None:
    pipeline.subscribe(deps(), feed_id)


@hop("read")
def read(article_id: int) -> None:
    if pipeline.read(deps(), article_id):
        ring(code, [article_id])


@hop("code")
def code(article_id: int) -> None:
    ring(send, pipeline.code(deps(), article_id))


@hop("send")
def send(delivery_id: str) -> None:
    pipeline.send(deps(), UUID(delivery_id))


def _log(**_: object) -> None:
    settings = _settings()
    setup_logging(settings.log_level, settings.log_format)


def _check_config(**_: object) -> None:
    """Every mistake of the configuration at once, before anything starts."""
    try:
        config()
    except ConfigError as error:
        raise SystemExit(_refused(error)) from None


def _prepare_worker(**_: object) -> None:
    """Celery tells of an error in here and works on regardless, so whatever keeps a worker from working ends it."""
    _check_config()
    try:
        _check_channels()
        _wait_for_database()
    except ConfigError as error:
        raise SystemExit(_refused(error)) from None
    except Exception as error:
        log.exception("this worker cannot start")
        raise SystemExit(1) from error


def _check_channels() -> None:
    """A secret that is not set is told now, and not by every task from then on."""
    build_channels(config().channels, Web(()))


def _wait_for_database() -> None:
    """Before any task is taken: a clear line a try, and a pause that grows, until PostgreSQL has our schema."""
    if not config().settings.database_url:
        problem = "is required and missing; write postgresql://user:password@host:5432/name, or run `dyadwatch up`"
        raise ConfigError((Mistake(ENVIRONMENT, 1, "DATABASE_URL", problem),))
    store = Store(config().settings.database_url or "", pool_size=1)
    tries = 0
    while (missing := _missing(store)) is not None:
        pause = PAUSES[min(tries, len(PAUSES) - 1)]
        log.warning("waiting for the database", why=missing, again_in_seconds=pause)
        time.sleep(pause)
        tries += 1
    store.close()


def _missing(store: Store) -> str | None:
    """What keeps us from working, in words; null where nothing does."""
    try:
        held, newest = store.schema()
    except ServiceUnavailableError as error:
        return str(error)
    return None if held == newest else f"its schema is {held or 'empty'}, not {newest}: run `dyadwatch migrate`"


def _show_life(**_: object) -> None:
    """For a health check that costs nothing: the broker just took beat's message, or this worker's heartbeat."""
    if (alive := _settings().alive_file) is not None:
        alive.touch()


def _show_life_of_beat(**_: object) -> None:
    signals.after_task_publish.connect(_show_life)


signals.setup_logging.connect(_log)
signals.beat_init.connect(_check_config)
signals.beat_init.connect(_show_life_of_beat)
signals.heartbeat_sent.connect(_show_life)
signals.worker_init.connect(_prepare_worker)
