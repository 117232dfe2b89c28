"""Meetings and visits in clauses that hide who met whom: invented sentences through the whole coder."""

import pytest

from worker.events.coder import PatternCoder
from worker.model import Document


def _met(coder: PatternCoder, text: str) -> set[frozenset[str]]:
    """Who met or visited whom, and who will: the codes of each event of CONSULT and AGREE."""
    events = [e for e in coder.code(Document(text)) if e.event_type in ("CONSULT", "AGREE")]
    return {frozenset(a.code for a in (*e.actors, *e.recipients)) for e in events}


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Over lunch at the palace, the Tunisian president told the Libyan premier to wait.", {"TUN", "LBY"}),
        ("Talks in Oslo between Chad and Niger ended without progress.", {"TCD", "NER"}),
        ("Chad and Niger concluded two days of talks in Oslo on Friday.", {"TCD", "NER"}),
        (
            "The Kazakh leader was received in front of the palace by President Tarja Halonen of Finland.",
            {"KAZ", "FIN"},
        ),
        ("Turkey, whose president visited Riyadh last week, urged calm.", {"TUR", "SAU"}),
        ("The Omani foreign minister travelled to Cairo in May, a month after visiting Tehran.", {"OMN", "IRN"}),
        ("The Omani emir flies to London on Saturday.", {"OMN", "GBR"}),
    ],
)
def test_who_met_is_found_wherever_the_sentence_puts_it(coder: PatternCoder, text: str, pair: set[str]) -> None:
    assert pair in _met(coder, text)


@pytest.mark.parametrize(
    "text",
    [
        "At a meeting of his cabinet, the Tunisian president told Libya to wait.",  # whom he met is said
        "At a meeting, the Tunisian president accused Libya of spying.",  # an accusation needs no listener
        "Libyan bread was in Tunisian shops last week.",  # no envoy
    ],
)
def test_nobody_is_taken_for_a_partner_who_was_not_there(coder: PatternCoder, text: str) -> None:
    assert _met(coder, text) == set()
