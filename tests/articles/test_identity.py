from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from worker.articles.identity import WHOLE_CONTENT, WHOLE_SUMMARY, draft, drafts, known_by
from worker.articles.links import canonical, tells_which
from worker.model import EntryData, Feed, FeedData

FEED = Feed(1, "https://paper.example/rss", "Paper", None, None, None, None, "paper", "store", 900)
WHEN = datetime(2025, 3, 4, 10, 0, tzinfo=UTC)
ENTRY = EntryData("g-1", "https://paper.example/1", "Envoys meet", "<p>They met.</p>", None, WHEN)
WORDS = "The envoy of Norland met the minister of Sudland in Harbour City. "


def entry(**changes: Any) -> EntryData:
    return replace(ENTRY, **changes)


def enough(**changes: Any) -> tuple[int, ...]:
    return known_by(entry(**changes)).enough


def same(one: EntryData, other: EntryData) -> bool:
    """Whether the second would be known as the first, where their dates are near."""
    second = known_by(other)
    return bool({*known_by(one).every} & {*second.enough, *second.near})


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
        "https://www.paper.example/a?id=1",
        "https://amp.paper.example/a?id=1",
        "https://m.paper.example/a?id=1",
        "https://www.paper.example/amp/a?id=1",
        "https://paper.example/a/amp/?id=1",
        "https://paper.example/a?id=1&amp=1",
        "https://paper.example/a?id=1&outputType=amp",
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
        "https://news.paper.example/a?id=1",
        "https://paper.example/ampere?id=1",
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
    assert before.known.enough == after.known.enough
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
    assert (one.known.enough, one.content_hash) == (other.known.enough, other.content_hash)


def test_a_guid_comes_before_the_link_and_the_link_before_the_title() -> None:
    assert enough() == enough(link="https://paper.example/moved", title="Another title")
    assert enough(guid=None) == enough(guid=None, title="Another title", published_at=None)
    assert enough(guid=None) != enough()
    assert enough(guid=None, link=None) not in (enough(), enough(guid=None))
    assert all(-(2**63) <= name < 2**63 for name in known_by(ENTRY).every)


def test_title_and_date_tell_apart_entries_that_have_nothing_else() -> None:
    bare = {"guid": None, "link": None}
    assert len({enough(**bare), enough(**bare, title="Other"), enough(**bare, published_at=WHEN.replace(day=5))}) == 3
    assert enough(**bare, published_at=None) != enough(**bare, published_at=None, summary="<p>Other news.</p>")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://paper.example/1#0", "https://paper.example/1#1"),
        ("http://paper.example/1", "https://paper.example/1"),
        ("https://paper.example/1?utm_source=a", "https://paper.example/1?utm_source=b"),
        ("https://www.paper.example/1/", "https://paper.example/1"),
    ],
)
def test_a_guid_that_is_a_link_may_change_in_what_means_nothing(one: str, other: str) -> None:
    assert enough(guid=one) == enough(guid=other)


def test_the_fragment_of_a_guid_may_be_all_that_tells_entries_apart() -> None:
    assert enough(guid="https://live.example/#post-1") != enough(guid="https://live.example/#post-2")


def test_a_guid_that_is_the_link_is_one_name_with_it() -> None:
    assert len(known_by(entry(guid="http://www.paper.example/1")).every) == 2


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"guid": "g-2"}, True),
        ({"guid": "g-2", "title": "Envoys met", "published_at": None}, True),
        ({"guid": "g-2", "link": "https://paper.example/live"}, False),
        ({"guid": "g-2", "link": "https://paper.example/2"}, False),
        ({"guid": "g-2", "link": "https://paper.example/2", "title": "Envoys meet in Harbour City"}, False),
    ],
)
def test_a_changed_guid_is_known_by_the_articles_own_link(changes: dict[str, Any], expected: bool) -> None:
    assert same(ENTRY, entry(**changes)) is expected


def test_a_long_title_with_its_date_outlives_a_change_of_guid_and_link_and_a_short_one_does_not() -> None:
    moved = {"guid": "g-2", "link": "https://paper.example/2"}
    long, short = entry(title="Envoys meet in Harbour City"), entry(title="Morning briefing")
    assert same(long, replace(long, **moved))
    assert not same(short, replace(short, **moved))
    assert not same(long, replace(long, **moved, published_at=WHEN.replace(day=5)))


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://paper.example/world/envoys-meet-in-harbour-city", True),
        ("https://paper.example/world/12345/", True),
        ("https://paper.example/article?id=123", True),
        ("https://paper.example/", False),
        ("https://paper.example", False),
        ("https://paper.example/world", False),
        ("https://paper.example/weekly-column", False),
        ("https://paper.example/page?section=world", False),
    ],
)
def test_the_link_of_an_article_is_told_from_that_of_a_place_where_articles_follow_each_other(
    link: str, expected: bool
) -> None:
    assert tells_which(link) is expected


def test_a_guid_that_stands_with_several_links_tells_nothing() -> None:
    entries = tuple(entry(guid="same", link=f"https://paper.example/{n}", title=f"Title {n}") for n in range(3))
    good = entry(guid="own", link="https://paper.example/9", title="Title 9")
    found = drafts(FEED, FeedData(None, None, (*entries, good)))
    assert [one.known.enough for one in found] == [enough(guid=None, link=one.link) for one in entries] + [
        enough(guid="own")
    ]
    assert all(one.known.doubtful == enough(guid="same") for one in found[:3])
    assert len({one.identity for one in found}) == 4


def test_one_link_for_all_entries_and_one_guid_with_one_link_tell_nothing() -> None:
    page = "https://live.example/2026-talks"
    posts = tuple(
        entry(guid=f"p-{n}", link=page, title=f"Post {n}", summary=f"Words {n}.", published_at=WHEN.replace(minute=n))
        for n in range(3)
    )
    for guids in (("p-0", "p-1", "p-2"), ("same",) * 3, (None,) * 3):
        entries = tuple(replace(post, guid=guid) for post, guid in zip(posts, guids, strict=True))
        found = drafts(FEED, FeedData(None, None, entries))
        assert len(found) == len({one.identity for one in found}) == 3
        assert all(enough(guid=None, link=page)[0] in one.known.doubtful for one in found)


def test_an_entry_that_was_sent_again_below_its_first_version_is_one_article_with_the_names_of_both() -> None:
    again = entry(guid="g-2", published_at=WHEN.replace(day=9))
    (one,) = drafts(FEED, FeedData(None, None, (again, ENTRY)))
    assert {*one.known.enough} == {*enough(guid="g-2"), *enough()}
    assert one.published_at == WHEN.replace(day=9)


def test_entries_with_nothing_to_tell_them_by_but_their_words_are_told_by_those() -> None:
    bare = [
        entry(guid=None, link="https://x.example/", title="", summary=f"<p>{n}</p>", published_at=WHEN) for n in "ab"
    ]
    found = drafts(FEED, FeedData(None, None, tuple(bare)))
    assert len({one.identity for one in found}) == 2


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
