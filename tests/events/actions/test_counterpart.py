"""The side that a sentence leaves to the text before it: invented articles through the whole coder."""

import pytest

from tests.coded import said
from worker.events.coder import PatternCoder
from worker.model import Document

TITLE = "Chad accuses Niger of aiding smugglers"


def _said(coder: PatternCoder, text: str, title: str = TITLE) -> set[str]:
    """What the sentences of the text say, the title apart."""
    return said(coder, text, title)


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
        # a third state does as the others did
        ("Chad expelled Niger's envoy. Mali recalled its ambassador.", "MLI > NER SANCTION"),
        ("Chad condemned Niger over the raid. Mali and Togo, too, condemned the incursion.", "MLI+TGO > NER ACCUSE"),
        ("Chad expelled Niger's envoy. Mali recalled its envoy on Friday.", "MLI > NER SANCTION"),
        # the last one somebody had to do with
        ("Mali accused Togo of meddling. Mali summoned the ambassador.", "MLI > TGO ACCUSE"),
        # whom the text speaks of most
        ("Chad expelled Niger's envoy. Niger shrugged. Mali lodged a protest.", "MLI > NER ACCUSE"),
        ("Niger summoned Chad's envoy on Friday and demanded an apology.", "NER > TCD REQUEST"),
        ("Chad voiced dismay on Friday.", "TCD > NER ACCUSE"),
        # who acts beside is not whom it is done to
        ("Chad expelled Niger's envoy. Mali has halted aid, and Togo has shut its airspace.", "MLI > NER SANCTION"),
        ("Chad expelled Niger's envoy. Mali has halted aid; Togo recalled its ambassador.", "TGO > NER SANCTION"),
        # who made the move that somebody denounces
        ("Mali closed the border with Togo, a move that Benin denounced.", "BEN > MLI ACCUSE"),
    ],
)
def test_a_word_stands_for_the_other_of_two_states(coder: PatternCoder, text: str, line: str) -> None:
    assert line in _said(coder, text)


@pytest.mark.parametrize(
    "text",
    ["The crossings were reopened in March.", "The two fought a war over a well.", "They declared the war over."],
)
def test_what_two_do_together_is_told_of_both_where_the_sentence_names_neither(coder: PatternCoder, text: str) -> None:
    (event,) = (e for e in coder.code(Document(text, TITLE)) if e.evidence.start is not None)
    assert set(event.directed_pairs) == {("TCD", "NER"), ("NER", "TCD")}


@pytest.mark.parametrize("text", ["Ties were cut in 1980.", "The two countries broke off relations in 1980."])
def test_both_break_ties_where_the_sentence_names_neither(coder: PatternCoder, text: str) -> None:
    (event,) = (e for e in coder.code(Document(text, TITLE)) if e.evidence.start is not None)
    assert event.event_type == "SANCTION"
    assert set(event.directed_pairs) == {("TCD", "NER"), ("NER", "TCD")}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Two Nigerien diplomats were expelled in 2018.", "TCD > NER SANCTION"),
        ("Four Chadian officers had been arrested in 2018.", "NER > TCD COERCE"),
        ("The expulsion of two Nigerien diplomats in 2018 had soured relations.", "TCD > NER SANCTION"),
        # what befalls an envoy is done by who received him, whoever else is named
        ("The Nigerien ambassador, Ali Oumarou, was called in on Thursday.", "TCD > NER ACCUSE"),
        ("The Chadian envoy was summoned and handed a protest.", "NER > TCD ACCUSE"),
        # a request is turned down by whom it was made to
        ("Niger asked Chad for the men. The request was turned down.", "TCD > NER REJECT"),
        ("Chad said that its request had been rejected.", "NER > TCD REJECT"),
        # who has struck already in the text strikes again
        ("Chad shelled Niger. Four Nigerien soldiers were killed.", "TCD > NER ASSAULT"),
        ("Two Chadian fishermen were released in 2018.", "NER > TCD RETREAT"),
    ],
)
def test_what_one_of_two_suffers_is_the_others_doing(coder: PatternCoder, text: str, line: str) -> None:
    assert line in _said(coder, text)


def test_who_is_killed_or_suffers_beside_a_third_is_not_done_so_by_the_other(coder: PatternCoder) -> None:
    assert _said(coder, "Four Chadian soldiers were killed in 2018.") == set()
    assert _said(coder, "Four Chadian officers were arrested in 2018, Mali said.") == set()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Chad's threats had alarmed the region.", "TCD > NER THREATEN"),
        ("Niger's refusal to sign the accord was a blow.", "NER > TCD REJECT"),
        ("Chad's 1998 attack killed twelve.", "TCD > NER ASSAULT"),
        ("Niger's embargo on rice hurt the poor.", "NER > TCD COERCE"),
    ],
)
def test_what_a_noun_says_of_one_of_two_it_says_against_the_other(coder: PatternCoder, text: str, line: str) -> None:
    assert line in _said(coder, text)


@pytest.mark.parametrize(
    "text",
    ["Chad's rejection of all terror was firm.", "Chad's strikes on the rebels went on.", "Her arrest was wrong."],
)
def test_a_noun_that_is_aimed_at_another_or_suffered_says_nothing_of_the_other(coder: PatternCoder, text: str) -> None:
    assert _said(coder, text) == set()


def test_a_body_of_states_beside_two_in_the_lead_leaves_them_a_dyad(coder: PatternCoder) -> None:
    assert _said(coder, "Chad was angry. Niger denied the charge.", "Chad, Niger quarrel at UN") >= {"NER > TCD REJECT"}


def test_what_is_turned_down_by_nobody_knows_whom_is_no_answer(coder: PatternCoder) -> None:
    assert _said(coder, "The request had been turned down.", "Rain stops play in Chad") == set()
    assert _said(coder, "The theory was rejected.") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Mali hosted talks between the warring parties.",
        "Niger denied the charge. Mali, a friend of both nations, offered to mediate.",
    ],
)
def test_a_third_has_to_do_with_both(coder: PatternCoder, text: str) -> None:
    event = coder.code(Document(text, TITLE))[-1]
    assert {("MLI", "TCD"), ("MLI", "NER")} <= set(event.directed_pairs)


def test_a_road_that_somebody_else_opens_is_not_the_dyads(coder: PatternCoder) -> None:
    assert _said(coder, "A firm reopened the crossings in March.") == set()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Niger denied the charge.", "Chad, Mali and Niger meet"),  # three states: nobody knows who charged
        ("Niger banned a newspaper.", TITLE),  # nothing stands for the other side
        ("Niger denied it. Mali, Mali and again Mali wants peace.", "Chad, Niger at odds"),  # an article about Mali
        ("Mali said that it would rain.", TITLE),  # a third state that does nothing of the kind
        ("Mali criticised attempts to meddle.", TITLE),  # and one that does not say whose
        ("Mali and Togo rejected the charge.", "Rain in Togo"),
        ("Niger denied the charge.", "Rain stops play"),
        ("Chad donated forty ambulances to Acme.", TITLE),  # somebody else is named
        ("Chad described the campaign as a mistake.", TITLE),  # nothing that is done to others
        ("Chad asked the farmers to stay.", TITLE),  # somebody else is asked
        ("Chad condemned the bombing.", TITLE),  # whoever did it
        ("A dam, which Chad condemned, stood in the park.", TITLE),  # only said of the dam
        ("The mayor hailed a deal on easing Chadian sanctions.", TITLE),  # only what the deal is on
        ("Chad protested to Acme.", TITLE),
        ("Mali joined the ban; Togo called it a mistake.", TITLE),  # the ban that Mali joined
    ],
)
def test_without_a_dyad_or_a_word_for_it_nobody_is_added(coder: PatternCoder, text: str, title: str) -> None:
    assert _said(coder, text, title) == set()


def test_a_side_that_only_the_article_names_makes_us_less_sure(coder: PatternCoder) -> None:
    (told,) = (e for e in coder.code(Document("Niger denied the charge.", TITLE)) if e.event_type == "REJECT")
    (named,) = coder.code(Document("Niger denied the charge of Chad."))
    assert told.confidence < named.confidence
    assert told.recipients[0].text == "charge"
