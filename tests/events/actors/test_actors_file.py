"""config/actors.yaml: what a line of it may say, and how fast it is read."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from worker.config import load_coder_config
from worker.config.actors import ActorsFile, Leader, parse_leader, parse_leaders
from worker.events.actors.build import flow, scalar
from worker.events.actors.build_leaders import leader_lines
from worker.events.actors.gazetteer import build_gazetteer
from worker.events.actors.spelling import alike, fold, pieces, sound


def test_a_leader_is_one_line() -> None:
    assert parse_leader("Xi Jinping (Xi); Xi Jin-ping | head of state, president | 2013-03-14 |") == Leader(
        ("Xi Jinping", "Xi Jin-ping"), "Xi", "head of state", "president", date(2013, 3, 14), None
    )


def test_a_term_ends_on_the_last_day_that_its_date_allows() -> None:
    assert parse_leader("A B | other | 2020 | 2020-02").end == date(2020, 2, 29)
    assert parse_leader("A B | other |  | ~2021").end == date(2021, 12, 31)
    assert parse_leader("A B | other |  | ~2021").vague


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("A B | president | 2020 |", "no office 'president'"),
        ("A B | other | 2020", "four parts"),
        ("A B | other | 20 May 2020 |", "no date '20 May 2020'"),
        ("A B | other | 2020 | 2019", "ends before it begins"),
        (" | other | 2020 |", "name is missing"),
    ],
)
def test_a_wrong_line_is_named_with_what_is_wrong(line: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse_leaders(f"C D | other | 2020 |\n{line}\n")


def test_a_code_that_is_no_state_is_refused() -> None:
    words = {"people": {}, "offices": {}, "institutions": {}, "prefixes": {"Sino": "CHX"}}
    lists: dict[str, list[str]] = {"media": [], "reporters": [], "never": [], "not_political": [], "also_names": []}
    with pytest.raises(ValidationError, match="no such state: CHX"):
        ActorsFile.model_validate(
            {"states": {}, "organisations": {}, "armed_groups": {}, "words": words | lists | {"doubtful": {}}}
        )


def test_every_state_of_the_file_can_be_found_by_its_name() -> None:
    actors = load_coder_config(None).actors
    gazetteer = build_gazetteer(actors)
    assert len(actors.states) > 230
    for state in actors.states.values():
        first = fold(pieces(state.name.removeprefix("the "))[0])
        assert first in gazetteer.names, state.name


@pytest.mark.parametrize(
    ("one", "other"),
    [("Zelensky", "Zelenskyy"), ("Zelenskiy", "Zelensky"), ("Sergei", "Sergey"), ("Erdoğan", "Erdogan")],
)
def test_spellings_of_a_name_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_given_names_are_alike_by_their_consonants() -> None:
    assert alike(sound("Omar"), sound("Umar"))
    assert alike(sound("Mohammed"), sound("Muhammad"))
    assert not alike(sound("Hunter"), sound("Joe"))


def test_the_builder_writes_what_yaml_reads_back() -> None:
    assert scalar("No") == '"No"'
    assert scalar("Workers' Party") == "Workers' Party"
    assert scalar("a: b") == '"a: b"'
    assert all(len(line) <= 120 for line in flow("names", [f"Republic {n}" for n in range(40)]))


def test_the_builder_joins_the_two_lines_of_an_executive_president() -> None:
    term = {
        "iso3": "XXX", "person": "Ada Testova", "family_name": "Testova", "variants": ["Ada B. Testova"],
        "title": "Pres.", "from": "2020-01-01", "to": None, "current": True, "last_seen": "2026-01-01",
    }  # fmt: skip
    lines = leader_lines([term | {"office": "head_of_state"}, term | {"office": "head_of_government"}])
    assert lines == ["Ada Testova; Ada B. Testova | head of state, president | 2020-01-01 | "]


def test_the_shipped_file_says_where_its_facts_come_from() -> None:
    head = Path("config/actors.yaml").read_text("utf-8")[:6000]
    assert "Sources and licences" in head
    assert "CC0" in head
