"""The feeds that a web page names, the likeliest first. Pure; what it names has still to be fetched to be believed.

The order, as browsers and feed readers have it (https://html.spec.whatwg.org/multipage/links.html#rel-alternate):
1. ``<link rel="alternate">`` with a feed's media type;
2. ``<a href>`` whose address or words say that it is a feed;
3. where there are none of either, the addresses that common software gives its feed (``COMMON``).
Feeds of comments come last in each: nobody wants those of a newspaper.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree  # type: ignore[import-untyped]

from worker.model.sources import FeedLink
from worker.model.text import clean

MOST = 20
COMMON = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feeds/posts/default")

_MEDIA_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "text/rss+xml"}
)
_ADDRESS = re.compile(
    r"(?:^|[/._-])(?:rss\d{0,3}|atom|feeds?|rdf)(?:$|[/._?=-])|\.(?:rss|atom|rdf)$|^https?://feeds?\d*\.", re.IGNORECASE
)
_WORDS = re.compile(r"\b(?:rss|atom|feeds?)\b", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|kommentar|comentario", re.IGNORECASE)
# Where a "feed" button only hands an address on to somebody's reader or to a social network.
_ELSEWHERE = re.compile(r"(?:^|\.)(?:feedly|inoreader|netvibes|newsblur|facebook|twitter|x)\.com$", re.IGNORECASE)


def links(page: bytes, url: str) -> tuple[FeedLink, ...]:
    """The addresses on the ``page`` at ``url`` that may be feeds, at most ``MOST`` of them, each once."""
    root = _parsed(page)
    base = url if root is None else _base(root, url)
    elements = [] if root is None else list(root.iter("link", "a"))
    named = [*_alternates(elements, base), *_anchors(elements, base)]
    found = {link.url: link for link in reversed(named) if link.url != url}  # the first of each wins
    ordered = [found[address] for address in dict.fromkeys(link.url for link in named) if address in found]
    return tuple(sorted(ordered, key=_is_of_comments)[:MOST])


def guesses(url: str) -> tuple[FeedLink, ...]:
    """Where feeds of common software stand on the host of ``url``: the last resort."""
    return tuple(FeedLink(urljoin(url, path), "", "a common address of feeds") for path in COMMON)


def _parsed(page: bytes) -> Any:
    """The page's root, null where there is nothing in it."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True, huge_tree=False, encoding=_encoding(page))
    try:
        return etree.fromstring(page, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _encoding(page: bytes) -> str | None:
    """UTF-8 where it is that; else what libxml2 makes of it. Addresses are ASCII either way; titles are for people."""
    try:
        page.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _base(root: Any, url: str) -> str:
    base = next(root.iter("base"), None)
    return _web(url, "" if base is None else base.get("href") or "") or url


def _alternates(elements: Iterable[Any], base: str) -> Iterator[FeedLink]:
    for element in elements:
        kind = (element.get("type") or "").partition(";")[0].strip().lower()
        relations = (element.get("rel") or "").lower().split()
        if element.tag == "link" and "alternate" in relations and kind in _MEDIA_TYPES:
            yield from _link(element.get("href"), element.get("title"), f"the page names it as {kind}", base)


def _anchors(elements: Iterable[Any], base: str) -> Iterator[FeedLink]:
    for element in elements:
        href = element.get("href") or ""
        if element.tag != "a" or not href:
            continue
        words = " ".join("".join(element.itertext())[:200].split())
        if _ADDRESS.search(href) or (_WORDS.search(words) and len(words) < 40):
            yield from _link(href, words, "a link that looks like a feed", base)


def _link(href: str | None, title: str | None, why: str, base: str) -> Iterator[FeedLink]:
    url = _web(base, (href or "").strip())
    if url and not _ELSEWHERE.search(urlsplit(url).hostname or ""):
        yield FeedLink(url, clean((title or "").strip())[:200], why)


def _web(base: str, href: str) -> str | None:
    try:
        url = urljoin(base, re.sub(r"^feed:(?://)?(?=https?:)", "", href)).partition("#")[0]
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", url)
    except ValueError:
        return None
    return clean(url) if fine and len(url) <= 2000 else None


def _is_of_comments(link: FeedLink) -> bool:
    return bool(_COMMENTS.search(link.url) or _COMMENTS.search(link.title))
