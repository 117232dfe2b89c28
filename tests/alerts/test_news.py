from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from worker.alerts.news import Standing, standing
from worker.alerts.rules import refusals
from worker.model import Article, ArticleState, DatePrecision, EventFilter, Rule, StoredEvent

SEEN = datetime(2026, 1, 10, 12, tzinfo=UTC)
SENTENCE = "Chairman Han praised President Orlov on Sunday."
NEWS, BASELINE, STALE = Standing(False, False), Standing(True, False), Standing(False, True)
ARTICLE = Article(
    1, 1, "one", "hash", "", "", "", True, "", "en", SEEN - timedelta(hours=1), SEEN, SEEN, "Times", "times", False,
    ArticleState.READ,
)  # fmt: skip
OLD = SEEN - timedelta(days=9)
Event = Callable[..., StoredEvent]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, NEWS),
        ({"published_at": None}, NEWS),
        ({"published_at": SEEN - timedelta(days=3)}, NEWS),
        ({"published_at": OLD}, STALE),
        ({"published_at": OLD, "came_with": 7}, NEWS),
        ({"baseline": True}, BASELINE),
        ({"said_before": "Something else."}, NEWS),
        ({"said_before": "Something else.", "baseline": True}, NEWS),
        ({"said_before": "Something else.", "published_at": OLD}, NEWS),
        ({"said_before": f"First. CHAIRMAN  Han praised\npresident Orlov on Sunday. {SENTENCE}"}, STALE),
        ({"said_before": f"First. {SENTENCE}", "baseline": True}, BASELINE),
    ],
)
def test_what_an_article_tells_is_news_or_was_there_or_is_old(
    event: Event, changes: dict[str, Any], expected: Standing
) -> None:
    assert standing(replace(ARTICLE, **changes), event(event_date=date(2026, 1, 9)).coded) == expected


@pytest.mark.parametrize(
    ("day", "precision", "expected"),
    [
        (date(2026, 1, 7), DatePrecision.DAY, NEWS),
        (date(2026, 1, 6), DatePrecision.DAY, STALE),
        (date(2026, 1, 1), DatePrecision.MONTH, NEWS),
        (None, None, NEWS),
    ],
)
def test_what_an_edit_adds_is_old_where_it_happened_days_before(
    event: Event, day: date | None, precision: DatePrecision | None, expected: Standing
) -> None:
    edited = replace(ARTICLE, said_before="Something else.", first_seen_at=OLD)
    assert standing(edited, event(event_date=day, date_precision=precision).coded) == expected


def test_a_stale_event_rings_nothing_and_says_why(event: Event) -> None:
    rule = Rule("all", EventFilter(), ("desk",))
    assert refusals(rule, event()) == ()
    (why,) = refusals(rule, event(stale=True))
    assert "old news" in why
