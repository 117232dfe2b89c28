import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import feedparser
import pytest

from worker.feeds.parse import parse
from worker.model import FeedHints, FetchError

SAMPLES = Path(__file__).parent.parent / "data" / "feeds"
URL = "https://feeds.example/rss.xml"


def as_json(data: Any) -> Any:
    """Hints stand in a sample only where the feed gives one."""
    told = {name: value for name, value in asdict(data).items() if name != "hints" or data.hints != FeedHints()}
    return json.loads(json.dumps(told, default=lambda moment: moment.isoformat()))


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.xml")), ids=lambda path: path.stem)
def test_a_feed_is_read_as_the_file_beside_it_says(sample: Path) -> None:
    data = parse(sample.read_bytes(), {"content-type": "text/xml"}, URL)
    assert as_json(data) == json.loads(sample.with_suffix(".json").read_text())


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"", "empty feed", "answered with nothing"),
        (b" \r\n\t\x00", "empty feed", "answered with nothing"),
        ((SAMPLES / "page.html").read_bytes(), "not a feed", "is a web page"),
        (b'{"items": []}', "not a feed", "is JSON"),
        (b"just words", "not a feed", "neither RSS nor Atom"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a feed", "neither RSS nor Atom"),
        (b"<?xml version='1.0'?><sitemap><url/></sitemap>", "not a feed", "neither RSS nor Atom"),
    ],
)
def test_what_is_no_feed_is_refused_with_a_word_on_what_to_do(body: bytes, kind: str, words: str) -> None:
    with pytest.raises(FetchError, match=words) as raised:
        parse(body, {"content-type": "text/html"}, URL)
    assert (raised.value.kind, raised.value.permanent, raised.value.subject) == (kind, False, URL)


def rss(item: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{item}</channel></rss>'.encode()


def only(item: str) -> Any:
    (entry,) = parse(rss(f"<item>{item}</item>"), {}, URL).entries
    return entry


@pytest.mark.parametrize("length", range(0, 700, 7))
def test_wherever_a_feed_is_cut_no_half_entry_is_kept(length: int) -> None:
    whole = (SAMPLES / "one-broken-entry.xml").read_bytes()
    titles = [entry.title for entry in parse(whole, {}, URL).entries]
    try:
        kept = [entry.title for entry in parse(whole[:length], {}, URL).entries]
    except FetchError:
        return
    assert kept == titles[: len(kept)]


def test_the_charset_of_the_response_decides_over_a_feed_that_states_none() -> None:
    body = "<rss version='2.0'><channel><item><title>Außenminister</title></item></channel></rss>".encode("latin-1")
    data = parse(body, {"content-type": "application/rss+xml; charset=iso-8859-1"}, URL)
    assert data.entries[0].title == "Außenminister"


def test_a_nul_in_the_bytes_costs_nothing_but_itself() -> None:
    data = parse(rss("<item><title>Be\x00fore</title></item><item><title>After</title></item>"), {}, URL)
    assert [entry.title.replace("\ufffd", "") for entry in data.entries] == ["Before", "After"]
    assert "\x00" not in repr(data)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Tue, 04 Mar 2025 10:00:00 GMT", "2025-03-04T10:00:00+00:00"),
        ("Tue, 04 Mar 2025 10:00:00 +0530", "2025-03-04T04:30:00+00:00"),
        ("Tue, 04 Mar 2025 10:00:00 KST", "2025-03-04T01:00:00+00:00"),
        ("Tue, 04 Mar 2025 10:00:00 IST", "2025-03-04T04:30:00+00:00"),
        ("Tue, 04 Mar 2025 10:00:00 EST", "2025-03-04T15:00:00+00:00"),
        ("Wed, 01 Jan 2025 00:30:00 CET", "2024-12-31T23:30:00+00:00"),
        ("04 Mar 25 10:00 GMT", "2025-03-04T10:00:00+00:00"),
        ("2025-03-04T10:00:00Z", "2025-03-04T10:00:00+00:00"),
        ("2025-03-04 10:00:00", "2025-03-04T10:00:00+00:00"),
        ("2025-03-04", "2025-03-04T00:00:00+00:00"),
        ("2025-03", None),
        ("2025", None),
        ("--03-04", None),
        ("10:00", None),
        ("Mon, 01 Jan 0001 00:00:00 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Tue, 31 Feb 2025 10:00:00 GMT", None),
        ("now", None),
        ("", None),
    ],
)
def test_a_date_is_read_in_utc_and_never_guessed(written: str, read: str | None) -> None:
    found = only(f"<title>T</title><pubDate>{written}</pubDate>").published_at
    assert (found.isoformat() if found else None) == read


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "ftp://a.example/x", "mailto:a@b.example", "http://["]
)
def test_only_web_links_are_kept(link: str) -> None:
    assert only(f"<title>T</title><link>{link}</link>").link is None


def test_the_feeds_own_redirector_is_passed_over_for_the_page_itself() -> None:
    item = (
        "<title>T</title><link>https://feedproxy.example/~r/1</link>"
        '<f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">https://paper.example/1</f:origLink>'
    )
    assert only(item).link == "https://paper.example/1"


def test_a_summary_that_is_only_the_content_again_is_left_out() -> None:
    item = (
        '<title>T</title><c:encoded xmlns:c="http://purl.org/rss/1.0/modules/content/">Words &amp;amp; more</c:encoded>'
    )
    assert (only(item).summary, only(item).content) == ("", "Words &amp; more")


@pytest.mark.parametrize("number", ["xD800", "xDFFF", "0", "x110000", "9" * 19, "x" + "F" * 40, "9" * 5000])
def test_a_reference_to_no_character_never_costs_more_than_its_entry(number: str) -> None:
    data = parse(rss(f"<item><title>a&#{number};</title></item><item><title>good</title></item>"), {}, URL)
    assert data.entries[-1].title == "good"
    with pytest.raises(FetchError):
        parse(b"&#" + b"9" * 5000 + b";", {}, URL)


def test_when_feedparser_fails_on_the_whole_each_entry_is_read_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    real = feedparser.parse

    def fragile(stream: Any, **options: Any) -> Any:
        if b"poison" in stream.getvalue():
            raise ValueError("chr() arg not in range")
        return real(stream, **options)

    monkeypatch.setattr(feedparser, "parse", fragile)
    body = rss("<item><title>One</title></item><item><title>poison</title></item><item><title>Three</title></item>")
    data = parse(body, {}, URL)
    assert [entry.title for entry in data.entries] == ["One", "Three"]
    assert data.title == "T"
    assert [line.partition(":")[0] for line in data.broken][1:] == ["entry 2"]
