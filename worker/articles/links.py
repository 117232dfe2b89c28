"""Whether two links lead to one page, told by their form alone."""

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

# Parameters that say by which way a reader came, and never which page is meant (names from Firefox's query stripping
# list and ClearURLs), and those that ask for the same page laid out for a phone. Shorter lists of the kind also take
# "id", "ref" and "source", which tell articles apart on some sites: an article seen twice is a nuisance, two articles
# taken for one is a loss.
_MEANS_NOTHING = re.compile(
    r"(?:utm|at|mtm|pk|piwik|hsa|oly|vero|ml|mc|ns|itm|int)_\w+|(?:fb|g|dc|gc|msclk|yc|ysc|twc|wick|tt)lid|fbclid|gclid"
    r"|gclsrc|msclkid|igshid|igsh|mkt_tok|cmpid|cmp|xtor|_hsenc|_hsmi|__twitter_impression|ocid|smid|partner|ftag"
    r"|traffic_source|traffic_medium|traffic_campaign|maca|feature|share|rss|from_rss|soc_src|soc_trk|guccounter"
    r"|amp|amp_js_v|amp_gsa|usqp",
    re.IGNORECASE,
)
_LAYOUT = {("outputtype", "amp"), ("output", "amp"), ("view", "amp"), ("layout", "amp"), ("mode", "amp")}
_HOST_OF_LAYOUT = re.compile(r"(?:www\d?|amp|m|mobile)\.(?=[^.]+\.)")
# "/amp/2026/03/talks", "/2026/03/talks/amp", "/talks.amp.html", "/talks.amp"
_PATH_OF_LAYOUT = re.compile(r"^/amp(?=/)|/amp$|\.amp(?=\.html?$)|\.amp$")


@lru_cache(maxsize=4_096)  # a poll asks for each of its links several times
def canonical(link: str) -> str:
    """``link`` without what does not change the page: fragment, tracking, default port, http or https, www, AMP, the
    last slash."""
    try:
        parts = urlsplit(link.strip())
        host = _host(parts)
    except ValueError:
        return link.strip()
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _means_nothing(*pair)]
    query = f"?{urlencode(kept)}" if kept else ""
    path = _PATH_OF_LAYOUT.sub("", parts.path.rstrip("/"))
    return f"https://{host}{path}{query}"


def steady(guid: str) -> str:
    """A guid that is a link may change in ways that mean nothing: BBC counts an article's revisions in ``#0``, ``#1``.

    Any other fragment stays, because feeds of a live page tell their entries apart by it alone.
    """
    link = as_link(guid)
    if link is None:
        return guid
    fragment = link.partition("#")[2]
    return canonical(link) + (f"#{fragment}" if fragment and not fragment.isdecimal() else "")


def as_link(guid: str | None) -> str | None:
    """A guid that is an address, without the blanks around it; null where it is none."""
    return guid.strip() if guid and re.match(r"https?://[^\s/]", guid.strip(), re.IGNORECASE) else None


def tells_which(link: str) -> bool:
    """Whether a link looks like that of one article: its last part, or its query, holds a number or several words.

    A front page, a section or a live page (``/``, ``/news``, ``/live``) is where one article follows another.
    """
    path, _, query = canonical(link).partition("?")
    last = path.partition("://")[2].rpartition("/")
    return bool(last[1] and re.search(r"\d|[-_.].*[-_.]", last[2])) or bool(re.search(r"=.*\d|=.*[-_].*[-_]", query))


def _host(parts: SplitResult) -> str:
    name = _HOST_OF_LAYOUT.sub("", (parts.hostname or "").rstrip("."), count=1)
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return name + port


def _means_nothing(name: str, value: str) -> bool:
    return bool(_MEANS_NOTHING.fullmatch(name)) or (name.lower(), value.lower()) in _LAYOUT
