"""Dates as articles say them, against the day of publication."""

from datetime import date

import pytest

from worker.events.dates import UNDATED, Dated, date_of, dates_said
from worker.events.parser import Parser, Sentence, Token, load_parser
from worker.model import DatePrecision

PUBLISHED = date(2025, 12, 27)  # a Saturday
DAY, MONTH, YEAR = DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.YEAR


def _only(text: str, published: date | None = PUBLISHED, future: bool = False) -> Dated:
    found = list(dates_said(text, published, future))
    assert len(found) <= 1, found
    return found[0].when if found else UNDATED


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("on December 27", date(2025, 12, 27), DAY),
        ("on Dec. 3, 2021", date(2021, 12, 3), DAY),
        ("on 3 May 2020", date(2020, 5, 3), DAY),
        ("on January 5", date(2025, 1, 5), DAY),
        ("2024-02-29", date(2024, 2, 29), DAY),
        ("in June 2024", date(2024, 6, 1), MONTH),
        ("in May", date(2025, 5, 1), MONTH),
        ("in late October", date(2025, 10, 1), MONTH),
        ("in 2022", date(2022, 1, 1), YEAR),
        ("last year", date(2024, 1, 1), YEAR),
        ("last month", date(2025, 11, 1), MONTH),
        ("last week", date(2025, 12, 1), MONTH),
        ("two years ago", date(2023, 1, 1), YEAR),
        ("three days ago", date(2025, 12, 24), DAY),
        ("on Tuesday", date(2025, 12, 23), DAY),
        ("last Saturday", date(2025, 12, 20), DAY),
        ("on Saturday", date(2025, 12, 27), DAY),
        ("yesterday", date(2025, 12, 26), DAY),
    ],
)
def test_a_date_is_resolved_against_the_publication(text: str, day: date, precision: DatePrecision) -> None:
    assert (_only(text).day, _only(text).precision) == (day, precision)


@pytest.mark.parametrize(
    "text",
    [
        "he may go",
        "2025 soldiers",
        "described 2025 as meaningful",
        "a second attack",
        "on 31 February 2024",
        "the 2019 race",
    ],
)
def test_what_is_no_date_stays_unknown(text: str) -> None:
    assert _only(text) == UNDATED


def test_a_planned_day_lies_ahead() -> None:
    assert _only("on Tuesday", future=True).day == date(2025, 12, 30)
    assert _only("on January 5", future=True).day == date(2026, 1, 5)
    assert _only("in March", future=True).day == date(2026, 3, 1)


def test_without_a_publication_only_whole_dates_are_known() -> None:
    assert _only("on Tuesday", None) == UNDATED
    assert _only("on December 27", None) == UNDATED
    assert _only("in June 2024", None).day == date(2024, 6, 1)


def test_history_ends_ninety_days_before_publication_or_last_year() -> None:
    assert _only("in June 2024").historical(PUBLISHED)
    assert _only("last year").historical(date(2025, 1, 2))
    assert not _only("on December 1").historical(PUBLISHED)
    assert not _only("in 2025").historical(PUBLISHED)


@pytest.fixture(scope="module")
def parser() -> Parser:
    return load_parser()


def _find(parser: Parser, text: str, word: str) -> tuple[Sentence, Token]:
    sentence = parser.parse(text)[0]
    return sentence, next(token for token in sentence.tokens if token.text == word)


def test_a_deed_does_not_take_the_date_of_its_telling(parser: Parser) -> None:
    sentence, trigger = _find(parser, "Chad attacked the camp, the minister said on Monday.", "attacked")
    assert date_of(sentence, trigger, PUBLISHED) == UNDATED


def test_a_date_under_the_trigger_is_its_own(parser: Parser) -> None:
    sentence, trigger = _find(parser, "Norway signed the treaty in June 2024.", "signed")
    assert date_of(sentence, trigger, PUBLISHED) == Dated(date(2024, 6, 1), MONTH)


def test_a_report_in_the_past_tense_without_a_date_is_undated(parser: Parser) -> None:
    sentence, trigger = _find(parser, "Norway signed the treaty.", "signed")
    assert date_of(sentence, trigger, PUBLISHED) == UNDATED


def test_the_date_before_a_when_is_that_of_its_clause(parser: Parser) -> None:
    sentence, trigger = _find(parser, "Ties have warmed since May 2024, when Chad and Niger signed a treaty.", "signed")
    assert date_of(sentence, trigger, PUBLISHED) == Dated(date(2024, 5, 1), MONTH)


def test_last_winter_is_over_whenever_it_was() -> None:
    assert _only("last winter").historical(PUBLISHED)
