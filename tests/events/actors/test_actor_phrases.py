"""What grows around a name: titles, bodies, offices "of" a state; and what is called after somebody."""

from collections.abc import Callable
from datetime import date

import pytest

from worker.events.actors import Resolution

Who = Callable[..., dict[str, str]]


@pytest.mark.parametrize(
    ("text", "span", "codes"),
    [
        ("The Georgian PM arrived.", "Georgian PM", "GEO"),
        ("Kuwait thanked President of Ghana Kofi Testname.", "President of Ghana Kofi Testname", "GHA"),
        ("Kenya's Committee for State Security spoke.", "Kenya's Committee for State Security", "KEN"),
        ("The Kyrgyz border guard service accused Tajikistan.", "Kyrgyz border guard service", "KGZ"),
        ("The speaker of the Kuwaiti parliament Ali Test left.", "speaker of the Kuwaiti parliament Ali Test", "KWT"),
        ("Ecowas suspended Mali.", "Ecowas", "IGO"),
    ],
)  # fmt: skip
def test_an_office_or_a_body_belongs_to_its_state(who: Who, text: str, span: str, codes: str) -> None:
    assert who(text)[span] == codes


def test_a_list_of_officials_is_cut_at_its_commas(who: Who) -> None:
    found = who("He will meet Prime Minister of Azerbaijan Novruz Testname, Speaker of the Milli Majlis and others.")
    assert found["Prime Minister of Azerbaijan Novruz Testname"] == "AZE"


def test_a_former_minister_is_not_the_one_in_office(find: Callable[..., Resolution]) -> None:
    (found,) = (
        find("He was a former Japanese prime minister.").sentences[0][1:]
        or find("A former Japanese prime minister left.").sentences[0]
    )
    assert (found.actor.code, found.actor.name) == ("JPN", None)


def test_an_envoy_called_back_from_a_state_is_not_its_own(who: Who) -> None:
    assert who("Peru recalled its ambassador from Chile.") == {"Peru": "PER", "its": "PER", "Chile": "CHL"}


@pytest.mark.parametrize(
    "text", ["Flights from the Heydar Aliyev International Airport stopped.", "He lives in Cartagena."]
)
def test_a_place_called_after_somebody_is_nobody(who: Who, text: str) -> None:
    assert who(text) == {}


def test_his_majesty_is_a_title_and_no_pronoun(who: Who) -> None:
    found = who("Saudi King Salman called. His Majesty Sultan Haitham of Oman answered.", date(2021, 1, 1))
    assert "His" not in found
    assert found["Sultan Haitham of Oman"] == "OMN"


def test_a_reigning_head_is_known_by_a_title_and_a_given_name(who: Who) -> None:
    found = who("Kuwait mourned. Sheikh Nawaf received a cable from Jordan.", date(2021, 1, 1))
    assert found["Sheikh Nawaf"] == "KWT"


def test_words_that_open_a_headline_do_not_hide_the_name_after_them(who: Who) -> None:
    assert who("Envoy To Meet Putin On Monday")["Putin"] == "RUS"
    assert who("Following Putin's meeting with Xi, oil fell.")["Putin"] == "RUS"


def test_another_council_is_not_the_united_nations(who: Who) -> None:
    found = who("The United Nations waits. National Security Council spokesman John Testname spoke.")
    assert found == {"United Nations": "IGO"}


def test_the_security_council_is_the_united_nations_where_no_owner_is_said(who: Who) -> None:
    assert who("Chad asked the Security Council to act.")["the Security Council"] == "IGO"
    assert "IGO" not in who("Chad praised the Russian Security Council.").values()


def test_neighbours_and_enemies_of_a_state_are_others(find: Callable[..., Resolution]) -> None:
    found = find("Mali's neighbours closed the border with Ghana.").sentences[0]
    assert [(item.kind, item.codes) for item in found] == [("background", ("MLI",)), ("state", ("GHA",))]


def test_a_body_by_a_name_that_others_have_needs_its_state(who: Who) -> None:
    assert who("The Congress met on Monday.") == {}
    assert who("The United States paid. Congress met on Monday.")["Congress"] == "USA"


def test_a_title_before_a_towns_name_makes_a_person(who: Who) -> None:
    assert "BGR" not in who("King Juan Carlos and Queen Sofia of Spain came.").values()


def test_a_minister_without_dates_does_not_hold_an_office_of_long_ago(find: Callable[..., Resolution]) -> None:
    (found,) = find("New Zealand's foreign minister spoke.", date(2009, 10, 1)).sentences[0]
    assert found.actor.name == "Murray McCully"


def test_an_official_without_a_state_is_of_the_one_that_the_text_is_told_from(who: Who) -> None:
    found = who("TOKYO - Japan summoned the Chinese envoy. Deputy Foreign Minister Akita Testname protested.")
    assert found["Deputy Foreign Minister Akita Testname"] == "JPN"


def test_what_a_leader_has_acts_for_the_leaders_state(who: Who) -> None:
    found = who("Putin's envoy Ivan Testname met Assad's forces.", date(2020, 1, 1))
    assert found == {"Putin's envoy Ivan Testname": "RUS", "Assad's forces": "SYR"}


def test_two_leaders_may_share_a_hyphen(who: Who) -> None:
    assert who("The Trump-Putin summit failed.") == {"Trump": "USA", "Putin": "RUS"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("War came to the Horn of Africa.", "Horn"),
        ("The EU watched. The president called a Security Council meeting.", "Security Council"),
        ("Nepal marked National Day.", "National"),
    ],
)
def test_a_part_of_a_longer_name_is_nobody(who: Who, text: str, words: str) -> None:
    assert not any(words in span for span in who(text))


@pytest.mark.parametrize(
    "text",
    ["India captain Rohit Test scored.", "French director Celine Test won.", "He paid 30 million U.S. dollars."],
)
def test_sport_film_and_money_have_no_government(who: Who, text: str) -> None:
    assert not any(words in span for span in who(text) for words in ("captain", "director", "U.S."))


def test_a_town_in_a_treatys_name_is_no_party(find: Callable[..., Resolution]) -> None:
    (found,) = (
        find("They signed the Nairobi agreement.").sentences[0][1:]
        or find("He signed the Nairobi agreement.").sentences[0]
    )
    assert found.kind == "place"


def test_what_stands_in_brackets_takes_no_part(find: Callable[..., Resolution]) -> None:
    found = find("The Director General (South Asia and SAARC) thanked Nepal.").sentences[0]
    assert [(item.kind, item.actor.text) for item in found] == [("background", "SAARC"), ("state", "Nepal")]


@pytest.mark.parametrize(
    ("text", "span", "codes"),
    [
        ("The Commonwealth suspended Fiji.", "Commonwealth", "IGO"),
        ("The High Commissioner of Canada to India left.", "High Commissioner of Canada to India", "CAN"),
        ("Kenya's head of state Gen. Ali Test spoke.", "Kenya's head of state Gen. Ali Test", "KEN"),
        ("Malaysian Foreign Minister Ahmad Test spoke. Mr Ahmad left.", "Mr Ahmad", "MYS"),
        ("The Czech government expelled him, Foreign Minister Jan Test said.", "Foreign Minister Jan Test", "CZE"),
        ("Taiwan's Foreign Ministry on Friday protested.", "Taiwan's Foreign Ministry", "TWN"),
    ],
)
def test_names_and_ranks_are_read_as_the_news_writes_them(who: Who, text: str, span: str, codes: str) -> None:
    assert who(text)[span] == codes


def test_a_groups_acronym_counts_where_its_state_is_spoken_of(who: Who) -> None:
    assert "RSF" not in who("The RSF met in Lyon.")
    assert who("Sudan is at war. The RSF shelled the town.")["RSF"] == "SDN"


def test_the_koreas_make_the_north_and_the_south_known(who: Who) -> None:
    found = who("The Koreas met. The North waited and the South protested.")
    assert (found["The North"], found["the South"]) == ("PRK", "KOR")


def test_an_envoy_to_an_organisation_speaks_for_the_state_that_sent_him(who: Who) -> None:
    assert (
        who("France's U.N. Ambassador Paul Durand praised the vote.")["France's U.N. Ambassador Paul Durand"] == "FRA"
    )
    assert who("The UN ambassador Paul Durand praised the vote.")["UN ambassador Paul Durand"] == "IGO"


def test_a_dash_after_a_dateline_makes_nobody_an_official_of_its_state(find: Callable[..., Resolution]) -> None:
    text = "MONTERREY, Mexico - President Bush arrived. Bush spoke of Cuba and the United States."
    found = find(text, date(2002, 3, 22))
    assert {code for row in found.sentences for named in row for code in named.codes} == {"USA", "CUB"}


def test_a_part_of_a_leaders_name_is_nobody_else(find: Callable[..., Resolution]) -> None:
    found = find("Prime Minister Muhammad Nawaz Sharif spoke.", date(2017, 7, 25))
    assert [named.codes for named in found.sentences[0]] == [("PAK",)]
