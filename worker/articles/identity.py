"""Have we seen this entry? Names that outlive an edit, a hash that notices one.

An entry has up to three names: its guid, its canonical link, and its title with its date. The article that it becomes
keeps them all, and those that its later versions bring, so that it is known again when one of them changes. The order:

1. A name that stands with two different articles in one poll says nothing in this feed, then and ever after: some
   feeds give all entries one guid, one link (a live page), or one title ("Morning briefing").
2. The first name that is left, guid before link before title, is enough by itself.
3. Each further name is enough where both dates are near (``NEAR``) or the words are the same; and a link only where it
   looks like that of one article, a title only where it has ``TITLE`` words: next week's column may stand at the same
   address.

Where this errs it takes one article for two, and never two for one: the former is a nuisance, because both join one
event (see ``worker.events.sameness``), the latter a loss.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256

from worker.articles.links import as_link, canonical, steady, tells_which
from worker.articles.text import from_html
from worker.model import ArticleDraft, EntryData, Feed, FeedData, Known

__all__ = ["NEAR", "canonical", "doubtful", "draft", "drafts", "known_by"]

NEAR = timedelta(days=3)  # between the dates of two versions of one article; the save of a poll asks for it
TITLE = 4  # words

# An outlet's content element shorter than this is a teaser; so is a summary shorter than the second, since outlets
# that put the whole article there are few and their articles long. A wire brief has some 400 characters.
WHOLE_CONTENT = 250
WHOLE_SUMMARY = 1_500
_UNFINISHED = re.compile(
    r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.|&hellip;)\s*\]|(?:read|see) (?:more|full (?:story|article))|continue reading|read on"
    r"|click here|more\s*(?:»|>>|→))[\s.\])»→>]*$",
    re.IGNORECASE,
)


def drafts(feed: Feed, data: FeedData) -> tuple[ArticleDraft, ...]:
    """An article of each entry of a feed; where two entries share a name, the first, with the names of both."""
    unsure = doubtful(data.entries)
    made: list[ArticleDraft] = []
    held: dict[int, int] = {}  # name -> place in ``made``
    for entry in data.entries:
        one = draft(entry, feed, unsure=unsure, language=data.language)
        place = next((held[name] for name in one.known.enough + one.known.near if name in held), len(made))
        if place < len(made):
            made[place] = replace(made[place], known=_joined(made[place].known, one.known))
        else:
            made.append(one)
        held |= {name: place for name in one.known.every if name not in held}
    return tuple(made)


def draft(
    entry: EntryData, feed: Feed, *, unsure: frozenset[int] = frozenset(), language: str | None = None
) -> ArticleDraft:
    """What poll stores of ``entry``. ``language`` is what the feed says of itself; the analyst's word comes first.

    The update date stands in for a publication date that is not given: Atom requires only the former, and Dublin
    Core's one ``dc:date`` is read as it.
    """
    own, complete = _own_text(entry)
    url = entry.link or as_link(entry.guid) or ""
    known = known_by(entry, unsure)
    return ArticleDraft(
        identity=_hash(*(str(name) for name in known.every)),
        known=known,
        content_hash=_content(entry.title, own),
        url=url,
        title=entry.title,
        html=own,
        whole=complete or not url,
        published_at=entry.published_at or entry.updated_at,
        language=feed.language or _primary(language),
    )


def known_by(entry: EntryData, unsure: frozenset[int] = frozenset()) -> Known:
    """The names of an entry, as the head of this file orders them; ``unsure`` are those that say nothing."""
    said = _names(entry)
    named = {kind: name for kind, name in said if name not in unsure}
    names = list(dict.fromkeys(named.values())) or [_number(_content(entry.title, _own_text(entry)[0]))]
    telling = {"link": bool(entry.link and tells_which(entry.link)), "title": len(entry.title.split()) >= TITLE}
    near = [name for name in names[1:] if any(telling.get(kind) for kind, held in named.items() if held == name)]
    kept = [name for name in names[1:] if name not in near]
    return Known(tuple(names[:1]), tuple(near), tuple(kept), tuple(name for _, name in said if name in unsure))


def doubtful(entries: Iterable[EntryData]) -> frozenset[int]:
    """Names that stand with different articles in one poll."""
    bearers: defaultdict[tuple[str, int], list[EntryData]] = defaultdict(list)
    for entry in entries:
        for kind, name in _names(entry):
            bearers[kind, name].append(entry)
    return frozenset(name for (kind, name), held in bearers.items() if len(held) > 1 and _differ(kind, held))


def _differ(kind: str, entries: list[EntryData]) -> bool:
    """Whether entries that share a name of this kind are different articles, by all else that they say."""
    links = {canonical(entry.link) for entry in entries if entry.link}
    guids = {steady(entry.guid) for entry in entries if entry.guid}
    titles = {(_folded(entry.title), _moment(entry)) for entry in entries}
    other = len({title for title, _ in titles}) > 1 and len({moment for _, moment in titles}) > 1
    if kind == "guid":
        return len(links) > 1 or other
    words = {_content(entry.title, _own_text(entry)[0]) for entry in entries}
    if len(words) == 1 or (len(guids) == 1 and not other):
        return False
    return kind == "link" or not (len(links) == 1 and tells_which(*links))


@lru_cache(maxsize=1_024)  # asked for twice in a poll: which are doubtful, and what the entry is known by
def _names(entry: EntryData) -> tuple[tuple[str, int], ...]:
    """Of what kind, and a number for it. A guid that is the entry's link is one name with it."""
    return tuple(_named(entry))


def _named(entry: EntryData) -> Iterator[tuple[str, int]]:
    if entry.guid:
        yield "guid", _number(steady(entry.guid))
    if entry.link:
        yield "link", _number(canonical(entry.link))
    if moment := _moment(entry):
        yield "title", _number(_folded(entry.title), moment)
    elif not (entry.guid or entry.link):
        yield "title", _number(_folded(entry.title), _folded(entry.summary))


def _moment(entry: EntryData) -> str | None:
    moment = entry.published_at or entry.updated_at
    return moment.isoformat() if moment else None


def _joined(one: Known, other: Known) -> Known:
    """Names of two entries that are one article."""
    enough = tuple(dict.fromkeys(one.enough + other.enough))
    near = tuple(name for name in dict.fromkeys(one.near + other.near) if name not in enough)
    kept = tuple(name for name in dict.fromkeys(one.kept + other.kept) if name not in enough + near)
    return Known(enough, near, kept, tuple(dict.fromkeys(one.doubtful + other.doubtful)))


def _content(title: str, html: str) -> str:
    return _hash(_folded(title), _folded(from_html(html).text))


def _number(*parts: str) -> int:
    """64 bits of a hash, as PostgreSQL's bigint holds them."""
    return int.from_bytes(bytes.fromhex(_hash(*parts)[:16]), "big", signed=True)


def _own_text(entry: EntryData) -> tuple[str, bool]:
    """The longer of content and summary, and whether it is the whole article."""
    content, summary = from_html(entry.content or "").text, from_html(entry.summary).text
    if entry.content and len(content) > len(summary):
        return entry.content, _is_whole(content, WHOLE_CONTENT)
    return entry.summary, _is_whole(summary, WHOLE_SUMMARY)


def _is_whole(text: str, least: int) -> bool:
    return len(text) >= least and not _UNFINISHED.search(text[-200:])


def _primary(language: str | None) -> str | None:
    """``en`` of ``en-US``."""
    code = re.match(r"[a-z]{2,3}", (language or "").lower())
    return code[0] if code else None


def _folded(text: str) -> str:
    return " ".join(text.split())


def _hash(*parts: str) -> str:
    return sha256("\x00".join(parts).encode("utf-8", "replace")).hexdigest()
