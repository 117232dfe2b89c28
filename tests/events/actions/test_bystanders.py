"""Parties outside the clause of an act, and those that the whole article supplies: invented articles, the whole
coder."""

import pytest

from tests.coded import said
from worker.events.coder import PatternCoder

QUAKE = "An earthquake killed 200 people in Kenya on Sunday. "


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("The step was taken in solidarity with Peru, the Kenyan foreign ministry said.", "KEN > PER SUPPORT"),
        ("Kenya thanked Bolivia and also Peru, which has sent a load of supplies.", "PER > KEN AID"),
        ("Kenya thanked Peru for the vaccines it had sent during the pandemic.", "PER > KEN AID"),
        ("Peru's embassy in Nairobi donated 50,000 dollars in cash.", "PER > KEN AID"),
        ("Peru praised the role that Kenya plays in the region.", "PER > KEN SUPPORT"),
    ],
)
def test_whoever_tells_thanks_or_hosts_may_be_a_party(coder: PatternCoder, text: str, line: str) -> None:
    assert line in said(coder, text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (QUAKE + "Peru sent a rescue team with dogs.", "PER > KEN AID"),
        (QUAKE + "Peru and Bolivia have sent tents.", "PER+BOL > KEN AID"),
        ("Kenya elected a president on Sunday. Peru welcomed the result.", "PER > KEN SUPPORT"),
        ("Kenya elected a president on Sunday. Peru called the vote free and fair.", "PER > KEN SUPPORT"),
    ],
)
def test_the_state_that_an_article_is_about_is_acted_on_where_a_sentence_names_only_others(
    coder: PatternCoder, text: str, line: str
) -> None:
    assert line in said(coder, text)


@pytest.mark.parametrize(
    "text",
    [
        QUAKE + "A Peruvian trader protested against the judges' decision.",
        QUAKE + "Peru sent a rescue team to its own province of Tacna.",
        QUAKE + "Peru sent 40 doctors to Harlow Mission.",
    ],
)
def test_the_state_that_an_article_is_about_is_no_party_to_what_others_do_elsewhere(
    coder: PatternCoder, text: str
) -> None:
    assert said(coder, text) == set()


def test_where_one_of_two_states_is_acted_on_third_states_act_on_it_too(coder: PatternCoder) -> None:
    text = (
        "Peru gave Kenya 40 ambulances on Sunday. Peruvian rescuers treated 30 wounded Kenyans, and Peru sent tents to "
        "Kenya. Bolivia has sent a field hospital."
    )
    assert "BOL > KEN AID" in said(coder, text)


def test_between_takes_both_names_whatever_the_parser_makes_of_the_second(coder: PatternCoder) -> None:
    assert "PER+KEN >  COOPERATE" in said(coder, "Joint exercises between Peru and Kenya began on Monday.")


def test_what_is_signed_by_nobody_in_an_article_about_two_is_signed_by_both(coder: PatternCoder) -> None:
    text = "Peru's foreign minister met Kenya's foreign minister on Monday. Afterwards four agreements were signed."
    assert {"PER+KEN >  SUPPORT", "KEN+PER >  SUPPORT"} & said(coder, text)
