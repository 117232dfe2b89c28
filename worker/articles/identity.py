"""Have we seen this entry? An identity that outlives an edit, a hash that notices one.

The order of what an entry is known by:
1. its guid, unless that guid stands in the same feed with another link (some feeds give every entry the same one);
2. its canonical link;
3. its title and date.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from worker.articles.text import from_html
from worker.model import ArticleDraft, EntryData, Feed, FeedData

# Parameters that say by which way a reader came, and never which page is meant (names from Firefox's query stripping
# list and ClearURLs). Shorter lists of the kind also take "id", "ref" and "source", which tell articles apart on
# some sites: an article seen twice is a nuisance, two articles taken for one is a loss.
_TRACKING = re.compile(
    r"(?:utm|at|mtm|pk|piwik|hsa|oly|vero|ml|mc|ns|itm|int)_\w+|(?:fb|g|dc|gc|msclk|yc|ysc|twc|wick|tt)lid|fbclid|gclid"
    r"|gclsrc|msclkid|igshid|igsh|mkt_tok|cmpid|cmp|xtor|_hsenc|_hsmi|__twitter_impression|ocid|smid|partner|ftag"
    r"|traffic_source|traffic_medium|traffic_campaign|maca|feature|share|rss|from_rss|soc_src|soc_trk|guccounter",
    re.IGNORECASE,
)

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
    """An article of each entry of a feed, the first where two have one identity."""
    doubtful = _guids_with_several_links(data.entries)
    made: dict[str, ArticleDraft] = {}
    for entry in data.entries:
        one = draft(entry, feed, trusted_guid=entry.guid not in doubtful, language=data.language)
        made.setdefault(one.identity, one)
    return tuple(made.values())


def draft(entry: EntryData, feed: Feed, *, trusted_guid: bool = True, language: str | None = None) -> ArticleDraft:
    """What poll stores of ``entry``. ``language`` is what the feed says of itself; the analyst's word comes first.

    The update date stands in for a publication date that is not given: Atom requires only the former, and Dublin
    Core's one ``dc:date`` is read as it.
    """
    own, complete = _own_text(entry)
    url = entry.link or _as_link(entry.guid) or ""
    return ArticleDraft(
        identity=identity(entry, trusted_guid=trusted_guid),
        content_hash=_hash(_folded(entry.title), _folded(from_html(own).text)),
        url=url,
        title=entry.title,
        html=own,
        whole=complete or not url,
        published_at=entry.published_at or entry.updated_at,
        language=feed.language or _primary(language),
    )


def identity(entry: EntryData, *, trusted_guid: bool = True) -> str:
    """What the entry is known by within its feed, as in ``guid:<sha-256>``."""
    if entry.guid and trusted_guid:
        return "guid:" + _hash(_steady(entry.guid))
    if entry.link:
        return "link:" + _hash(canonical(entry.link))
    moment = entry.published_at or entry.updated_at
    return "title:" + _hash(_folded(entry.title), moment.isoformat() if moment else _folded(entry.summary))


def canonical(link: str) -> str:
    """``link`` without what does not change the page: fragment, tracking, default port, http or https, last slash."""
    try:
        parts = urlsplit(link.strip())
        host = _host(parts)
    except ValueError:
        return link.strip()
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])]
    query = f"?{urlencode(kept)}" if kept else ""
    return f"https://{host}{parts.path.rstrip('/')}{query}"


def _host(parts: SplitResult) -> str:
    name = (parts.hostname or "").rstrip(".")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return name + port


def _steady(guid: str) -> str:
    """A guid that is a link may change in ways that mean nothing: BBC counts an article's revisions in ``#0``, ``#1``.

    Any other fragment stays, because feeds of a live page tell their entries apart by it alone.
    """
    link = _as_link(guid)
    if link is None:
        return guid
    fragment = link.partition("#")[2]
    return canonical(link) + (f"#{fragment}" if fragment and not fragment.isdecimal() else "")


def _as_link(guid: str | None) -> str | None:
    return guid.strip() if guid and re.match(r"https?://[^\s/]", guid.strip(), re.IGNORECASE) else None


def _guids_with_several_links(entries: Iterable[EntryData]) -> set[str]:
    links: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.guid and entry.link:
            links[entry.guid].add(canonical(entry.link))
    return {guid for guid, seen in links.items() if len(seen) > 1}


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
