"""Feeds found, added, imported, exported, paused and removed over the real store, the web and the sandbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

import pytest
from loopback import running

from worker.config.feeds import FeedConfig
from worker.query import cli

RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Norrland Post</title><language>sv-SE</language>
<item><title>Orla in Warsaw</title><link>http://127.0.0.1/7</link><description>Short.</description>
<pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate></item><item><title>No date</title><link>http://127.0.0.1/8</link></item>
</channel></rss>"""
PAGE = b'<html><link rel=alternate type="application/rss+xml" href="/gone.xml"><a href="/rss.xml">RSS</a></html>'
PAGES = {
    "/": ("text/html", PAGE),
    "/rss.xml": ("application/rss+xml", RSS),
    "/plain": ("text/html", b"<html><p>Nothing here.</p></html>"),
    "/lone/": ("text/html", b"<html></html>"),
}


@contextmanager
def serving() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/old.xml":
                self.send_response(301)
                self.send_header("location", "/rss.xml")
                self.send_header("content-length", "0")
                self.end_headers()
                return
            kind, body = PAGES.get(self.path, ("text/plain", b""))
            self.send_response(200 if self.path in PAGES else 404)
            self.send_header("content-type", kind)
            self.send_header("cache-control", "max-age=3600")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with running(Handler) as address:
        yield address


@pytest.fixture
def outlet(monkeypatch):
    with serving() as address:
        monkeypatch.setenv("DYADWATCH_ALLOW_PRIVATE", address.removeprefix("http://"))
        yield address


@pytest.fixture
def dyadwatch(monkeypatch, capfdbinary):
    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            cli.main(list(arguments))
        said = capfdbinary.readouterr()
        return int(left.value.code or 0), said.out.decode(), said.err.decode()

    return run


@pytest.fixture
def stored(database_url, store, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url)
    return store


def test_check_finds_the_feed_behind_a_page_and_says_what_a_poll_would_find(dyadwatch, outlet):
    code, out, _ = dyadwatch("feeds", "check", f"{outlet}/")
    assert code == 0
    for told in (
        f"{outlet}/gone.xml (the page names it as application/rss+xml): http 404", f"feed       {outlet}/rss.xml",
        "Norrland Post", "sv-SE", "cannot be told", "2, 2 of them different", "1 without one",
        "whole in 0 of 2 entries", "a poll at most every 1 h",
    ):  # fmt: skip
        assert told in out


def test_check_of_what_is_no_feed_fails_and_says_what_was_tried(dyadwatch, outlet):
    code, _, err = dyadwatch("feeds", "check", f"{outlet}/missing")
    assert (code, "404" in err) == (1, True)
    PAGES.pop("/rss.xml")
    try:
        code, _, err = dyadwatch("feeds", "check", f"{outlet}/plain")
    finally:
        PAGES["/rss.xml"] = ("application/rss+xml", RSS)
    assert code == 1
    assert f"{outlet}/feed/ (a common address of feeds): http 404" in err


@pytest.mark.services
def test_a_feed_is_added_by_its_page_and_asked_for_its_own_name(dyadwatch, outlet, stored):
    code, _, err = dyadwatch("feeds", "add", f"{outlet}/", "--country", "SWE", "--family", "norrland")
    assert code == 0, err
    (feed,) = stored.feeds()
    told = (feed.name, feed.url, feed.country, feed.language, feed.family, feed.origin)
    assert told == ("Norrland Post", f"{outlet}/rss.xml", "SWE", "sv", "norrland", "added")
    assert dyadwatch("feeds", "add", f"{outlet}/old.xml")[0] == 2  # it moved there for good, so it is the same
    code, _, err = dyadwatch("feeds", "add", f"{outlet}/rss.xml?x=1", "--country", "Sweden")
    assert code != 0


@pytest.mark.services
def test_a_wrong_option_is_told_with_what_is_allowed(dyadwatch, outlet, stored):
    code, _, err = dyadwatch("feeds", "add", f"{outlet}/rss.xml", "--country", "Sweden", "--kind", "blog")
    assert code == 2
    assert "--country: 'Sweden' is no country" in err
    assert "--kind:" in err
    assert stored.feeds() == ()


@pytest.mark.services
def test_what_is_exported_and_imported_elsewhere_is_the_same(dyadwatch, stored, invent, tmp_path):
    stored.sync_feeds([FeedConfig(name="One", url="https://1.example/rss", country="NOR", every="90s")], invent.now)
    stored.add_feeds([FeedConfig(name="Two", url="https://2.example/rss", least="10m", most="2h")], invent.now)
    one, two = stored.feeds()
    stored.pause_feed(two.id)
    _, before, _ = dyadwatch("feeds", "export")
    file = tmp_path / "feeds.opml"
    assert dyadwatch("feeds", "export", str(file))[0] == 0
    stored.remove_feed(one.id)
    stored.remove_feed(two.id)
    code, _, err = dyadwatch("feeds", "import", str(file))
    assert (code, err) == (0, "2 added, 0 known already, 0 left out\n")
    assert [feed.origin for feed in stored.feeds()] == ["added", "added"]
    _, after, _ = dyadwatch("feeds", "export")
    outlines = [[line for line in text.splitlines() if "<outline" in line] for text in (before, after)]
    assert outlines[0] == outlines[1] != []
    assert dyadwatch("feeds", "import", str(file))[2] == "0 added, 2 known already, 0 left out\n"


@pytest.mark.services
def test_a_bad_list_changes_nothing(dyadwatch, stored, tmp_path):
    file = tmp_path / "evil.opml"
    file.write_bytes(b"<!DOCTYPE x [<!ENTITY a 'b'>]><opml><body/></opml>")
    code, _, err = dyadwatch("feeds", "import", str(file))
    assert (code, "document type" in err) == (1, True)
    assert dyadwatch("feeds", "import", str(tmp_path / "none.opml"))[0] == 1
    assert stored.feeds() == ()


@pytest.mark.services
def test_a_feed_is_paused_resumed_and_removed_by_name(dyadwatch, stored, invent):
    stored.add_feeds([FeedConfig(name="Norrland Post", url="https://1.example/rss")], invent.now)
    assert dyadwatch("feeds", "pause", "norrland post")[0] == 0
    (feed,) = stored.feeds()
    assert feed.paused_why == "by hand"
    assert dyadwatch("feeds", "resume", "norrland post")[0] == 0
    (feed,) = stored.feeds()
    assert (feed.paused, feed.next_poll_reason) == (False, "resumed by hand")
    assert dyadwatch("feeds", "remove", "norrland post")[0] == 0
    assert stored.feeds() == ()
