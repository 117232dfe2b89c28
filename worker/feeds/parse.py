"""The bytes of a feed into what it says. The only file that knows feedparser.

The order of what is tried:
1. JSON is read as JSON Feed (``jsonfeed``).
2. Anything else becomes UTF-8, and is mended where a slip in one entry would cost the whole feed (``mended``).
3. feedparser reads it, strictly and else leniently; on an exception each entry is read alone (``_read_apart``).
4. Each entry is turned into our type by itself; one that fails costs a line in ``broken``.
"""

import codecs
import html
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

import feedparser

from worker.feeds.dates import Dates
from worker.feeds.hints import hints
from worker.feeds.jsonfeed import is_json, parse_json
from worker.feeds.mended import ENTRY_TAG, MOST_ENTRIES, mended
from worker.feeds.plain import LONGEST_TEXT, beginning, is_web, line, plain
from worker.model import EntryData, FeedData, FetchError
from worker.model.text import clean

# Who wrote it is no use to us, and feedparser's search for an address in it takes 29 s for a field of 64 kB.
feedparser.mixin._FeedParserMixin._sync_author_detail = lambda *_, **__: None
# An id is what it is, letter by letter: made a link of the feed's own address it would change when the feed moves.
feedparser.mixin._FeedParserMixin.can_be_relative_uri.discard("id")
# Each element's base address is worked out anew from the feed's own, a fifth of the time that a feed takes.
feedparser.mixin.make_safe_absolute_uri = lru_cache(maxsize=256)(feedparser.mixin.make_safe_absolute_uri)

_WEB_PAGE = re.compile(rb"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16's, with which it begins
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MOST_ALONE = 500
MOST_LINES = 20


def parse(body: bytes, headers: Mapping[str, str], url: str) -> FeedData:
    """What the feed at ``url`` says: RSS 0.9 to 2.0, RDF, Atom, JSON Feed. ``headers`` are the response's, lower-case.

    An entry with neither title nor text nor link is of no use, and costs a line in ``broken``. Raises FetchError, kind
    "empty feed" (no bytes) or "not a feed" (a web page, other JSON, anything else).
    """
    data = everything(body, headers, url)
    useless = [number for number, entry in enumerate(data.entries, 1) if not (entry.title or entry.link)]
    lines = tuple(f"entry {number}: it has neither title nor text nor link" for number in useless)
    entries = tuple(entry for entry in data.entries if entry.title or entry.link)
    return replace(data, entries=entries, broken=_few(data.broken + lines))


def _few(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The log of a fetch is for people."""
    return lines if len(lines) <= MOST_LINES else (*lines[:MOST_LINES], f"and {len(lines) - MOST_LINES} more")


def everything(body: bytes, headers: Mapping[str, str], url: str) -> FeedData:
    """The same, with the entries that are of no use."""
    if not body.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        message = f"{url} answered with nothing; open it in a browser, the feed may have moved"
        raise FetchError(message, kind="empty feed", permanent=False, subject=url)
    if is_json(body):
        return parse_json(body, url)
    broken: list[str] = []
    sound = mended(_in_utf8(body, headers), broken)
    parsed = _read(sound, headers, url, broken)
    if not parsed.get("version") and not parsed["entries"]:
        raise FetchError(_what_it_is(body, url), kind="not a feed", permanent=False, subject=url)
    entries = tuple(_entries(parsed["entries"][:MOST_ENTRIES], broken))
    feed = parsed["feed"]
    language = _string(feed, "language").strip() or None
    first = ENTRY_TAG.search(sound)
    said = hints(feed, sound[: first.start() if first else None])
    return FeedData(_text(feed, "title") or None, language, entries, tuple(broken), said)


def _in_utf8(body: bytes, headers: Mapping[str, str]) -> bytes:
    """By the rules that feedparser has for the charsets of header, byte order mark and declaration."""
    for mark, name in _MARKS:
        if body.startswith(mark):  # it is the surest sign, but feedparser first tries UTF-8, which may well fit
            return body.decode(name, "replace").encode("utf-8", "replace")
    found: dict[str, Any] = {}
    said = {"content-type": headers["content-type"]} if "content-type" in headers else {}
    try:
        text: bytes = feedparser.api.convert_to_utf8(said, body, found)
    except (
        ValueError,
        LookupError,
        TypeError,
    ):  # the name of a codec that is no charset
        found.clear()
    return text if found.get("encoding") else body.decode("utf-8", "replace").encode()


def _read(body: bytes, headers: Mapping[str, str], url: str, broken: list[str]) -> Any:
    try:
        return _feedparser(body, headers, url)
    except MemoryError:
        raise
    except Exception as error:  # feedparser lets through whatever its parsers stumble over
        broken.append(f"the feed as a whole cannot be read ({_in_short(error)}); its entries were read one by one")
        return _read_apart(body, headers, url, broken)


def _feedparser(body: bytes, headers: Mapping[str, str], url: str) -> Any:
    said = {"content-language": headers["content-language"]} if "content-language" in headers else {}
    # Only text is taken from the HTML, by a parser of our own, so that feedparser need not clean or resolve it.
    return feedparser.parse(
        io.BytesIO(body),
        response_headers={**said, "content-type": "application/xml; charset=utf-8", "content-location": url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _read_apart(body: bytes, headers: Mapping[str, str], url: str, broken: list[str]) -> Any:
    """Each entry with the feed's head before it, so that the one which feedparser cannot bear costs only itself."""
    starts = [tag.start() for tag in ENTRY_TAG.finditer(body) if not tag[1]][:_MOST_ALONE]
    whole: dict[str, Any] = {"version": "", "feed": {}, "entries": []}
    for number, (start, end) in enumerate(pairwise([*starts, len(body)]), 1):
        try:
            one = _feedparser(body[: starts[0]] + body[start:end], headers, url)
        except MemoryError:
            raise
        except Exception as error:
            broken.append(f"entry {number}: {_in_short(error)}")
            continue
        entries = [*whole["entries"], *one["entries"]]
        whole = {"version": one.get("version"), "feed": one["feed"], "entries": entries}
    return whole


def _entries(found: list[Any], broken: list[str]) -> Iterator[EntryData]:
    dates = Dates()
    for number, entry in enumerate(found, 1):
        try:
            yield _entry(entry, dates)
        except Exception as error:  # an entry from outside may hold anything; it must not cost the others
            broken.append(f"entry {number}: {_in_short(error)}")


def _entry(entry: Any, dates: Dates) -> EntryData:
    summary, content = _html(entry, "summary"), _content(entry)
    if content is not None and summary == content:
        summary = ""  # feedparser fills the one from the other
    return EntryData(
        guid=clean(_string(entry, "id")).strip() or None,
        link=_link(entry),
        title=_text(entry, "title") or beginning(summary or content or ""),
        summary=summary,
        content=content,
        published_at=_date(dates, entry, "published") or _date(dates, entry, "created"),
        updated_at=_date(dates, entry, "updated"),
    )


def _string(entry: Any, key: str) -> str:
    """A value as it stands: feedparser's own ``get`` answers for a key that is not there with that of another."""
    value = dict.get(entry, key)
    return value if isinstance(value, str) else ""


def _date(dates: Dates, entry: Any, key: str) -> Any:
    return dates.read(dict.get(entry, key), dict.get(entry, f"{key}_parsed"))


def _html(entry: Any, key: str) -> str:
    value, detail = clean(_string(entry, key)[:LONGEST_TEXT]).strip(), dict.get(entry, f"{key}_detail") or {}
    return html.escape(value, quote=False) if detail.get("type") == "text/plain" else value


def _content(entry: Any) -> str | None:
    texts = [part for part in dict.get(entry, "content") or () if "html" in part.get("type", "") or _is_text(part)]
    written = [
        html.escape(part["value"], quote=False) if _is_text(part) else part["value"]
        for part in texts
        if part.get("value")
    ]
    return clean(max(written, key=len)[:LONGEST_TEXT]).strip() or None if written else None


def _is_text(part: Any) -> bool:
    return bool(part.get("type") == "text/plain")


def _text(entry: Any, key: str) -> str:
    """A title as plain text, on one line."""
    value, detail = _string(entry, key), dict.get(entry, f"{key}_detail") or {}
    return plain(value) if "html" in detail.get("type", "html") else line(value)


def _link(entry: Any) -> str | None:
    """The page of the entry: past the feed's own redirector, the link, an alternate, or a guid that is a link."""
    alternates = [link.get("href") for link in dict.get(entry, "links") or () if link.get("rel") == "alternate"]
    for found in (dict.get(entry, "feedburner_origlink"), dict.get(entry, "link"), *alternates):
        if isinstance(found, str) and is_web(found):
            return clean(found.strip())
    return None


def _what_it_is(body: bytes, url: str) -> str:
    if _WEB_PAGE.match(body):
        return f"{url} is a web page, not a feed; look in it for the address of its RSS or Atom feed"
    return f"{url} is neither RSS nor Atom; open it in a browser, the feed may have moved"


def _in_short(error: Exception) -> str:
    return clean(f"{type(error).__name__}: {error}"[:200])
