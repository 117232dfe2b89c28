"""The HTTP interface: events as JSON, health, metrics, and its own description. Read only.

Errors are JSON too: ``{"error": "what is wrong", "problems": ["a line each"]}``, with 422 for a question that makes no
sense, 404 for what is not stored, 503 while the database does not answer.
"""

from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response
from fastapi import Path as PathParameter
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BeforeValidator, Field
from starlette.exceptions import HTTPException

from worker.model import DyadwatchError, EventFilter, NotFoundError, ServiceUnavailableError, UsageError
from worker.query import feed_pages, feed_shapes, filters, health, metrics, pages, schema, websub
from worker.query.headers import SecurityHeaders
from worker.query.site import Here, Site

MOST, USUAL = 500, 100

router = APIRouter()


def build_app(site: Site) -> FastAPI:
    """The whole web application."""
    app = FastAPI(
        title="dyadwatch",
        summary="Who did what to whom between states, with the sentence that says so.",
        version=schema.version(),
        docs_url=None,  # FastAPI's own page loads scripts from a CDN; ours (pages.docs) needs no network
        redoc_url=None,
    )
    app.state.site = site
    app.include_router(router)
    app.include_router(pages.router)
    app.include_router(feed_pages.router)
    app.include_router(websub.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).with_name("static")), name="static")
    app.add_middleware(SecurityHeaders)
    for kind in (DyadwatchError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _failed)
    return app


def asked_filter(request: Request, site: Here) -> EventFilter:
    """The filter that the query string says; ``limit`` and ``after`` are no part of it. Raises UsageError."""
    given = {name: request.query_params.getlist(name) for name in request.query_params}
    values = {name: texts for name, texts in given.items() if name not in ("limit", "after")}
    return filters.parse(values, site.clock(), site.vocabulary)


Asked = Annotated[EventFilter, Depends(asked_filter)]
Limit = Annotated[int, Field(ge=1, le=MOST)]
EventId = Annotated[int, PathParameter(ge=1, le=2**63 - 1)]


def _unless_empty(value: object) -> object:
    """A form sends its empty fields too."""
    return None if value == "" else value


_FILTER_PARAMETERS: dict[str, Any] = {
    "parameters": [
        {
            "name": option.field,
            "in": "query",
            "description": option.help,
            "schema": {"type": "array", "items": {"type": "string"}} if option.is_list else {"type": "string"},
            "example": [option.example] if option.is_list else option.example,
        }
        for option in filters.OPTIONS
    ]
}
_ERRORS: dict[int | str, dict[str, Any]] = {code: {"model": schema.Error} for code in (422, 503)}


@router.get(
    "/api/v1/events",
    tags=["events"],
    summary="Stored events, newest first",
    openapi_extra=_FILTER_PARAMETERS,
    responses={200: {"model": schema.EventPage}, **_ERRORS},
)
def events(
    site: Here,
    where: Asked,
    limit: Annotated[
        Limit | None,
        BeforeValidator(_unless_empty),
        Query(description=f"Events a page, 1 to {MOST}; {USUAL} if not given."),
    ] = None,
    after: Annotated[str | None, Query(description="The “next” of the page before.")] = None,
) -> JSONResponse:
    """Every filter that is given must hold; a list matches when any of its values does. “next” is null at the end."""
    page = site.store.events(where, limit=limit or USUAL, after=after or None)
    return JSONResponse({"events": [event.to_json() for event in page.events], "next": page.next})


@router.get(
    "/api/v1/events/{event_id}",
    tags=["events"],
    summary="One event with all its mentions",
    responses={200: {"model": schema.Event}, 404: {"model": schema.Error}, **_ERRORS},
)
def event(site: Here, event_id: EventId) -> JSONResponse:
    """The event with the evidence of every sentence that reports it."""
    return JSONResponse(site.store.event(event_id).to_json())


@router.get(
    "/api/v1/feeds",
    tags=["feeds"],
    summary="All feeds with their health",
    responses={200: {"model": feed_shapes.FeedPage}, 503: {"model": schema.Error}},
)
def feeds(site: Here) -> JSONResponse:
    """How each feed does, and why; those that are paused come last."""
    return JSONResponse({"feeds": [feed_shapes.as_json(source) for source in site.store.sources(site.clock())]})


@router.get(
    "/api/v1/feeds/{feed_id}",
    tags=["feeds"],
    summary="One feed with its latest polls",
    responses={200: {"model": feed_shapes.FeedDetail}, 404: {"model": schema.Error}, **_ERRORS},
)
def feed(site: Here, feed_id: EventId) -> JSONResponse:
    """The feed with its health, and the last hundred lines of its log."""
    source, log = site.store.source(feed_id, site.clock()), site.store.fetches(feed_id, 100)
    return JSONResponse(feed_shapes.detail_as_json(source, log))


@router.get("/healthz", tags=["operation"], summary="Whether the process lives")
async def healthz() -> dict[str, str]:
    """Always answers at once, and asks nobody else."""
    return {"status": "alive"}


@router.get("/readyz", tags=["operation"], summary="Whether it can do its work", responses={503: {"description": "No"}})
def readyz(site: Here) -> JSONResponse:
    """Database, broker, schema and last tick; 503 says which of them fails, and why."""
    checks = health.readiness(site.store, site.redis_url, site.clock(), site.tick_limit)
    ready = all(check.ok for check in checks)
    parts = {check.name: {"ok": check.ok, "detail": check.detail} for check in checks}
    return JSONResponse({"ready": ready, "parts": parts}, 200 if ready else 503)


@router.get("/metrics", tags=["operation"], summary="Counts for Prometheus", response_class=Response)
def prometheus(site: Here) -> Response:
    """Gauges in the text format of Prometheus."""
    return Response(metrics.exposition(site.store, site.clock()), media_type=metrics.CONTENT_TYPE)


def _failed(request: Request, error: Exception) -> Response:
    """One shape for all errors: JSON for programs, a page for people."""
    status, problems = _status_of(error), _problems_of(error)
    headers = {"Retry-After": "10"} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    if _for_people(request):
        return pages.error(request, status, problems, headers)
    return JSONResponse({"error": problems[0], "problems": problems}, status, headers)


def _for_people(request: Request) -> bool:
    machine = request.url.path.startswith(("/api/", "/healthz", "/readyz", "/metrics", "/openapi"))
    return not machine and "text/html" in request.headers.get("accept", "")


_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (UsageError, 422),
    (RequestValidationError, 422),
    (NotFoundError, 404),
    (ServiceUnavailableError, 503),
)


def _status_of(error: Exception) -> int:
    if isinstance(error, HTTPException):
        return error.status_code
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def _problems_of(error: Exception) -> list[str]:
    if isinstance(error, RequestValidationError):
        return [f"{problem['loc'][-1]}: {problem['msg']}" for problem in error.errors()]
    if isinstance(error, HTTPException):
        return [str(error.detail)]
    return str(error).splitlines() or [type(error).__name__]
