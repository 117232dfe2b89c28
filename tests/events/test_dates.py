"""Dates as articles say them, against the day of publication."""

from datetime import date

import pytest

from worker.events.dates import NO_DAY, UNDATED, Dated, Day, date_of, dates_said, days_of, spoken_of
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
        ("on Monday, December 1", date(2025, 12, 1), DAY),
        ("on December 1, Monday", date(2025, 12, 1), DAY),
        ("on Monday (1st December)", date(2025, 12, 1), DAY),
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
        ("over the weekend", date(2025, 12, 1), MONTH),
        ("on Tuesday of last week", date(2025, 12, 16), DAY),
        ("last week on Monday", date(2025, 12, 15), DAY),
        ("on 13-14 January 2021", date(2021, 1, 13), DAY),
        ("from 13 to 14 January 2021", date(2021, 1, 13), DAY),
        ("before dawn on Friday", date(2025, 12, 26), DAY),
        ("at a 2008 summit", date(2008, 1, 1), YEAR),
        ("on June 5-7", date(2025, 6, 5), DAY),
        ("on October 24 last year", date(2024, 10, 24), DAY),
        ("in September last year", date(2024, 9, 1), MONTH),
        ("earlier in the day", date(2025, 12, 27), DAY),
        ("earlier this month", date(2025, 12, 1), MONTH),
        ("a day earlier", date(2025, 12, 26), DAY),
        ("two years ago", date(2023, 1, 1), YEAR),
        ("three days ago", date(2025, 12, 24), DAY),
        ("on Tuesday", date(2025, 12, 23), DAY),
        ("last Saturday", date(2025, 12, 20), DAY),
        ("Last Saturday", date(2025, 12, 20), DAY),
        ("In May", date(2025, 5, 1), MONTH),
        ("Since 2014", date(2014, 1, 1), YEAR),
        ("from 1998 to 2000", date(1998, 1, 1), YEAR),
        ("in the spring of 1990", date(1990, 1, 1), YEAR),
        ("in the second half of the year", date(2025, 1, 1), YEAR),
        ("earlier in the month", date(2025, 12, 1), MONTH),
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
        "two days before the vote",
        "a week after the summit",
    ],
)
def test_what_is_no_date_stays_unknown(text: str) -> None:
    assert _only(text) == UNDATED


def test_a_planned_day_lies_ahead() -> None:
    assert _only("on Tuesday", future=True).day == date(2025, 12, 30)
    assert _only("on January 5", future=True).day == date(2026, 1, 5)
    assert _only("in March", future=True).day == date(2026, 3, 1)


def test_a_week_is_of_the_month_that_most_of_it_lies_in() -> None:
    assert _only("last week", date(2025, 11, 4)).day == date(2025, 10, 1)
    assert _only("last week", date(2025, 11, 12)).day == date(2025, 11, 1)


def test_a_day_earlier_counts_from_the_day_that_was_spoken_of() -> None:
    monday = Dated(date(2025, 12, 22), DAY)
    assert [said.when for said in dates_said("a day earlier", PUBLISHED, anchor=monday)] == [
        Dated(date(2025, 12, 21), DAY)
    ]
    on_tuesday = [said.when.day for said in dates_said("on Tuesday, two days after a clash and a day later", PUBLISHED)]
    assert on_tuesday == [date(2025, 12, 23), date(2025, 12, 24)]
    a_month = Dated(date(2021, 8, 1), MONTH)
    assert [s.when for s in dates_said("a month later", PUBLISHED, anchor=a_month)] == [Dated(date(2021, 9, 1), MONTH)]
    assert list(dates_said("a day later", PUBLISHED, anchor=a_month)) == []


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


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Troops invaded and occupied the emirate in 1990.", Dated(date(1990, 1, 1), YEAR)),
        (
            "Troops invaded the emirate, closed its port and complained to the council on Friday.",
            Dated(date(2025, 12, 26), DAY),
        ),
        ("Troops invaded the emirate, and the council complained on Friday.", UNDATED),
    ],
)
def test_verbs_of_one_subject_share_the_date_behind_the_last(parser: Parser, text: str, when: Dated) -> None:
    sentence, trigger = _find(parser, text, "invaded")
    assert date_of(sentence, trigger, PUBLISHED) == when


@pytest.mark.parametrize(
    ("text", "word", "day"),
    [
        ("Chad said on Friday the embargo in place since 1959 was a crime.", "said", date(2025, 12, 26)),
        ("Chad accused Niger of the worst raid since 10 November 2024.", "accused", None),
        ("Chad has banned the trade since 2019.", "banned", date(2019, 1, 1)),
        ("Chad has hit Niger with sanctions over its violence since a vote in August.", "hit", None),
        ("The king is on his first visit to Chad since his coronation in November 2024.", "visit", None),
    ],
)
def test_since_tells_when_something_began_that_goes_on(parser: Parser, text: str, word: str, day: date | None) -> None:
    sentence, trigger = _find(parser, text, word)
    assert date_of(sentence, trigger, PUBLISHED).day == day


def test_a_date_under_the_trigger_is_its_own(parser: Parser) -> None:
    sentence, trigger = _find(parser, "Norway signed the treaty in June 2024.", "signed")
    assert date_of(sentence, trigger, PUBLISHED) == Dated(date(2024, 6, 1), MONTH)


def test_a_report_in_the_past_tense_without_a_date_is_undated(parser: Parser) -> None:
    sentence, trigger = _find(parser, "Norway signed the treaty.", "signed")
    assert date_of(sentence, trigger, PUBLISHED) == UNDATED


def test_the_date_before_a_when_is_that_of_its_clause(parser: Parser) -> None:
    sentence, trigger = _find(parser, "Ties have warmed since May 2024, when Chad and Niger signed a treaty.", "signed")
    assert date_of(sentence, trigger, PUBLISHED) == Dated(date(2024, 5, 1), MONTH)


def test_what_has_just_been_done_was_done_on_the_day_of_its_telling(parser: Parser) -> None:
    sentence, trigger = _find(parser, "Chad has lifted the ban, the ministry said on Monday.", "lifted")
    assert date_of(sentence, trigger, PUBLISHED) == Dated(date(2025, 12, 22), DAY)
    sentence, trigger = _find(parser, "Chad has not lifted the ban, the ministry said on Monday.", "lifted")
    assert date_of(sentence, trigger, PUBLISHED) == UNDATED


def test_what_was_said_was_said_on_the_day_of_its_telling(parser: Parser) -> None:
    sentence, trigger = _find(parser, "Chad accused Niger of lying, a spokesman said on Monday.", "accused")
    assert date_of(sentence, trigger, PUBLISHED, verbal=True) == Dated(date(2025, 12, 22), DAY)


def test_a_purpose_has_the_date_of_what_serves_it(parser: Parser) -> None:
    sentence, trigger = _find(parser, "Japan summoned the envoy on Monday to protest.", "protest")
    assert date_of(sentence, trigger, PUBLISHED) == Dated(date(2025, 12, 22), DAY)


def test_a_year_in_the_name_of_a_deed_is_its_own(parser: Parser) -> None:
    sentence, trigger = _find(parser, "He opposed the 2003 invasion.", "invasion")
    assert date_of(sentence, trigger, PUBLISHED) == Dated(date(2003, 1, 1), YEAR)


def test_a_date_beside_will_lies_ahead(parser: Parser) -> None:
    sentence, trigger = _find(parser, "Norway will host the talks on Wednesday.", "talks")
    assert date_of(sentence, trigger, PUBLISHED) == Dated(date(2025, 12, 31), DAY)


def test_of_two_dates_the_nearer_is_meant(parser: Parser) -> None:
    sentence, trigger = _find(parser, "Norway held talks on Friday ahead of a summit on Saturday.", "talks")
    assert date_of(sentence, trigger, PUBLISHED) == Dated(date(2025, 12, 26), DAY)


def _days(parser: Parser, text: str) -> list[Day]:
    body = parser.parse(text)
    return days_of(body, [0] * len(body), PUBLISHED, spoken_of(body, PUBLISHED))


def test_a_sentence_has_the_day_of_its_deed_or_only_that_of_its_words(parser: Parser) -> None:
    monday, treaty = Dated(date(2025, 12, 22), DAY), Dated(date(2024, 6, 1), MONTH)
    assert _days(parser, "Chad expelled the envoy on Monday. It rained.") == [Day(monday), NO_DAY]
    assert _days(parser, "The ministry said on Monday that soldiers killed two men.") == [Day(monday, words=True)]
    assert _days(parser, "Chad and Niger signed a treaty in June 2024.") == [Day(treaty)]
    assert Day(monday, words=True).of(verbal=True) == monday
    assert Day(monday, words=True).of(verbal=False) == UNDATED


def test_an_article_goes_on_from_day_to_day(parser: Parser) -> None:
    body = parser.parse("They met on Monday. It rained. They left the next day. Nobody waved.")
    assert [when.day and when.day.day for when in spoken_of(body, PUBLISHED)] == [None, 22, 22, 23]


@pytest.mark.parametrize(
    ("text", "word", "day"),
    [
        ("July 19--Chad recalled its envoy on Friday.", "recalled", date(2025, 12, 26)),
        ("Chad and Niger agreed to begin talks by the end of this year.", "agreed", None),
        ("Chad agreed to hold talks with Niger next week.", "agreed", None),
        ("It was the first visit to Chad since 2015.", "visit", None),
        ("On Thursday, Chad and Niger are scheduled to meet the envoy.", "meet", date(2026, 1, 1)),
        ("Chad and Niger are scheduled to hold talks in Bamako on Wednesday.", "talks", date(2025, 12, 31)),
        (
            "Chad summoned the envoy on Friday to protest the violation of its airspace by a helicopter on Monday.",
            "protest",
            date(2025, 12, 26),
        ),
        ("Chad announced on Friday that it was expelling two envoys.", "expelling", date(2025, 12, 26)),
        ("Chad will on Wednesday host talks.", "host", date(2025, 12, 31)),
        ("Chad is preparing to hold talks on January 13-15.", "talks", date(2026, 1, 13)),
        ("On Friday he would visit Chad.", "visit", date(2026, 1, 2)),
        ("Chad accused Niger of lying, a spokesman said after talks on Monday.", "accused", date(2025, 12, 22)),
        ("The two met on Friday at the house where the poet died on 3 May 1830.", "met", date(2025, 12, 26)),
        ("The two met at the house where the poet died on 3 May 1830.", "met", None),
        (
            "On Friday Chad freed ten Nigerien soldiers, while Niger freed two held since April.",
            "freed",
            date(2025, 12, 26),
        ),
        ("Chad withdrew its troops in advance of the deadline of 10 June.", "withdrew", None),
        ("Chad broke off ties in July in response to charges that it was giving rebels a haven.", "giving", None),
        ("Chad and Niger fought a war in 2008, after Niger shelled a town.", "shelled", date(2008, 1, 1)),
        ("The talks mediated by Mali were held in Lagos in May 2016.", "mediated", date(2016, 5, 1)),
        ("The find raised tension more than 30 years after Chad seized the islands.", "seized", None),
    ],
)
def test_not_every_date_beside_a_deed_is_its_own(parser: Parser, text: str, word: str, day: date | None) -> None:
    sentence, trigger = _find(parser, text, word)
    assert date_of(sentence, trigger, PUBLISHED, verbal=True).day == day


@pytest.mark.parametrize(
    ("text", "word", "when"),
    [
        ("Lome, 5 December - Togo received the envoy on Monday, the third audience this year.", "received", 22),
        ("Norway has lodged a protest with Chad over last Sunday's raid.", "lodged", None),
        ("The raid, which Norway blames on Chad, on the camp on Sunday left two dead.", "blames", None),
        ("Norway and Chad agreed to resume the visits frozen since 2018.", "agreed", None),
        ("The ministers spoke on Sunday and plan to meet again.", "plan", None),
        ("Norway on Tuesday extradited to Chad a banker wanted for theft.", "extradited", 23),
        ("The army started exercises involving troops of Chad, Mali, Togo and Peru on Monday.", "started", 22),
        ("Chad bombed Niger before dawn on Friday, killing two.", "bombed", 26),
        ("Norway is protesting a December 5 incident in Chad.", "protesting", None),
        ("Norway said on Tuesday it had agreed a truce with Chad.", "agreed", 23),
        ("Chad and Niger exchanged prisoners, officials announced on Tuesday.", "exchanged", 23),
        ("Chad and Niger exchanged prisoners in their first swap of 2025.", "exchanged", None),
        ("Chad fought Niger on Monday, before agreeing to talks.", "agreeing", None),
    ],
)
def test_a_day_is_that_of_its_run_of_words_and_of_nothing_else(
    parser: Parser, text: str, word: str, when: int | None
) -> None:
    sentence, trigger = _find(parser, text, word)
    assert date_of(sentence, trigger, PUBLISHED).day == (date(2025, 12, when) if when else None)


def test_it_was_then_that_something_was_done(parser: Parser) -> None:
    sentence, trigger = _find(parser, "It was only in December of 2023 that Chad and Norway signed the pact.", "signed")
    assert date_of(sentence, trigger, PUBLISHED) == Dated(date(2023, 12, 1), MONTH)


def test_of_a_deed_and_the_saying_of_it_the_day_of_the_deed_counts(parser: Parser) -> None:
    text = "The ministry said on Monday that soldiers killed two men on Sunday."
    assert _days(parser, text) == [Day(Dated(date(2025, 12, 21), DAY))]


def test_a_day_of_the_next_weeks_without_its_year_is_not_one_of_last_year() -> None:
    assert _only("on August 18", date(2022, 8, 14)).day == date(2022, 8, 18)
    assert _only("on December 27", date(2022, 8, 14)).day == date(2021, 12, 27)


def test_last_winter_is_over_whenever_it_was() -> None:
    assert _only("last winter").historical(PUBLISHED)


@pytest.mark.parametrize("text", ["in the 1980s", "during the Cold War", "decades ago", "under colonial rule"])
def test_an_age_that_is_over_is_history_without_a_year(text: str) -> None:
    assert (_only(text).day, _only(text).historical(PUBLISHED)) == (None, True)


def test_an_age_that_goes_on_is_no_history() -> None:
    assert _only("in the 2020s") == UNDATED


def test_an_autumn_ahead_is_of_this_year_and_one_behind_is_of_no_known_year() -> None:
    assert _only("in the autumn", date(2025, 6, 1), future=True) == Dated(date(2025, 1, 1), YEAR)
    assert _only("in the autumn", date(2025, 12, 1), future=True) == UNDATED


@pytest.mark.parametrize(
    ("text", "day"), [("that night", 22), ("the following morning", 23), ("hours later", 22), ("the night before.", 21)]
)
def test_parts_of_a_day_count_from_the_day_that_was_spoken_of(text: str, day: int) -> None:
    monday = Dated(date(2025, 12, 22), DAY)
    assert [said.when for said in dates_said(text, PUBLISHED, anchor=monday)] == [Dated(date(2025, 12, day), DAY)]


@pytest.mark.parametrize(
    ("text", "word", "day"),
    [
        ("On Monday Chad broke with Niger, a day after Mali, its neighbour, had done the same.", "broke", 22),
        ("On Monday Chad broke with Niger, a day after Mali, its neighbour, had done the same.", "done", 21),
        (
            "Chad will send aid after the quake that destroyed many villages on Sunday, a minister said Friday.",
            "send",
            26,
        ),
        ("None of them spoke of the fighting of December 13, in which Chad shelled Niger.", "shelled", 13),
    ],
)
def test_clauses_of_one_sentence_keep_their_own_days(parser: Parser, text: str, word: str, day: int) -> None:
    sentence, trigger = _find(parser, text, word)
    assert date_of(sentence, trigger, PUBLISHED, verbal=True) == Dated(date(2025, 12, day), DAY)


def test_months_before_the_news_count_from_publication(parser: Parser) -> None:
    sentence, trigger = _find(parser, "Food rots here, two months after Niger closed its border.", "closed")
    assert date_of(sentence, trigger, PUBLISHED) == Dated(date(2025, 10, 1), MONTH)


def test_the_present_of_a_journey_with_its_day_lies_ahead(parser: Parser) -> None:
    sentence, trigger = _find(parser, "The president flies to Chad on Tuesday to meet his counterpart.", "flies")
    assert date_of(sentence, trigger, PUBLISHED) == Dated(date(2025, 12, 30), DAY)


@pytest.mark.parametrize(
    ("text", "word", "when"),
    [
        (
            "The last round of talks between Chad and Niger, held a year ago, failed.",
            "talks",
            Dated(date(2024, 1, 1), YEAR, True),
        ),
        ("Chad broke the treaty signed in 2000.", "treaty", Dated(date(2000, 1, 1), YEAR)),
        (
            "The leader is in Buenos Aires to attend Tuesday's summit.",
            "attend",
            Dated(date(2025, 12, 30), DAY),
        ),
    ],
)
def test_a_participle_dates_its_noun_and_who_is_there_waits(parser: Parser, text: str, word: str, when: Dated) -> None:
    sentence, trigger = _find(parser, text, word)
    assert date_of(sentence, trigger, PUBLISHED) == when


def test_at_the_time_is_a_time_of_the_past_that_was_spoken_of() -> None:
    month, monday = Dated(date(2025, 9, 1), MONTH), Dated(date(2025, 12, 22), DAY)
    assert [said.when for said in dates_said("at the time", PUBLISHED, anchor=month)] == [month]
    assert list(dates_said("at the time", PUBLISHED, anchor=monday)) == []
