"""Of what a model says, only what the text bears out is told; all else is ours."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from llm_samples import ARTICLE, party, told

from worker.config import CoderConfig
from worker.llm.answer import Answer
from worker.llm.check import MOST_EVENTS, Checked, Checker
from worker.llm.codebook import Codebook
from worker.model import Actor, AuxiliaryMode, CodedEvent, DatePrecision, Document, GivenEntity, Place, QuadClass

Check = Callable[..., Checked]


@pytest.fixture(scope="module")
def check(config: CoderConfig, codebook: Codebook) -> Check:
    checker = Checker(config.ontology, codebook)

    def run(*events: dict[str, object], document: Document = ARTICLE) -> Checked:
        return checker.check(Answer.model_validate_json(json.dumps({"events": events})), document)

    return run


def only(checked: Checked) -> CodedEvent:
    (event,) = checked.events
    assert not checked.dropped
    return event


def test_a_good_answer_becomes_an_event(check: Check) -> None:
    event = only(check(told()))
    assert (event.event_type, event.mode, event.contexts) == ("ACCUSE", "allege", ("military",))
    assert (event.quad_class, event.score, event.cameo) == (QuadClass.VERBAL_CONFLICT, -3.5, "1123")
    assert (event.event_date, event.date_precision) == (date(2026, 3, 2), DatePrecision.DAY)
    assert event.dyads == ("KEN-SOM",)
    assert event.auxiliary == ()
    (actor,), (recipient,) = event.actors, event.recipients
    assert (actor.code, actor.sector, actor.name, actor.office) == ("KEN", "GOV", "Asha Otieno", "foreign minister")
    assert recipient == Actor("SOM", None, "Somalia", None, "Somalia", recipient.start, recipient.end)


def test_offsets_are_ours_and_lead_to_the_texts_own_characters(check: Check) -> None:
    event = only(check(told()))
    evidence = event.evidence
    assert evidence.sentence == ARTICLE.text[evidence.start : evidence.end]
    assert evidence.sentence.startswith("KINGSTON, March 3 - Kenya’s foreign minister")
    assert (evidence.trigger, evidence.rule) == ("accused", "llm")
    for one in event.actors + event.recipients:
        assert one.text == ARTICLE.text[one.start : one.end]
    assert event.actors[0].text == "Kenya’s foreign minister"


@pytest.mark.parametrize(
    "evidence",
    [
        "Kenya declared war on Somalia.",
        "kenya accuses somalia",
        "Kenya",
        "",
        ARTICLE.text * 30,
        "Somalia said nothing!",
    ],
)
def test_an_event_whose_evidence_is_not_in_the_text_is_dropped(check: Check, evidence: str) -> None:
    checked = check(told(evidence=evidence), told(evidence=evidence))
    assert checked.events == ()
    assert checked.dropped == {"evidence is not in the text": 2}


def test_evidence_in_the_title_has_no_offsets(check: Check) -> None:
    event = only(check(told(evidence="Kenya accuses Somalia", trigger="accuses", actors=[party("Kenya", "KEN")])))
    assert (event.evidence.sentence, event.evidence.start, event.evidence.end) == (ARTICLE.title, None, None)
    assert [(one.text, one.start, one.end) for one in event.actors] == [("Kenya", None, None)]


def test_an_unknown_type_is_dropped(check: Check) -> None:
    assert check(told(type="INVADE")).dropped == {"unknown type": 1}


@pytest.mark.parametrize(
    "actor",
    [
        party("Kenya's foreign minister", "KENYA"),
        party("Kenya's foreign minister", "ZZZ"),
        party("Kenya's foreign minister", "ken"),
        party("Ethiopia", "ETH"),
        party("", "ETH"),
        party("KINGSTON" * 20, "KEN"),
        party("Somalia", "SOM"),
    ],
)
def test_an_unknown_code_or_a_party_that_nobody_named_is_no_party(check: Check, actor: dict[str, object]) -> None:
    checked = check(told(actors=[actor]))
    assert checked.events == ()
    assert checked.dropped == {"no two parties in the text": 1}


def test_organisations_are_stored_as_plover_has_them(check: Check) -> None:
    talks = told(
        evidence="She spoke after talks with the United Nations.",
        trigger="talks",
        type="CONSULT",
        mode="tea",
        actors=[party("She", "KEN", sector="GOV"), party("the United Nations", "IGOUNO", sector="GOV")],
        recipients=[],
        reciprocal=True,
    )
    event = only(check(talks))
    assert [(one.code, one.sector, one.name) for one in event.actors] == [
        ("KEN", "GOV", None),
        ("IGO", "UNO", "United Nations"),
    ]
    assert (event.reciprocal, event.recipients, event.mode) == (True, (), None)


def test_all_of_a_reciprocal_event_are_actors_and_nobody_does_it_to_himself(check: Check) -> None:
    both = only(check(told(reciprocal=True)))
    assert ([one.code for one in both.actors], both.recipients) == (["KEN", "SOM"], ())
    own = told(recipients=[party("Asha Otieno", "KEN"), party("Somalia", "SOM")])
    assert [one.code for one in only(check(own)).recipients] == ["SOM"]


def test_without_a_state_it_is_no_event(check: Check) -> None:
    groups = told(actors=[party("Kenya", "IGOUNO")], recipients=[party("Somalia", "NGOHRIAMN")])
    assert check(groups).dropped == {"no state takes part": 1}


def test_a_type_that_asks_for_a_recipient_gets_none_without(check: Check) -> None:
    alone = told(type="SANCTION", actors=[party("Kenya's foreign minister", "KEN"), party("Somalia", "SOM")])
    assert check(alone | {"recipients": []}).dropped == {"no recipient": 1}


def test_what_cannot_be_found_is_left_out(check: Check) -> None:
    invented = told(
        actors=[party("Kenya's foreign minister", "KEN", sector="ALIEN", name="Jane Doe", office="pope")],
        trigger="attacked",
        mode="nonsense",
        contexts=["nonsense", "diplomatic"],
        auxiliary=["nonsense", "historical"],
        place="Paris",
        reported_by="\x1b[31mThe Invented Times",
        date="soon",
    )
    event = only(check(invented))
    (actor,) = event.actors
    assert (actor.sector, actor.name, actor.office) == (None, "Kenya", None)
    assert (event.evidence.trigger, event.mode, event.contexts, event.auxiliary) == ("", None, ("diplomatic",), ())
    assert (event.place, event.reported_by, event.event_date) == (None, None, None)


def test_a_place_gets_its_coordinates_from_the_list_of_cities(check: Check) -> None:
    document = Document("In Mombasa, Kenya condemned Somalia.")
    said = told(evidence=document.text, trigger="condemned", place="Mombasa", country="KEN")
    said |= {"actors": [party("Kenya", "KEN")]}
    place = only(check(said, document=document)).place
    assert place
    assert (place.name, place.country) == ("Mombasa", "KEN")
    assert -5 < (place.lat or 0) < -3
    elsewhere = only(check(said | {"country": "Mars"}, document=document)).place
    assert elsewhere == Place("Mombasa", None)


@pytest.mark.parametrize(
    ("said", "day", "precision"),
    [
        ("2026-03-04", date(2026, 3, 4), DatePrecision.DAY),  # another time zone
        ("2026-01", date(2026, 1, 1), DatePrecision.MONTH),
        ("2026", date(2026, 1, 1), DatePrecision.YEAR),
        ("2026-03-05", None, None),  # after it was told
        ("2026-02-30", None, None),
        ("0999", None, None),
        ("", None, None),
        ("2026-3-1", None, None),
        (None, None, None),
    ],
)
def test_a_date_that_cannot_be_is_none(
    check: Check, said: str | None, day: date | None, precision: DatePrecision | None
) -> None:
    event = only(check(told(date=said)))
    assert (event.event_date, event.date_precision) == (day, precision)


def test_what_is_long_past_is_history_and_what_is_to_come_may_have_its_date(check: Check) -> None:
    assert only(check(told(date="2024"))).auxiliary == (AuxiliaryMode.HISTORICAL,)
    to_come = only(check(told(date="2026-06", auxiliary=["future"])))
    assert (to_come.auxiliary, to_come.event_date) == ((AuxiliaryMode.FUTURE,), date(2026, 6, 1))


def test_the_callers_code_goes_before_the_models(check: Check) -> None:
    start = ARTICLE.text.index("Somalia")
    document = replace(ARTICLE, entities=(GivenEntity(start, start + 7, "B"),))
    for said in (party("Somalia", "SOM"), party("them", "B")):
        (recipient,) = only(check(told(recipients=[said]), document=document)).recipients
        assert (recipient.code, recipient.name, recipient.start, recipient.end) == ("B", None, start, start + 7)


def test_the_same_event_told_twice_is_one(check: Check) -> None:
    title = told(evidence="Kenya accuses Somalia", actors=[party("Kenya", "KEN")])
    event = only(check(title, told()))
    assert event.evidence.start == 0


def test_the_title_comes_first_and_the_text_in_its_own_order(check: Check) -> None:
    last = told(evidence="She spoke after talks with the United Nations.", type="AID", actors=[party("She", "KEN")])
    title = told(evidence="Kenya accuses Somalia", type="THREATEN", actors=[party("Kenya", "KEN")])
    assert [event.event_type for event in check(last, told(), title).events] == ["THREATEN", "ACCUSE", "AID"]


def test_a_flood_of_events_is_cut_off(check: Check) -> None:
    flood = check(*[told(trigger="x" * 5000)] * (MOST_EVENTS + 7))
    assert len(flood.events) == 1
    assert flood.dropped == {"too many events": 7}
