"""What feeds do over days to the articles that we hold: no second event, no second alert, no loss.

Each scenario is a list of polls with what the feed says at each, and what must stand in the end. All goes through the
real hops and real PostgreSQL; the coder finds the sentences that tell who did what to whom, as three words.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from itertools import permutations
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

import pytest
from store_samples import coded, feed_config
from test_hops import EVERYTHING, System, system

from worker import pipeline
from worker.demo.watch import twice
from worker.model import (
    Article,
    ArticleFilter,
    CodedEvent,
    Document,
    EventFilter,
    FetchError,
    Message,
    Response,
    Status,
)

__all__ = ["system"]  # the fixture
pytestmark = pytest.mark.services

START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOURS, DAY, WEEK = 1.0, 24.0, 168.0
FILLER = (
    "Nothing else was known in the evening, and the harbour lay quiet under the snow of the first days of spring. " * 16
)
SITE = "https://paper.example"
DONE = {"thanked": "SUPPORT", "aided": "AID", "accused": "ACCUSE", "attacked": "ASSAULT"}
CLAIM = re.compile(r"([A-Z]{3}) (thanked|aided|accused|attacked) ([A-Z]{3})(?: on (\d{4}-\d\d-\d\d))?[^.]*\.")
CODES = ["FRA", "DEU", "ITA", "ESP", "PRT", "POL", "CZE", "AUT"]
THANKS, AID, ACCUSES = "FRA thanked DEU.", "ITA aided ESP.", "POL accused CZE."


# ---- what a feed says -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """One entry of a feed. ``at`` is hours after START; a guid or a date may be null."""

    guid: str | None = "g-1"
    link: str = SITE + "/2026/envoys-meet-in-harbour-city-1"
    title: str = "Envoys meet in Harbour City"
    says: str = THANKS
    at: float | None = -1.0
    rest: str = FILLER

    def but(self, **changes: Any) -> "Entry":
        return replace(self, **changes)

    def xml(self) -> str:
        guid = f"<guid isPermaLink='false'>{escape(self.guid)}</guid>" if self.guid else ""
        day = "" if self.at is None else f"<pubDate>{format_datetime(START + timedelta(hours=self.at))}</pubDate>"
        words = escape(f"<p>{self.says}</p><p>{self.rest}</p>")
        link, title = escape(self.link), escape(self.title)
        return f"<item>{guid}<link>{link}</link><title>{title}</title>{day}<description>{words}</description></item>"


def other(number: int, says: str = AID, **changes: Any) -> Entry:
    """An article of its own."""
    held = Entry(f"g-{number}", f"{SITE}/2026/report-of-the-day-{number}", f"Report of the day number {number}", says)
    return held.but(**changes)


def many(count: int, *, first_at: float = -1.0, apart: float = 1.0, start: int = 100) -> tuple[Entry, ...]:
    """So many articles, each of its own event; the newest first, as feeds have them."""
    pairs = list(permutations(CODES, 2))[:count]
    told = [other(start + at, f"{one} aided {two}.", at=first_at - apart * at) for at, (one, two) in enumerate(pairs)]
    assert len(told) == count
    return tuple(told)


ONE = Entry()


@dataclass(frozen=True)
class Poll:
    """At so many hours after START the feed says these entries; or nothing, as it is down or unchanged."""

    at: float
    entries: tuple[Entry, ...] | None = ()
    unchanged: bool = False
    coded: bool = True  # the articles are read and coded before the next poll


def poll(at: float, *entries: Entry, **options: Any) -> Poll:
    return Poll(at, entries, **options)


def down(at: float) -> Poll:
    return Poll(at, None)


def same(at: float) -> Poll:
    return Poll(at, unchanged=True)


@dataclass(frozen=True)
class Scenario:
    """``alerts`` are of one event, ``together`` those of several. So many events are ``retracted``: told no more."""

    name: str
    polls: tuple[Poll, ...]
    articles: int
    events: int
    alerts: int
    together: int = 0
    retracted: int = 0
    baseline: bool = False  # what the first poll brings rings nothing
    check: Callable[[System], None] | None = field(default=None)


def dated(*at: float) -> Callable[[System], None]:
    """Articles are published when they were first published."""

    def look(system: System) -> None:
        held = [(article.published_at or START) - START for article in articles(system)]
        assert held == [timedelta(hours=hours) for hours in at]

    return look


def gaps(*expected: bool) -> Callable[[System], None]:
    """Of the polls, oldest first."""

    def look(system: System) -> None:
        assert [fetch.gap for fetch in reversed(system.store.fetches(system.feed_id))] == list(expected)

    return look


def tells(count: int) -> Callable[[System], None]:
    """So many events stand in the one message that tells several."""

    def look(system: System) -> None:
        (message,) = (message for message in system.channel.sent if is_grouped(message))
        assert message.payload["data"]["event_count"] == count
        assert len(message.payload["data"]["events"]) == min(count, 50)
        assert message.title.startswith(f"{count} events from Morning Post")

    return look


SLUG = SITE + "/2026/envoys-part-in-harbour-city-1"
LIVE = SITE + "/live"
PAGE = SITE + "/2026/03/02/live-talks-in-harbour-city-77"
BBC = SITE + "/news/articles/c0ffee12"
REWORDED = "FRA thanked DEU in the evening."

SCENARIOS = (
    # ---- edits
    Scenario("the same again", (poll(0, ONE), poll(1, ONE), poll(2, ONE)), 1, 1, 1),
    Scenario("a slip of the pen is mended", (poll(0, ONE), poll(1, ONE.but(says=THANKS + " Quite so."))), 1, 1, 1),
    Scenario("a headline is changed", (poll(0, ONE), poll(1, ONE.but(title="Envoys met"))), 1, 1, 1),
    Scenario("a sentence is put otherwise", (poll(0, ONE), poll(1, ONE.but(says=REWORDED))), 1, 1, 1),
    Scenario("an edit adds news", (poll(0, ONE), poll(1, ONE.but(says=f"{THANKS} {AID}"))), 1, 2, 2),
    Scenario("two edits add news", (poll(0, ONE), poll(1, ONE.but(says=f"{AID} {THANKS}")),
             poll(2, ONE.but(says=f"{ACCUSES} {AID} {THANKS}"))), 1, 3, 3),
    Scenario("two edits come before the first is coded", (poll(0, ONE), poll(1, ONE.but(says=f"{AID} {THANKS}"),
             coded=False),
             poll(2, ONE.but(says=f"{ACCUSES} {AID} {THANKS}"))), 1, 3, 3),
    Scenario("an edit takes back what people were told", (poll(0, ONE), poll(1, ONE.but(says=AID))),
             1, 2, 2, retracted=1),
    Scenario("an edit is taken back and made again", (poll(0, ONE), poll(1, ONE.but(says=f"{THANKS} {AID}")),
             poll(2, ONE),
             poll(3, ONE.but(says=f"{THANKS} {AID}"))), 1, 2, 2),
    Scenario("an edit of a baseline article adds news", (poll(0, ONE), poll(1, ONE.but(says=f"{THANKS} {AID}"))),
             1, 2, 1,
             baseline=True),
    Scenario("an edit of a baseline article adds none", (poll(0, ONE), poll(1, ONE.but(says=f"{THANKS} So it was."))),
             1, 1, 0, baseline=True),
    Scenario("an edit of a baseline article comes before it was coded",
             (poll(0, ONE, coded=False), poll(1, ONE.but(says=f"{THANKS} {AID}"))), 1, 2, 0, baseline=True),
    Scenario("an edit of a baseline article adds what is long past",
             (poll(0, ONE), poll(1, ONE.but(says=f"{THANKS} ITA aided ESP on 2026-01-20."))), 1, 2, 0, baseline=True),
    Scenario("a baseline article says no more what nobody was told", (poll(0, ONE), poll(1, ONE.but(says="Quiet."))),
             1, 0, 0, baseline=True),
    Scenario("an edit days later puts a new date on the article",
             (poll(0, ONE), poll(5 * DAY, ONE.but(says=REWORDED, at=5 * DAY))), 1, 1, 1, check=dated(-1)),
    Scenario("an edit weeks later puts a new date on the same words",
             (poll(0, ONE), poll(30 * DAY, ONE.but(title="Once more", at=30 * DAY))), 1, 1, 1, check=dated(30 * DAY)),
    Scenario("a new edition weeks later stands under the old name",
             (poll(0, ONE), poll(30 * DAY, ONE.but(says="FRA thanked DEU again.", at=30 * DAY))), 1, 2, 2, retracted=1,
             check=dated(30 * DAY)),
    # ---- other names of one article
    Scenario("a guid changes", (poll(0, ONE), poll(1, ONE.but(guid="g-2"))), 1, 1, 1),
    Scenario("a guid changes with an edit", (poll(0, ONE), poll(1, ONE.but(guid="g-2", title="Envoys met", at=0.0,
             says=f"{THANKS} {AID}"))), 1, 2, 2),
    Scenario("a guid counts revisions", (poll(0, ONE.but(guid=BBC + "#0", link=BBC)),
             poll(1, ONE.but(guid=BBC + "#1", link=BBC, says=REWORDED))), 1, 1, 1),
    Scenario("a link changes with the headline", (poll(0, ONE), poll(1, ONE.but(link=SLUG, title="Envoys part"))),
             1, 1, 1),
    Scenario("guid and link change", (poll(0, ONE), poll(1, ONE.but(guid=SLUG, link=SLUG))), 1, 1, 1),
    Scenario("all names change one after another, and back",
             (poll(0, ONE), poll(1, ONE.but(guid="g-2")), poll(2, ONE.but(guid="g-2", link=SLUG)),
              poll(3, ONE.but(guid="g-3", link=SLUG, at=None, says=REWORDED)), poll(4, ONE)), 1, 1, 1),
    Scenario("guids are left out", (poll(0, ONE), poll(1, ONE.but(guid=None))), 1, 1, 1),
    Scenario("guids are brought in", (poll(0, ONE.but(guid=None)), poll(1, ONE), poll(2, ONE.but(link=SLUG))), 1, 1, 1),
    Scenario("links carry where the reader came from", tuple(poll(n, ONE.but(guid=None, at=None,
             link=f"{ONE.link}?utm_source=rss{n}&fbclid={n}")) for n in range(3)), 1, 1, 1),
    Scenario("https, www, a slash and AMP come and go", tuple(poll(n, ONE.but(guid=link, link=link, at=None))
             for n, link in enumerate((ONE.link, ONE.link.replace("https:", "http:"), ONE.link.replace("//", "//www."),
                                       ONE.link + "/", ONE.link + "/amp", ONE.link + "?outputType=amp",
                                       ONE.link.replace("//", "//amp.")))), 1, 1, 1),
    Scenario("an item is moved to the top with a new date",
             (poll(0, other(2, at=0.0), ONE), poll(9, ONE.but(at=9.0), other(2, at=0.0))), 2, 2, 2, check=dated(-1, 0)),
    Scenario("an item is sent again with a new guid above its first version",
             (poll(0, ONE), poll(9, ONE.but(guid="g-9", at=9.0), ONE)), 1, 1, 1, check=dated(-1)),
    Scenario("an item comes back after a month", (poll(0, ONE), poll(DAY, other(2)),
             *(same(n * DAY) for n in range(2, 30)),
             poll(30 * DAY, ONE, other(2))), 2, 2, 2),
    # ---- two that look like one
    Scenario("all entries have one guid", (poll(0, *(other(n, s, guid="same") for n, s in enumerate((THANKS, AID)))),
             poll(1, *(other(n, s, guid="same") for n, s in enumerate((THANKS, AID, ACCUSES))))), 3, 3, 3),
    Scenario("a guid stood alone and stands with others now", (poll(0, other(1, THANKS, guid="same")),
             poll(1, other(2, AID, guid="same"), other(1, THANKS, guid="same"))), 2, 2, 2),
    Scenario("a guid stood with others and stands alone now",
             (poll(0, other(2, AID, guid="same"), other(1, THANKS, guid="same")),
             poll(1, other(3, ACCUSES, guid="same"))),
             3, 3, 3),
    Scenario("all entries have one guid and one link",
             (poll(0, ONE.but(title="Second", says=AID, at=0.0), ONE.but(title="First")),
              poll(1, ONE.but(title="Third", says=ACCUSES, at=1.0), ONE.but(title="Second", says=AID, at=0.0))),
             3, 3, 3),
    Scenario("posts of a live page have its link",
             (poll(0, other(2, AID, link=PAGE, at=0.0), other(1, THANKS, link=PAGE)),
              poll(1, other(3, ACCUSES, link=PAGE, at=1.0)), poll(2, other(3, ACCUSES, link=PAGE, at=1.0))), 3, 3, 3),
    Scenario("posts of a live page stand alone in their feed",
             tuple(poll(n, other(n, s, link=LIVE, at=float(n))) for n, s in enumerate((THANKS, AID, ACCUSES))),
             3, 3, 3),
    Scenario("a weekly column has one title",
             tuple(poll(n * WEEK, other(n, s, title="The week in four capitals", at=n * WEEK))
                   for n, s in enumerate((THANKS, AID, ACCUSES))), 3, 3, 3),
    Scenario("a weekly column has one title and one link",
             tuple(poll(n * WEEK, other(n, s, title="The week in four capitals", link=SITE + "/column-4", at=n * WEEK))
                   for n, s in enumerate((THANKS, AID, ACCUSES))), 3, 3, 3),
    Scenario("two briefings of one minute have one title",
             (poll(0, other(1, THANKS, title="Morning briefing")), poll(1, other(2, AID, title="Morning briefing"))),
             2, 2, 2),
    Scenario("a second article tells the same", (poll(0, ONE), poll(2, other(2, REWORDED, at=1.0))), 2, 1, 1),
    # ---- absences
    Scenario("a feed drops out for a week and returns with 50 items",
             (poll(0, ONE), *(down(n * DAY) for n in range(1, 7)), poll(WEEK, *many(50, first_at=WEEK - 1, apart=3.0))),
             51, 51, 1, together=1,
             check=lambda system: (tells(50)(system), gaps(*[False] * 7, True)(system),
                                   dated(-1, *(WEEK - 1 - 3.0 * n for n in reversed(range(50))))(system))),
    Scenario("it returns with some that were known",
             (poll(0, *many(20)), *(down(n * DAY) for n in range(1, 4)),
              poll(4 * DAY, *many(50, first_at=3 * DAY)[20:], *many(20))), 50, 50, 20, together=1, check=tells(30)),
    Scenario("it returns with few", (poll(0, ONE), down(DAY), poll(2 * DAY, *many(3, first_at=DAY), ONE)), 4, 4, 4),
    Scenario("it returns after hours", (poll(0, ONE), down(6), poll(12, *many(8, first_at=11.0), ONE)), 9, 9, 9),
    Scenario("it was there all the time and had nothing new",
             (poll(0, ONE), *(same(n * DAY) for n in range(1, 7)), poll(WEEK, *many(8, first_at=WEEK), ONE)), 9, 9, 9),
    Scenario("it returns with an archive older than the absence",
             (poll(0, ONE), down(3 * DAY), poll(WEEK, *many(12, first_at=-40 * DAY), ONE)), 13, 13, 1),
    Scenario("it returns, and one of its articles is edited",
             (poll(0, ONE), down(DAY), poll(3 * DAY, *(told := many(8, first_at=3 * DAY))),
              poll(3 * DAY + 1, told[0].but(says=told[0].says + " " + ACCUSES), *told[1:])), 9, 10, 2, together=1),
    Scenario("it returns with what it had told already", (poll(0, *many(8)), down(DAY),
             poll(2 * DAY, *(entry.but(guid=f"new {entry.guid}", link=f"{entry.link}9", at=DAY,
             says=f"It was said that {entry.says}")
                             for entry in many(8)))), 16, 8, 8),
    Scenario("it stood at its baseline, dropped out, and returns", (poll(0, ONE), down(DAY),
             poll(3 * DAY, *many(8, first_at=3 * DAY), ONE)),
             9, 9, 0, together=1, baseline=True, check=tells(8)),
    Scenario("an archive is put in late", (poll(0, ONE), poll(1, *many(8, first_at=-5 * DAY), ONE)), 9, 9, 1),
    Scenario("what an archive told is told as news", (poll(0, other(2, AID, at=-76.0), ONE),
             poll(1, other(3, AID + " Again.", at=0.5), ONE)), 3, 2, 2),
    Scenario("more came in an hour than a feed holds",
             (poll(0, *many(5)), poll(1, *many(10)[5:]), poll(2, *many(11)[5:])),
             11, 11, 11, check=gaps(False, True, False)),
)  # fmt: skip


# ---- the run --------------------------------------------------------------------------------------------------------


class Reader:
    """Finds each sentence that says who did what to whom."""

    version = "reader 1"

    def code(self, document: Document) -> tuple[CodedEvent, ...]:
        return tuple(self._event(found, document.text) for found in CLAIM.finditer(document.text))

    def _event(self, found: re.Match[str], text: str) -> CodedEvent:
        event = coded(found[1], found[3], found[0], event_type=DONE[found[2]], event_date=None)
        evidence = replace(event.evidence, start=found.start(), end=found.end())
        return replace(event, evidence=evidence, event_date=date.fromisoformat(found[4]) if found[4] else None)


def is_grouped(message: Message) -> bool:
    return message.payload["type"] == "events.new"


def articles(system: System) -> tuple[Article, ...]:
    return system.store.coded_articles(ArticleFilter(), limit=1000)


def hear(system: System, step: Poll) -> list[int]:
    system.clock.now = max(system.clock.now, START + timedelta(hours=step.at))
    if step.entries is None:
        system.web.pages[system.url] = FetchError("late", kind="timeout", permanent=False)
    elif step.unchanged:
        system.web.pages[system.url] = Response(system.url, 304, {}, b"")
    else:
        items = "".join(entry.xml() for entry in step.entries)
        system.web.say(system.url, f"<rss version='2.0'><channel><title>P</title>{items}</channel></rss>".encode())
    return pipeline.poll(system.deps, system.feed_id)


def work(system: System, article_ids: list[int]) -> None:
    """All that is to be read, coded and sent."""
    for article_id in article_ids:
        assert pipeline.read(system.deps, article_id)
    due: list[UUID] = [one for article_id in article_ids for one in pipeline.code(system.deps, article_id)]
    for delivery_id in due:
        pipeline.send(system.deps, delivery_id)


def start(system: System, *, baseline: bool = False) -> None:
    config = feed_config(backfill="store" if baseline else "alert", language="en")
    system.store.sync_feeds([config], system.clock())
    system.deps = replace(system.deps, coder=Reader())


def play(system: System, scenario: Scenario) -> None:
    start(system, baseline=scenario.baseline)
    left: list[int] = []
    for step in scenario.polls:
        left += hear(system, step)
        if step.coded:
            work(system, list(dict.fromkeys(left)))
            left = []


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_no_second_event_no_second_alert_no_loss(system: System, scenario: Scenario) -> None:
    play(system, scenario)
    events = system.store.events(EventFilter(), limit=500).events
    sent = system.channel.sent
    found = (len(articles(system)), len(events), sum(not is_grouped(m) for m in sent), sum(map(is_grouped, sent)))
    assert found == (scenario.articles, scenario.events, scenario.alerts, scenario.together)
    assert sum(event.status is Status.RETRACTED for event in events) == scenario.retracted
    assert list(twice(iter(events))) == []
    told = Counter(event_id for line in system.store.deliveries(limit=1000) for event_id in line.event_ids)
    assert not [event_id for event_id, times in told.items() if times > 1]
    if scenario.check:
        scenario.check(system)
    assert hear(system, scenario.polls[-1]) == [], "what was heard once is not new when it is heard again"


def test_there_are_forty_scenarios_and_more() -> None:
    assert len({scenario.name for scenario in SCENARIOS}) == len(SCENARIOS) >= 40


def test_a_copy_is_no_second_source_until_its_outlet_rewrites_it_and_no_more_once_it_is_one_again(
    system: System,
) -> None:
    start(system)
    work(system, hear(system, poll(0, ONE)))
    other_feed = feed_config("Evening Post", backfill="alert", language="en")
    system.store.sync_feeds([feed_config(backfill="alert", language="en"), other_feed], system.clock())
    system.url = other_feed.url
    system.feed_id = next(feed.id for feed in system.store.feeds() if feed.url == system.url)
    own = (
        "Our man in the port saw ships with grain, and heard of quarrels that no envoy would speak about by day. " * 18
    )
    families = []
    for hour, entry in enumerate((ONE, ONE.but(rest=own), ONE), start=1):
        work(system, hear(system, poll(hour, entry)))
        (event,) = system.store.events(EventFilter()).events
        families.append(event.families)
        assert event.outlets == ("Evening Post", "Morning Post")
    assert families == [("morning-post",), ("evening-post", "morning-post"), ("morning-post",)]
    assert len(system.channel.sent) == 1


# ---- a return, hop by hop -------------------------------------------------------------------------------------------


def away(system: System, *entries: Entry) -> list[int]:
    """A feed that was away for two days, and what it returns with."""
    start(system)
    work(system, hear(system, poll(0, ONE)))
    system.channel.sent.clear()
    return hear(system, poll(2 * DAY, *entries))


def test_a_return_is_told_when_all_of_it_is_coded(system: System) -> None:
    waiting = away(system, *many(6, first_at=2 * DAY))
    for article_id in waiting:
        assert pipeline.read(system.deps, article_id)
    assert [pipeline.code(system.deps, article_id) for article_id in waiting[:-1]] == [[]] * 5
    (line,) = system.store.deliveries(limit=1)
    assert pipeline.send(system.deps, line.delivery.id) is None, "it waits for the last"
    assert pipeline.code(system.deps, waiting[-1]) == [line.delivery.id]
    pipeline.send(system.deps, line.delivery.id)
    (message,) = system.channel.sent
    assert message.payload["data"]["event_count"] == 6
    assert message.id == str(line.delivery.id)


def test_each_rule_tells_of_a_return_what_it_rings_for(system: System) -> None:
    system.ring(EVERYTHING, replace(EVERYTHING, name="France", filter=EventFilter(actor=("FRA",))))
    work(system, away(system, *many(10, first_at=2 * DAY)))
    counts = {m.payload["data"]["rule"]: m.payload["data"]["event_count"] for m in system.channel.sent}
    assert counts == {"everything": 10, "France": 7}


def test_a_return_does_not_wait_longer_than_ten_minutes_and_who_comes_later_is_told_alone(system: System) -> None:
    waiting = away(system, *many(6, first_at=2 * DAY))
    work(system, waiting[:-1])
    assert pipeline.tick(system.deps).unsent == []
    system.clock.pass_(601)
    (delivery_id,) = pipeline.tick(system.deps).unsent
    pipeline.send(system.deps, delivery_id)
    work(system, waiting[-1:])
    together, alone = system.channel.sent
    assert together.payload["data"]["event_count"] == 5
    assert alone.payload["type"] == "event.new"


def test_a_return_is_sent_again_with_the_same_events(system: System) -> None:
    work(system, away(system, *many(6, first_at=2 * DAY)))
    (line,) = system.store.deliveries(limit=1)
    assert line.delivery.occasion == f"return of feed {system.feed_id}, fetch {system.store.article(2).came_with}"
    system.store.replay(line.delivery.id, system.clock())
    pipeline.send(system.deps, line.delivery.id)
    first, again = system.channel.sent
    assert first.payload == again.payload


def test_words_that_an_edit_left_as_they_were_ring_nothing_however_the_coder_reads_them_now(system: System) -> None:
    start(system)
    work(system, hear(system, poll(0, ONE.but(says="Paris and Rome are quiet. " + THANKS))))

    class Wiser(Reader):
        def code(self, document: Document) -> tuple[CodedEvent, ...]:
            return (*super().code(document), coded("FRA", "ITA", "Paris and Rome are quiet.", event_date=None))

    system.deps = replace(system.deps, coder=Wiser())
    work(system, hear(system, poll(1, ONE.but(says="Paris and Rome are quiet. " + REWORDED))))
    stale = [event for event in system.store.events(EventFilter()).events if event.stale]
    assert len(system.channel.sent) == 1
    assert len(stale) == 1
    work(system, hear(system, poll(2, other(2, "FRA thanked ITA.", at=1.5))))
    assert len(system.channel.sent) == 2, "as news it rings"
