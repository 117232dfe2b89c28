"""``dyadwatch feeds`` over a store in memory: what is shown, and what is done by hand."""

import json
from datetime import timedelta

import pytest

from worker.model import Feed, FeedHints, FetchOutcome
from worker.model.sources import FeedFacts
from worker.query.feed_shapes import FeedDetail, FeedHealth, FeedPage

HOUR = timedelta(hours=1)


@pytest.fixture
def feeds(shelf, invent):
    """One well, one in trouble, one silent, one paused."""
    now = invent.now
    hourly = FeedFacts(tuple(now - 30 * HOUR + n * HOUR for n in range(20)), 20, 5, 40, {"http 503": 3}, 2, now - HOUR)
    kept = {"homepage": None, "kind": "wire", "family": "f", "backfill": "store", "interval": 900.0}
    kept |= {"baseline_done": True, "next_poll_at": now + HOUR, "next_poll_reason": "ok: every 15 min"}

    def feed(number, name, **changes):
        made = {"country": "NOR", "language": "en", "last_good_at": now, "last_new_at": now - HOUR}
        return Feed(number, f"https://{number}.example/rss", name, **kept, **(made | changes))

    shelf.feed_rows = [
        feed(1, "Well Post", article_count=7, hints=FeedHints(600.0, skip_days=(5, 6), hub="https://hub.example/")),
        feed(2, "Broken Post", failures=3, last_error="http 503: busy", trouble_since=now - 9 * HOUR, country="UKR"),
        feed(3, "Silent Post", last_new_at=now - 11 * HOUR),
        feed(4, "Paused\x1b[2J Post", paused=True, paused_why="by hand"),
    ]
    shelf.facts = {1: hourly, 3: hourly}
    shelf.fetch_rows = [FetchOutcome(now, "ok", 200, None, 20, 2, 1, ("one is cut off",), gap=True)]
    return shelf


def names(out):
    return [line.split()[0] for line in out.splitlines()[1:]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ((), ["Well", "Broken", "Silent", "Paused"]),
        (("--trouble",), ["Broken"]),
        (("--silent", "--paused"), ["Silent", "Paused"]),
        (("--country", "UKR"), ["Broken"]),
        (("--country", "UKR", "--paused"), []),
    ],
)
def test_the_list_is_narrowed_to_what_wants_care(dyadwatch, feeds, asked, found):
    said = dyadwatch("feeds", "list", *asked)
    assert (said.code, names(said.out)) == (0, found)
    assert "\x1b" not in said.out
    assert max(map(len, said.out.splitlines())) <= 110


def test_each_feed_is_a_line_of_json_as_http_has_it(dyadwatch, feeds, browser):
    lines = [json.loads(line) for line in dyadwatch("feeds", "list", "--json").out.splitlines()]
    answer = browser.get("/api/v1/feeds").json()
    assert answer == {"feeds": lines}
    assert [feed.standing for feed in FeedPage.model_validate(answer).feeds] == ["well", "trouble", "silent", "paused"]
    well = FeedHealth.model_validate(lines[0])
    assert (well.share_told, well.usual_silence, well.failed, well.gaps) == (0.25, 21_600.0, {"http 503": 3}, 2)
    assert lines[3]["next_poll_at"] is None


def test_one_feed_is_shown_whole(dyadwatch, feeds, browser):
    out = dyadwatch("feeds", "show", "well post").out
    for told in (
        "5 of 20 coded in 90 days gave events", "usually less than 6 h", "3 http 503, of the last 40 polls",
        "2, the last at 2026-03-10 11:00", "at most every 10 min; not on Sat, Sun", "https://hub.example/",
        "may have missed entries; 1 broken: one is cut off",
    ):  # fmt: skip
        assert told in out
    detail = FeedDetail.model_validate(browser.get("/api/v1/feeds/1").json())
    assert [(line.kind, line.gap, line.broken) for line in detail.log] == [("ok", True, ["one is cut off"])]
    assert browser.get("/api/v1/feeds/99").status_code == 404


def test_pages_show_what_wants_care_first(browser, feeds):
    page = browser.get("/feeds").text
    order = [page.index(name) for name in ("Broken Post", "Silent Post", "Well Post", "Paused")]
    assert order == sorted(order)
    assert "http 503: busy" in page
    only = browser.get("/feeds?standing=silent").text
    assert "Silent Post" in only
    assert "Broken Post" not in only
    assert "None does so" in browser.get("/feeds?standing=offline").text
    assert browser.get("/feeds?standing=odd").status_code == 422
    one = browser.get("/feeds/1").text
    assert "may have missed entries" in one
    assert browser.get("/feeds/99", headers={"accept": "text/html"}).status_code == 404


def test_a_page_without_feeds_says_how_to_get_some(browser, shelf):
    shelf.feed_rows = []
    assert "No feed is stored yet" in browser.get("/feeds").text


def test_prometheus_hears_of_standings_and_ages(browser, feeds):
    told = browser.get("/metrics").text
    assert 'dyadwatch_feeds_by_standing{standing="trouble"} 1.0' in told
    assert 'dyadwatch_feeds_by_standing{standing="offline"} 0.0' in told
    assert 'dyadwatch_feed_failures{feed="Broken Post"} 3.0' in told
    assert 'dyadwatch_feed_last_new_age_seconds{feed="Silent Post"} 39600.0' in told
    assert "Paused" not in told


@pytest.mark.parametrize(
    "command", [("show",), ("pause",), ("resume",), ("remove",), ("add",), ("check",), ("import",), ("export",)]
)
def test_every_command_has_examples(dyadwatch, command):
    said = dyadwatch("feeds", *command, "--help")
    assert said.code == 0
    assert "Examples:\n    dyadwatch feeds" in said.out


def test_a_paused_feed_is_not_polled_and_one_of_the_file_not_removed(dyadwatch, feeds):
    paused = dyadwatch("feeds", "poll", "https://4.example/rss")
    assert (paused.code, "feeds resume" in paused.err) == (2, True)
    kept = dyadwatch("feeds", "remove", "Well Post")
    assert (kept.code, "feeds.yaml" in kept.err) == (2, True)
    assert dyadwatch("feeds", "resume", "Well Post").err == "Well Post is not paused\n"
