"""Joined verbs that share whom they concern: invented sentences through the whole coder."""

from pathlib import Path

import pytest

from worker.config import load_coder_config
from worker.events.coder import PatternCoder, build_coder
from worker.model import Document

CONFIG = Path(__file__).parents[3] / "config"


@pytest.fixture(scope="module")
def coder() -> PatternCoder:
    return build_coder(load_coder_config(CONFIG))


def _said(coder: PatternCoder, text: str) -> set[str]:
    return {
        f"{'+'.join(a.code for a in e.actors)} > {'+'.join(r.code for r in e.recipients)} {e.event_type}"
        for e in coder.code(Document(text))
    }


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Chad's minister summoned the Nigerien ambassador and asked for a written explanation.", "TCD > NER REQUEST"),
        ("Chad had severed ties with Niger and called the decision scandalous.", "TCD > NER ACCUSE"),
        ("Chad complained bitterly and urged Niger to pull back its guards.", "TCD > NER ACCUSE"),
        ("Chad's president rang Niger's leader to urge calm.", "TCD > NER REQUEST"),
        ("Chad condemned Niger over the raid and reserved the right to respond.", "TCD > NER THREATEN"),
    ],
)
def test_a_joined_verb_concerns_whom_the_other_concerns(coder: PatternCoder, text: str, line: str) -> None:
    assert line in _said(coder, text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        # its own object is somebody
        ("Chad condemned Niger over the raid and asked Acme for help.", "TCD > NER REQUEST"),
        # an organisation is asked to act against another
        ("Chad called the launch a provocation and asked the African Union to meet.", "TCD > IGO ACCUSE"),
        # what is said may be about anybody
        ("Chad's president met Niger's leader and said that he would take revenge.", "TCD > NER THREATEN"),
        ("Chad condemned Niger and, when asked about a raid, smiled.", "TCD > NER REQUEST"),
    ],
)
def test_a_verb_with_an_other_side_of_its_own_shares_none(coder: PatternCoder, text: str, line: str) -> None:
    assert line not in _said(coder, text)
