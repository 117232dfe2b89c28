import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from worker.alerts.harmless import line, link
from worker.alerts.message import MENTIONS, compose, title
from worker.model import (
    Actor,
    AuxiliaryMode,
    DatePrecision,
    Delivery,
    EventFilter,
    Evidence,
    Message,
    Rule,
    Status,
    StoredEvent,
)

Event = Callable[..., StoredEvent]
Make = Callable[..., Delivery]
RULE = Rule("Northern neighbours", EventFilter(dyad=("PRK-RUS",)), ("desk",))
HOSTILE = (
    "Han\r\nBcc: all@example.org\x1b[2J\x00\u202egnp.exe\u2066 <script>alert(1)</script>\ud800\u2028 \U000e0041end"
)


@pytest.fixture
def message(event: Event, delivery: Make, now: datetime) -> Callable[..., Message]:
    def composed(**changes: object) -> Message:
        return compose(delivery(), event(**changes), RULE, "http://127.0.0.1:8000/", now)

    return composed


def test_a_whole_message(message: Callable[..., Message]) -> None:
    told = message()
    assert told.title == "PRK > RUS: SUPPORT (corroborated by 2 outlets)"
    assert told.url == "http://127.0.0.1:8000/events/42"
    assert told.text == (
        "Han Il (PRK, chairman) expresses support for Pavel Orlov (RUS, president).\n"
        "\n"
        "Type: SUPPORT, verbal cooperation, score +5, CAMEO 051\n"
        "Dyads: PRK-RUS\n"
        "Date: 2026-01-04\n"
        "Place: Port Novy, RUS\n"
        "Outlets: Harbour Times, Inland Post (2 independent owners)\n"
        "\n"
        "“Chairman Han praised President Orlov on Sunday.”\n"
        "\n"
        "Rule: Northern neighbours (dyad PRK-RUS)\n"
        "Event: http://127.0.0.1:8000/events/42\n"
        "\n"
        "Article: https://harbour.example.org/7"
    )


def test_the_payload_is_the_event_and_the_delivery(message: Callable[..., Message], event: Event) -> None:
    payload = json.loads(json.dumps(message().payload))
    data = payload["data"]
    assert payload["type"] == "event.new"
    assert payload["timestamp"] == "2026-01-05T11:59:00+00:00"
    assert data["delivery_id"] == message().id == "6f1c2a54-9d1e-4c43-8c7c-6f7c1b6f2a10"
    assert (data["rule"], data["reason"], data["looks_for"]) == ("Northern neighbours", "dyad PRK-RUS", "dyad PRK-RUS")
    assert data["event"].items() >= event().to_json().items()


def test_a_payload_lists_a_bounded_number_of_mentions(message: Callable[..., Message], event: Event) -> None:
    told = message(mentions=event().mentions * 100).payload["data"]["event"]
    assert (len(told["mentions"]), told["mention_count"]) == (MENTIONS, 100)


def test_a_rule_that_left_the_configuration_does_not_stop_its_delivery(
    event: Event, delivery: Make, now: datetime
) -> None:
    assert compose(delivery(), event(), None, "http://h", now).payload["data"]["looks_for"] is None


def test_titles_say_how_sides_stand(event: Event) -> None:
    one = event(status=Status.REPORTED, outlets=("A",))
    assert title(one) == "PRK > RUS: SUPPORT (reported by 1 outlet)"
    assert title(event(reciprocal=True)).startswith("PRK - RUS: SUPPORT")
    assert title(event(auxiliary=(AuxiliaryMode.FUTURE,))).startswith("PRK > RUS: SUPPORT, future (")
    assert title(event(status=Status.DISPUTED)).endswith("(disputed; 2 outlets)")
    assert title(event(recipients=())).startswith("PRK: SUPPORT")


def test_many_parties_are_counted_not_listed(event: Event, message: Callable[..., Message]) -> None:
    many = tuple(Actor(code) for code in ("AUS", "BEL", "CAN", "DNK", "ESP", "FIN"))
    assert title(event(recipients=many)).startswith("PRK > AUS, BEL, CAN, DNK and 2 more: ")
    assert "AUS, BEL, CAN, DNK and 2 more." in message(recipients=many).text


def test_only_what_is_known_of_a_date_is_told(message: Callable[..., Message]) -> None:
    assert "Date: 2026-01\n" in message(date_precision=DatePrecision.MONTH).text
    assert "Date: 2026\n" in message(date_precision=DatePrecision.YEAR).text
    assert "Date: not said\n" in message(event_date=None, date_precision=None).text


def test_nothing_hostile_gets_through(event: Event, message: Callable[..., Message]) -> None:
    evidence = Evidence(HOSTILE * 200, 0, 1, "x", "x")
    party = Actor(HOSTILE, name=HOSTILE, office=HOSTILE)
    mention = replace(event().mentions[0], url="javascript:alert(1)", outlet=HOSTILE)
    told = message(
        evidence=evidence, actors=(party,), outlets=(HOSTILE,) * 50, reported_by=HOSTILE, mentions=(mention,)
    )
    for text in (told.title, *told.text.split("\n")):
        assert not {unicodedata.category(char) for char in text} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    assert len(told.title) <= 160
    assert len(told.text) < 5000
    assert not any(start.startswith("Bcc:") for start in told.text.split("\n"))
    assert "javascript" not in told.text
    told.text.encode("utf-8")


def test_words_of_other_scripts_stay_whole() -> None:
    persian, hindi = "می‌خواهم", "क्‍ष"
    assert line(f"{persian} {hindi} 김정은", 100) == f"{persian} {hindi} 김정은"


def test_a_line_is_cut_at_its_bound() -> None:
    assert line("a" * 10, 10) == "a" * 10
    assert line("a" * 11, 10) == "a" * 9 + "…"
    assert line("\u202e" * 50 + "abc", 10) == "…"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://",
        "https://bank.example@evil.example/",
        "https://a.example/\nBcc: x",
        "https://a.example/\u202e",
        "https://[::1",
        "https://a.example/ b",
        "https://a.example/" + "x" * 2000,
    ],
)
def test_only_plain_web_addresses_are_shown(url: str) -> None:
    assert link(url) is None


def test_a_plain_web_address_is_shown_unchanged() -> None:
    assert link("https://a.example/x?y=%20z#k") == "https://a.example/x?y=%20z#k"
