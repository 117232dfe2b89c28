"""The scorer judges as its rules say. Labels and events are invented."""

from dataclasses import replace
from datetime import date

import pytest
from score import Share, errors, figures, per_type, score, table

from worker.demo.library import read_label
from worker.model import Actor, CodedEvent, DatePrecision, Evidence, QuadClass

PUBLISHED = date(2019, 5, 10)


def event(text: str, when: str | None = None, *, mode: str | None = None, reciprocal: bool = False) -> CodedEvent:
    """``FIN,SWE > EST AID`` as the coder would say it, dated as precisely as ``when`` is written."""
    who, _, kind = text.rpartition(" ")
    actors, _, recipients = who.partition(" > ")
    label = read_label(f"FIN AID {when or '?'}", PUBLISHED)
    return CodedEvent(
        event_type=kind,
        mode=mode,
        cameo="010",
        quad_class=QuadClass.VERBAL_COOPERATION,
        score=1.0,
        actors=tuple(_actor(code) for code in actors.split(",")),
        recipients=tuple(_actor(code) for code in recipients.split(",") if code),
        evidence=Evidence("Finland helped.", 0, 15, "helped", "invented"),
        reciprocal=reciprocal,
        event_date=label.event_date,
        date_precision=label.date_precision,
    )


def _actor(code: str) -> Actor:
    return Actor(code=code, sector="GOV", name=None, office=None, text=code, start=0, end=3)


def judge(labels: list[str], *events: CodedEvent):  # type: ignore[no-untyped-def]
    return score([read_label(line, PUBLISHED) for line in labels], PUBLISHED, events)


RIGHT = [
    ("FIN > EST AID ?", event("FIN > EST AID")),
    ("FIN > EST AGREE|AID ?", event("FIN > EST AID")),
    ("FIN > EST,LVA AID ?", event("FIN > LVA AID")),
    ("FIN > IGO AID ?", event("FIN > IGO AID")),
    ("SYR > SYR ASSAULT ?", event("SYR > SYR ASSAULT")),
    ("EST,FIN AGREE ?", event("FIN > EST AGREE")),
    ("EST,FIN AGREE ?", event("FIN,EST AGREE", reciprocal=True)),
    ("FIN > EST CONSULT ?", event("EST > FIN CONSULT")),
    ("FIN > EST CONSULT ?", event("EST,FIN CONSULT")),
    ("~ FIN > EST AID ?", event("FIN > EST AID")),
    ("FIN PROTEST ?", event("FIN PROTEST")),
    ("FIN > EST AID ? future", event("FIN > EST AGREE")),
    ("FIN > EST CONSULT/visit ? future", event("EST > FIN AGREE")),
]
WRONG = [
    ("FIN > EST AID ?", event("FIN > EST AGREE")),
    ("FIN > EST AID ? future", event("EST > FIN AGREE")),
    ("FIN > EST COERCE ? future", event("FIN > EST AGREE")),
    ("FIN > EST AID ?", event("EST > FIN AID")),
    ("FIN > EST AID ?", event("FIN > EST SUPPORT")),
    ("FIN > EST AID ?", event("FIN > LVA AID")),
    ("FIN > EST AID ?", event("FIN > EST,LVA AID")),
    ("FIN > EST AID ?", event("FIN,EST AID")),
    ("FIN > EST PROTEST ?", event("FIN PROTEST")),
    ("EST,FIN AGREE ?", event("EST,FIN,LVA AGREE", reciprocal=True)),
]


@pytest.mark.parametrize(("label", "said"), RIGHT, ids=lambda x: x if isinstance(x, str) else "")
def test_an_event_is_right_where_a_label_covers_its_pairs(label: str, said: CodedEvent) -> None:
    assert judge([label], said).right == (True,)


@pytest.mark.parametrize(("label", "said"), WRONG, ids=lambda x: x if isinstance(x, str) else "")
def test_an_event_is_wrong_where_one_of_its_pairs_is_not_covered(label: str, said: CodedEvent) -> None:
    assert judge([label], said).right == (False,)


def test_the_pairs_of_an_event_may_be_covered_by_several_labels() -> None:
    assert judge(["FIN > EST AID ?", "FIN > LVA AID ?"], event("FIN > EST,LVA AID")).right == (True,)


def test_each_pair_of_a_label_is_to_be_found() -> None:
    assert judge(["FIN > EST,LVA AID ?"], event("FIN > EST AID")).found == (True, False)
    assert judge(["EST,FIN,LVA AGREE ?"], event("EST,FIN AGREE")).found == (True, False, False)


def test_what_is_arguable_need_not_be_found() -> None:
    assert judge(["FIN > EST AID ?", "~ FIN > EST SUPPORT ?"]).found == (False,)


def test_one_event_does_not_find_two_labels_of_the_same_parties_and_type() -> None:
    labels = ["FIN > EST CONSULT/visit ?", "FIN > EST CONSULT/phone ?"]
    met = event("FIN,EST CONSULT", reciprocal=True)
    assert sorted(judge(labels, met).found) == [False, True]
    assert judge(labels, met, met).found == (True, True)


def test_events_are_credited_so_that_most_labels_are_found() -> None:
    labels = ["FIN > EST AID|SUPPORT ?", "FIN > EST AID ?"]
    assert judge(labels, event("FIN > EST AID"), event("FIN > EST SUPPORT")).found == (True, True)


def test_thanks_and_praise_both_ways_are_found_by_one_reciprocal_event() -> None:
    both = event("EST,FIN SUPPORT", reciprocal=True)
    assert judge(["FIN > EST SUPPORT ?", "EST > FIN SUPPORT ?"], both).found == (True, True)


def test_the_main_event_is_the_first_label() -> None:
    labels = ["FIN > EST AID ?", "FIN > EST SUPPORT ?"]
    assert judge(labels, event("FIN > EST AID")).main
    assert not judge(labels, event("FIN > EST SUPPORT")).main
    assert not judge([], event("FIN > EST SUPPORT")).main


@pytest.mark.parametrize(
    ("label", "when", "right"),
    [
        ("2019-05-02", "2019-05-02", True),
        ("2019-05-02", "2019-05-03", False),
        ("2019-05-02", "2019-05", False),
        ("2019-05-02", None, False),
        ("2019-05", "2019-05", True),
        ("2019-05", "2019-05-20", True),
        ("2019-05", "2019-06", False),
        ("2018", "2018-11", True),
        ("2018", "2017", False),
        ("?", "2017", None),
    ],
)
def test_a_date_is_right_at_the_precision_of_the_label(label: str, when: str | None, right: bool | None) -> None:
    assert judge([f"FIN > EST AID {label}"], event("FIN > EST AID", when)).dates == (right,)


def test_a_plan_may_carry_the_day_on_which_it_was_agreed() -> None:
    labels = ["EST,FIN AGREE 2019-08 future", "EST,FIN CONSULT 2019-05-06"]
    for when in ("2019-08", "2019-05-06", "2019-05-10", "2019-05-09"):
        assert judge(labels, event("EST,FIN AGREE", when)).dates == (True,), when
    assert judge(labels, event("EST,FIN AGREE", "2019-05-07")).dates == (False,)
    assert judge(labels, event("EST,FIN CONSULT", "2019-05-10")).dates == (False,)


def test_the_date_of_a_wrong_event_and_of_one_that_an_undated_label_fits_is_not_judged() -> None:
    assert judge(["FIN > EST AID 2019-05-02"], event("EST > FIN AID", "2019-05-02")).dates == (None,)
    labels = ["FIN > EST AID 2019-05-02", "FIN > EST AID ?"]
    assert judge(labels, event("FIN > EST AID", "2019-05-02")).dates == (None,)


def test_a_mode_is_judged_where_the_label_has_one() -> None:
    labels = ["FIN > EST SANCTION/expel ?", "FIN > LVA SANCTION ?"]
    expelled, other, left_open = (
        event("FIN > EST SANCTION", mode="expel"),
        event("FIN > EST SANCTION", mode="withdraw"),
        event("FIN > LVA SANCTION", mode="withdraw"),
    )
    assert judge(labels, expelled, other, left_open).modes == (True, False, None)


def test_figures_are_of_events_labels_and_articles() -> None:
    good = judge(["FIN > EST AID 2019-05-02"], event("FIN > EST AID", "2019-05-02"))
    bad = judge(["FIN > EST AID 2019-05-02", "FIN > EST REJECT ?"], event("FIN > EST REJECT"), event("EST > FIN AID"))
    assert figures([good, bad]) == {
        "precision": Share(2, 3),
        "recall": Share(2, 3),
        "main": Share(1, 2),
        "date": Share(1, 1),
        "mode": Share(0, 0),
    }
    assert per_type([good, bad]) == {"AID": (Share(1, 2), Share(1, 2)), "REJECT": (Share(1, 1), Share(1, 1))}


def test_nothing_counted_is_no_share() -> None:
    assert Share(0, 0).value == 0.0


def test_the_table_fits_the_terminal_and_errors_are_named() -> None:
    late = replace(event("FIN > EST AID", "2019-05-03"), date_precision=DatePrecision.DAY)
    one = judge(["FIN > EST AID 2019-05-02", "EST > FIN SUPPORT ?"], late, event("FIN > LVA AID"))
    assert max(len(line) for line in table([one] * 5000).splitlines()) < 80
    assert errors("ferry", one) == [
        "ferry: wrong date: FIN>EST AID 2019-05-03 (helped)",
        "ferry: wrong: FIN>LVA AID None (helped)",
        "ferry: missed: EST>FIN SUPPORT ?",
    ]
