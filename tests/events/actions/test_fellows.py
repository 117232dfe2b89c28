"""Who acts beside: invented articles through the whole coder."""

from tests.coded import said
from worker.events.coder import PatternCoder


def test_what_several_do_beside_each_other_they_do_to_whom_the_article_is_about(coder: PatternCoder) -> None:
    text = "Niger's generals seized power. Ghana has recalled its envoy, and Togo has recalled its consul."
    told = said(coder, text, "Neighbours turn on Niger after coup")
    assert told == {"GHA > NER SANCTION", "TGO > NER SANCTION"}


def test_a_pronoun_may_mean_who_acts_beside(coder: PatternCoder) -> None:
    text = "Niger's generals seized power in Niamey. Ghana closed its embassy; Togo called it unacceptable."
    assert "TGO > NER ACCUSE" not in said(coder, text, "Neighbours turn on Niger after coup")
