"""Lists of feeds as OPML 2.0 (http://opml.org/spec2.opml), which every feed reader imports and exports. Pure.

What OPML has no attribute for stands in ours, in a namespace as the specification asks, so that what was exported and
imported again is the same. A document type is refused, and with it entities: no list of feeds has any use for them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from pydantic import ValidationError

from worker.config.feeds import FeedConfig
from worker.model import DyadwatchError, Feed
from worker.model.text import clean

NAMESPACE = "urn:dyadwatch:feed"
MOST_BYTES, MOST_FEEDS = 16 * 2**20, 20_000

_OWN = ("country", "kind", "family", "backfill", "every", "least", "most")


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed of a list; ``paused`` is one that was paused by hand where the list was made."""

    config: FeedConfig
    paused: bool = False


@dataclass(frozen=True, slots=True)
class FeedList:
    """The feeds of a list in its order, each address once, and a line for each outline that is of no use."""

    feeds: tuple[Listed, ...]
    problems: tuple[str, ...]


class _Doctypes:
    """Looks at a document for its type and nothing else; ``found`` before any entity is read."""

    found = False

    def doctype(self, *_: object) -> None:
        self.found = True
        raise ValueError("a document type")  # ends the reading at once

    def start(self, *_: object) -> None: ...

    def end(self, *_: object) -> None: ...

    def data(self, *_: object) -> None: ...

    def close(self) -> None: ...


def read(document: bytes, file: str) -> FeedList:
    """The feeds of an OPML document. Raises DyadwatchError, which says what is wrong with the file as a whole."""
    root = _parsed(document, file)
    held: dict[str, Listed] = {}
    problems: list[str] = []
    for outline in root.iter("outline"):
        attributes = {clean(str(name)): clean(value.strip()) for name, value in outline.attrib.items()}
        if not (address := attributes.get("xmlUrl") or attributes.get("xmlurl")):
            continue
        if address in held:
            problems.append(f"line {outline.sourceline}: {address[:200]!r} stands there twice; the first is taken")
            continue
        try:
            held[address] = _listed(address, attributes)
        except ValidationError as error:
            problems.append(f"line {outline.sourceline}: {_in_short(error)}")
        if len(held) > MOST_FEEDS:
            raise DyadwatchError(f"{file} names more than {MOST_FEEDS} feeds; split it", subject=file)
    return FeedList(tuple(held.values()), tuple(problems))


def _parsed(document: bytes, file: str) -> Any:
    if len(document) > MOST_BYTES:
        raise DyadwatchError(f"{file} is larger than {MOST_BYTES >> 20} MiB, which no list of feeds is", subject=file)
    doctypes = _Doctypes()
    try:
        etree.fromstring(document, _parser(target=doctypes))
        root = etree.fromstring(document, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        said = f"is no OPML: it cannot be read as XML ({clean(str(error))[:200]}); export it anew"
        if doctypes.found:
            said = "is refused: it has a document type, which no list of feeds needs; take the <!DOCTYPE ...> out"
        raise DyadwatchError(f"{file} {said}", subject=file) from error
    if root.tag != "opml":
        told = re.sub(r"^\{.*\}", "", str(root.tag))[:50]
        message = f"{file} is no OPML but <{told}>; a feed itself is added with `dyadwatch feeds add URL`"
        raise DyadwatchError(message, subject=file)
    return root


def _parser(target: object = None) -> Any:
    return etree.XMLParser(target=target, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _listed(address: str, attributes: Mapping[str, str]) -> Listed:
    own = {name: value for name in (*_OWN, "paused") if (value := attributes.get(f"{{{NAMESPACE}}}{name}"))}
    paused = own.pop("paused", "") == "by hand"
    language = re.match(r"[a-z]{2,3}(?![a-z])", attributes.get("language", "").lower())
    given: dict[str, Any] = {
        "name": (attributes.get("title") or attributes.get("text") or address)[:200],
        "url": address,
        "homepage": attributes.get("htmlUrl") or None,
        "language": language[0] if language else None,
    }
    return Listed(_config(given | own), paused)


def _config(given: dict[str, Any]) -> FeedConfig:
    """An address of the front page that is none is no reason to lose the feed: readers write all kinds of things."""
    try:
        return FeedConfig(**given)
    except ValidationError as error:
        if {problem["loc"] for problem in error.errors()} != {("homepage",)}:
            raise
        return FeedConfig(**given | {"homepage": None})


def _in_short(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    said = first.get("ctx", {}).get("error") or first["msg"]
    return clean(f"{'.'.join(map(str, first['loc'])) or 'feed'}: {said}")[:300]


def write(feeds: Iterable[Feed], now: datetime) -> bytes:
    """The feeds as an OPML document, in their order."""
    root = etree.Element("opml", version="2.0", nsmap={"dyadwatch": NAMESPACE})
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "Feeds of dyadwatch"
    etree.SubElement(head, "dateCreated").text = format_datetime(now)
    body = etree.SubElement(root, "body")
    for feed in feeds:
        etree.SubElement(body, "outline", {name: _sound(value) for name, value in _attributes(feed) if value})
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _attributes(feed: Feed) -> Iterator[tuple[str, str | None]]:
    yield from (("type", "rss"), ("text", feed.name), ("title", feed.name))
    yield from (("xmlUrl", feed.url), ("htmlUrl", feed.homepage), ("language", feed.language))
    rhythmic = feed.least is not None and feed.most is not None
    paces = (None, feed.least, feed.most) if rhythmic else (feed.interval, None, None)
    plain = (feed.country, feed.kind, feed.family, feed.backfill)
    paused = "by hand" if feed.paused and feed.paused_why == "by hand" else None
    for name, value in zip((*_OWN, "paused"), (*plain, *map(_duration, paces), paused), strict=True):
        yield f"{{{NAMESPACE}}}{name}", value


def _duration(seconds: float | None) -> str | None:
    return None if seconds is None else f"{seconds:.15g}s"


def _sound(value: str) -> str:
    """XML has no control characters, not even written as references (https://www.w3.org/TR/xml/#charsets)."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", clean(value))
