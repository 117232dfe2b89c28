"""Pages of the feeds: how each does, and all that is known of one."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse

from worker.feeds.words import in_words
from worker.model.sources import Standing
from worker.query.feed_show import ago, ahead, known
from worker.query.pages import rendered
from worker.query.site import Here

LOG_LINES = 50
# What wants care comes first.
_ORDER = (Standing.TROUBLE, Standing.SILENT, Standing.OFFLINE, Standing.NEW, Standing.WELL, Standing.PAUSED)

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/feeds")
def feeds(site: Here, standing: Annotated[Standing | None, Query()] = None) -> HTMLResponse:
    """All feeds, or those of one standing; what wants care first."""
    now = site.clock()
    sources = site.store.sources(now)
    counted = Counter(source.health.standing for source in sources)
    shown = [source for source in sources if standing in (None, source.health.standing)]
    shown.sort(key=lambda source: (_ORDER.index(source.health.standing), source.feed.name.casefold()))
    return rendered(
        "feeds.html",
        sources=shown,
        counted=[(one, counted[one]) for one in _ORDER if counted[one]],
        total=len(sources),
        standing=standing,
        ago=lambda moment: ago(moment, now),
        ahead=lambda moment: ahead(moment, now),
    )


@router.get("/feeds/{feed_id}")
def feed(site: Here, feed_id: Annotated[int, Path(ge=1, le=2**63 - 1)]) -> HTMLResponse:
    """One feed with its health and its latest polls: where the link of an alert about it leads."""
    now = site.clock()
    source = site.store.source(feed_id, now)
    return rendered(
        "feed.html",
        source=source,
        known=[(label, value) for label, value in known(source, now) if label not in ("name", "url", "health")],
        log=site.store.fetches(feed_id, LOG_LINES),
        in_words=in_words,
    )
