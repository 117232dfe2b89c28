"""Whether what an article tells is news: what may ring, and what stood there before or is old. Pure.

The order:

1. What an edit left as it was is no news: it is baseline where its article is, and stale elsewhere. That it is found
   only now is the coder's doing.
2. What an edit adds is news, also in a baseline article; but stale where it happened, by its own date, more than
   ``OLD_NEWS`` before the edit.
3. In an article that is coded for the first time all is baseline where the article is (it stood in the feed before
   anybody watched), and stale where the article was published more than ``OLD_NEWS`` before we first saw it: an archive
   that was put in late. Unless its feed has just come back after days: then it is told together with the rest.

A stale event is news as soon as an article tells it that is not.
"""

from datetime import timedelta
from typing import NamedTuple

from worker.model import Article, CodedEvent, DatePrecision

OLD_NEWS = timedelta(days=3)


class Standing(NamedTuple):
    """How an article tells an event: as what was there before anybody watched, as old news, or (both false) as news."""

    baseline: bool
    stale: bool


def standing(article: Article, coded: CodedEvent) -> Standing:
    """``article.said_before`` is its text before an edit; null where it is coded for the first time, or recoded."""
    if article.said_before is None:
        late = article.published_at is not None and article.first_seen_at - article.published_at > OLD_NEWS
        return Standing(article.baseline, late and article.came_with is None)
    if folded(coded.evidence.sentence) in folded(article.said_before):
        return Standing(article.baseline, not article.baseline)
    return Standing(False, _happened_long_before(article, coded))


def folded(words: str) -> str:
    """Words without what changes nothing: case and blanks."""
    return " ".join(words.casefold().split())


def _happened_long_before(article: Article, coded: CodedEvent) -> bool:
    day = coded.event_date if coded.date_precision in (None, DatePrecision.DAY) else None
    return day is not None and article.updated_at.date() - day > OLD_NEWS
