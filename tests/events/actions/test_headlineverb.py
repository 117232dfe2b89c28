"""Headlines whose verb the parser takes for a noun, read by the whole parser."""

import pytest

from tests.coded import said
from worker.events.coder import PatternCoder
from worker.model import Document


@pytest.mark.parametrize(
    ("title", "event"),
    [
        ("Peru imposes travel bans on Kenya", "PER > KEN COERCE"),
        ("Peru hands over howitzers to Kenya", "PER > KEN AID"),
        ("Peru, Kenya swap prisoners", "PER+KEN >  RETREAT"),
        ("Peru and Kenya exchange 103 prisoners each in deal mediated by Chile", "PER+KEN >  RETREAT"),
        ("Peru, Kenya boost defence ties", "PER+KEN >  COOPERATE"),
        ("Peru, Kenya trade barbs over collision", "PER+KEN >  ACCUSE"),
    ],
)
def test_a_headline_has_a_verb(coder: PatternCoder, title: str, event: str) -> None:
    found = [
        f"{'+'.join(a.code for a in e.actors)} > {'+'.join(r.code for r in e.recipients)} {e.event_type}"
        for e in coder.read(Document("Officials had no comment.", title)).events
    ]
    assert found == [event]


def test_a_noun_after_one_name_is_no_verb(coder: PatternCoder) -> None:
    assert said(coder, "Peru trade barbs") == set()
