"""Sentences about guests, through the whole coder."""

import pytest

from worker.events.coder import PatternCoder
from worker.model import Document


def _told(coder: PatternCoder, text: str, title: str | None = None) -> set[tuple[str, str, str]]:
    events = (e for e in coder.code(Document(text, title)) if e.evidence.start is not None)
    return {(a, b, e.event_type) for e in events for a, b in e.directed_pairs}


def test_who_receives_a_visiting_president_is_the_host(coder: PatternCoder) -> None:
    text = "King Abdullah of Jordan on Wednesday received visiting Georgian President Adam Fox."
    assert _told(coder, text) == {("GEO", "JOR", "CONSULT")}


def test_talks_with_a_visiting_minister_are_no_visit_to_his_country(coder: PatternCoder) -> None:
    text = "The Kenyan premier held talks with visiting Polish Foreign Minister Adam Fox in Nairobi."
    assert _told(coder, text) >= {("KEN", "POL", "CONSULT"), ("POL", "KEN", "CONSULT")}
    assert not any(e.mode == "visit" and e.actors[0].code == "KEN" for e in coder.code(Document(text)))


def test_who_visits_a_president_still_does(coder: PatternCoder) -> None:
    text = "After visiting Polish President Adam Fox, the Kenyan premier flew home."
    assert _told(coder, text) == {("KEN", "POL", "CONSULT")}


def test_a_visiting_president_visits_the_other_state_of_the_article(coder: PatternCoder) -> None:
    text = "Visiting Chilean President Adam Fox vowed on Friday to come again."
    assert ("CHL", "PER", "CONSULT") in _told(coder, text, "Chile and Peru praise their friendship")


@pytest.mark.parametrize(
    ("text", "host"),
    [
        (
            "Georgia's President Adam Fox and visiting President of Kazakhstan Tokayev have signed two agreements.",
            "GEO",
        ),
        ("The Polish president and visiting Kazakh President Ann Lee signed a pact.", "POL"),
    ],
)
def test_a_host_and_his_visiting_guest_are_told_apart(coder: PatternCoder, text: str, host: str) -> None:
    visits = [e for e in coder.code(Document(text)) if e.mode == "visit"]
    assert [e.directed_pairs for e in visits] == [(("KAZ", host),)]
    assert (host, "KAZ", "SUPPORT") in _told(coder, text)
