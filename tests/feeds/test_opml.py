"""Lists of feeds, of other programs and of ours, and what somebody may send instead of one."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from worker.config.feeds import FeedConfig
from worker.feeds.opml import Listed, read, write
from worker.model import DyadwatchError, Feed

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def as_stored(config: FeedConfig, **changes: object) -> Feed:
    least, most = config.bounds
    kept = ("url", "name", "homepage", "country", "language", "kind", "family", "backfill", "interval")
    feed = Feed(1, **{name: getattr(config, name) for name in kept}, least=least, most=most)
    return replace(feed, **changes)  # type: ignore[arg-type]


def opml(*outlines: str) -> bytes:
    return f'<?xml version="1.0"?><opml version="1.1"><body>{"".join(outlines)}</body></opml>'.encode()


def test_what_was_exported_and_is_imported_is_the_same() -> None:
    configs = [
        FeedConfig(
            name='Æther & "Co" <Ω>', url="https://a.example/rss?a=1&b=2", homepage="https://a.example", country="NOR",
            language="no", kind="state-media", family="owner", backfill="alert", every="90s",
        ),
        FeedConfig(name="Plain", url="https://b.example/feed"),
        FeedConfig(name="Bounded", url="https://c.example/feed", least="10m", most="1.5h"),
    ]  # fmt: skip
    stored = [as_stored(configs[0]), as_stored(configs[1], paused=True, paused_why="by hand"), as_stored(configs[2])]
    found = read(write(stored, NOW), "feeds.opml")
    assert found.problems == ()
    again = [
        as_stored(one.config, paused=one.paused, paused_why="by hand" if one.paused else None) for one in found.feeds
    ]
    assert again == stored


def test_other_programs_lists_are_read_with_their_folders_and_slips() -> None:
    found = read(
        opml(
            '<outline text="News">',
            '<outline text="One" title="First" xmlUrl="https://a.example/rss" language="en-US"/></outline>',
            '<outline text="Two" type="rss" xmlUrl=" https://b.example/rss " htmlUrl="no address"/>',
            '<outline xmlUrl="https://c.example/rss"/>',
            '<outline text="One" xmlUrl="https://a.example/rss"/>',
            '<outline text="Evil" xmlUrl="javascript:alert(1)"/>',
            '<outline text="no feed at all"/>',
        ),
        "x.opml",
    )
    assert [(one.config.name, one.config.language) for one in found.feeds] == [
        ("First", "en"), ("Two", None), ("https://c.example/rss", None),
    ]  # fmt: skip
    assert len(found.problems) == 2
    assert "twice" in found.problems[0]
    assert "url: 'javascript:alert(1)' is no web address" in found.problems[1]


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (b"", "cannot be read as XML"),
        (b"<opml><body>", "cannot be read as XML"),
        (b"<html><body/></html>", "no OPML but <html>"),
        (b"<rss version='2.0'/>", "feeds add URL"),
        (b"<!DOCTYPE opml [<!ENTITY a 'x'>]><opml>&a;</opml>", "document type"),
        (b"<!DOCTYPE opml SYSTEM 'file:///etc/passwd'><opml/>", "document type"),
        ("<?xml version='1.0' encoding='utf-16'?><!DOCTYPE opml []><opml/>".encode("utf-16"), "document type"),
        (b"<o>" * 5000, "cannot be read as XML"),
        (b"<opml>\x00</opml>", "cannot be read as XML"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_what_to_do(document: bytes, told: str) -> None:
    with pytest.raises(DyadwatchError) as refused:
        read(document, "x.opml")
    assert told in str(refused.value)
    assert "x.opml" in str(refused.value)


def test_a_billion_laughs_are_not_laughed() -> None:
    entities = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 20))
    with pytest.raises(DyadwatchError, match="document type"):
        read(f"<!DOCTYPE opml [<!ENTITY l0 'lol'>{entities}]><opml a='&l19;'>&l19;</opml>".encode(), "x.opml")


def test_twenty_thousand_attributes_do_no_harm() -> None:
    attributes = " ".join(f'a{n}="1"' for n in range(20_000))
    (one,) = read(opml(f'<outline {attributes} xmlUrl="https://a.example/rss"/>'), "x.opml").feeds
    assert one == Listed(FeedConfig(name="https://a.example/rss", url="https://a.example/rss"))
