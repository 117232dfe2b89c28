"""Which feeds ring a rule, once an episode; and what the message says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from worker.alerts.sample import try_out
from worker.alerts.source_message import compose_of_feed
from worker.alerts.sources import Told, down_since, due, explain, in_words, kind_of, matches, tells_of_feed
from worker.config.alerts import AlertsFile
from worker.config.lines import read_yaml
from worker.feeds.health import health
from worker.model import ConfigError, EventFilter, Feed, Rule
from worker.model.sources import FeedFacts, Source, SourceFilter

HOUR = timedelta(hours=1)
CARE = SourceFilter(broken_for=6 * 3600.0, silent=True, back=True)


def feed(number: int, now: datetime, **changes: Any) -> Feed:
    held = Feed(
        number, f"https://{number}.example/rss", f"Post {number}", None, "NOR", "en", "wire", f"family-{number}",
        "store", 900.0, baseline_done=True, last_good_at=now, last_new_at=now - HOUR,
    )  # fmt: skip
    return replace(held, **changes)


def broken(now: datetime, hours: float, **changes: Any) -> dict[str, Any]:
    since = now - hours * HOUR
    said = {"failures": 4, "last_error": "http 503: busy", "trouble_since": since, "last_good_at": since - HOUR / 4}
    return said | changes


def seen(*feeds: Feed, now: datetime) -> list[Source]:
    hourly = FeedFacts(tuple(now - 40 * HOUR + n * HOUR for n in range(20)))
    return [Source(one, hourly, health(one, hourly, now)) for one in feeds]


def rule(where: SourceFilter = CARE, *channels: str, name: str = "Care") -> Rule:
    return Rule(name, EventFilter(), channels or ("desk",), sources=where)


def occasions(now: datetime, *feeds: Feed, told: list[Told] | None = None, where: SourceFilter = CARE) -> list[str]:
    return [ring.occasion for ring in due([rule(where)], seen(*feeds, now=now), told or [], now)]


@pytest.fixture
def well(now: datetime) -> list[Feed]:
    """Enough others that are well, so that it is not our own network."""
    return [feed(number, now) for number in range(10, 15)]


def test_a_feed_rings_once_it_is_broken_for_as_long_as_the_rule_says(now: datetime, well: list[Feed]) -> None:
    assert occasions(now, feed(1, now, **broken(now, 5.9)), *well) == []
    assert occasions(now, feed(1, now, **broken(now, 6)), *well) == [
        f"feed 1 broken since {(now - 6 * HOUR).isoformat()}"
    ]
    assert occasions(now, feed(1, now, **broken(now, 30, failures=1)), *well) == []
    assert occasions(now, feed(1, now, **broken(now, 6)), *well, where=SourceFilter(silent=True)) == []


def test_a_feed_that_is_gone_rings_at_once_and_one_paused_by_hand_never(now: datetime, well: list[Feed]) -> None:
    gone = feed(1, now, **broken(now, 0, failures=1, paused=True, paused_why="gone"))
    assert occasions(now, gone, *well) == [f"feed 1 broken since {now.isoformat()}"]
    assert occasions(now, replace(gone, paused_why="by hand"), *well) == []


def test_a_silent_feed_rings_with_what_is_usual_for_it(now: datetime, well: list[Feed]) -> None:
    silent = feed(1, now, last_new_at=now - 9 * HOUR)
    (ring,) = due([rule()], seen(silent, *well, now=now), [], now)
    assert ring.occasion == f"feed 1 silent since {(now - 9 * HOUR).isoformat()}"
    assert "seldom silent for 6 h" in ring.reason
    assert occasions(now, silent, *well, where=SourceFilter(broken_for=60.0)) == []


@pytest.mark.parametrize(
    ("where", "rings"),
    [
        (SourceFilter(name=("post 1",)), True),
        (SourceFilter(name=("Post 2",)), False),
        (SourceFilter(country=("SWE", "nor"), kind=("wire",)), True),
        (SourceFilter(country=("NOR",), kind=("newspaper",)), False),
        (SourceFilter(family=("family-1",)), True),
    ],
)
def test_a_rule_cares_for_the_feeds_it_names(now: datetime, where: SourceFilter, rings: bool) -> None:
    assert matches(where, feed(1, now)) is rings


def test_when_all_fail_it_is_our_own_network_and_told_once(now: datetime) -> None:
    feeds = [feed(number, now, **broken(now, 7)) for number in range(20)]
    last_good = now - 7.25 * HOUR
    name = f"our own network down since {last_good.isoformat()}"
    assert down_since(seen(*feeds, now=now)) == last_good
    assert occasions(now, *feeds) == [name]
    told = [Told("Care", "desk", None, name, now - HOUR)]
    assert occasions(now, *feeds, told=told) == []
    (back,) = due([rule()], seen(*(feed(n, now) for n in range(20)), now=now), told, now)
    assert (back.feed_id, back.occasion) == (None, f"our own network back, down since {last_good.isoformat()}")
    later = [feed(number, now + 50 * HOUR, **broken(now + 50 * HOUR, 7)) for number in range(20)]
    assert len(occasions(now + 50 * HOUR, *later, told=told)) == 1


def test_a_short_outage_of_ours_or_of_few_feeds_is_nobodys_business(now: datetime) -> None:
    offline = {"next_poll_reason": "own network: 9 of 9 other hosts cannot be reached"}
    assert occasions(now, *(feed(n, now, **offline, last_good_at=now - HOUR / 3) for n in range(9))) == []
    assert len(occasions(now, *(feed(n, now, **offline, last_good_at=now - HOUR) for n in range(9)))) == 1
    both = [feed(number, now, **broken(now, 7)) for number in (1, 2)]
    assert [kind_of(one) for one in occasions(now, *both)] == ["broken", "broken"]


def test_what_was_told_and_is_over_is_told_where_the_rule_asks(now: datetime, well: list[Feed]) -> None:
    def over(kind: str, **changes: Any) -> Iterator[str]:
        told = [Told("Care", "desk", 1, f"feed 1 {kind} since X", now - 3 * HOUR)]
        for back in (True, False):
            yield from occasions(now, feed(1, now, **changes), *well, told=told, where=replace(CARE, back=back))

    assert list(over("broken")) == ["feed 1 back, broken since X"]
    assert list(over("silent")) == ["feed 1 back, silent since X"]
    assert list(over("silent", last_new_at=now - 4 * HOUR)) == []
    assert list(over("broken", last_good_at=now - 4 * HOUR)) == []
    assert list(over("broken", **broken(now, 1))) == []
    assert list(over("broken", paused=True, paused_why="by hand")) == []


def test_rules_and_channels_are_told_each_by_itself(now: datetime, well: list[Feed]) -> None:
    rules = [rule(CARE, "desk", "wall"), rule(CARE, name="Other"), Rule("events", EventFilter(), ("desk",))]
    rings = list(due(rules, seen(feed(1, now, **broken(now, 8)), *well, now=now), [], now))
    assert [(ring.rule, ring.channel) for ring in rings] == [("Care", "desk"), ("Care", "wall"), ("Other", "desk")]


def test_explain_says_why_or_why_not(now: datetime) -> None:
    (source,) = seen(feed(1, now, **broken(now, 2)), now=now)
    assert explain(rule(), source, now).startswith("does not ring: trouble, http 503: busy")
    (source,) = seen(feed(1, now, **broken(now, 8)), now=now)
    assert explain(rule(), source, now).startswith("rings: broken since 2026-01-05 04:00 UTC")
    assert "of country SWE" in explain(rule(replace(CARE, country=("SWE",))), source, now)
    assert in_words(CARE) == "feeds that are broken for 6 h or silent, told again when they are well"


def test_the_message_says_what_is_the_matter_and_is_harmless(now: datetime, delivery: Any) -> None:
    held = delivery(
        event_id=None, feed_id=1, reason="broken since noon: <b>\x1b[2J", occasion="feed 1 broken since noon"
    )
    evil = feed(1, now, name="Post\nBcc: all@example.org", last_new_at=None)
    message = compose_of_feed(held, evil, rule(), "https://watch.example/", now)
    assert tells_of_feed(held)
    assert message.title == "Source broken: Post Bcc: all@example.org (wire, NOR)"
    assert "\x1b" not in message.text
    assert "Last new entry: never" in message.text
    assert message.url == "https://watch.example/feeds/1"
    assert (message.payload["type"], message.payload["data"]["since"]) == ("source.broken", "noon")
    assert message.payload["data"]["feed"]["country"] == "NOR"
    assert message.payload["data"]["looks_for"] == in_words(CARE)


def test_our_own_networks_message_is_of_no_feed(now: datetime, delivery: Any) -> None:
    held = delivery(event_id=None, reason="none", occasion="our own network down since noon")
    message = compose_of_feed(held, None, None, "https://watch.example", now)
    assert message.title == "No source can be fetched: our own network"
    assert (message.payload["type"], message.payload["data"]["feed"]) == ("source.broken", None)
    assert not tells_of_feed(delivery(event_id=None, occasion="return of feed 1"))
    assert not tells_of_feed(delivery(occasion="event 42"))


def test_a_test_of_the_rule_says_that_it_is_one(now: datetime, delivery: Any) -> None:
    message = try_out(rule(), "desk", delivery().id, "https://watch.example", now)
    assert message.title.startswith("TEST: Source broken")
    assert message.payload["type"] == "source.test"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("sources: {broken_for: 6h, silent: true, country: nor, kind: [wire]}", None),
        ("sources: {silent: true}\n  filter: {}", "rules.0.filter: is about events"),
        ("sources: {name: Post}", "rules.0.sources: says which feeds, and not when"),
        ("sources: {broken_for: soon}", "rules.0.sources.broken_for: 'soon' is no interval"),
        ("sources: {silent: true, kind: blog}", "rules.0.sources.kind: 'blog' is none of"),
        ("sources: {silent: true, colour: red}", "rules.0.sources.colour: is not a key known here"),
        ("sources:", "rules.0.sources: is empty"),
        ("auxiliary: []", "rules.0: needs a filter"),
    ],
)
def test_a_rule_about_sources_is_read_or_refused_at_its_place(tmp_path: Path, written: str, told: str | None) -> None:
    path = tmp_path / "alerts.yaml"
    path.write_text(f"channels: {{log: {{kind: log}}}}\nrules:\n- name: A\n  channels: log\n  {written}\n")
    if told is None:
        (read,) = read_yaml(path, AlertsFile).rules
        assert read.sources == SourceFilter(country=("NOR",), kind=("wire",), broken_for=21_600.0, silent=True)
        return
    with pytest.raises(ConfigError) as refused:
        read_yaml(path, AlertsFile)
    assert told in str(refused.value)
