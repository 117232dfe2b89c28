"""The side that a sentence leaves to the article: invented articles through the whole coder."""

from pathlib import Path

import pytest

from worker.config import load_coder_config
from worker.events.coder import PatternCoder, build_coder
from worker.model import Document

CONFIG = Path(__file__).parents[3] / "config"
TITLE = "Chad accuses Niger of aiding smugglers"


@pytest.fixture(scope="module")
def coder() -> PatternCoder:
    return build_coder(load_coder_config(CONFIG))


def _said(coder: PatternCoder, text: str, title: str = TITLE) -> set[str]:
    """What the sentences of the text say, the title apart."""
    return {
        f"{'+'.join(a.code for a in e.actors)} > {'+'.join(r.code for r in e.recipients)} {e.event_type}"
        for e in coder.code(Document(text, title))
        if e.evidence.start is not None
    }


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Niger denied the charge.", "NER > TCD REJECT"),
        ("It urged Niger to close the road.", "TCD > NER REQUEST"),
        ("The ministry urged Niger to close the road.", "TCD > NER REQUEST"),
        ("Niger summoned the ambassador on Friday.", "NER > TCD ACCUSE"),
        ("Niger asked its neighbour to stop the raids.", "NER > TCD REQUEST"),
        ("Niger closed the border on Friday.", "NER > TCD COERCE"),
        ("The minister, who is on a visit to Niger, smiled.", "TCD > NER CONSULT"),
        ("Niger has given ten million dollars since March.", "NER > TCD AID"),
        ("On Friday Niger recalled its consul.", "NER > TCD SANCTION"),
        ("Niger has refused to take part.", "NER > TCD REJECT"),
    ],
)
def test_a_word_stands_for_the_other_of_two_states(coder: PatternCoder, text: str, line: str) -> None:
    assert _said(coder, text) == {line}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Niger denied the charge.", "Chad, Mali and Niger meet"),  # three states: nobody knows who charged
        ("Niger banned a newspaper.", TITLE),  # nothing stands for the other side
        ("Niger denied the charge. Mali, Mali and again Mali wants peace.", TITLE),  # an article about somebody else
        ("Niger denied the charge.", "Rain stops play"),
        ("Chad donated forty ambulances to Acme.", TITLE),  # somebody else is named
        ("Chad described the campaign as a mistake.", TITLE),  # nothing that is done to others
    ],
)
def test_without_a_dyad_or_a_word_for_it_nobody_is_added(coder: PatternCoder, text: str, title: str) -> None:
    assert _said(coder, text, title) == set()


def test_a_side_that_only_the_article_names_makes_us_less_sure(coder: PatternCoder) -> None:
    (told,) = (e for e in coder.code(Document("Niger denied the charge.", TITLE)) if e.event_type == "REJECT")
    (named,) = coder.code(Document("Niger denied the charge of Chad."))
    assert told.confidence < named.confidence
    assert told.recipients[0].text == "charge"
