"""The invented reports: enough of them, told in many ways, and labelled with what PLOVER knows."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime
from difflib import SequenceMatcher

import pytest

from worker.config import load_coder_config
from worker.config.alerts import EVENT_TYPES
from worker.config.ontology import EventType
from worker.demo.bulletins import bulletins
from worker.demo.library import ExpectedEvent, Report, fill, read_label, reports
from worker.demo.outlets import OUTLETS
from worker.model import AuxiliaryMode, DatePrecision, dyad

THURSDAY = date(2026, 3, 12)
each_report = pytest.mark.parametrize("report", reports(), ids=lambda r: f"{r.outlet}/{r.slug}")


def expected(report: Report) -> tuple[ExpectedEvent, ...]:
    return report.expected(THURSDAY)


def dyads_of(event: ExpectedEvent) -> set[str]:
    others = event.recipients or event.actors
    return {dyad(one, other) for one in event.actors for other in others if one != other}


@each_report
def test_a_report_is_as_long_as_news_is(report: Report) -> None:
    assert 80 <= len(report.text.split()) <= 250
    assert len(report.text.split("\n")) >= 3
    assert 15 <= len(report.title) <= 90


@each_report
def test_a_report_comes_from_a_known_outlet_at_a_known_time(report: Report) -> None:
    assert report.outlet in {outlet.slug for outlet in OUTLETS}
    assert (report.at is None) != (report.days_before is None)
    assert (report.at or 0) >= 0
    assert (report.days_before or 1) >= 1


@each_report
def test_no_placeholder_is_left_in_print(report: Report) -> None:
    told = report.told(datetime(2026, 3, 12, tzinfo=UTC))
    assert "{" not in told.text + told.title
    assert "\x00" not in told.text


@each_report
def test_every_label_is_between_two_parties_and_names_a_type(report: Report) -> None:
    for event in expected(report):
        assert dyads_of(event) or event.types[0][0] == "MOBILIZE" or len(event.actors) == 1
        assert {kind for kind, _ in event.types} <= set(EVENT_TYPES)
        assert not set(event.actors) & set(event.recipients)
        if event.event_date and event.event_date > THURSDAY:
            assert AuxiliaryMode.FUTURE in event.auxiliary


@pytest.fixture(scope="module")
def types() -> Mapping[str, EventType]:
    return load_coder_config(None).ontology.types


@each_report
def test_every_label_has_a_type_and_a_mode_of_plover(report: Report, types: Mapping[str, EventType]) -> None:
    for event in expected(report):
        for kind, mode in event.types:
            assert mode is None or mode in types[kind].modes, f"{kind}/{mode}"


def test_there_are_enough_reports_dyads_and_types_of_all_regions() -> None:
    certain = [event for report in reports() for event in expected(report) if not event.optional]
    assert len(reports()) >= 66
    assert len(set().union(*map(dyads_of, certain))) >= 40
    assert {event.types[0][0] for event in certain} >= set(EVENT_TYPES)
    for state in ("PRK", "SRB", "IRQ", "KEN", "BOL", "FJI"):
        assert any(state in event.actors + event.recipients for event in certain)


def test_ten_stories_and_more_are_told_by_several_owners_in_their_own_words() -> None:
    family = {outlet.slug: outlet.family for outlet in OUTLETS}
    told = defaultdict(set)
    for report in reports():
        if report.outlet != "harbour":
            told[report.story].add(family[report.outlet])
    assert sum(len(families) >= 2 for families in told.values()) >= 10


def test_no_two_tellings_are_copies_but_for_those_of_the_copy_desk() -> None:
    for story in {report.story for report in reports()}:
        tellings = [report for report in reports() if report.story == story and report.outlet != "harbour"]
        for index, one in enumerate(tellings):
            assert all(likeness(one, other) < 0.6 for other in tellings[index + 1 :]), story


def test_the_copy_desk_prints_what_the_wire_sends_lightly_edited() -> None:
    wire = {report.story: report for report in reports() if report.outlet == "meridian"}
    copies = [report for report in reports() if report.outlet == "harbour"]
    assert len(copies) >= 5
    for copy in copies:
        assert copy.text != wire[copy.story].text
        assert likeness(copy, wire[copy.story]) > 0.85
        assert copy.expect == wire[copy.story].expect


def likeness(one: Report, other: Report) -> float:
    return SequenceMatcher(None, one.text.split(), other.text.split(), autojunk=False).ratio()


def test_every_feed_has_something_old_so_that_its_first_poll_is_a_baseline() -> None:
    old = Counter(report.outlet for report in reports() if report.days_before is not None)
    new = Counter(report.outlet for report in reports() if report.at is not None)
    assert set(old) == set(new) == {outlet.slug for outlet in OUTLETS}
    assert sum(new.values()) >= 60


def test_some_reports_tell_of_no_relation_between_states() -> None:
    assert sum(not report.expect for report in reports()) >= 6


def test_slugs_are_unique_within_an_outlet() -> None:
    assert max(Counter((report.outlet, report.slug) for report in reports()).values()) == 1


def test_times_in_a_text_follow_the_day_it_is_published() -> None:
    said = "on {day}, two days after {day-2}; {date}, {date+20}, {year} and {year-1}"
    assert fill(said, THURSDAY) == "on Thursday, two days after Tuesday; March 12, April 1, 2026 and 2025"


@pytest.mark.parametrize(
    ("line", "event"),
    [
        ("PHL > CHN ACCUSE 0", ExpectedEvent(("PHL",), ("CHN",), (("ACCUSE", None),), THURSDAY, DatePrecision.DAY)),
        (
            "~ A12 > RUS AID ?",
            None,
        ),
        (
            "~ PRK > RUS AID ? historical",
            ExpectedEvent(("PRK",), ("RUS",), (("AID", None),), None, None, (AuxiliaryMode.HISTORICAL,), optional=True),
        ),
        (
            "PRK,RUS SUPPORT|AGREE 2024-06",
            ExpectedEvent(
                ("PRK", "RUS"), (), (("SUPPORT", None), ("AGREE", None)), date(2024, 6, 1), DatePrecision.MONTH
            ),
        ),
        (
            "KHM > VNM REJECT/yield -3m",
            ExpectedEvent(("KHM",), ("VNM",), (("REJECT", "yield"),), date(2025, 12, 1), DatePrecision.MONTH),
        ),
        ("PHL CHN ACCUSE 0", None),
    ],
)
def test_a_label_is_read_as_it_is_written(line: str, event: ExpectedEvent | None) -> None:
    if event is None:
        with pytest.raises(ValueError, match="not a label"):
            read_label(line, THURSDAY)
    else:
        assert read_label(line, THURSDAY) == event


def test_generated_bulletins_tell_each_of_other_states() -> None:
    made = bulletins(500, reports())
    pairs = [(event.actors, event.recipients) for report in made for event in expected(report)]
    taken = {(a, b) for r in reports() for e in expected(r) for a in e.actors for b in e.recipients}
    assert len(made) == len(set(pairs)) == 500
    assert not {(a[0], b[0]) for a, b in pairs} & taken
    assert Counter(report.outlet for report in made).most_common()[-1][1] == 50
