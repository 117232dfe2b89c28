"""What the program says of its own work: one line an event, on stderr, for a person (console) or a machine (JSON)."""

import logging
import sys
from typing import Any

import structlog

# A lost connection told with a traceback fills a screen, and nobody needs it: all try again by themselves.
_PASSING = frozenset({"ConnectionError", "OperationalError", "TimeoutError", "ServiceUnavailableError"})
# Each of their lines at INFO is said better by ours ("polled", "coded", "sent").
_TALKATIVE = ("celery.worker.strategy", "celery.app.trace", "celery.beat", "alembic", "apprise", "httpx2", "httpcore2")


def setup_logging(level: str = "INFO", style: str = "console") -> None:
    """Set up logging for the whole process, ours and that of all libraries. ``style`` is console or json."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.UnicodeDecoder(),
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(one_line)
    handler.setFormatter(_formatter(shared, style))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def _formatter(shared: list[Any], style: str) -> structlog.stdlib.ProcessorFormatter:
    last: list[Any]
    if style == "json":
        last = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    else:
        last = [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
    )


def one_line(record: logging.LogRecord) -> bool:
    """A service that does not answer is told in one line, whoever tells it; everything else keeps its traceback."""
    error = record.exc_info[1] if record.exc_info else None
    if error and (_passes(error) or (_of_celery(record) and _stumbled(error))):
        said = record.getMessage().strip().partition("\n")[0]  # what follows is a stack in prose
        record.msg = said if str(error) in said else f"{said} ({error})"
        record.args, record.exc_info, record.exc_text = (), None, None
    elif _of_celery(record) and not error:
        record.msg, record.args = " ".join(record.getMessage().split()), ()
    return True


def _passes(error: BaseException) -> bool:
    return not _PASSING.isdisjoint(base.__name__ for base in type(error).__mro__)


def _stumbled(error: BaseException) -> bool:
    """A lost connection in another guise: AttributeError of a connection that is None, SchedulingError of beat."""
    behind = error.__cause__ or error.__context__
    return type(error).__name__ in ("AttributeError", "SchedulingError") and behind is not None and _passes(behind)


def _of_celery(record: logging.LogRecord) -> bool:
    return record.name.startswith(("celery", "kombu"))
