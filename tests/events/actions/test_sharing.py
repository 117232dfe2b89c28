"""Joined verbs that share whom they concern: invented sentences through the whole coder."""

import pytest

from tests.coded import said
from worker.events.coder import PatternCoder


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
    assert line in said(coder, text)


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
    assert line not in said(coder, text)
