"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/) into what it says."""

import html
import json
from collections.abc import Iterator
from typing import Any

from worker.feeds.dates import Dates
from worker.feeds.mended import MOST_ENTRIES, too_many
from worker.feeds.plain import LONGEST_TEXT, beginning, is_web, line
from worker.model import EntryData, FeedData, FeedHints, FetchError
from worker.model.text import clean


def is_json(body: bytes) -> bool:
    """Whether to read it as JSON at all."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def parse_json(body: bytes, url: str) -> FeedData:
    """Raises FetchError, kind "not a feed", for JSON of any other sort."""
    held = _loaded(body, url)
    broken: list[str] = []
    items = held["items"]
    if len(items) > MOST_ENTRIES:
        broken.append(too_many(len(items)))
    entries = tuple(_entries(items[:MOST_ENTRIES], broken))
    return FeedData(
        line(_text(held, "title")) or None, _text(held, "language") or None, entries, tuple(broken), _hints(held)
    )


def _loaded(body: bytes, url: str) -> dict[str, Any]:
    try:
        held = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _no_feed(
            url, f"is JSON that cannot be read ({str(error)[:100]}); look for its RSS or Atom feed"
        ) from error
    # A version is what tells a feed from any other list; some write "1.1" for the address that it should be.
    feed = isinstance(held, dict) and isinstance(held.get("items"), list) and _text(held, "version")
    if not feed:
        raise _no_feed(url, "is JSON, but no JSON Feed; look for the outlet's RSS, Atom or JSON feed")
    return dict(held)


def _no_feed(url: str, what: str) -> FetchError:
    return FetchError(f"{url} {clean(what)}", kind="not a feed", permanent=False, subject=url)


def _hints(held: dict[str, Any]) -> FeedHints:
    """WebSub is the one kind of hub that 1.1 names and that we speak."""
    named = held.get("hubs")
    hubs = [one for one in named if isinstance(one, dict)] if isinstance(named, list) else []
    hub = next((one for one in hubs if _text(one, "type").lower() == "websub"), {})
    return FeedHints(hub=_web(hub, "url"), topic=_web(held, "feed_url"))


def _entries(items: list[Any], broken: list[str]) -> Iterator[EntryData]:
    dates = Dates()
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            yield _entry(item, dates)
        else:
            broken.append(f"entry {number}: it is no object")


def _entry(item: dict[str, Any], dates: Dates) -> EntryData:
    """``content_html`` before ``content_text``; the spec wants an id as text, and readers take a number for one."""
    content = _text(item, "content_html") or html.escape(_text(item, "content_text"), quote=False)
    summary = html.escape(_text(item, "summary"), quote=False)
    number = item.get("id")
    guid = str(number) if isinstance(number, int) and not isinstance(number, bool) else _text(item, "id")
    return EntryData(
        guid=guid.strip() or None,
        link=_web(item, "url") or _web(item, "external_url"),
        title=line(_text(item, "title")) or beginning(summary or content),
        summary=summary,
        content=content or None,
        published_at=dates.read(_text(item, "date_published")),
        updated_at=dates.read(_text(item, "date_modified")),
    )


def _text(held: dict[str, Any], key: str) -> str:
    value = held.get(key)
    return clean(value[:LONGEST_TEXT]) if isinstance(value, str) else ""


def _web(held: dict[str, Any], key: str) -> str | None:
    value = held.get(key)
    return clean(str(value).strip()) if is_web(value) else None
