"""When two codings, by two outlets, are one event."""

from dataclasses import replace
from datetime import UTC, date, datetime

from worker.events.sameness import identity_key, same_event
from worker.model import Actor, AuxiliaryMode, CodedEvent, DatePrecision, Evidence, QuadClass, Status, StoredEvent

NOON = datetime(2025, 3, 10, 12, tzinfo=UTC)
DAY = DatePrecision.DAY


def _coded(actors: str = "PRK", recipients: str = "RUS", **changes: object) -> CodedEvent:
    base = CodedEvent(
        event_type="AID",
        mode=None,
        cameo="072",
        quad_class=QuadClass.MATERIAL_COOPERATION,
        score=10,
        actors=tuple(Actor(code) for code in actors.split()),
        recipients=tuple(Actor(code) for code in recipients.split()),
        evidence=Evidence("Pyongyang sent more troops to Russia.", 0, 37, "sent", "aid-send-troops"),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def _held(coded: CodedEvent, number: int = 7, published: datetime = NOON) -> StoredEvent:
    return StoredEvent(number, coded, Status.REPORTED, ("a",), ("a",), (), published, published, published)


def test_other_words_for_the_same_thing_on_the_same_day_join() -> None:
    told = _coded(
        evidence=Evidence("More North Koreans arrived.", 0, 27, "arrived", "x"),
        event_date=date(2025, 3, 10),
        date_precision=DAY,
    )
    held = _held(_coded(event_date=date(2025, 3, 9), date_precision=DAY))
    assert same_event(told, NOON, [held]).event_id == 7


def test_undated_news_of_three_days_is_one_event_and_of_four_is_two() -> None:
    assert same_event(_coded(), datetime(2025, 3, 13, 9, tzinfo=UTC), [_held(_coded())]).event_id == 7
    assert same_event(_coded(), datetime(2025, 3, 14, 9, tzinfo=UTC), [_held(_coded())]).event_id is None


def test_a_month_holds_each_of_its_days() -> None:
    june = _coded(event_date=date(2024, 6, 1), date_precision=DatePrecision.MONTH)
    day = _coded(event_date=date(2024, 6, 19), date_precision=DAY)
    assert same_event(june, NOON, [_held(day)]).event_id == 7
    assert same_event(replace(day, event_date=date(2024, 8, 19)), NOON, [_held(june)]).event_id is None


def test_the_other_direction_is_another_event_unless_it_is_reciprocal() -> None:
    assert same_event(_coded("RUS", "PRK"), NOON, [_held(_coded())]).event_id is None
    mutual = _coded("RUS", "PRK", reciprocal=True)
    assert same_event(mutual, NOON, [_held(_coded("PRK RUS", "", reciprocal=True))]).event_id == 7


def test_a_denied_event_is_not_the_event() -> None:
    denied = _coded(auxiliary=(AuxiliaryMode.NEGATED,))
    answer = same_event(denied, NOON, [_held(_coded())])
    assert answer.event_id is None
    assert "negated" in answer.reason


def test_modes_that_contradict_each_other_part_events_and_an_unknown_mode_does_not() -> None:
    visit = _coded(event_type="CONSULT", mode="visit")
    call = replace(visit, mode="phone")
    unknown = replace(visit, mode=None)
    assert same_event(visit, NOON, [_held(call)]).event_id is None
    assert same_event(visit, NOON, [_held(call, 1), _held(unknown, 2), _held(visit, 3)]).event_id == 3
    assert same_event(unknown, NOON, [_held(visit)]).event_id == 7


def test_with_nothing_held_it_is_new_and_the_reason_says_so() -> None:
    assert same_event(_coded(), None, []) == same_event(_coded(), NOON, [])
    assert "no event" in same_event(_coded(), NOON, []).reason


def test_the_key_is_the_same_for_the_same_coding_and_another_for_another_day() -> None:
    assert identity_key(_coded(), NOON) == identity_key(_coded(), NOON)
    assert identity_key(_coded(), NOON) != identity_key(_coded(), datetime(2025, 3, 11, tzinfo=UTC))
    assert identity_key(_coded(), None) != identity_key(_coded("RUS", "PRK"), None)
