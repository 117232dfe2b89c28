"""What a feed's body says of its own polling."""

import pytest

from worker.feeds.parse import parse
from worker.model import FeedHints

SPACES = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:a="http://www.w3.org/2005/Atom" version="2.0"'


def hinted(words: str) -> FeedHints:
    body = f"<rss {SPACES}><channel><title>T</title>{words}<item><title>x</title></item></channel></rss>"
    return parse(body.encode(), {}, "https://a.example/feed").hints


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("<ttl>60</ttl>", 3_600),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 1_800),
        ("<sy:updatePeriod> daily </sy:updatePeriod>", 86_400),
        ("<ttl>5</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", 3_600),
        ("<ttl>99999999</ttl>", 604_800),
        ("<ttl>-5</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl>0</ttl>", None),
        ("<sy:updateFrequency>3</sy:updateFrequency>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 3_600),
        ("", None),
    ],
)
def test_the_longest_interval_that_a_feed_asks_for_counts_up_to_a_week(words: str, seconds: float | None) -> None:
    assert hinted(words).least_interval == seconds


def test_hours_and_days_to_skip_are_all_kept_though_feedparser_keeps_the_last() -> None:
    found = hinted(
        "<skipHours><hour>24</hour><hour>1</hour><hour> 13 </hour><hour>x</hour></skipHours>"
        "<skipDays><day>Sunday</day><day>Monday</day><day>Someday</day></skipDays>"
    )
    assert (found.skip_hours, found.skip_days) == ((0, 1, 13), (0, 6))


def test_a_feed_that_skips_every_hour_or_day_means_nothing_by_it() -> None:
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(24))
    assert hinted(f"<skipHours>{hours}</skipHours>").skip_hours == ()


def test_a_hub_is_named_with_the_topic_to_subscribe_to() -> None:
    found = hinted("<a:link rel='hub' href='https://hub.example/'/><a:link rel='self' href='https://a.example/feed'/>")
    assert (found.hub, found.topic) == ("https://hub.example/", "https://a.example/feed")
    assert hinted("<a:link rel='hub' href='javascript:x'/>").hub is None
