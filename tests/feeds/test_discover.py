"""Feeds behind web pages."""

import pytest

from worker.feeds.discover import COMMON, MOST, guesses, links

PAGE = "https://www.post.example/world/"


def found(html: str, url: str = PAGE) -> list[str]:
    return [link.url for link in links(html.encode(), url)]


def test_what_the_page_names_comes_first_and_comments_last() -> None:
    html = """<html><head>
      <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">
      <link rel="ALTERNATE home" type="application/atom+xml; charset=utf-8" title="World" href="atom">
      <link rel="alternate" hreflang="fr" href="/fr"><link rel="stylesheet" type="text/css" href="/feed.css">
      </head><body><a href="https://feeds.post.example/all">All</a> <a href="/about">About</a>
      <a href="/syndication">RSS</a><a href="#top">feed</a></body></html>"""
    assert found(html) == [
        "https://www.post.example/world/atom",
        "https://feeds.post.example/all",
        "https://www.post.example/syndication",
        "https://www.post.example/comments/feed/",
    ]


def test_a_base_moves_relative_addresses_and_feed_scheme_is_the_web() -> None:
    html = '<base href="//cdn.example/x/"><link rel=alternate type=application/rss+xml href=rss.xml>'
    assert found(html) == ["https://cdn.example/x/rss.xml"]
    assert found('<a href="feed:https://a.example/news">feed</a>') == ["https://a.example/news"]


@pytest.mark.parametrize(
    "href",
    ["javascript:alert('rss')", "mailto:rss@a.example", "http://[broken/rss", "ftp://a.example/feed", "http:///rss"],
)
def test_what_is_no_web_address_is_left_out(href: str) -> None:
    assert found(f'<a href="{href}">RSS</a>') == []


def test_readers_and_networks_are_no_feeds() -> None:
    assert found('<a href="https://feedly.com/i/subscription/feed/x">RSS</a>') == []
    assert found('<a href="https://www.facebook.com/feed">feed</a>') == []


@pytest.mark.parametrize("page", [b"", b"\x00\xff\xfe", b"<", "<html><p>Füße".encode("latin-1"), b"{}"])
def test_a_page_with_nothing_in_it_names_nothing(page: bytes) -> None:
    assert links(page, PAGE) == ()


def test_a_page_with_a_thousand_feeds_names_a_few_each_once() -> None:
    html = "".join(f'<a href="/rss/{n % 500}.xml">x</a>' for n in range(1000))
    assert found(html) == [f"https://www.post.example/rss/{n}.xml" for n in range(MOST)]


def test_the_last_resort_is_where_common_software_has_its_feed() -> None:
    assert [link.url for link in guesses(PAGE)] == [f"https://www.post.example{path}" for path in COMMON]
