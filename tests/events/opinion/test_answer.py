"""The second opinion: asked where both parties are given, silent elsewhere, and able to say why."""

import pytest

from worker.events.coder import PatternCoder
from worker.events.opinion.pair import RULE, label
from worker.model import CodedEvent, Document, GivenEntity


def given(text: str, actor: str, recipient: str) -> Document:
    spans = ((actor, "X"), (recipient, "Y"))
    at = tuple(GivenEntity(text.index(name), text.index(name) + len(name), code) for name, code in spans)
    return Document(text, entities=at)


def between(events: tuple[CodedEvent, ...]) -> CodedEvent:
    """The surest event between the two given parties."""
    return max((e for e in events if {a.code for a in e.actors} & {"X", "Y"}), key=lambda event: event.confidence)


def test_two_given_parties_always_get_an_answer(coder: PatternCoder) -> None:
    told = coder.code(given("The union and the ministry were at the table again.", "The union", "the ministry"))
    assert [[actor.code for actor in event.actors] for event in told] == [["X"]]
    assert [[actor.code for actor in event.recipients] for event in told] == [["Y"]]


def test_the_order_in_which_they_are_given_says_who_acts(coder: PatternCoder) -> None:
    document = given("The ministry and the union were at the table again.", "the union", "The ministry")
    assert [actor.code for actor in coder.code(document)[0].actors] == ["X"]


def test_an_answer_of_its_own_names_the_features_that_decided(coder: PatternCoder) -> None:
    text = "Fighting flared anew between the Tebu and the garrison, and mortars rained on it."
    told = [e for e in coder.code(given(text, "the Tebu", "the garrison")) if e.evidence.rule.startswith(RULE)]
    assert len(told) == 1
    assert told[0].evidence.sentence == text
    assert "=" in told[0].evidence.rule
    assert all(word in text for word in told[0].evidence.trigger.split(" ... "))


def test_where_both_agree_the_event_of_the_patterns_stands(coder: PatternCoder) -> None:
    told = coder.code(given("Kenya accused Somalia of arming the rebels.", "Kenya", "Somalia"))
    best = between(told)
    assert best.event_type == "ACCUSE"
    assert not best.evidence.rule.startswith(RULE)
    assert best.confidence > 0.8


@pytest.mark.parametrize("entities", [(), (GivenEntity(0, 5, "X"),)], ids=["none", "one"])
def test_who_marks_no_pair_gets_what_the_patterns_say(coder: PatternCoder, entities: tuple[GivenEntity, ...]) -> None:
    document = Document("Kenya accused Somalia of arming the rebels.", entities=entities)
    assert coder.code(document) == coder.read(document).events


def test_two_parties_in_two_sentences_are_no_stumbling_block(coder: PatternCoder) -> None:
    told = coder.code(given("Kenya was furious. An envoy blamed Somalia for the raid.", "Kenya", "Somalia"))
    assert [actor.code for actor in between(told).actors] == ["X"]
    assert [actor.code for actor in between(told).recipients] == ["Y"]


def test_concede_and_retreat_are_one_class_to_the_model() -> None:
    assert [label(kind) for kind in ("CONCEDE", "RETREAT", "AID")] == ["YIELD", "YIELD", "AID"]
