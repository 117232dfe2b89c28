"""Capitals that are other towns too, days before names, and names that a clause's end parts."""

from collections.abc import Callable

Who = Callable[..., dict[str, str]]


def test_a_capital_that_others_have_counts_where_its_state_is_named(who: Who) -> None:
    assert who("New Zealand voted. Fiji thanked Wellington.")["Wellington"] == "NZL"
    assert "Kingston" not in who("Fiji thanked Kingston.")


def test_a_day_is_no_part_of_the_name_after_it(who: Who) -> None:
    assert who("On Friday Trump called France a friend.")["Trump"] == "USA"
    assert who("Spain waited. Last March Sánchez went to Morocco.")["Sánchez"] == "ESP"


def test_a_semicolon_parts_two_names(who: Who) -> None:
    found = who("He would recognise Taiwan; China's ambassador warned Zambia.")
    assert (found["Taiwan"], found["China's ambassador"]) == ("TWN", "CHN")


def test_forces_that_two_states_call_alike_are_of_the_one_only_where_it_is_spoken_of(who: Who) -> None:
    assert "JPN" not in who("Turkey attacked the SDF in Syria.").values()
    assert who("Japan sent the SDF to Fiji.")["SDF"] == "JPN"


def test_a_sheikh_is_the_one_whom_the_text_named_in_full(who: Who) -> None:
    found = who("UAE President Sheikh Mohamed bin Zayed thanked Qatar. Sheikh Mohamed went to Morocco.")
    assert found["Sheikh Mohamed"] == "ARE"


def test_a_congress_of_a_state_is_its_own(who: Who) -> None:
    assert who("The Congress of Mexico condemned the raid.") == {"Congress of Mexico": "MEX"}


def test_the_hague_is_a_seat_and_hague_a_family(who: Who) -> None:
    assert who("Fiji thanked The Hague.")["The Hague"] == "NLD"
    assert "NLD" not in who("Fiji thanked Hague.").values()


def test_a_party_of_workers_elsewhere_is_not_that_of_korea(who: Who) -> None:
    assert "PRK" not in who("Fiji condemned the Kurdish Workers' Party.").values()
