"""From what an outlet publishes to the plain text that a coder reads: paragraphs with a blank line between them.

Everything from outside passes ``clean`` once: NUL and lone surrogates are valid in a Python string and in nothing else
that this project writes to (Postgres text, JSON, UTF-8).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from worker.model import FetchError, PageText
from worker.model.text import clean

__all__ = ["clean", "from_html", "from_page", "language_of"]

# The names that end a paragraph, from the HTML standard's list of elements that a browser shows as blocks
# (https://html.spec.whatwg.org/multipage/rendering.html#flow-content-3).
_BLOCK_NAMES = """
    address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre search section summary table tbody td tfoot th
    thead tr ul
"""
_UNSEEN_NAMES = "audio button head iframe math noscript object script select style svg template textarea video"
_BLOCKS, _UNSEEN = frozenset(_BLOCK_NAMES.split()), frozenset(_UNSEEN_NAMES.split())
_BREAK = "\n\n"

_LAID_OUT = re.compile(r"<(?:p|br|div|li|td|h[1-6]|blockquote|section|article)\b", re.IGNORECASE)

# What feeds add below an article: WordPress's footer, and the link that leads to the rest.
_BOILERPLATE = re.compile(
    r"The post .{1,500} (?:appeared first on|first appeared on) .{1,200}\.?"
    r"|(?:\[?(?:…|\.\.\.)\]?\s*)?(?:Continue reading|Read more|Read the full (?:story|article)|Full story)\b.{0,200}",
    re.IGNORECASE,
)

# Below this many letters the language of a text is a coin toss: "Beijing, Seoul" is a list of names in any language.
_MIN_LETTERS = 20
_MIN_CONFIDENCE = 0.6


def from_html(html: str, *, title: str = "") -> PageText:
    """The text of an entry's own HTML; ``title``, where it is repeated as the first paragraph, is left out."""
    paragraphs = [part for part in _paragraphs(html) if not _BOILERPLATE.fullmatch(part)]
    return PageText(text=_join(paragraphs, title), title=title or None)


def from_page(body: bytes, url: str, headers: Mapping[str, str]) -> PageText:
    """The article on a web page, without what stands around it.

    ``text`` is empty where the page has none that can be told from its menus. ``published_at`` is midnight UTC of the
    day that the page states; its language is for ``language_of`` to say. Raises FetchError (kind "not a page") for what
    is not HTML or cannot be read.
    """
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and not re.search(r"html|xml|text/plain|octet-stream", kind):
        raise FetchError(f"{url} is {kind}, no web page", kind="not a page", permanent=False, subject=url)
    found = _extract(_decoded(body, headers), url)
    if found is None:
        return PageText(text="")
    title = clean(found.title or "").strip()
    text = _join((_line(part) for part in clean(found.text or "").split("\n")), title)
    return PageText(text, title or None, _midnight(found.date))


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the language of ``text``; null where it is too short or too mixed to be sure.

    py3langid's Naive Bayes over byte n-grams with normalised probabilities (Lui and Baldwin, ACL 2012).
    """
    sample = text[:4_000]
    if sum(character.isalpha() for character in sample) < _MIN_LETTERS:
        return None
    language, confidence = _identifier().classify(sample)
    return str(language) if confidence >= _MIN_CONFIDENCE else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@lru_cache(maxsize=8)  # identity asks for the text of an entry two or three times on end
def _paragraphs(html: str) -> tuple[str, ...]:
    if "<" not in html and "&" not in html:
        return tuple(_split(html))
    # Bytes, because lxml refuses a string that carries an encoding declaration of its own.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    root = etree.fromstring(clean(html).encode(), parser)
    return () if root is None else tuple(_split("".join(_pieces(root, keep=not _LAID_OUT.search(html)))))


def _pieces(root: Any, *, keep: bool) -> Iterator[str]:
    """The words of a tree in order, with a break around each block, by a walk without recursion: feeds nest deeply.

    ``keep`` the line breaks of the source itself; only where no tag makes paragraphs do they mean anything.
    """
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if element.tag in _UNSEEN:
            if event == "start":
                walk.skip_subtree()
            else:
                yield element.tail or ""
            continue
        yield _BREAK if element.tag in _BLOCKS else "\n" if element.tag == "br" and event == "start" else ""
        words = (element.text if event == "start" else element.tail) or ""
        yield words if keep else re.sub(r"\s+", " ", words)


def _split(text: str) -> list[str]:
    """Paragraphs end at a blank line; a single newline in a source is a space, two breaks are a paragraph."""
    return [line for part in re.split(r"\n\s*\n", clean(text)) if (line := _line(part))]


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _join(paragraphs: Iterable[str], title: str) -> str:
    kept = [part for part in paragraphs if part]
    if kept and title and _bare(kept[0]) == _bare(title):
        kept = kept[1:]
    return "\n\n".join(kept)


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _decoded(body: bytes, headers: Mapping[str, str]) -> bytes | str:
    """The page as text where HTTP names a charset that fits; otherwise trafilatura looks inside for one."""
    named = re.search(r"charset=[\"']?([\w.:-]+)", headers.get("content-type", ""), re.IGNORECASE)
    try:
        return body.decode(named[1]) if named else body
    except (LookupError, UnicodeDecodeError):
        return body


def _extract(page: bytes | str, url: str) -> Any:
    import trafilatura

    # Only dates that the page states: the wide search takes any number that looks like one, a copyright year included.
    dates = {"extensive_search": False, "original_date": True}
    try:
        return trafilatura.bare_extraction(
            page, url=url, with_metadata=True, include_comments=False, date_extraction_params=dates
        )
    except Exception as error:  # trafilatura promises none, but a page from outside must never stop the worker
        message = f"{url} cannot be read as a page ({type(error).__name__}: {error})"
        raise FetchError(message, kind="not a page", permanent=False, subject=url) from error


def _midnight(day: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
    except ValueError:
        return None
