"""Two public corpora of feeds beside the checkout, each file with what its authors expect of it. Nothing is unpacked.

gofeed (MIT) pairs a feed with a JSON of what it says; feedparser (BSD-2) puts a Python expression in a comment. Only
what they say of title, link, id and date is looked at, for that is what an article is known by.
"""

import ast
import json
import re
import tarfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from worker.feeds.plain import is_web, line, plain
from worker.model import EntryData, FeedData, FetchError

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "feed-corpora"
GOFEED, FEEDPARSER = FOLDER / "gofeed-testdata.tar.xz", FOLDER / "feedparser-tests.tar.xz"
FIELDS = ("title", "link", "id", "date")
MISSING = f"the feed corpora are not beside this checkout ({FOLDER})"

_PUBLISHED = ("publishedParsed", "pubDateParsed", "date_published")
_HEADER = re.compile(rb"^\s*Header:\s+([\w-]+):[ \t]*(.*?)\s*$", re.MULTILINE)
_EXPECT = re.compile(r"^\s*Expect:\s+(.*?)\s*$", re.MULTILINE)
_ENTRY = re.compile(r"entries\[0\](?:\.(\w+)|\[u?'(\w+)'\])(?:\[u?'value'\])? == (.+)")
_NAMES = {
    "title": "title", "title_detail": "title", "link": "link", "id": "id", "guid": "id",
    "published_parsed": "published", "updated_parsed": "updated",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A file to be served with ``headers``; ``expected`` is an entry's number, a field of it, and its value."""

    name: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    expected: tuple[tuple[int, str, Any], ...] = ()


def gofeed() -> list[Case]:
    """Every feed; what its JSON says where it has one."""
    files = _files(GOFEED)
    expectations = {name: body for name, body in files.items() if _is_expectation(name, files)}
    return [
        Case(name, body, {"content-type": "application/xml"}, tuple(_of_gofeed(expectations.get(_beside(name)))))
        for name, body in files.items()
        if name not in expectations
    ]


def feedparser() -> list[Case]:
    """Every file that is no code of its test suite."""
    return [
        Case(name, body, _headers(body), tuple(_of_feedparser(body)))
        for name, body in _files(FEEDPARSER).items()
        if not name.endswith(".py")
    ]


def holds(data: FeedData | None, number: int, name: str, value: Any) -> bool:
    """Whether what we read says what is expected."""
    if data is None or number >= len(data.entries):
        return False
    entry = data.entries[number]
    if name == "title":
        return entry.title in (line(value), plain(value))
    if name == "link":
        return entry.link == value.strip()
    return (entry.guid or "") == value.strip() if name == "id" else value in _dates(entry, name)


def _dates(entry: EntryData, name: str) -> tuple[datetime | None, ...]:
    """feedparser takes one for the other where only one is given, and so do we, but later."""
    held = (entry.published_at, entry.updated_at)
    return (held[0] or held[1],) if name == "published" else (held[1] or held[0],)


def _files(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as held:
        return {one.name: held.extractfile(one).read() for one in held if one.isfile()}  # type: ignore[union-attr]


def _beside(name: str) -> str:
    stem = name.rpartition(".")[0]
    return f"{stem}_expected.json" if "/parser/json/" in name else f"{stem}.json"


def _is_expectation(name: str, files: dict[str, bytes]) -> bool:
    if "/parser/json/" in name:
        return name.endswith("_expected.json")
    return name.endswith(".json") and f"{name[:-5]}.xml" in files


def _of_gofeed(told: bytes | None) -> Iterator[tuple[int, str, Any]]:
    held = json.loads(told) if told else {}
    for number, item in enumerate(held.get("items") or held.get("entries") or ()):
        named = [link for link in item.get("links") or () if isinstance(link, dict)]
        links = [link.get("href") for link in named if link.get("rel") == "alternate"]
        guid = item.get("guid") or item.get("id")
        said = {
            "title": item.get("title"),
            "link": item.get("link") or item.get("url") or (links or [None])[0],
            "id": guid.get("value") if isinstance(guid, dict) else guid,
            "published": _moment(next((item[key] for key in _PUBLISHED if item.get(key)), None)),
            "updated": _moment(item.get("updatedParsed") or item.get("date_modified")),
        }
        yield from ((number, name, value) for name, value in said.items() if value and _applies(name, value))


def _of_feedparser(body: bytes) -> Iterator[tuple[int, str, Any]]:
    head = body.replace(b"\x00", b"")[:4_000].decode("utf-8", "replace")
    for line_ in _EXPECT.findall(head):
        for part in line_.split(" and "):
            found = _ENTRY.fullmatch(part.strip())
            name = found and _NAMES.get(found[1] or found[2])
            value = _literal(found[3]) if found and name else None
            if name and isinstance(value, tuple) and len(value) == 9:
                yield 0, name, datetime(*value[:6], tzinfo=UTC)
            elif name and isinstance(value, str) and value and _applies(name, value):
                yield 0, name, value


def _applies(name: str, value: Any) -> bool:
    """A link that leads to no page is none for us."""
    return name != "link" or is_web(value)


def _literal(written: str) -> Any:
    try:
        return ast.literal_eval(written)
    except (ValueError, SyntaxError):
        return None


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written).astimezone(UTC) if written else None


def _headers(body: bytes) -> dict[str, str]:
    found = _HEADER.findall(body.replace(b"\x00", b""))
    said = {name.decode().lower(): value.decode("latin-1") for name, value in found}
    return {"content-type": "application/xml"} | said


@dataclass(frozen=True)
class Tally:
    """By field, and over all: which share of what is stated holds. ``misses`` names the rest."""

    shares: dict[str, float]
    stated: dict[str, int]
    misses: list[tuple[str, str]]


def tally(cases: Iterable[Case], read: Callable[[Case], FeedData]) -> Tally:
    """``read`` gives what we make of a case, with entries of no use; it may raise FetchError."""
    stated, held, misses = Counter[str](), Counter[str](), []
    for case in cases:
        try:
            data = read(case) if case.expected else None
        except FetchError:
            data = None
        for number, name, value in case.expected:
            label, right = "date" if name in ("published", "updated") else name, holds(data, number, name, value)
            stated.update((label, "all"))
            held.update((label, "all") if right else ())
            misses += [] if right else [(case.name, name)]
    return Tally({name: held[name] / count for name, count in stated.items()}, dict(stated), misses)
