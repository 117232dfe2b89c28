"""Which rules ring for feeds that break or fall silent, and when that is over. Pure.

The order:
1. Where all feeds fail at once it is our own network: told once for all of them, and of no feed else meanwhile.
2. A feed that has been failing for as long as the rule says, or that says that it is gone for good, is broken.
3. A feed that is silent for longer than is usual for it is silent, where the rule asks for that.
4. What was told and is over is told too, where the rule asks for that (``back``).

An episode has a name, the delivery's ``occasion``: a feed's since when, so that it is told once however often we look.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from worker.model import Delivery, Feed, Rule
from worker.model.sources import Source, SourceFilter, Standing

OUR_NETWORK = "our own network"
ALL, LEAST_FEEDS = 0.9, 3  # of the feeds that are polled, this share fails, and there are so many of them
OUTAGE = timedelta(minutes=30)  # shorter ones are nobody's business
TWICE = 2  # a single failure is no trouble, however long ago the last good answer was

_OCCASION = re.compile(rf"(?:feed (\d+)|{OUR_NETWORK}) (broken|silent|back|down)\b")


@dataclass(frozen=True, slots=True)
class SourceRing:
    """One delivery that must happen; ``feed_id`` is null where it is about all feeds."""

    rule: str
    channel: str
    feed_id: int | None
    occasion: str
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of feeds before."""

    rule: str
    channel: str
    feed_id: int | None
    occasion: str
    at: datetime


def tells_of_feed(delivery: Delivery) -> bool:
    """Whether a delivery is of this kind."""
    return delivery.event_id is None and _OCCASION.match(delivery.occasion) is not None


def kind_of(occasion: str) -> str:
    """``broken``, ``silent``, ``back``, or ``down`` for our own network."""
    match = _OCCASION.match(occasion)
    return match[2] if match else ""


def due(rules: Iterable[Rule], sources: Sequence[Source], told: Sequence[Told], now: datetime) -> Iterator[SourceRing]:
    """All that is to be told now. What was told by the same name before may come again: the ledger refuses it."""
    down = down_since(sources)
    for rule in rules:
        for channel in rule.channels if rule.sources else ():
            mine = [one for one in told if (one.rule, one.channel) == (rule.name, channel)]
            rings = _of_network(rule, sources, mine, down, now) if down else _of_feeds(rule, sources, mine, now)
            for feed_id, occasion, reason in rings:
                yield SourceRing(rule.name, channel, feed_id, occasion, reason)


def down_since(sources: Iterable[Source]) -> datetime | None:
    """Since when nearly all feeds fail: the last good answer of any, or the first poll where there was none ever."""
    asked = [one for one in sources if one.health.standing not in (Standing.PAUSED, Standing.NEW)]
    failing = [one for one in asked if one.health.standing in (Standing.OFFLINE, Standing.TROUBLE)]
    if len(asked) < LEAST_FEEDS or len(failing) < ALL * len(asked):
        return None
    good = [one.feed.last_good_at for one in asked if one.feed.last_good_at]
    first = [one.facts.asked_since for one in asked if one.facts.asked_since]
    return max(good, default=None) or min(first, default=None)


_Ring = tuple[int | None, str, str]


def _of_network(
    rule: Rule, sources: Sequence[Source], told: Sequence[Told], down: datetime, now: datetime
) -> Iterator[_Ring]:
    """Once for an outage: it has been told where nothing has answered well since."""
    before = [one for one in told if kind_of(one.occasion) == "down" and one.at >= down]
    if rule.sources and rule.sources.broken_for and not before and now - down >= OUTAGE:
        reason = f"none of {len(sources)} feeds could be fetched since {down:%Y-%m-%d %H:%M} UTC: it is our own network"
        yield None, f"{OUR_NETWORK} down since {_name(down)}", reason


def _of_feeds(rule: Rule, sources: Sequence[Source], told: Sequence[Told], now: datetime) -> Iterator[_Ring]:
    assert rule.sources
    for source in sources:
        if matches(rule.sources, source.feed):
            yield from _of_feed(rule.sources, source, now)
    if rule.sources.back:
        yield from _over(sources, told)


def _of_feed(where: SourceFilter, source: Source, now: datetime) -> Iterator[_Ring]:
    feed, health = source.feed, source.health
    if where.broken_for is not None and (since := _broken_since(feed, where.broken_for, now)):
        said = feed.last_error or health.why
        yield feed.id, f"feed {feed.id} broken since {_name(since)}", f"broken since {_minute(since)}: {said}"
    if where.silent and health.standing is Standing.SILENT and health.since:
        occasion = f"feed {feed.id} silent since {_name(health.since)}"
        yield feed.id, occasion, f"silent since {_minute(health.since)}: {health.why}"


def _broken_since(feed: Feed, seconds: float, now: datetime) -> datetime | None:
    """Since when it is broken in the rule's sense; null where it is not."""
    if feed.paused:
        return feed.trouble_since if feed.paused_why == "gone" else None
    since = feed.trouble_since if feed.failures >= TWICE else None
    return since if since and (now - since).total_seconds() >= seconds else None


def _over(sources: Iterable[Source], told: Iterable[Told]) -> Iterator[_Ring]:
    known = {source.feed.id: source for source in sources}
    for one in told:
        kind, begun = kind_of(one.occasion), one.occasion.partition(" since ")[2]
        source = known.get(one.feed_id or 0)
        if kind == "down":
            reason = f"feeds are fetched again; our own network was down since {begun}"
            yield None, f"{OUR_NETWORK} back, down since {begun}", reason
        elif source and kind in ("broken", "silent") and _well_again(source, kind, one.at):
            occasion = f"feed {source.feed.id} back, {kind} since {begun}"
            yield source.feed.id, occasion, f"well again; it was {kind} since {begun}"


def _well_again(source: Source, kind: str, told_at: datetime) -> bool:
    """Since it was told: a feed that answers, or one that has brought something new."""
    feed = source.feed
    if feed.paused or source.health.standing in (Standing.TROUBLE, Standing.OFFLINE):
        return False
    sign = feed.last_good_at if kind == "broken" else feed.last_new_at
    return sign is not None and sign > told_at


def matches(where: SourceFilter, feed: Feed) -> bool:
    """Whether a rule cares for this feed."""
    wanted = (
        (where.name, feed.name),
        (where.family, feed.family),
        (where.country, feed.country),
        (where.kind, feed.kind),
    )
    return all(not words or (held or "").casefold() in {word.casefold() for word in words} for words, held in wanted)


def in_words(where: SourceFilter) -> str:
    """``feeds that are broken for 6 h or silent, of country NOR, told again when they are well``."""
    when = [f"broken for {_span(where.broken_for)}" if where.broken_for is not None else "", "silent" * where.silent]
    listed = (
        ("named", where.name),
        ("of family", where.family),
        ("of country", where.country),
        ("of kind", where.kind),
    )
    which = [f"{word} {' or '.join(values)}" for word, values in listed if values]
    told = ["told again when they are well"] if where.back else []
    return ", ".join([f"feeds that are {' or '.join(part for part in when if part)}", *which, *told])


def explain(rule: Rule, source: Source, now: datetime) -> str:
    """``rings: ...``, or ``does not ring: ...`` with what keeps it."""
    if rule.sources is None:
        return "does not ring: the rule is about events"
    if not matches(rule.sources, source.feed):
        return f"does not ring: it is about {in_words(rule.sources)}"
    reasons = [reason for _, _, reason in _of_feed(rule.sources, source, now)]
    return (
        f"rings: {'; '.join(reasons)}" if reasons else f"does not ring: {source.health.standing}, {source.health.why}"
    )


def _span(seconds: float) -> str:
    return next(f"{seconds / length:g} {unit}" for unit, length in _UNITS if seconds >= length)


_UNITS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))


def _name(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
