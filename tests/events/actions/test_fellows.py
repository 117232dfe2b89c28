"""Who acts beside: invented articles through the whole coder."""

from pathlib import Path

import pytest

from worker.config import load_coder_config
from worker.events.coder import PatternCoder, build_coder
from worker.model import Document

CONFIG = Path(__file__).parents[3] / "config"


@pytest.fixture(scope="module")
def coder() -> PatternCoder:
    return build_coder(load_coder_config(CONFIG))


def _said(coder: PatternCoder, text: str, title: str) -> set[str]:
    return {
        f"{'+'.join(a.code for a in e.actors)} > {'+'.join(r.code for r in e.recipients)} {e.event_type}"
        for e in coder.code(Document(text, title))
        if e.evidence.start is not None
    }


def test_what_several_do_beside_each_other_they_do_to_whom_the_article_is_about(coder: PatternCoder) -> None:
    text = "Niger's generals seized power. Ghana has recalled its envoy, and Togo has recalled its consul."
    said = _said(coder, text, "Neighbours turn on Niger after coup")
    assert said == {"GHA > NER SANCTION", "TGO > NER SANCTION"}


def test_a_pronoun_may_mean_who_acts_beside(coder: PatternCoder) -> None:
    text = "Niger's generals seized power in Niamey. Ghana closed its embassy; Togo called it unacceptable."
    assert "TGO > NER ACCUSE" not in _said(coder, text, "Neighbours turn on Niger after coup")
