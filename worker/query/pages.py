"""Pages for people, rendered here and readable without a script: the latest events, one event, the HTTP interface."""

import json
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from worker.model import EventFilter, StoredEvent, UsageError
from worker.query import filters, words
from worker.query.screen import stamp
from worker.query.site import Site

PAGE = 50
FIRST_FIELDS = ("dyad", "event_type", "seen_from", "status", "text")
# Marks that turn the direction of text around would reach beyond a headline, into our own words beside it.
_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


def web_link(url: str | None) -> str | None:
    """The URL where it is one of the web; null for ``javascript:`` and its like, which a feed may well hold."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def highlighted(sentence: str, marks: Mapping[str, str]) -> list[tuple[str, str | None]]:
    """The sentence in pieces, each with its kind: that of the mark it is (words -> kind), or null.

    Longer marks win over shorter ones; case does not matter; only whole words are marked.
    """
    kinds = {text.casefold(): kind for text, kind in marks.items() if text.strip()}
    if not kinds:
        return [(sentence, None)]
    longest_first = sorted(kinds, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    pieces = pattern.split(sentence)
    return [(piece, kinds.get(piece.casefold()) if i % 2 else None) for i, piece in enumerate(pieces) if piece]


def marks_of(event: StoredEvent, trigger: str) -> dict[str, str]:
    """What to mark in a sentence of the event: who, whom, and the words that say what."""
    marks = {recipient.text: "recipient" for recipient in event.coded.recipients}
    marks |= {actor.text: "actor" for actor in event.coded.actors}
    return marks | {part.strip(): "trigger" for part in trigger.split("...")}  # "held ... talks" is two pieces


def outlet_links(event: StoredEvent) -> list[tuple[str, str | None]]:
    """Every outlet with the address of its first report; null where that is none of the web."""
    first: dict[str, str | None] = {}
    for mention in event.mentions:
        first.setdefault(mention.outlet, web_link(mention.url))
    return [(outlet, first.get(outlet)) for outlet in event.outlets]


def _unturned(value: object) -> object:
    return value.translate(_TURNING) if isinstance(value, str) else value


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("worker.query"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_unturned,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"web_link": web_link, "stamp": stamp, "pretty": lambda v: json.dumps(v, indent=2)}
    environment.globals |= {
        "who_whom": words.who_whom,
        "what": words.what,
        "meaning": words.meaning,
        "outlet_links": outlet_links,
        "when": words.when,
        "full_name": words.full_name,
        "highlighted": highlighted,
        "marks_of": marks_of,
    }
    return environment


_TEMPLATES = _environment()


def rendered(name: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any) -> HTMLResponse:
    return HTMLResponse(_TEMPLATES.get_template(name).render(**values), status, headers)


def _site(request: Request) -> Site:
    site = request.app.state.site
    assert isinstance(site, Site)
    return site


@router.get("/")
def latest(request: Request, after: Annotated[str | None, Query()] = None) -> HTMLResponse:
    """The newest events, and the form that narrows them down; a wrong value is told above the form."""
    site = _site(request)
    values = {name: request.query_params.getlist(name) for name in request.query_params if name != "after"}
    try:
        where = filters.parse(values, site.clock(), site.vocabulary)
    except UsageError as error:
        return _latest(site, values, EventFilter(), str(error).splitlines(), None)
    return _latest(site, values, where, [], after)


def _latest(
    site: Site, values: Mapping[str, Sequence[str]], where: EventFilter, problems: list[str], after: str | None
) -> HTMLResponse:
    page = None if problems else site.store.events(where, limit=PAGE, after=after)
    return rendered(
        "latest.html",
        status=422 if problems else 200,
        page=page,
        problems=problems,
        values={option.field: _shown(option, values) for option in filters.OPTIONS},
        first=[option for option in filters.OPTIONS if option.field in FIRST_FIELDS],
        more=[option for option in filters.OPTIONS if option.field not in FIRST_FIELDS],
        known=_known(site),
        query=filters.as_query(where),
        is_first=after is None,
        older=filters.as_query(where, after=page.next) if page and page.next else None,
    )


def _shown(option: filters.Option, values: Mapping[str, Sequence[str]]) -> str:
    """What the form shows in a field: as it was typed, whichever of its names was used."""
    return ",".join(text for name in (option.field, *option.aliases) for text in values.get(name, ()) if text)


def _known(site: Site) -> dict[str, list[str]]:
    """What a field offers as one types."""
    known = {option.field: list(option.allowed) for option in filters.OPTIONS if option.allowed}
    return known | {field: sorted(names) for field, names in site.vocabulary().items()}


@router.get("/events/{event_id}")
def event(request: Request, event_id: Annotated[int, Path(ge=1, le=2**63 - 1)]) -> HTMLResponse:
    """One event with its evidence: where the link of an alert leads."""
    store = _site(request).store
    found = store.event(event_id)
    return rendered("event.html", event=found, deliveries=store.deliveries(event_id=event_id))


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """The HTTP interface, from its own OpenAPI description; needs no network and no script."""
    description = request.app.openapi()
    operations = [
        {"path": path, "method": method.upper(), **operation}
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]
    schemas = description.get("components", {}).get("schemas", {})
    return rendered("docs.html", info=description["info"], operations=operations, schemas=schemas)


def error(request: Request, status: int, problems: Sequence[str], headers: Mapping[str, str] | None) -> HTMLResponse:
    """A page that says what went wrong."""
    return rendered("error.html", status, headers, title=HTTPStatus(status).phrase, problems=problems)
