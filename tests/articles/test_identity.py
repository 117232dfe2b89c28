from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from worker.articles.identity import WHOLE_CONTENT, WHOLE_SUMMARY, canonical, draft, drafts, identity
from worker.model import EntryData, Feed, FeedData

FEED = Feed(1, "https://paper.example/rss", "Paper", None, None, None, None, "paper", "store", 900)
WHEN = datetime(2025, 3, 4, 10, 0, tzinfo=UTC)
ENTRY = EntryData("g-1", "https://paper.example/1", "Envoys meet", "<p>They met.</p>", None, WHEN)
WORDS = "The envoy of Norland met the minister of Sudland in Harbour City. "


def entry(**changes: Any) -> EntryData:
    return replace(ENTRY, **changes)


def whole(feed: FeedData) -> list[str]:
    return [one.url for one in drafts(FEED, feed)]


@pytest.mark.parametrize(
    "link",
    [
        "https://paper.example/a?id=1&utm_source=rss&utm_medium=feed",
        "http://paper.example/a?id=1",
        "https://paper.example:443/a?id=1",
        "http://paper.example:80/a?id=1",
        "HTTPS://Paper.Example/a?id=1#comments",
        "https://paper.example./a?id=1&fbclid=xyz",
        "https://paper.example/a/?id=1&at_medium=RSS&at_campaign=KARANGA",
        " https://paper.example/a?id=1 ",
    ],
)
def test_links_that_lead_to_one_page_are_one(link: str) -> None:
    assert canonical(link) == "https://paper.example/a?id=1"


@pytest.mark.parametrize(
    "link",
    [
        "https://paper.example/a?id=2",
        "https://paper.example/a",
        "https://paper.example/A?id=1",
        "https://paper.example:8443/a?id=1",
        "https://www.paper.example/a?id=1",
        "https://paper.example/a?id=1&page=2",
        "https://paper.example/a?id=1&ref=3",
        "https://paper.example/a?id=1&source=7",
        "https://paper.example/a?uid=1",
        "http://[broken",
    ],
)
def test_links_that_may_lead_to_other_pages_are_not(link: str) -> None:
    assert canonical(link) != "https://paper.example/a?id=1"


def test_an_edit_changes_the_hash_and_not_the_identity() -> None:
    before, after = draft(ENTRY, FEED), draft(entry(summary="<p>They met twice.</p>", title="Envoys meet again"), FEED)
    assert before.identity == after.identity
    assert before.content_hash != after.content_hash


@pytest.mark.parametrize(
    "changes",
    [
        {"summary": "<div class='x'>\n  They   met.\n</div>"},
        {"title": " Envoys  meet\n"},
        {"published_at": None},
        {"summary": "<p>They met.<img src='https://ads.example/pixel?98123'></p>"},
        {"link": "https://paper.example/1?utm_source=twitter"},
    ],
)
def test_what_a_reader_would_not_see_is_no_edit(changes: dict[str, Any]) -> None:
    one, other = draft(ENTRY, FEED), draft(entry(**changes), FEED)
    assert (one.identity, one.content_hash) == (other.identity, other.content_hash)


def test_a_guid_comes_before_the_link_and_the_link_before_the_title() -> None:
    assert identity(ENTRY).startswith("guid:")
    assert identity(entry(guid=None)).startswith("link:")
    assert identity(entry(guid=None, link=None)).startswith("title:")
    assert identity(entry(link="https://paper.example/moved")) == identity(ENTRY)
    assert identity(entry(guid=None, title="Another title")) == identity(entry(guid=None))
    assert len(identity(ENTRY)) == len("guid:") + 64


def test_title_and_date_tell_apart_entries_that_have_nothing_else() -> None:
    bare = entry(guid=None, link=None)
    later = replace(bare, published_at=WHEN.replace(day=5))
    assert len({identity(bare), identity(later), identity(replace(bare, title="Other"))}) == 3
    undated = replace(bare, published_at=None)
    assert identity(undated) != identity(replace(undated, summary="<p>Other news.</p>"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://paper.example/1#0", "https://paper.example/1#1"),
        ("http://paper.example/1", "https://paper.example/1"),
        ("https://paper.example/1?utm_source=a", "https://paper.example/1?utm_source=b"),
    ],
)
def test_a_guid_that_is_a_link_may_change_in_what_means_nothing(one: str, other: str) -> None:
    assert identity(entry(guid=one)) == identity(entry(guid=other))


def test_the_fragment_of_a_guid_may_be_all_that_tells_entries_apart() -> None:
    assert identity(entry(guid="https://live.example/#post-1")) != identity(entry(guid="https://live.example/#post-2"))


def test_a_guid_that_stands_with_several_links_is_not_trusted() -> None:
    entries = tuple(entry(guid="same", link=f"https://paper.example/{n}") for n in range(3))
    good = entry(guid="own", link="https://paper.example/9")
    found = drafts(FEED, FeedData(None, None, (*entries, good)))
    assert [one.identity.partition(":")[0] for one in found] == ["link", "link", "link", "guid"]
    assert len({one.identity for one in found}) == 4


def test_an_entry_that_stands_twice_is_one_article() -> None:
    again = entry(link="https://paper.example/1?utm_source=x")
    assert whole(FeedData(None, None, (ENTRY, again))) == ["https://paper.example/1"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"content": WORDS * 5}, True),
        ({"content": WORDS * 5 + "…"}, False),
        ({"content": WORDS * 5 + "[&#8230;]"}, False),
        ({"content": WORDS * 5 + "<a href='x'>Read more</a>"}, False),
        ({"content": WORDS * 5 + "Continue reading »"}, False),
        ({"content": WORDS}, False),
        ({"summary": WORDS * 5}, False),
        ({"summary": WORDS * 30}, True),
        ({"summary": WORDS * 30 + "..."}, False),
        ({"summary": WORDS * 5, "content": WORDS * 5}, False),
        ({"guid": "g", "link": None}, True),
        ({"guid": "https://paper.example/1", "link": None}, False),
    ],
)
def test_an_entrys_own_text_is_the_whole_article_where_it_is_long_and_not_cut_short(
    changes: dict[str, Any], expected: bool
) -> None:
    assert WHOLE_CONTENT < len(WORDS * 5) < WHOLE_SUMMARY < len(WORDS * 30)
    assert draft(entry(**changes), FEED).whole is expected


def test_the_longer_of_content_and_summary_is_kept() -> None:
    assert draft(entry(summary=WORDS * 3, content="<p>Caption.</p>"), FEED).html == WORDS * 3
    assert draft(entry(summary=WORDS, content=WORDS * 3), FEED).html == WORDS * 3


def test_the_update_date_stands_in_for_a_publication_date_and_an_unknown_date_stays_unknown() -> None:
    later = WHEN.replace(day=9)
    assert draft(entry(updated_at=later), FEED).published_at == WHEN
    assert draft(entry(published_at=None, updated_at=later), FEED).published_at == later
    assert draft(entry(published_at=None), FEED).published_at is None


def test_the_analysts_language_comes_before_the_feeds() -> None:
    data = FeedData(None, "en-GB", (ENTRY,))
    assert drafts(FEED, data)[0].language == "en"
    assert drafts(replace(FEED, language="ru"), data)[0].language == "ru"
    assert drafts(FEED, replace(data, language=None))[0].language is None
