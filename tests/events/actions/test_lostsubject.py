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
        "Peru has said it will treat any Chilean attack on Kenya as an attack on itself.",
    ],
)
def test_what_is_only_feared_asked_or_answered_is_not_done(coder: PatternCoder, text: str) -> None:
    assert said(coder, text) == set()
