"""The bytes of a feed into what it says. The only file that knows feedparser.

The order of what is tried:
1. The bytes are mended where a slip in one entry would cost the whole feed (``_mended``).
2. A feed that was cut off in the middle is read up to its last whole entry (``_whole_part``).
3. feedparser reads it, strictly and else leniently; on an exception each entry is read alone (``_read_apart``).
4. Each entry is turned into our type by itself; one that fails costs a line in ``broken``.
"""

import html
import io
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import feedparser

from worker.feeds.dates import utc
from worker.model import EntryData, FeedData, FetchError
from worker.model.text import clean

# A title, where the feed gives none, is the beginning of the text, this many characters at most.
TITLE_LENGTH = 100

_ENTRY_TAG = re.compile(rb"<(/?)(?:\w+:)?(?:item|entry)\b[^<>]*>?", re.IGNORECASE)
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,200})|([0-9]{1,200}));")
# feedparser takes the caption of a picture for the entry's own description; under another name it leaves it alone.
_CAPTION = re.compile(rb"<(/?)media:(description|title)\b")
_WEB_PAGE = re.compile(rb"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_MOST_ALONE = 500


def parse(body: bytes, headers: Mapping[str, str], url: str) -> FeedData:
    """What the feed at ``url`` says: RSS 0.9 to 2.0, RDF, Atom. ``headers`` are those of the response, lower-case.

    Raises FetchError, kind "empty feed" (no bytes) or "not a feed" (a web page, JSON, anything else).
    """
    if not body.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        message = f"{url} answered with nothing; open it in a browser, the feed may have moved"
        raise FetchError(message, kind="empty feed", permanent=False, subject=url)
    broken: list[str] = []
    parsed = _read(_whole_part(_mended(body), broken), headers, url, broken)
    if not parsed.get("version") and not parsed["entries"]:
        raise FetchError(_what_it_is(body, url), kind="not a feed", permanent=False, subject=url)
    entries = tuple(_entries(parsed["entries"], broken))
    feed = parsed["feed"]
    language = _string(feed, "language").strip() or None
    return FeedData(_text(feed, "title") or None, language, entries, tuple(broken))


def _mended(body: bytes) -> bytes:
    """Without references to characters that do not exist, each of which makes feedparser give up on the whole feed."""
    return _CAPTION.sub(rb"<\1media:x-\2", _REFERENCE.sub(_sound_reference, body))


def _sound_reference(found: re.Match[bytes]) -> bytes:
    number = int(found[1], 16) if found[1] else int(found[2])
    storable = 0 < number < 0xD800 or 0xDFFF < number <= 0x10FFFF
    return found[0] if storable else b"&#65533;"


def _whole_part(body: bytes, broken: list[str]) -> bytes:
    """``body`` up to the end of its last whole entry, where a later one was begun and never ended."""
    end, begun = 0, False
    for tag in _ENTRY_TAG.finditer(body):
        closes = bool(tag[1]) or tag[0].endswith(b"/>")
        begun = not closes
        end = tag.end() if closes else end
    if not begun or not end:
        return body
    broken.append("the last entry is cut off in the middle")
    return body[:end]


def _read(body: bytes, headers: Mapping[str, str], url: str, broken: list[str]) -> Any:
    try:
        return _feedparser(body, headers, url)
    except Exception as error:  # feedparser lets through whatever its parsers stumble over
        broken.append(f"the feed as a whole cannot be read ({_in_short(error)}); its entries were read one by one")
        return _read_apart(body, headers, url, broken)


def _feedparser(body: bytes, headers: Mapping[str, str], url: str) -> Any:
    said = {name: headers[name] for name in ("content-type", "content-language") if name in headers}
    # Only text is taken from the HTML, by a parser of our own, so that feedparser need not clean or resolve it.
    return feedparser.parse(
        io.BytesIO(body),
        response_headers={**said, "content-location": url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _read_apart(body: bytes, headers: Mapping[str, str], url: str, broken: list[str]) -> Any:
    """Each entry with the feed's head before it, so that the one which feedparser cannot bear costs only itself."""
    starts = [tag.start() for tag in _ENTRY_TAG.finditer(body) if not tag[1]][:_MOST_ALONE]
    whole: dict[str, Any] = {"version": "", "feed": {}, "entries": []}
    for number, (start, end) in enumerate(pairwise([*starts, len(body)]), 1):
        try:
            one = _feedparser(body[: starts[0]] + body[start:end], headers, url)
        except Exception as error:
            broken.append(f"entry {number}: {_in_short(error)}")
            continue
        entries = [*whole["entries"], *one["entries"]]
        whole = {"version": one.get("version"), "feed": one["feed"], "entries": entries}
    return whole


def _entries(found: list[Any], broken: list[str]) -> Iterator[EntryData]:
    for number, entry in enumerate(found, 1):
        try:
            read = _entry(entry)
        except Exception as error:  # an entry from outside may hold anything; it must not cost the others
            broken.append(f"entry {number}: {_in_short(error)}")
            continue
        if read.title or read.link:
            yield read
        else:
            broken.append(f"entry {number}: it has neither title nor text nor link")


def _entry(entry: Any) -> EntryData:
    summary, content = _html(entry, "summary"), _content(entry)
    if content is not None and summary == content:
        summary = ""  # feedparser fills the one from the other
    return EntryData(
        guid=clean(_string(entry, "id")).strip() or None,
        link=_link(entry),
        title=_text(entry, "title") or _beginning(summary or content or ""),
        summary=summary,
        content=content,
        published_at=_date(entry, "published") or _date(entry, "created"),
        updated_at=_date(entry, "updated"),
    )


def _string(entry: Any, key: str) -> str:
    """A value as it stands: feedparser's own ``get`` answers for a key that is not there with that of another."""
    value = dict.get(entry, key)
    return value if isinstance(value, str) else ""


def _date(entry: Any, key: str) -> Any:
    return utc(dict.get(entry, key), dict.get(entry, f"{key}_parsed"))


def _html(entry: Any, key: str) -> str:
    value, detail = clean(_string(entry, key)).strip(), dict.get(entry, f"{key}_detail") or {}
    return html.escape(value, quote=False) if detail.get("type") == "text/plain" else value


def _content(entry: Any) -> str | None:
    texts = [part for part in dict.get(entry, "content") or () if "html" in part.get("type", "") or _is_text(part)]
    written = [
        html.escape(part["value"], quote=False) if _is_text(part) else part["value"]
        for part in texts
        if part.get("value")
    ]
    return clean(max(written, key=len)).strip() or None if written else None


def _is_text(part: Any) -> bool:
    return bool(part.get("type") == "text/plain")


def _text(entry: Any, key: str) -> str:
    """A title as plain text, on one line."""
    value, detail = clean(_string(entry, key)), dict.get(entry, f"{key}_detail") or {}
    return _plain(value) if "html" in detail.get("type", "html") else " ".join(value.split())


def _plain(markup: str) -> str:
    return " ".join(clean(html.unescape(re.sub(r"<[/!a-zA-Z][^<>]*>", " ", markup))).split())


def _beginning(markup: str) -> str:
    """The first words of a text, whole ones where there are several."""
    words = _plain(markup[: TITLE_LENGTH * 20])
    if len(words) <= TITLE_LENGTH:
        return words
    return words[:TITLE_LENGTH].rpartition(" ")[0] + " …" if " " in words[:TITLE_LENGTH] else words[:TITLE_LENGTH]


def _link(entry: Any) -> str | None:
    """The page of the entry: past the feed's own redirector, the link, an alternate, or a guid that is a link."""
    alternates = [link.get("href") for link in dict.get(entry, "links") or () if link.get("rel") == "alternate"]
    for found in (dict.get(entry, "feedburner_origlink"), dict.get(entry, "link"), *alternates):
        if isinstance(found, str) and _is_web(found):
            return clean(found.strip())
    return None


def _is_web(link: str) -> bool:
    try:
        parts = urlsplit(link.strip())
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _what_it_is(body: bytes, url: str) -> str:
    if _WEB_PAGE.match(body):
        return f"{url} is a web page, not a feed; look in it for the address of its RSS or Atom feed"
    if body.lstrip()[:1] in (b"{", b"["):
        return f"{url} is JSON, not a feed that can be read here; look for the outlet's RSS or Atom feed"
    return f"{url} is neither RSS nor Atom; open it in a browser, the feed may have moved"


def _in_short(error: Exception) -> str:
    return clean(f"{type(error).__name__}: {error}"[:200])
