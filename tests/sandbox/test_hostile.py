"""Hostile documents, each read as a poll or a read would have it: soon done, recorded by its kind, no harm to the next.

``tests/bench/parsing.py`` has all of them, with the memory that each takes; here are those that end within a moment.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hostile_documents import FEEDS, PAGES, rss

from worker.model import Feed, FetchError, Response
from worker.sandbox import Sandbox

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
URL = "https://feeds.example/rss.xml"
FEED = Feed(1, URL, "Post", None, None, "en", None, "post", "store", 600.0)
QUICK = [
    "billion laughs", "quadratic blowup", "parameter entities", "external entity of a file", "external document type",
    "attribute defaults", "lone surrogate", "beyond Unicode", "reference of 5,000 digits", "a million open brackets",
    "200,000 attributes", "200,000 attributes on the root", "name of 1 MiB", "50,000 namespaces", "CDATA in CDATA",
    "CDATA that ends an item", "title of 15 MiB", "author of 64 kB", "guid of 1 MiB", "UTF-16", "UTF-32", "UTF-7",
    "half a UTF-16 character", "EBCDIC", "wrong charset", "charset that does not exist",
    "charset that is a codec of Python", "charset with a NUL", "overlong UTF-8", "truncated gzip",
    "NUL between all bytes", "control characters", "script in a title", "year 0", "year 9999", "zone of 99 hours",
    "date of a million characters", "JSON of 200,000 levels", "JSON Feed of 5,000 levels", "JSON of nonsense",
    "JSON with lone surrogates", "JSON number of a million digits", "a feed in HTML", "SVG", "XInclude",
]  # fmt: skip
KINDS = {"not a feed", "empty feed", "too slow to parse", "too large to parse", "cannot be parsed"}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox()
    yield made
    made.close()


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_feed_ends_soon_and_is_recorded_by_its_kind(sandbox: Sandbox, name: str) -> None:
    body, began = FEEDS[name](), time.monotonic()
    try:
        found = sandbox.feed(Response(URL, 200, {"content-type": "application/xml"}, body), FEED, NOW)
        assert all("<script" not in draft.url and "root:" not in draft.title for draft in found.drafts)
    except FetchError as error:
        assert error.kind in KINDS
    assert time.monotonic() - began < 17
    assert sandbox.feed(Response(URL, 200, {}, rss("<item><title>good</title></item>")), FEED, NOW).entries == 1


@pytest.mark.parametrize("name", ["page of tables in tables", "page of 100,000 levels"])
def test_a_hostile_page_ends_soon_and_is_recorded_by_its_kind(sandbox: Sandbox, name: str) -> None:
    body, began = PAGES[name](), time.monotonic()
    try:
        assert sandbox.page(Response(URL, 200, {"content-type": "text/html"}, body)).published_at is None
    except FetchError as error:
        assert error.kind in KINDS
    assert time.monotonic() - began < 17


def test_the_set_is_of_seventy_documents_and_more() -> None:
    assert len(FEEDS) + len(PAGES) >= 100
