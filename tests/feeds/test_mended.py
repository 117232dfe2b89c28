"""Traps in the bytes of a feed, taken out before anything parses it."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from worker.articles.dating import SKEW, dated
from worker.articles.identity import drafts
from worker.feeds.mended import MOST_ENTRIES, mended
from worker.feeds.parse import parse
from worker.model import EntryData, Feed, FeedData

URL = "https://feeds.example/rss.xml"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha]>ha">{LAUGHS}<!-- > -->]>'


def rss(words: str, head: str = "") -> bytes:
    return f"{head}<rss version='2.0'><channel><title>T</title>{words}</channel></rss>".encode()


@pytest.mark.parametrize(
    "head",
    [
        BOMB,
        "<!DOCTYPE rss SYSTEM 'file:///etc/passwd'>",
        "<!DOCTYPE rss PUBLIC '-//Netscape//DTD RSS 0.91//EN' \"http://a/x>y\">",
        "<!doctype rss [ <!ENTITY x SYSTEM 'http://127.0.0.1/'> ] >",
        "<!DOCTYPE rss [ never ended",
    ],
)
def test_a_document_type_goes_and_its_entities_with_it(head: str) -> None:
    body = mended(rss("<item><title>a&l9;&x;b</title></item>", head), [])
    assert b"DOCTYPE" not in body.upper()
    assert b"ENTITY" not in body
    (entry,) = parse(rss("<item><title>a&l9;&x;b</title></item>", head), {}, URL).entries
    assert entry.title.startswith("a")
    assert len(entry.title) < 20


def test_the_word_doctype_within_an_entry_stays() -> None:
    body = rss("<item><title><![CDATA[<!DOCTYPE html> is dead]]></title></item>")
    assert mended(body, []) == body


def test_of_too_many_entries_the_first_are_read_and_the_feeds_log_says_so() -> None:
    items = "".join(f"<item><title>{number}</title></item>" for number in range(MOST_ENTRIES + 500))
    data = parse(rss(items + "<language>en</language>"), {}, URL)
    assert [entry.title for entry in data.entries] == [str(number) for number in range(MOST_ENTRIES)]
    assert (data.broken, data.language) == (
        (f"of {MOST_ENTRIES + 500} entries only the first {MOST_ENTRIES} are read",),
        "en",
    )


@pytest.mark.parametrize(
    "item",
    [
        "<author>" + "a@a." * 16_000 + "</author>",
        "<x " + " ".join(f"a{number}='1'" for number in range(200_000)) + "/>",
        "<description " + " ".join(f"a{number}='1'" for number in range(200_000)) + ">kept</description>",
        "<pubDate>" + "1" * 1_000_000 + "</pubDate>",
        "<title>" + "x" * 1_000_000 + "</title>",
    ],
    ids=["author of 64 kB", "tag of 200,000 attributes", "start of one", "date of 1 MB", "title of 1 MB"],
)
def test_what_costs_feedparser_minutes_costs_a_second(item: str) -> None:
    began = time.process_time()
    data = parse(rss(f"<item><link>https://a.example/</link>{item}</item>"), {}, URL)
    assert time.process_time() - began < 2
    assert len(data.entries) == 1
    assert len(data.entries[0].title) <= 1_002


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "windows-1251", "koi8-r"])
def test_traps_are_found_in_any_encoding(encoding: str) -> None:
    text = (
        f"<?xml version='1.0' encoding='{encoding}'?>{BOMB[21:]}"
        + rss("<item><title>Переговоры&#xD800;</title></item>").decode()
    )
    (entry,) = parse(text.encode(encoding), {"content-type": "application/xml"}, URL).entries
    assert entry.title == "Переговоры\ufffd"


def test_a_title_holds_nothing_that_turns_a_screen_around() -> None:
    body = rss("<item><title>Talks \u202egnp.\u2066 go\x01 on</title></item>")
    assert parse(body, {}, URL).entries[0].title == "Talks gnp. go on"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("3 марта 2026, 12:10", "2026-03-03 12:10:00+00:00"),
        ("Пн, 02 мар 2026 11:00:00 +0300", "2026-03-02 08:00:00+00:00"),
        ("2. März 2026, 10:00 Uhr", "2026-03-02 10:00:00+00:00"),
        ("2 mars 2026 10:00", "2026-03-02 10:00:00+00:00"),
        ("2026年3月2日 10:00", "2026-03-02 10:00:00+00:00"),
        ("Lunes, 02 Mar 2026 11:00:00 GMT", "2026-03-02 11:00:00+00:00"),
        ("vor 2 Stunden", "None"),
        ("yesterday", "None"),
        ("2 mars", "None"),
        ("March 2026", "None"),
        ("03/04/2026", "None"),
    ],
)
def test_a_date_in_another_language_is_read_whole_or_not_at_all(written: str, read: str) -> None:
    (entry,) = parse(rss(f"<item><title>T</title><pubDate>{written}</pubDate></item>"), {}, URL).entries
    assert str(entry.published_at) == read


def test_a_date_in_the_future_is_taken_as_now_and_noted_and_the_articles_names_stay() -> None:
    now = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    feed = Feed(1, URL, "Post", None, None, "en", None, "post", "store", 600.0)
    moments = (now - timedelta(days=1), now + SKEW, now + timedelta(days=900), None)
    entries = tuple(EntryData(None, None, f"Talks {n}", "", None, moment) for n, moment in enumerate(moments))
    before = drafts(feed, FeedData(None, None, entries))
    after, notes = dated(before, now)
    assert [one.published_at for one in after] == [moments[0], moments[1], now, None]
    assert [one.identity for one in after] == [one.identity for one in before]
    assert notes == ("1 of 4 are dated in the future, up to 2028-08-18 12:00; taken as of now",)
