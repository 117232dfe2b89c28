"""The archive coded again: what a change of rules would change in what is stored, and the change itself.

An article is coded outside any transaction. A dry run compares that with what is stored, and saves nothing. Otherwise
the change of each article is one transaction, under the locks and by the calls with which ``code`` saves an edited
article; so workers may go on meanwhile, and whoever is killed has done whole articles. An article that was edited
meanwhile is left to the workers.

What is found only now is not news. Unless rules are given nothing rings, and an event that only an article older than
the news tells is baseline: no later report of it rings either.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from worker.events.differences import Change, Difference, differences
from worker.events.sameness import SAME_NEWS
from worker.model import Article, ArticleFilter, CodedEvent, Coder, DyadwatchError, Rule
from worker.pipeline.coding import found_in, save_events
from worker.store import Store

PAGE = 50  # articles held at once: a long one is a megabyte


@dataclass(frozen=True, slots=True)
class Recoded:
    """One article coded again: what became of its events, and how many alerts rang.

    ``failed`` says what the coder stumbled over. An article that was edited meanwhile is ``passed_over``.
    """

    article: Article
    differences: tuple[Difference, ...] = ()
    alerts: int = 0
    failed: str | None = None
    passed_over: bool = False

    @property
    def changed(self) -> tuple[Difference, ...]:
        """Of the differences those that are one."""
        return tuple(found for found in self.differences if found.change is not Change.SAME)


def recode(
    store: Store,
    coder: Coder,
    where: ArticleFilter,
    clock: Callable[[], datetime],
    *,
    dry_run: bool,
    rules: Sequence[Rule] = (),
) -> Iterator[Recoded]:
    """Each article of the filter coded again; where it is no dry run, its change is taken before it is given.

    ``rules`` are those that may ring. What the coder stumbles over is told of its article, and the next one comes.
    """
    for held in _articles(store, where):
        try:
            found = found_in(coder, held)
        except DyadwatchError:
            raise
        except Exception as error:  # one article must not stand in the way of a million
            yield Recoded(held, failed=f"{type(error).__name__}: {error}")
            continue
        if dry_run:
            yield Recoded(held, differences(held.id, held.told_at, store.told_by(held.id), found))
        else:
            yield _take(store, held, found, coder.version, clock(), rules)


def _articles(store: Store, where: ArticleFilter) -> Iterator[Article]:
    """By pages in the order of their ids, which no recoding changes."""
    after = 0
    while page := store.coded_articles(where, after=after, limit=PAGE):
        yield from page
        after = page[-1].id


def _take(
    store: Store, held: Article, found: Sequence[CodedEvent], version: str, now: datetime, rules: Sequence[Rule]
) -> Recoded:
    old = not rules and held.told_at < now - SAME_NEWS
    with store.coding(replace(held, baseline=held.baseline or old), found, version, now) as coding:
        if coding is None:
            return Recoded(held, passed_over=True)
        before = coding.told_before()
        alerts = save_events(coding, held, found, rules)
    return Recoded(held, differences(held.id, held.told_at, before, found), len(alerts))
