"""The one table of filters: what each value means, and what is said of a wrong one."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import pytest

from worker.model import EventFilter, UsageError
from worker.query import filters
from worker.query.moments import last_moment

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
WORDS = {"event_type": ("AID", "CONSULT"), "mode": ("visit",), "context": ("military",)}


def parse(**values):
    given = {name: [value] if isinstance(value, str) else value for name, value in values.items()}
    return filters.parse(given, NOW, lambda: WORDS)


def test_every_field_of_the_event_filter_has_one_option():
    assert [option.field for option in filters.OPTIONS] == [field.name for field in fields(EventFilter)]


def test_the_example_of_every_option_can_be_used():
    for option in filters.OPTIONS:
        assert filters.parse({option.field: [option.example]}, NOW) != EventFilter(), option.field


def test_lists_are_repeated_or_split_at_commas():
    assert parse(actor=["PRK,CHN", "RUS"]).actor == ("PRK", "CHN", "RUS")


def test_words_are_known_in_any_case_and_with_dashes():
    asked = parse(event_type="aid", quad_class="material-conflict", status="Corroborated")
    assert (asked.event_type, asked.quad_class, asked.status) == (("AID",), ("material conflict",), ("corroborated",))


def test_a_dyad_is_taken_in_either_order_and_a_directed_one_keeps_its_direction():
    assert parse(dyad="rus-prk,PRK>RUS").dyad == ("RUS-PRK", "PRK>RUS")


@pytest.mark.parametrize("wrong", ["PRK", "PRK_RUS", "PRK-RU", "PRK-PRK", "A-B-C", ">RUS"])
def test_a_dyad_that_is_none_is_refused_with_the_right_way_to_write_one(wrong):
    with pytest.raises(UsageError, match=r"^dyad: .*dyad"):
        parse(dyad=wrong)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2026-02-03", date(2026, 2, 3), date(2026, 2, 3)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("today", date(2026, 3, 10), date(2026, 3, 10)),
        ("yesterday", date(2026, 3, 9), date(2026, 3, 9)),
        ("7d", date(2026, 3, 3), date(2026, 3, 3)),
    ],
)
def test_a_date_means_its_first_day_from_there_and_its_last_day_up_to_there(written, first, last):
    asked = parse(event_from=written, event_to=written)
    assert (asked.event_from, asked.event_to) == (first, last)


def test_since_counts_back_from_now():
    assert parse(since="36h").seen_from == NOW - timedelta(hours=36)


def test_seen_to_a_day_includes_that_day():
    assert parse(seen_to="2026-01-31").seen_to == datetime(2026, 1, 31, 23, 59, 59, 999999, UTC)


def test_a_time_without_a_zone_is_utc_and_one_with_a_zone_keeps_it():
    assert last_moment("2026-01-31T12:00", NOW) == datetime(2026, 1, 31, 12, tzinfo=UTC)
    assert last_moment("2026-01-31T12:00+02:00", NOW) == datetime(2026, 1, 31, 10, tzinfo=UTC)


@pytest.mark.parametrize("wrong", ["foo", "2026-13", "2026-02-30", "0000", "99999999d", "d", "-7d", "12/03/2026"])
def test_a_date_that_is_none_is_refused_with_what_is_allowed(wrong):
    with pytest.raises(UsageError, match=r"seen_from: .* is no date; write 2026-01-31, .* 7d"):
        parse(seen_from=wrong)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("min_score", "11"),
        ("min_score", "nan"),
        ("max_score", "x"),
        ("min_confidence", "1.1"),
        ("min_outlets", "-1"),
        ("min_families", "two"),
        ("min_families", "9" * 30),
    ],
)
def test_a_number_out_of_its_range_is_refused(field, wrong):
    with pytest.raises(UsageError, match=f"^{field}: .* is no "):
        parse(**{field: wrong})


def test_an_unknown_type_is_told_which_types_there_are():
    with pytest.raises(UsageError, match="event_type: 'HELP' is none of: AID, CONSULT"):
        parse(type="HELP")


def test_all_mistakes_are_told_at_once():
    with pytest.raises(UsageError) as refused:
        parse(dyad="X", min_score="99", status="maybe", colour="red")
    told = str(refused.value).splitlines()
    assert sorted(line.split(":")[0] for line in told) == ["colour", "dyad", "min_score", "status"]


def test_a_range_that_ends_before_it_begins_is_refused():
    with pytest.raises(UsageError, match="event_to: 2025-12-31 lies before event_from, 2026-01-01"):
        parse(event_from="2026", event_to="2025")


def test_one_value_given_twice_is_refused():
    with pytest.raises(UsageError, match="min_score: was given 2 times"):
        parse(min_score=["1", "2"])


def test_empty_values_are_not_given_as_a_form_sends_them():
    assert parse(dyad="", text=" ", status="", min_score="") == EventFilter()


def test_the_ontology_is_not_read_unless_a_word_of_it_is_asked_for():
    def unread():
        raise AssertionError("read")

    assert filters.parse({"dyad": ["PRK-RUS"]}, NOW, unread).dyad == ("PRK-RUS",)


def test_a_filter_survives_the_way_through_a_query_string():
    from urllib.parse import parse_qs

    asked = parse(
        dyad="PRK>RUS", event_type="AID,CONSULT", since="7d", event_to="2026-02", min_score="-2.5", text="a&b"
    )
    assert filters.parse(parse_qs(filters.as_query(asked)), NOW) == asked


def test_text_is_cleaned_of_what_postgres_cannot_hold():
    assert parse(text="tro\0ops").text == "troops"
