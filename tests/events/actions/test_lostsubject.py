"""Verbs whose subject the parser hung beside them, and words that it took for what they are not."""

import pytest

from tests.coded import said
from worker.events.coder import PatternCoder


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (
            "The response came after the Speaker of the Parliament of Peru accused Kenya on Saturday.",
            {"PER > KEN ACCUSE"},
        ),
        ("Kenya said it was waiting and the Netherlands later thanked Peru.", {"NLD > PER SUPPORT"}),
        ("Peru completes the withdrawal of its forces from Kenya on Tuesday.", {"PER > KEN RETREAT"}),
        ("Peru suggested that Chile and Kenya increase their trade.", {"PER > CHL+KEN REQUEST"}),
        (
            "Lima has become one of Kyiv's firmest supporters since Russia, the main ally of Belarus, invaded Ukraine.",
            {"RUS > UKR ASSAULT"},
        ),
        ("Belarus has described the decision to close the Polish border as dangerous.", {"BLR > POL ACCUSE"}),
        ("Kenya shut its border with Somalia on Friday.", {"KEN > SOM COERCE"}),
        ("Peru will return its ambassador back to neighbouring Chile on Monday.", {"PER > CHL AGREE"}),
    ],
)
def test_who_acts_is_found_beside_the_verb(coder: PatternCoder, text: str, events: set[str]) -> None:
    assert said(coder, text) == events


@pytest.mark.parametrize(
    "text",
    [
        "Peru, which led international pressure on Chile to withdraw from Kenya, was skeptical.",
        "Peru and Kenya are worried that Chile might cut their share of water.",
        "It was the second landslide of the month in Chile, near the border with Peru.",
        "China refuses to rule out the use of force against Taiwan.",
        "Peru had given no help to Chile.",
        "President Fox of Peru won the vote. His decision was a blow to democracy in neighbouring Chile.",
        "Peru came second in the table, pushing Chile into third.",
        "Peru registered 2,660 new cases, and Chile had 900 infections.",
        "Peru's leader met the heads of a Central African country.",
        "Peru was endorsed by former Chilean President Fox.",
        "Peru has said it will treat any Chilean attack on Kenya as an attack on itself.",
    ],
)
def test_what_is_only_feared_asked_or_answered_is_not_done(coder: PatternCoder, text: str) -> None:
    assert said(coder, text) == set()
