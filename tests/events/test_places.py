"""Where something happened, on invented sentences that the shipped parser reads."""

from datetime import date

import pytest

from worker.config import load_coder_config
from worker.events.actors import Gazetteer, build_gazetteer, resolve
from worker.events.parser import Parser, load_parser
from worker.events.places import find_places, place_of
from worker.model import Place


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return build_gazetteer(load_coder_config(None).actors)


@pytest.fixture(scope="module")
def parser() -> Parser:
    return load_parser()


def places(text: str, gazetteer: Gazetteer, parser: Parser) -> tuple[list[Place], Place | None]:
    """All places of a one-sentence text, and that of its main verb."""
    (sentence,) = parser.parse(text)
    named = resolve([sentence], gazetteer, date(2025, 6, 1)).sentences[0]
    found = find_places(sentence, named)
    return [place for _, place in found], place_of(sentence.root.index, sentence, found)


def test_a_city_has_a_country_and_coordinates(gazetteer: Gazetteer, parser: Parser) -> None:
    _, where = places("Putin met Kim in Vladivostok on Tuesday.", gazetteer, parser)
    assert where is not None
    assert (where.name, where.country) == ("Vladivostok", "RUS")
    assert (round(where.lat or 0), round(where.lon or 0)) == (43, 132)


def test_a_capital_that_acts_is_no_place(gazetteer: Gazetteer, parser: Parser) -> None:
    found, _ = places("Moscow accused Kyiv of lying.", gazetteer, parser)
    assert found == []


def test_the_country_beside_a_name_decides(gazetteer: Gazetteer, parser: Parser) -> None:
    found, _ = places("Troops fought in Russia's Kursk region.", gazetteer, parser)
    assert ("Kursk", "RUS") in [(place.name, place.country) for place in found]
    found, _ = places("The ministers met in Tripoli, Lebanon.", gazetteer, parser)
    assert found[0].country == "LBN"


def test_a_state_is_a_place_without_coordinates(gazetteer: Gazetteer, parser: Parser) -> None:
    found, _ = places("Strikes in Lebanon killed ten people.", gazetteer, parser)
    assert found == [Place("Lebanon", "LBN")]


def test_what_is_shelled_is_where_it_happens(gazetteer: Gazetteer, parser: Parser) -> None:
    found, where = places("Russian troops shelled Kharkiv.", gazetteer, parser)
    assert where is not None and where.country == "UKR" and found == [where]


def test_a_region_is_known_without_a_city_of_its_name(gazetteer: Gazetteer, parser: Parser) -> None:
    _, where = places("A ship sank in the Black Sea.", gazetteer, parser)
    assert where is not None and where.name == "Black Sea"


def test_no_place_where_none_is_said(gazetteer: Gazetteer, parser: Parser) -> None:
    assert places("Japan thanked Chile.", gazetteer, parser) == ([], None)


def test_a_month_is_no_town(gazetteer: Gazetteer, parser: Parser) -> None:
    assert places("China released a Japanese sailor in March.", gazetteer, parser) == ([], None)


@pytest.mark.parametrize(
    "text",
    [
        "Kenya welcomed the guests at the Airport.",
        "Ethiopia sent troops back into the Horn of Africa.",
        "Clinton met Yeltsin at the White House.",
    ],
)
def test_a_word_that_is_also_a_small_town_is_no_place(text: str, gazetteer: Gazetteer, parser: Parser) -> None:
    assert places(text, gazetteer, parser)[0] == []


def test_one_of_the_united_states_is_a_place_without_coordinates(gazetteer: Gazetteer, parser: Parser) -> None:
    assert places("Trump met Xi in Florida.", gazetteer, parser)[1] == Place("Florida", "USA")


def test_a_small_town_of_a_country_that_is_named_is_meant(gazetteer: Gazetteer, parser: Parser) -> None:
    found, _ = places("Syrian troops fought rebels in Manbij.", gazetteer, parser)
    assert [(place.name, place.country) for place in found] == [("Manbij", "SYR")]


def test_words_are_not_said_where_that_happened_which_they_are_about(gazetteer: Gazetteer, parser: Parser) -> None:
    for text, where in (
        ("Macron condemned the coup in Mali.", None),
        ("Putin met Kim at a summit in Vladivostok.", "Vladivostok"),
        ("The ministers discussed the war in Yemen in Cairo.", "Cairo"),
    ):
        (sentence,) = parser.parse(text)
        found = find_places(sentence, resolve([sentence], gazetteer, date(2025, 6, 1)).sentences[0])
        place = place_of(sentence.root.index, sentence, found, verbal=True)
        assert (place.name if place else None) == where
