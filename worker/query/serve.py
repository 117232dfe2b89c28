"""``dyadwatch serve``: the web server alone, for compose and for whoever runs the parts himself."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, Annotated, Any

import typer

from worker.model import DyadwatchError
from worker.query.context import Context

if TYPE_CHECKING:
    from worker.query.site import Site


def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Address to listen on; else DYADWATCH_WEB_HOST.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Else DYADWATCH_WEB_PORT.")] = None,
    fd: Annotated[int | None, typer.Option(hidden=True, help="A socket that listens already.")] = None,
) -> None:
    """Serve the pages, the HTTP interface and the health checks.

    \b
    Examples:
      dyadwatch serve
      dyadwatch serve --host 0.0.0.0 --port 8080
      curl 'http://127.0.0.1:8000/api/v1/events?dyad=PRK-RUS&limit=5'
    """
    asked = Context.of(context)
    settings = asked.settings()
    listening = _socket(fd, host or settings.web_host, port or settings.web_port)
    with listening:
        _serve(make_site(asked), listening, settings.log_level.lower())


def make_site(context: Context) -> Site:
    """What the web server needs, from settings and store."""
    from worker.query.filters import utc_now
    from worker.query.site import Site

    settings = context.settings()
    running = None if settings.redis_url else context.running()
    return Site(
        store=context.store(),
        redis_url=settings.redis_url or (running.redis_url if running else None),
        vocabulary=context.vocabulary,
        tick_limit=max(30.0, 6 * settings.tick_seconds),
        clock=utc_now,
    )


def _socket(fd: int | None, host: str, port: int) -> socket.socket:
    if fd is not None:
        return socket.socket(fileno=fd)
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise DyadwatchError(f"{host}:{port} cannot be listened on ({reason}); name another with --port") from error


def _serve(site: Site, listening: socket.socket, level: str) -> None:
    import uvicorn

    from worker.query.api import build_app

    config = uvicorn.Config(
        build_app(site),
        log_level=level,
        log_config=_LOGGING,
        access_log=level == "debug",
        server_header=False,
        timeout_graceful_shutdown=5,
        lifespan="off",
    )
    uvicorn.Server(config).run(sockets=[listening])


# Everything on stderr: in `dyadwatch up` stdout belongs to the alerts.
_LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"]},
    "loggers": {"uvicorn": {"level": "INFO"}},
}
