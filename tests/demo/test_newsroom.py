"""The newsroom's answers: feeds that our parser reads, pages that hold the whole text, 304, and the inbox."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook

from worker.articles.text import from_html, from_page
from worker.demo.inbox import DEMO_SECRET, Inbox
from worker.demo.library import NOTICE, reports
from worker.demo.newsroom import Newsroom
from worker.demo.outlets import OUTLETS, Outlet
from worker.demo.programme import Programme
from worker.feeds.parse import parse
from worker.model import FeedData

BASE = "http://newsroom.test"
each_outlet = pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.slug)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 12, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def newsroom(clock: Clock) -> Newsroom:
    """Everything is in print."""
    programme = Programme(reports(), clock)
    for outlet in OUTLETS:
        programme.asked(outlet.slug)
    clock.now += timedelta(seconds=120)
    return Newsroom(programme, Inbox(), BASE, clock)


def read(newsroom: Newsroom, outlet: Outlet) -> FeedData:
    status, headers, body = newsroom.get(f"/{outlet.slug}/feed.xml", {})
    assert status == 200
    return parse(body, headers, f"{BASE}/{outlet.slug}/feed.xml")


@each_outlet
def test_a_feed_is_read_with_every_entry_in_it(newsroom: Newsroom, outlet: Outlet) -> None:
    feed = read(newsroom, outlet)
    published = newsroom.programme.published(outlet.slug)
    assert feed.title == outlet.name
    assert [entry.title for entry in feed.entries] == [article.report.title for article in published]
    assert [entry.link for entry in feed.entries] == [BASE + article.path for article in published]
    assert [e.published_at or e.updated_at for e in feed.entries] == [article.at for article in published]


def test_one_feed_has_a_broken_entry_and_loses_no_good_one(newsroom: Newsroom) -> None:
    broken = {outlet.slug: len(read(newsroom, outlet).broken) for outlet in OUTLETS}
    assert broken == {outlet.slug: int(outlet.slug == "coral") for outlet in OUTLETS}


@each_outlet
def test_what_a_feed_gives_of_a_text_is_what_the_outlet_is_known_for(newsroom: Newsroom, outlet: Outlet) -> None:
    entry = read(newsroom, outlet).entries[0]
    whole = plain(newsroom.programme.published(outlet.slug)[0].report.text)
    given = {"summary": entry.summary, "description": entry.summary}.get(outlet.gives, entry.content)
    text = plain(from_html(given or "").text)
    assert text == whole if outlet.gives != "summary" else len(text) < len(whole) / 2


@each_outlet
def test_an_articles_page_holds_the_whole_text_and_nothing_of_what_stands_around_it(
    newsroom: Newsroom, outlet: Outlet
) -> None:
    for article in newsroom.programme.published(outlet.slug):
        status, headers, body = newsroom.get(article.path, {})
        page = from_page(body, BASE + article.path, headers)
        assert status == 200
        assert plain(page.text) == plain(article.report.text)
        assert NOTICE in body.decode()


def plain(text: str) -> str:
    return " ".join(text.split())


def test_the_outlets_bring_all_the_kinds_of_feed_that_the_demo_promises() -> None:
    assert {outlet.form for outlet in OUTLETS} == {"rss", "rdf", "atom"}
    assert {outlet.gives for outlet in OUTLETS} == {"summary", "description", "content", "xhtml"}
    assert {outlet.encoding for outlet in OUTLETS} == {"utf-8", "windows-1252", "iso-8859-1"}
    assert len({outlet.family for outlet in OUTLETS}) == len(OUTLETS) - 1


def test_the_declared_encoding_is_the_real_one(newsroom: Newsroom) -> None:
    _, headers, body = newsroom.get("/savanna/feed.xml", {})
    assert "charset=windows-1252" in headers["content-type"]
    assert "Côte".encode("windows-1252") in body
    assert "Côte".encode() not in body


@each_outlet
def test_a_feed_that_did_not_change_is_not_sent_again(newsroom: Newsroom, outlet: Outlet) -> None:
    _, headers, _ = newsroom.get(f"/{outlet.slug}/feed.xml", {})
    by_etag = newsroom.get(f"/{outlet.slug}/feed.xml", {"if-none-match": headers["etag"]})
    by_date = newsroom.get(f"/{outlet.slug}/feed.xml", {"if-modified-since": headers["last-modified"]})
    assert by_etag[0] == by_date[0] == 304
    assert by_etag[2] == b""


def test_a_feed_that_changed_is_sent_again(clock: Clock) -> None:
    newsroom = Newsroom(Programme(reports(), clock), Inbox(), BASE, clock)
    first = {outlet.slug: newsroom.get(f"/{outlet.slug}/feed.xml", {})[1]["etag"] for outlet in OUTLETS}
    clock.now += timedelta(seconds=4)
    again = newsroom.get("/coral/feed.xml", {"if-none-match": first["coral"]})
    unchanged = newsroom.get("/altiplano/feed.xml", {"if-none-match": first["altiplano"]})
    assert again[0] == 200
    assert unchanged[0] == 304


def test_the_first_poll_of_the_last_feed_still_brings_nothing_new(clock: Clock) -> None:
    newsroom = Newsroom(Programme(reports(), clock), Inbox(), BASE, clock)
    for outlet in OUTLETS:
        assert b"New Year" not in newsroom.get(f"/{outlet.slug}/feed.xml", {})[2]


def test_a_report_has_no_page_before_it_is_published(clock: Clock) -> None:
    newsroom = Newsroom(Programme(reports(), clock), Inbox(), BASE, clock)
    assert newsroom.get("/coral/articles/kim-new-year-letter-putin.html", {})[0] == 404
    assert newsroom.get("/coral/articles/cyclone-season-outlook.html", {})[0] == 200


@pytest.mark.parametrize("path", ["/nobody/feed.xml", "/coral", "/coral/articles/", "/../etc/passwd", "/favicon.ico"])
def test_what_is_not_there_is_said_to_be_missing(newsroom: Newsroom, path: str) -> None:
    assert newsroom.get(path, {})[0] == 404


def test_the_front_page_lists_every_outlet_and_says_that_all_is_invented(newsroom: Newsroom) -> None:
    page = newsroom.get("/", {})[2].decode()
    assert all(f"/{outlet.slug}/feed.xml" in page for outlet in OUTLETS)
    assert NOTICE in page


def test_the_status_counts_what_is_in_print_and_links_to_it(newsroom: Newsroom) -> None:
    status = json.loads(newsroom.get("/status.json", {})[2])
    assert status["published"] == status["total"] == status["distinct"] == len(reports())
    assert all(newsroom.get(article["link"].removeprefix(BASE), {})[0] == 200 for article in status["articles"])


def test_a_signed_message_is_taken_and_a_forged_one_is_not(newsroom: Newsroom) -> None:
    body, now = '{"title": "an alert"}', datetime.now(UTC)  # the library compares with the real time
    headers = {"webhook-id": "msg_1", "webhook-timestamp": str(int(now.timestamp()))}
    headers["webhook-signature"] = Webhook(DEMO_SECRET).sign("msg_1", now, body)
    assert newsroom.post("/inbox", headers, body.encode())[0] == 204
    assert newsroom.post("/inbox", headers, body.replace("an", "no").encode())[0] == 401
    kept = json.loads(newsroom.get("/inbox.json", {})[2])["messages"]
    assert [(message["id"], message["verified"]) for message in kept] == [("msg_1", True), ("msg_1", False)]


def test_only_the_inbox_takes_messages(newsroom: Newsroom) -> None:
    assert newsroom.post("/", {}, b"")[0] == 404
