"""The same event told twice in one article is one event: its best telling is kept. Pure.

Two codings tell the same event when parties, type and negation agree, their modes do not contradict each other (or are
said in one breath), and so do their dates. Parties agree by code; the telling that names persons, dates and surer words
is the better one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from worker.events.dates import UNDATED, Dated, Telling, of_these_days
from worker.model import AuxiliaryMode, CodedEvent, DatePrecision, Evidence, QuadClass

New = Callable[[CodedEvent], bool]


def merged(events: Iterable[CodedEvent], new: New = lambda _: False) -> tuple[CodedEvent, ...]:
    """The events, each once, in the order of their first telling; `new` says whether an undated event is told as news,
    and so is no retelling of what lies further back."""
    # Once more over what is left: a title's event takes its evidence from the text, and may then stand in one breath
    # with another telling that was kept before.
    return _merged_once(_merged_once(events, new), new)


def news_of(
    lead: int | None, published: date | None, tellings: Mapping[Evidence, Telling]
) -> Callable[[CodedEvent], bool]:
    """Whether an event is news: what the lead tells as such, and what is of these days, or of no known day of them."""

    def new(event: CodedEvent) -> bool:
        when = Dated(event.event_date, event.date_precision)
        if when == UNDATED or published is None:
            return event.evidence.start == lead and tellings.get(event.evidence) is Telling.NEWS
        return when.precision is not DatePrecision.DAY or of_these_days(when, published)

    return new


def _merged_once(events: Iterable[CodedEvent], new: New) -> tuple[CodedEvent, ...]:
    kept: list[CodedEvent] = []
    for event in events:
        same = (n for n, held in enumerate(kept) if _same(held, event) and not _of_two_times(held, event, new))
        place = next(same, None)
        if place is None:
            kept.append(event)
        else:
            kept[place] = _better(kept[place], event)
    return tuple(kept)


def _same(one: CodedEvent, other: CodedEvent) -> bool:
    return (
        one.event_type == other.event_type
        and _parties(one) == _parties(other)
        and _real(one) == _real(other)
        and (one.mode == other.mode or not (one.mode and other.mode) or _one_breath(one, other))
        and _dates_agree(one, other)
    )


def _of_two_times(one: CodedEvent, other: CodedEvent, new: New) -> bool:
    undated, dated = (one, other) if one.event_date is None else (other, one)
    return undated.event_date is None and dated.event_date is not None and new(undated) and not new(dated)


def _one_breath(one: CodedEvent, other: CodedEvent) -> bool:
    """Whether one sentence says both: "summoned the envoy to condemn the raid" is one accusation, whatever its mode."""
    verbal = one.quad_class in (QuadClass.VERBAL_CONFLICT, QuadClass.VERBAL_COOPERATION)
    return verbal and (one.evidence.sentence, one.evidence.start) == (other.evidence.sentence, other.evidence.start)


def _parties(event: CodedEvent) -> object:
    does, suffers = ({actor.code for actor in side} for side in (event.actors, event.recipients))
    return does | suffers if event.reciprocal else (frozenset(does), frozenset(suffers))


def _real(event: CodedEvent) -> frozenset[AuxiliaryMode]:
    return frozenset(event.auxiliary) - {AuxiliaryMode.HISTORICAL}


def _dates_agree(one: CodedEvent, other: CodedEvent) -> bool:
    if one.event_date is None or other.event_date is None:
        # An undated retelling is the dated event, unless that is history and this is news.
        return AuxiliaryMode.HISTORICAL not in {*one.auxiliary, *other.auxiliary} or one.auxiliary == other.auxiliary
    precision = {one.date_precision, other.date_precision}
    if DatePrecision.YEAR in precision:
        return one.event_date.year == other.event_date.year
    if DatePrecision.MONTH in precision:
        return one.event_date.replace(day=1) == other.event_date.replace(day=1)
    return one.event_date == other.event_date


def _better(held: CodedEvent, new: CodedEvent) -> CodedEvent:
    """The surer telling, with the date, the mode and the news source that only the other knew."""
    best, rest = (new, held) if _worth(new) > _worth(held) else (held, new)
    dated = rest if _knows_the_day_better(rest, best) else best
    return replace(
        best,
        mode=best.mode or rest.mode,
        event_date=dated.event_date,
        date_precision=dated.date_precision,
        place=best.place or rest.place,
        reported_by=best.reported_by or rest.reported_by,
        confidence=max(best.confidence, rest.confidence),
    )


def _knows_the_day_better(one: CodedEvent, other: CodedEvent) -> bool:
    """Whether only the one knows the day: of a retelling without a date a month or a year says nothing."""
    return one.date_precision is DatePrecision.DAY and other.date_precision is not DatePrecision.DAY


def _worth(event: CodedEvent) -> tuple[bool, int, float]:
    people = sum(actor.office is not None for actor in event.actors + event.recipients)
    return event.evidence.start is not None, people, event.confidence
