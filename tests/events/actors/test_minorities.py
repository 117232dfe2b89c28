"""Who is of a nation and yet of no state: minorities, a region's leaders; and who speaks for one without an office."""

import pytest

from tests.coded import said
from worker.events.coder import PatternCoder


@pytest.mark.parametrize(
    "text",
    [
        "Kosovo Serbs attacked NATO troops.",
        "The Croatian Serbs accused Croatia.",
        "The Serb minority accused Kosovo.",
        "Iraqi Kurds attacked Turkey.",
        "East and Central African leaders imposed sanctions on Burundi.",
    ],
)
def test_a_minority_acts_for_no_state(coder: PatternCoder, text: str) -> None:
    assert said(coder, text) == set()


def test_whom_a_state_has_that_speaks_speaks_for_it(coder: PatternCoder) -> None:
    assert said(coder, "Egypt's Mohamed Mursal said he condemned Israel.") == {"EGY > ISR ACCUSE"}


def test_who_chairs_an_organisation_speaks_for_it(coder: PatternCoder) -> None:
    told = said(coder, "The chairman of the OSCE, Flavio Cotti, is in Moscow. Cotti condemned Russia.")
    assert told == {"IGO > RUS CONSULT", "IGO > RUS ACCUSE"}


def test_so_many_countries_are_those_listed_before(coder: PatternCoder) -> None:
    text = "France, Germany and Belgium blocked help for Turkey. Kenya condemned the three countries."
    assert "KEN > FRA+DEU+BEL ACCUSE" in said(coder, text)
