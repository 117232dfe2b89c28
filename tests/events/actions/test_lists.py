"""Lists of states, whatever the parser makes of their commas: invented sentences through the whole coder."""

import pytest

from worker.events.coder import PatternCoder
from worker.model import Document


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        (
            "On Monday, Saudi Arabia, the United Arab Emirates, Egypt and others cut off diplomatic ties with Qatar.",
            {"SAU", "ARE", "EGY"},
            {"QAT"},
        ),
        (
            "The president of Peru praised ties with Palestine, New Zealand, Canada, Iran, and Vietnam.",
            {"PER"},
            {"PSE", "NZL", "CAN", "IRN", "VNM"},
        ),
        (
            "Togo's president met Chadian leader Omar Deby and Niger's premier Ali Zeine in separate meetings.",
            {"TGO"},
            {"TCD", "NER"},
        ),
    ],
)
def test_nobody_in_a_list_of_states_is_lost(
    coder: PatternCoder, text: str, actors: set[str], recipients: set[str]
) -> None:
    told = [({a.code for a in e.actors}, {r.code for r in e.recipients}) for e in coder.code(Document(text))]
    assert (actors, recipients) in told


def test_a_place_before_a_comma_is_no_part_of_the_list_after_it(coder: PatternCoder) -> None:
    (event,) = coder.code(Document("In Chad, Niger and Mali signed a pact."))
    assert {a.code for a in (*event.actors, *event.recipients)} == {"NER", "MLI"}


def test_an_organisation_in_the_list_is_of_it(coder: PatternCoder) -> None:
    (event,) = coder.code(Document("The United States, the European Union and their allies praised Niger."))
    assert {a.code for a in event.actors} == {"USA", "IGO"}
    assert {r.code for r in event.recipients} == {"NER"}


def test_who_brokers_talks_and_who_holds_them_are_told_apart(coder: PatternCoder) -> None:
    text = "Emmanuel Macron brokered talks between Chad and Nigerien leader Ali Zeine in Lagos."
    told = [({a.code for a in e.actors}, {r.code for r in e.recipients}) for e in coder.code(Document(text))]
    assert told == [({"FRA"}, {"TCD", "NER"}), ({"TCD", "NER"}, set())]
