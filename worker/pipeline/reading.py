"""Read: give an article its text, language and story."""

from datetime import timedelta

from worker.articles import stories
from worker.articles.text import language_of
from worker.manners import PAGE, Busy
from worker.model import Article, ArticleState, FetchError, PageText
from worker.pipeline.deps import AGAIN, LEASE, Deps, noted
from worker.pipeline.visiting import visit

PAGE_ATTEMPTS = 2  # then the entry's own words must do: news that waits for a page is no news
LONGEST_WAIT = timedelta(minutes=10)


def read(deps: Deps, article_id: int) -> bool:
    """Give an article its text, language and story. True where it now waits for the coder."""
    now = deps.clock()
    held = deps.store.claim_article(article_id, ArticleState.NEW, now, LEASE)
    if held is None:
        return False
    with noted(deps, held):
        try:
            told = _text_of(deps, held)
        except FetchError as error:
            deps.store.postpone_article(held.id, f"page: {error.kind}, tried again", now + _wait(error))
            return False
        if isinstance(told, Busy):
            return _put_off(deps, held, told)
        page, note = told
        sketch = stories.sketch(page.text)
        keys = stories.keys(sketch)
        return deps.store.save_text(held, page, sketch, keys, stories.same_story, note, now, LEASE / 4)


def _put_off(deps: Deps, held: Article, busy: Busy) -> bool:
    """The page's host is busy, and the article waits for its turn there."""
    deps.store.put_off_article(held.id, f"host busy: {busy.why}", busy.until)
    return False


def _text_of(deps: Deps, held: Article) -> tuple[PageText, str | None] | Busy:
    """The text, and what became of the page where it came to nothing; or when its host has room for us. In order:

    1. the entry's own text, where it is whole, or where the page has had its attempts;
    2. the page, where it can be had; raises FetchError where another try is worth it;
    3. the entry's own text, whatever it is: no article is lost because its page cannot be read.
    """
    own = _own_text(deps, held)
    if held.whole or held.attempts > PAGE_ATTEMPTS:
        return _in_language(own, held), None if held.whole else "the page was not read; the entry's own text is kept"
    try:
        try:
            response = visit(deps, held.url, PAGE, f"article {held.id}")
        finally:
            deps.manners.settle()
        if isinstance(response, Busy):
            return response
        page = deps.sandbox.page(response)
    except FetchError as error:
        if held.attempts < PAGE_ATTEMPTS and _passing(error):
            raise
        return _in_language(own, held), f"the page was not read ({error.kind}); the entry's own text is kept"
    if len(page.text) < len(own.text):
        return _in_language(own, held), "the page says less than the entry; the entry's own text is kept"
    return _in_language(page, held), None


def _own_text(deps: Deps, held: Article) -> PageText:
    """None where even the sandbox cannot bear its HTML: then the page and the title must do."""
    try:
        return deps.sandbox.html(held.html, held.title, held.url)
    except FetchError:
        return PageText(text="")


def _in_language(page: PageText, held: Article) -> PageText:
    """What the text itself is written in goes before what a feed says of itself."""
    language = language_of(page.text) or held.language
    return PageText(page.text, page.title, page.published_at, language)


def _passing(error: FetchError) -> bool:
    """Whether it may be better in a minute: a refusal will stand, but for "too early" and "too many"."""
    refused = error.kind.startswith("http 4") and error.kind not in ("http 408", "http 425", "http 429")
    return not error.permanent and not refused and error.kind != "private address"


def _wait(error: FetchError) -> timedelta:
    return min(max(AGAIN, timedelta(seconds=error.retry_after or 0)), LONGEST_WAIT)
