"""The second opinion where the patterns are silent: sure, the right way round, and never on what is unreal."""

import pytest

from worker.config import load_coder_config
from worker.events.coder import PatternCoder, build_coder
from worker.events.opinion.pair import RULE
from worker.events.opinion.silence import SURE, TRAINED, Silence
from worker.model import CodedEvent, Document

# A headline whose subject the parse does not give: no rule fits it.
SILENT = "Four hurt as Pakistan, Afghanistan forces clash at border"


@pytest.fixture(scope="module")
def coder() -> PatternCoder:
    return build_coder(load_coder_config())


def opinions(coder: PatternCoder, text: str) -> list[CodedEvent]:
    return [event for event in coder.code(Document(text)) if event.evidence.rule.startswith(RULE)]


def test_a_sure_opinion_is_told_with_its_reasons(coder: PatternCoder) -> None:
    (told,) = opinions(coder, SILENT)
    assert (told.event_type, told.confidence >= SURE) == ("ASSAULT", True)
    assert {told.actors[0].code, told.recipients[0].code} == {"PAK", "AFG"}
    assert told.evidence.rule.startswith(f"{RULE}: ")
    assert told.evidence.trigger in SILENT


def test_a_party_too_many_silences_it(coder: PatternCoder) -> None:
    assert opinions(coder, f"{SILENT} with Iran") == []


@pytest.mark.parametrize(
    "text",
    [
        "Would Chad ever have blasted Sudan for this?",
        "Chad and Sudan share a long border and a long history.",
        "The road from Chad to Sudan was repaved in spring.",
    ],
)
def test_nothing_is_made_of_what_says_nothing(coder: PatternCoder, text: str) -> None:
    assert opinions(coder, text) == []


def test_where_a_rule_speaks_the_model_is_not_asked(coder: PatternCoder) -> None:
    told = coder.code(Document("Kenya accused Somalia of arming the rebels."))
    assert [event.event_type for event in told] == ["ACCUSE"]
    assert opinions(coder, "Kenya accused Somalia of arming the rebels.") == []


def test_the_model_is_small_and_names_no_party() -> None:
    from worker.events.opinion.linear import LinearModel

    assert TRAINED.stat().st_size < 5_000_000
    assert Silence(LinearModel.load(TRAINED)).model.classes
