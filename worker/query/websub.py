"""Where hubs call back (WebSub, https://www.w3.org/TR/websub/, sections 5 and 7): to verify, to refuse, to push.

The address is only as good as its secret part; what is pushed is kept unread, and read by a poll within its walls.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from worker.feeds.push import LEASE_SECONDS, refusal_of_push, refusal_of_verification
from worker.model import NotFoundError, Subscription
from worker.query.site import Here, Site

MOST_BYTES = 16 * 2**20
LONGEST_LEASE = 365 * 86_400

log = structlog.get_logger("dyadwatch.websub")
router = APIRouter(prefix="/websub", include_in_schema=False)


def _subscription(token: str, site: Here) -> Subscription:
    """410 tells a hub that it need not come again."""
    try:
        return site.store.hubs.called(token)
    except NotFoundError as error:
        raise HTTPException(410, str(error)) from error


Held = Annotated[Subscription, Depends(_subscription)]


@router.get("/{token}")
def verify(
    site: Here,
    held: Held,
    mode: Annotated[str, Query(alias="hub.mode")] = "",
    topic: Annotated[str, Query(alias="hub.topic")] = "",
    challenge: Annotated[str, Query(alias="hub.challenge", max_length=4_096)] = "",
    lease: Annotated[int, Query(alias="hub.lease_seconds", ge=1)] = LEASE_SECONDS,
    reason: Annotated[str, Query(alias="hub.reason", max_length=500)] = "",
) -> Response:
    """Say back the challenge of a hub that we did ask; take note of one that refuses."""
    if mode == "denied" and topic == held.topic:
        site.store.hubs.deny(held.feed_id, f"the hub refused: {reason or 'it does not say why'}")
        return Response(status_code=200)
    now = site.clock()
    if refused := refusal_of_verification(held, mode, topic, now):
        log.warning("a hub was not confirmed", feed=held.feed_id, why=refused)
        raise HTTPException(404, refused)
    site.store.hubs.confirm(held.feed_id, now + timedelta(seconds=min(lease, LONGEST_LEASE)), now)
    return Response(challenge, media_type="text/plain")


@router.post("/{token}")
async def take_in(request: Request, site: Here, held: Held) -> Response:
    """Keep what a hub brings. What is not signed as it should be is dropped; a hub hears the same either way, as the
    standard allows, so that nobody can try secrets here."""
    body = await _body(request)
    refused = refusal_of_push(request.headers.get("x-hub-signature"), held.secret, body)
    if refused:
        log.warning("a push was dropped", feed=held.feed_id, why=refused)
        return Response(status_code=202)
    kept = await run_in_threadpool(_keep, site, held, request.headers.get("content-type", ""), body)
    return Response(status_code=202) if kept else Response(status_code=503, headers={"Retry-After": "60"})


def _keep(site: Site, held: Subscription, content_type: str, body: bytes) -> bool:
    return site.store.hubs.take_in(held.feed_id, content_type, body, site.clock())


async def _body(request: Request) -> bytes:
    """Counted as it comes: a length that is announced may be a lie."""
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > MOST_BYTES:
            raise HTTPException(413, f"more than {MOST_BYTES // 2**20} MiB")
        pieces.append(piece)
    return b"".join(pieces)
