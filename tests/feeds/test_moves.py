"""When a permanent redirect is believed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from worker.feeds.moves import HOLDS, Move, heard, told
from worker.model import Feed

NOW = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)
OLD, NEW = "https://old.example/rss", "https://new.example/rss"
FEED = Feed(1, OLD, "A", None, None, None, None, "a", "store", 900)


def said_for(span: timedelta, to: str = NEW) -> Feed:
    return replace(FEED, moved_to=to, moved_since=NOW - span)


def test_a_first_word_of_a_move_is_noted_and_not_believed() -> None:
    assert heard(FEED, NEW, NOW) == Move(NEW, NOW, False, f"it says that it has moved to {NEW}")


def test_a_move_that_every_good_poll_met_for_three_days_is_adopted() -> None:
    early, late = heard(said_for(timedelta(days=2.9)), NEW, NOW), heard(said_for(HOLDS), NEW, NOW)
    assert (early.adopt, early.since) == (False, NOW - timedelta(days=2.9))
    assert (late.adopt, late.to) == (True, NEW)
    assert late.why == f"it has said for 3 d that it has moved to {NEW}"


def test_a_move_that_ended_or_leads_elsewhere_begins_anew() -> None:
    held = said_for(timedelta(days=9))
    assert (heard(held, None, NOW).to, heard(held, None, NOW).since) == (None, None)
    assert heard(held, "https://third.example/", NOW).since == NOW
    assert not heard(held, "https://third.example/", NOW).adopt


@pytest.mark.parametrize("to", [OLD, "http://new.example/rss", "ftp://new.example/"])
def test_where_nothing_or_less_safety_would_be_won_nothing_is_noted(to: str) -> None:
    assert heard(said_for(timedelta(days=9), to), to, NOW).to is None


def test_a_move_from_plain_http_to_https_is_one_like_any_other() -> None:
    plain = replace(said_for(HOLDS), url="http://old.example/rss")
    assert heard(plain, NEW, NOW).adopt
    assert heard(replace(plain, moved_to="http://new.example/"), "http://new.example/", NOW).adopt


def test_a_person_is_told_of_a_move_and_what_to_write_where() -> None:
    assert told(FEED) is None
    assert told(said_for(timedelta(days=1))) == f"moved to {NEW}, it says since 2026-03-05"
    moved = replace(FEED, url=NEW, moved_from=OLD)
    assert told(moved) == f"moved from {OLD} to {NEW}; write that in feeds.yaml"
    assert told(replace(moved, origin="added")) == f"moved from {OLD} to {NEW}"
