"""JSON Feed 1.0 and 1.1."""

import json
from typing import Any

import pytest

from worker.feeds.mended import MOST_ENTRIES
from worker.feeds.parse import parse
from worker.model import FeedData, FetchError

VERSION = "https://jsonfeed.org/version/1.1"


def read(*items: Any, **more: Any) -> FeedData:
    body = json.dumps({"version": VERSION, "title": "Post", "items": list(items), **more}).encode()
    return parse(b"\xef\xbb\xbf " + body, {"content-type": "application/feed+json"}, "https://a.example/feed.json")


def test_an_item_becomes_an_entry_with_its_dates_in_utc() -> None:
    item = {
        "id": "7",
        "url": "https://a.example/7",
        "title": "Talks & <b>fish</b>",
        "content_html": "<p>They met.</p>",
        "content_text": "They met.",
        "summary": "a < b",
        "date_published": "2026-03-02T12:00:00+09:00",
        "date_modified": "2026-03-02T04:00:00Z",
    }
    data = read(
        item, language="en-GB", feed_url="https://a.example/feed.json", hubs=[{"type": "WebSub", "url": "http://h/"}]
    )
    (entry,) = data.entries
    assert (entry.guid, entry.link, entry.title) == ("7", "https://a.example/7", "Talks & <b>fish</b>")
    assert (entry.summary, entry.content) == ("a &lt; b", "<p>They met.</p>")
    assert str(entry.published_at) == "2026-03-02 03:00:00+00:00"
    assert str(entry.updated_at) == "2026-03-02 04:00:00+00:00"
    assert (data.title, data.language, data.hints.hub) == ("Post", "en-GB", "http://h/")
    assert data.hints.topic == "https://a.example/feed.json"


def test_text_stands_in_for_markup_and_for_a_title_and_a_number_for_an_id() -> None:
    (entry,) = read({"id": 7, "external_url": "https://b.example/", "content_text": "a < b"}).entries
    assert (entry.guid, entry.link, entry.title, entry.content) == ("7", "https://b.example/", "a < b", "a &lt; b")


def test_an_item_of_nonsense_costs_one_item() -> None:
    data = read(None, 7, [], {"title": ["x"], "url": 7}, {"title": "kept", "url": "javascript:x", "date_published": 7})
    assert [(entry.title, entry.link, entry.published_at) for entry in data.entries] == [("kept", None, None)]
    assert len(data.broken) == 4


def test_of_too_many_items_the_first_are_read_and_the_feeds_log_says_so() -> None:
    data = read(*({"title": str(number)} for number in range(MOST_ENTRIES + 5)))
    assert len(data.entries) == MOST_ENTRIES
    assert data.broken == (f"of {MOST_ENTRIES + 5} entries only the first {MOST_ENTRIES} are read",)


@pytest.mark.parametrize(
    "body", [b'{"items": []}', b"[" * 200_000, b'{"version": "1.1", "items": {}}', b"{", b'[{"a": ' + b"9" * 5_000]
)
def test_any_other_json_is_no_feed(body: bytes) -> None:
    with pytest.raises(FetchError, match="is JSON") as raised:
        parse(body, {}, "https://a.example/feed.json")
    assert raised.value.kind == "not a feed"
