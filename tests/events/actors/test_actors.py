"""Who is named where, on invented sentences that the shipped parser reads."""

from collections.abc import Callable
from datetime import date

import pytest

from worker.events.actors import Gazetteer, Named, Resolution, resolve
from worker.events.parser import Parser
from worker.model import GivenEntity

SUMMER = date(2025, 6, 1)
Find = Callable[..., Resolution]


def named(resolution: Resolution) -> list[Named]:
    return [item for sentence in resolution.sentences for item in sentence]


def said(resolution: Resolution) -> list[tuple[str, str, tuple[str, ...]]]:
    """Kind, words and codes of all that was found."""
    return [(item.kind, item.actor.text, item.codes) for item in named(resolution)]


def test_a_nationality_an_office_and_a_name_are_one_actor(find: Find) -> None:
    found = find("Russian Foreign Minister Sergei Lavrov thanked Japan.")
    minister, state = named(found)
    assert (minister.actor.code, minister.actor.sector) == ("RUS", "GOV")
    assert minister.actor.text == "Russian Foreign Minister Sergei Lavrov"
    assert minister.actor.office == "Foreign Minister"
    assert (state.kind, state.actor.code, state.actor.name) == ("state", "JPN", "Japan")


def test_troops_of_a_state_are_its_military(find: Find) -> None:
    found = named(find("North Korean troops attacked a Ukrainian village."))
    assert (found[0].kind, found[0].actor.code, found[0].actor.sector) == ("office", "PRK", "MIL")
    assert found[1].kind == "adjective"


def test_an_office_before_another_noun_is_no_person(find: Find) -> None:
    assert said(find("North Korea's troop deployment angered Seoul."))[0][2] == ("PRK",)
    assert named(find("North Korea's troop deployment angered Seoul."))[0].actor.text == "North Korea"


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2008, 6, 1), "George W. Bush"), (date(2012, 6, 1), "Barack Obama"), (SUMMER, "Donald Trump")],
)
def test_an_office_without_a_name_is_held_by_whoever_held_it_that_day(find: Find, day: date, name: str) -> None:
    assert named(find("The US president visited Poland.", day))[0].actor.name == name


def test_without_a_date_the_last_who_is_known_holds_the_office(find: Find) -> None:
    assert named(find("Putin called Xi.", None))[0].actor.name == "Vladimir Putin"


def test_a_family_name_alone_means_who_is_in_office(find: Find) -> None:
    assert [item.codes for item in named(find("Putin called Xi."))] == [("RUS",), ("CHN",)]
    assert [item.actor.name for item in named(find("Medvedev called Hu Jintao.", date(2009, 5, 1)))] == [
        "Dmitry Medvedev",
        "Hu Jintao",
    ]


def test_a_person_whom_nobody_listed_is_known_from_then_on(find: Find) -> None:
    found = find("Norwegian Prime Minister Ola Testmann flew to Rome. Testmann praised Italy.")
    again = found.sentences[1][0]
    assert (again.kind, again.actor.code, again.actor.name) == ("person", "NOR", "Ola Testmann")


def test_a_name_beside_an_office_is_its_holder(find: Find) -> None:
    found = find("Wang Yi, China's foreign minister, met a guest.")
    assert [item.codes for item in found.sentences[0][:2]] == [("CHN",), ("CHN",)]
    assert found.sentences[0][0].actor.name == "Wang Yi"


def test_another_member_of_the_family_is_nobody(find: Find) -> None:
    assert "RUS" not in {code for item in named(find("Boris Putin opened a bakery.")) for code in item.codes}


@pytest.mark.parametrize(
    "text",
    [
        "Michael Jordan and Chad Smith opened a school.",
        "The South China Sea was calm.",
        "Samsung and American Airlines opened a shop in New York.",
        "A Chinese restaurant served Russian salad.",
        "Georgia and Alabama sued a company from Atlanta.",
        "They told us that it was late.",
    ],
)
def test_what_only_looks_like_a_state_is_none(find: Find, text: str) -> None:
    assert said(find(text)) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("South Sudan accused Sudan.", ["SSD", "SDN"]),
        ("Papua New Guinea thanked Equatorial Guinea.", ["PNG", "GNQ"]),
        ("The Democratic Republic of the Congo accused Rwanda.", ["COD", "RWA"]),
        ("North Korea threatened South Korea.", ["PRK", "KOR"]),
        ("Niger thanked Nigeria.", ["NER", "NGA"]),
    ],
)
def test_the_longest_name_wins(find: Find, text: str, codes: list[str]) -> None:
    assert [item.actor.code for item in named(find(text))] == codes


def test_the_north_is_a_state_only_where_korea_is_spoken_of(find: Find) -> None:
    assert ("PRK",) in [codes for _, _, codes in said(find("South Korea said the North fired a missile."))]
    assert said(find("The North was cold and the South was warm.")) == []


def test_a_capital_is_the_state_or_the_town(find: Find) -> None:
    assert said(find("Pyongyang has praised Moscow."))[0][0] == "state"
    assert said(find("The ministers met in Moscow."))[-1][0] == "place"


def test_who_leads_acts_and_who_backs_does_not(find: Find) -> None:
    kinds = {codes: kind for kind, _, codes in said(find("A Saudi-led coalition bombed Iran-backed Houthi rebels."))}
    assert kinds == {("SAU",): "adjective", ("IRN",): "background", ("YEM",): "armed group"}


def test_hyphens_and_lists_name_several_at_once(find: Find) -> None:
    assert named(find("US-China talks failed."))[0].codes == ("USA", "CHN")
    assert named(find("Sino-Russian drills began."))[0].codes == ("CHN", "RUS")
    assert named(find("French and Egyptian warships sailed."))[0].codes == ("FRA", "EGY")
    assert named(find("The foreign ministers of Russia, China and Iran met."))[0].codes == ("RUS", "CHN", "IRN")


def test_organisations_and_armed_groups_have_their_codes(find: Find) -> None:
    nato, hamas = named(find("NATO condemned Hamas."))
    assert (nato.actor.code, nato.actor.sector, nato.actor.name) == ("IGO", "WSTNAT", "NATO")
    assert (hamas.actor.code, hamas.actor.sector, hamas.actor.name) == ("PSE", "REB", "Hamas")


def test_the_agency_that_reports_is_never_an_actor(find: Find) -> None:
    found = find("North Korea tested a missile, the Korean Central News Agency reported. A general told TASS.")
    assert {code for item in named(found) for code in item.codes} == {"PRK"}
    assert [r.name for group in found.reporters for r in group] == ["Korean Central News Agency", "TASS"]


def test_a_dateline_is_no_part_of_what_is_told(find: Find) -> None:
    found = find("SEOUL, South Korea (Agency) - Japan recalled an envoy.")
    assert {code for item in named(found) for code in item.codes} == {"JPN"}
    assert found.datelines[0] > 0


def test_pronouns_mean_the_subject_before_them(find: Find) -> None:
    found = find(
        "French President Emmanuel Macron met Putin. He praised his guest. China said it would send its envoy."
    )
    pronouns = [(item.actor.text, item.actor.code) for item in named(found) if item.kind == "pronoun"]
    assert pronouns == [("He", "FRA"), ("his", "FRA"), ("it", "CHN"), ("its", "CHN")]


def test_it_may_mean_nobody(find: Find) -> None:
    assert [item.actor.text for item in named(find("Poland won. It is raining and it seems late."))] == ["Poland"]


def test_both_nations_are_those_that_the_text_speaks_of(find: Find) -> None:
    found = find("Kim Jong Un thanked Vladimir Putin. Both nations will trade. The two leaders spoke by phone.")
    nations, leaders = (item for item in named(found) if item.kind == "description")
    assert set(nations.codes) == set(leaders.codes) == {"PRK", "RUS"}
    assert {a.name for a in leaders.actors} == {"Kim Jong Un", "Vladimir Putin"}
    assert {a.name for a in nations.actors} == {"North Korea", "Russia"}


def test_what_the_caller_gave_takes_the_place_of_what_it_touches(find: Find) -> None:
    text = "Russian troops shelled Kharkiv."
    given = (GivenEntity(0, 14, "A"), GivenEntity(23, 30, "B"))
    found = named(find(text, SUMMER, given))
    assert [(item.kind, item.actor.code, item.actor.text) for item in found] == [
        ("given", "A", "Russian troops"),
        ("given", "B", "Kharkiv"),
    ]
    assert (found[0].actor.start, found[0].actor.end) == (0, 14)


def test_given_spans_skip_the_title(gazetteer: Gazetteer, parser: Parser) -> None:
    title, text = parser.parse("Japan thanks Chile"), parser.parse("Peru left.")
    found = resolve((*title, *text), gazetteer, SUMMER, (GivenEntity(0, 4, "A"),), title=len(title))
    assert [item.actor.code for item in named(found)] == ["JPN", "CHL", "A"]


def test_the_resolution_answers_by_token(find: Find) -> None:
    found = find("Russian troops left.")
    assert found.headed(0, 1) is found.covering(0, 0) is not None
    assert found.headed(0, 0) is None
    assert found.covering(0, 2) is None
    assert found.reporter(0, 0) is None


@pytest.mark.parametrize("text", ["", " ", "?!", "\u202eabc", "Kim " * 3000, "- - -", "China" * 500])
def test_any_text_gets_an_answer(find: Find, text: str) -> None:
    found = find(text)
    assert len(found.sentences) == len(found.reporters) == len(found.datelines)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Brazil blasted Chile over its treatment of migrants.", "CHL"),
        ("Japan thanked China for its help.", "CHN"),
        ("Peru forced Colombia to free its prisoners.", "COL"),
        ("Peru said its troops had left.", "PER"),
    ],
)
def test_its_is_the_objects_where_the_object_did_it(find: Find, text: str, code: str) -> None:
    assert [item.actor.code for item in named(find(text)) if item.kind == "pronoun"] == [code]


def test_the_army_is_of_the_one_state_that_the_text_speaks_of(find: Find) -> None:
    alone = find("Sri Lanka closed a port. The army shelled rebels.").sentences[1]
    assert [(item.kind, item.actor.code, item.actor.sector) for item in alone] == [("description", "LKA", "MIL")]
    assert find("Sri Lanka accused India. The army shelled rebels.").sentences[1] == ()


def test_an_envoy_acts_for_who_sent_him(find: Find) -> None:
    codes = [item.codes for item in named(find("Pakistan summoned Iran's ambassador to Pakistan."))]
    assert codes == [("PAK",), ("IRN",)]


def test_an_ethnic_group_is_no_state(find: Find) -> None:
    assert [item.kind for item in named(find("Ethnic Albanians protested."))] == ["background"]


def test_a_vietnamese_is_called_by_the_last_word_of_the_name(find: Find) -> None:
    later = find("Vietnam's Foreign Minister Pham Binh Minh met envoys. Minh flew home.").sentences[1]
    assert [item.actor.code for item in later] == ["VNM"]
