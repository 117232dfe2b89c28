"""Parties that stand where no slot of the verb looks for them, and verbs that hang where no reader would hang them."""

import pytest

from tests.coded import said
from worker.events.coder import PatternCoder
from worker.model import Document


def _told(coder: PatternCoder, text: str) -> set[tuple[str, str, str]]:
    return {(doer, other, e.event_type) for e in coder.code(Document(text)) for doer, other in e.directed_pairs}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Vanuatu, which champions the rebels, criticised Indonesia.", ("VUT", "IDN", "ACCUSE")),
        ("Algeria has so far rebuffed Spanish attempts to talk.", ("DZA", "ESP", "REJECT")),
        ("President Banda of Zambia flew to Beijing, and then to Seoul for talks.", ("ZMB", "KOR", "CONSULT")),
        ("Italy drew criticism for turning down an offer of soldiers from Turkey.", ("ITA", "TUR", "REJECT")),
        ("Azerbaijan sold gas to Bulgaria, a country cut off by Russia in April.", ("RUS", "BGR", "SANCTION")),
        ("Kenya made an allegation that Uganda has rejected.", ("UGA", "KEN", "REJECT")),
    ],
)
def test_a_party_is_found_beside_its_place(coder: PatternCoder, text: str, event: tuple[str, str, str]) -> None:
    assert event in _told(coder, text)


def test_what_an_allegation_says_is_still_no_deed(coder: PatternCoder) -> None:
    assert _told(coder, "Kenya rejected an allegation that Uganda shelled Sudan.").isdisjoint(
        {("UGA", "SDN", "ASSAULT")}
    )


def test_who_leaves_for_a_state_attends_and_not_that_state(coder: PatternCoder) -> None:
    found = said(coder, "Peru's president will leave for Kenya to attend the annual African Union summit.")
    assert found == {"PER > KEN AGREE", "PER > IGO AGREE"}


def test_a_critic_of_a_state_does_not_act_for_it(coder: PatternCoder) -> None:
    assert said(coder, "U.S. critic Fox thanked Chad.") == set()


def test_who_accused_is_found_though_the_parser_roots_a_gerund(coder: PatternCoder) -> None:
    text = (
        "Lima on Tuesday accused Nairobi of violating the rights of its minority, which it calls “Peruvian,” and of "
        "pursuing policies directed against Peru, saying Kenya should instead “abide by international law.”"
    )
    assert said(coder, text) == {"PER > KEN ACCUSE", "PER > KEN REQUEST"}
