import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from worker.alerts.digest import IN_JSON, LISTED, digest, tells_together
from worker.model import Delivery, EventFilter, Message, Rule, StoredEvent

Event = Callable[..., StoredEvent]
Make = Callable[..., Delivery]
RULE = Rule("Northern neighbours", EventFilter(dyad=("PRK-RUS",)), ("desk",))
WHY = "Harbour Times is back after days away, and its news is told together"
RETURN = {"event_id": None, "feed_id": 7, "occasion": "return of feed 7, fetch 99", "reason": WHY}
HOSTILE = "Han\r\nBcc: all@example.org\x1b[2J\x00\u202egnp.exe\ud800\u2028 \U000e0041end"


def told(delivery: Make, now: datetime, *events: StoredEvent, rule: Rule | None = RULE) -> Message:
    return digest(delivery(**RETURN), events, "Harbour Times", rule, "http://127.0.0.1:8000/", now)


def test_a_whole_message_tells_the_oldest_first(delivery: Make, event: Event, now: datetime) -> None:
    late = event(id=43, event_type="AID", published_at=now)
    message = told(delivery, now, late, event())
    assert message.title == "2 events from Harbour Times, which is back (Northern neighbours)"
    assert message.url == "http://127.0.0.1:8000/?outlet=Harbour%20Times"
    first, second = message.text.split("\n\n")[1:3]
    assert message.text.startswith(f"{WHY}.\n\nPRK > RUS: SUPPORT")
    assert "happened: 2026-01-04\n“Chairman Han praised President Orlov on Sunday.”\n" in first
    assert first.endswith("http://127.0.0.1:8000/events/42")
    assert second.startswith("PRK > RUS: AID")
    assert message.text.endswith(
        "Rule: Northern neighbours\nAll of this outlet: http://127.0.0.1:8000/?outlet=Harbour%20Times"
    )


def test_a_program_gets_a_list_of_events_each_as_it_would_come_alone(
    delivery: Make, event: Event, now: datetime
) -> None:
    message = told(delivery, now, event())
    body = json.loads(json.dumps(message.payload))
    assert (body["type"], body["data"]["event_count"]) == ("events.new", 1)
    assert body["data"]["delivery_id"] == message.id
    assert body["data"]["looks_for"] == "dyad PRK-RUS"
    (one,) = body["data"]["events"]
    assert (one["id"], one["event_type"], one["mention_count"]) == (42, "SUPPORT", len(event().mentions))
    assert one["url"] == "http://127.0.0.1:8000/events/42"


def test_a_flood_is_counted_and_cut(delivery: Make, event: Event, now: datetime) -> None:
    flood = [event(id=number, published_at=now - timedelta(hours=number)) for number in range(1, 81)]
    message = told(delivery, now, *flood)
    assert message.title.startswith("80 events from")
    assert f"And {80 - LISTED} more." in message.text
    assert message.text.count("/events/") == LISTED
    assert len(message.payload["data"]["events"]) == IN_JSON
    assert message.payload["data"]["event_count"] == 80


def test_it_is_the_same_in_every_attempt_and_without_its_rule(delivery: Make, event: Event, now: datetime) -> None:
    held = delivery(**RETURN)
    one = digest(held, [event()], "Harbour Times", RULE, "http://127.0.0.1:8000", now)
    other = digest(replace(held, attempts=3), [event()], "Harbour Times", RULE, "http://127.0.0.1:8000", now)
    assert (one.id, one.payload, one.text) == (other.id, other.payload, other.text)
    assert told(delivery, now, event(), rule=None).payload["data"]["looks_for"] is None


def test_nothing_from_outside_is_raw(delivery: Make, event: Event, now: datetime) -> None:
    evidence = replace(event().coded.evidence, sentence=HOSTILE)
    message = digest(delivery(**RETURN), [event(evidence=evidence)], HOSTILE, RULE, "http://127.0.0.1:8000", now)
    for words in (message.title, message.text.replace("\n", ""), message.url or ""):
        assert not any(sign < " " or sign in "\u202e\u2028\ud800\U000e0041" for sign in words)


def test_an_event_and_a_feed_in_trouble_are_told_otherwise(delivery: Make) -> None:
    assert tells_together(delivery(**RETURN))
    assert not tells_together(delivery(occasion="event 42"))
    assert not tells_together(delivery(**RETURN | {"occasion": "feed 7 broke at 2026-01-05"}))
