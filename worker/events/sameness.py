"""Whether a newly coded event is one that is held already: another outlet's words for the same thing. Pure.

In order, a candidate is another event where
1. the parties differ: other codes, or the other direction (a reciprocal event has no direction);
2. the type differs, or the modes do where both are known;
3. one is negated, planned or hypothetical and the other is not;
4. the days are apart: two known dates by more than a day beyond what their precision leaves open; where one date is not
   known, it is taken to be near its publication, and three days are allowed.

Of several that pass, the one with the same mode, then the nearest in time, then the oldest is meant.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from worker.model import AuxiliaryMode, CodedEvent, DatePrecision, StoredEvent

SAME_DAY = timedelta(days=1)  # time zones, and "Monday" in one paper for "overnight" in another
SAME_NEWS = timedelta(days=3)  # how long outlets go on telling an undated event as news
_IRREAL = frozenset({AuxiliaryMode.NEGATED, AuxiliaryMode.FUTURE, AuxiliaryMode.HYPOTHETICAL})


@dataclass(frozen=True, slots=True)
class Sameness:
    """The event that a new one joins, or null where it is new; `reason` says why in words."""

    event_id: int | None
    reason: str


def same_event(new: CodedEvent, published: datetime | None, candidates: Sequence[StoredEvent]) -> Sameness:
    """Which of the candidates, if any, `new` reports. `published` is when its article was."""
    told = published.date() if published else None
    fits: list[tuple[int, int, int]] = []
    reasons: list[str] = []
    for held in candidates:
        unlike = _unlike(new, told, held)
        if unlike is None:
            fits.append((new.mode != held.coded.mode, _days_apart(new, told, held), held.id))
        else:
            reasons.append(unlike)
    if not fits:
        return Sameness(None, _none_fits(reasons))
    _, days, event_id = min(fits)
    parties = "+".join(sorted(_codes(new)))
    return Sameness(event_id, f"the same {new.event_type} of {parties}, {days} days apart")


def told_already(new: CodedEvent, article_id: int, held: Sequence[StoredEvent]) -> int | None:
    """Which of the events that an earlier version of the article told, `new` is: the same claim in the same sentence,
    whatever its day is now. An outlet that puts a new date on an article makes no second event of it."""
    fits = [event for event in held if _tells(event, new, article_id) and _unlike_but_for_time(new, event) is None]
    # One sentence may tell of the same in several years.
    fits.sort(key=lambda event: event.coded.event_date != new.event_date)
    return fits[0].id if fits else None


def _tells(event: StoredEvent, new: CodedEvent, article_id: int) -> bool:
    """Whether the article told the event in the sentence of the new one."""
    told = (mention.evidence.sentence for mention in event.mentions if mention.article_id == article_id)
    return _words(new.evidence.sentence) in map(_words, told)


def _none_fits(reasons: list[str]) -> str:
    if not reasons:
        return "no event of these parties is held"
    return "unlike the nearest held: " + max(reasons, key=lambda reason: (reasons.count(reason), reason))


def _unlike(new: CodedEvent, told: date | None, held: StoredEvent) -> str | None:
    """Why the two are not one event, or null."""
    return _unlike_but_for_time(new, held) or (None if _near(new, told, held) else "another time")


def _unlike_but_for_time(new: CodedEvent, held: StoredEvent) -> str | None:
    old = held.coded
    if _parties(new) != _parties(old):
        return "other parties"
    if new.event_type != old.event_type or (new.mode and old.mode and new.mode != old.mode):
        return "another type or mode"
    if _IRREAL & set(new.auxiliary) != _IRREAL & set(old.auxiliary):
        return "one is negated, planned or hypothetical"
    return None


def _words(sentence: str) -> str:
    return " ".join(sentence.casefold().split())


def _codes(event: CodedEvent) -> frozenset[str]:
    return frozenset(actor.code for actor in event.actors + event.recipients)


def _parties(event: CodedEvent) -> object:
    """Directed parties, or one undirected set where the event is reciprocal."""
    if event.reciprocal or not event.recipients:
        return _codes(event)
    return (frozenset(a.code for a in event.actors), frozenset(r.code for r in event.recipients))


def _near(new: CodedEvent, told: date | None, held: StoredEvent) -> bool:
    mine, theirs = _span(new, told), _span(held.coded, _told(held))
    if mine is None or theirs is None:
        return False
    both_known = new.event_date is not None and held.coded.event_date is not None
    slack = SAME_DAY if both_known else SAME_NEWS
    return mine[0] - slack <= theirs[1] and theirs[0] - slack <= mine[1]


def _told(held: StoredEvent) -> date:
    return (held.published_at or held.first_seen_at).date()


def _span(event: CodedEvent, told: date | None) -> tuple[date, date] | None:
    """The days on which it may have happened; an undated event is taken to be of the day it was told."""
    day = event.event_date
    if day is None:
        return (told, told) if told else None
    if event.date_precision is DatePrecision.MONTH:
        return day, (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    if event.date_precision is DatePrecision.YEAR:
        return day, date(day.year, 12, 31)
    return day, day


def _days_apart(new: CodedEvent, told: date | None, held: StoredEvent) -> int:
    mine, theirs = _span(new, told), _span(held.coded, _told(held))
    if mine is None or theirs is None:
        return 0
    return max((theirs[0] - mine[1]).days, (mine[0] - theirs[1]).days, 0)


def identity_key(coded: CodedEvent, published: datetime | None) -> str:
    """One string for one claim in one sentence at one time: the same coding always gives the same key (64 hex digits).

    It keeps one sentence from making two events; that two sentences tell one event is for `same_event` to say.
    """
    day = coded.event_date or (published.date() if published else None)
    does, suffers = ("+".join(sorted({a.code for a in side})) for side in (coded.actors, coded.recipients))
    claim = (coded.event_type, coded.mode or "", does, suffers, str(coded.reciprocal), *sorted(coded.auxiliary))
    return hashlib.sha256(
        "\x1f".join((*claim, str(day), _words(coded.evidence.sentence))).encode("utf-8", "replace")
    ).hexdigest()
