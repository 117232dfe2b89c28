"""What the web server is given, once; the same for the HTTP interface and the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from worker.query.filters import Vocabulary, utc_now

if TYPE_CHECKING:
    from worker.store import Store


@dataclass(frozen=True, slots=True)
class Site:
    """``tick_limit`` is seconds: how old the last tick may be before we call ourselves not ready."""

    store: Store
    redis_url: str | None
    vocabulary: Vocabulary = dict
    tick_limit: float = 30.0
    clock: Callable[[], datetime] = utc_now


def site_of(request: Request) -> Site:
    """What ``build_app`` was given."""
    site = request.app.state.site
    assert isinstance(site, Site)
    return site


Here = Annotated[Site, Depends(site_of)]
