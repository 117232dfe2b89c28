"""``dyadwatch recode``: the stored articles coded again, to see what a change of rules changes, and to take it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from worker.model import ArticleFilter, DyadwatchError, UsageError
from worker.query import filters
from worker.query.context import Context
from worker.query.feed_show import named
from worker.query.screen import say

if TYPE_CHECKING:
    from worker.pipeline.recode import Recoded
    from worker.query.tally import Tally
    from worker.store import Store

SHOWN = 50


class Format(StrEnum):
    """How the differences are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


def recode(  # noqa: PLR0913, PLR0917 (an option each)
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    since: Annotated[str, typer.Option(metavar="7d", help="Published (else first seen) at this time or later.")] = "",
    until: Annotated[str, typer.Option(metavar="2026-01", help="Published (else first seen) by this time.")] = "",
    outlet: Annotated[list[str] | None, typer.Option(help="Of this outlet; may be given again.")] = None,
    dyad: Annotated[list[str] | None, typer.Option(metavar="PRK-RUS", help="Reports an event of this dyad.")] = None,
    only_outdated: Annotated[bool, typer.Option("--only-outdated", help="Coded by another version.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many articles, in the order they came.")] = None,
    ring: Annotated[bool, typer.Option("--ring", help="Let alert rules ring for what is found only now.")] = False,
    style: Annotated[Format, typer.Option("--format", help="table, json or jsonl.")] = Format.TABLE,
    show: Annotated[int, typer.Option(min=0, help="At most so many differences in a table.")] = SHOWN,
) -> None:
    """Code stored articles again after a change of rules; show each difference, and take it.

    Each article is taken by itself, whole or not at all, while workers may go on: what it says no more is removed
    (an event that somebody was told of stays, as retracted), and what it says otherwise is coded anew. Cut short, it
    goes on with --only-outdated. Restart the workers first: they code by the rules with which they were started.

    Nothing rings, and what is found only now in an article older than three days never will; --ring lets it.

    Differences are counted as articles tell them: an event that two articles tell counts twice.

    \b
    Examples:
      dyadwatch recode --dry-run --limit 500
      dyadwatch recode --dry-run --dyad PRK-RUS --since 2026-01 --format jsonl > differences.jsonl
      dyadwatch recode --only-outdated
      dyadwatch recode --since 2d --ring
    """
    if dry_run and ring:
        raise UsageError("--ring and --dry-run: a dry run rings nothing; leave one of them out", subject="--ring")
    asked = filters.parse({"seen_from": [since], "seen_to": [until], "dyad": dyad or []}, filters.utc_now())
    here = Context.of(context)
    config, store = here.config(), here.store()
    from worker.pipeline import LazyCoder
    from worker.pipeline.recode import recode as again

    coder = LazyCoder(config.coder)
    where = ArticleFilter(
        told_from=asked.seen_from,
        told_to=asked.seen_to,
        feed_ids=tuple(named(store.feeds(), name).id for name in outlet or ()),
        dyad=asked.dyad,
        outdated_for=coder.version if only_outdated else None,
    )
    recoded = again(store, coder, where, filters.utc_now, dry_run=dry_run, rules=config.rules if ring else ())
    tally = _told(_with_bar(islice(recoded, limit), store, where, limit, style), style, show, dry_run=dry_run)
    raise typer.Exit(1 if tally.failed else 0)


def _with_bar(
    recoded: Iterator[Recoded], store: Store, where: ArticleFilter, limit: int | None, style: Format
) -> Iterable[Recoded]:
    """A bar on stderr, where a person looks at it and lines on stdout do not run into it."""
    if not sys.stderr.isatty() or (style is not Format.TABLE and sys.stdout.isatty()):
        return recoded
    from rich.console import Console
    from rich.progress import track

    total = min(store.count_coded_articles(where), limit or sys.maxsize)
    return track(recoded, "articles", total=total, console=Console(stderr=True), transient=True)


def _told(recoded: Iterable[Recoded], style: Format, show: int, *, dry_run: bool) -> Tally:
    from worker.query.tally import Tally

    tally = Tally(dry_run, shown=show if style is Format.TABLE else 0)
    try:
        _WRITERS[style](recoded, tally)
    except (KeyboardInterrupt, DyadwatchError):
        say(f"stopped after {tally.articles} articles" + _HINT * (not dry_run))
        raise
    for line in tally.complaints():
        say(line)
    return tally


_HINT = "; what they changed is taken, and --only-outdated goes on from there"


def _write_table(recoded: Iterable[Recoded], tally: Tally) -> None:
    for one in recoded:
        tally.add(one)
    tally.show()


def _write_jsonl(recoded: Iterable[Recoded], tally: Tally) -> None:
    for row in _rows(recoded, tally):
        print(row)
    say(tally.in_words())


def _write_json(recoded: Iterable[Recoded], tally: Tally) -> None:
    """One object, written as it comes."""
    print('{"differences": [', end="")
    before = "\n"
    for row in _rows(recoded, tally):
        print(before + row, end="")
        before = ",\n"
    print(f'\n], "summary": {json.dumps(tally.to_json())}}}')


def _rows(recoded: Iterable[Recoded], tally: Tally) -> Iterator[str]:
    """Each difference as a line of JSON, with the article that makes it."""
    for one in recoded:
        tally.add(one)
        article: dict[str, Any] = {
            "article_id": one.article.id,
            "outlet": one.article.outlet,
            "title": one.article.title,
            "url": one.article.url,
            "published_at": one.article.published_at.isoformat() if one.article.published_at else None,
        }
        yield from (json.dumps(article | found.to_json(), ensure_ascii=False) for found in one.changed)


_WRITERS = {Format.TABLE: _write_table, Format.JSON: _write_json, Format.JSONL: _write_jsonl}
