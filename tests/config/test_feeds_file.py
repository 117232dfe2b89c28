from pathlib import Path

import pytest

from worker.config.feeds import FeedConfig, FeedsFile, slug
from worker.config.lines import read_yaml
from worker.model import ConfigError

SHIPPED = Path(__file__).parent.parent.parent / "config" / "feeds.yaml"


def mistakes(folder: Path, text: str) -> list[str]:
    path = folder / "feeds.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError) as raised:
        read_yaml(path, FeedsFile)
    return [f"{mistake.line}: {mistake.key}: {mistake.problem}" for mistake in raised.value.mistakes]


def test_the_feeds_that_ship_are_sound_and_diverse() -> None:
    feeds = read_yaml(SHIPPED, FeedsFile).feeds
    assert len(feeds) >= 20
    assert len({feed.family for feed in feeds}) >= 18
    assert len({feed.country for feed in feeds}) >= 12
    assert len({feed.kind for feed in feeds}) >= 5
    assert all(feed.backfill == "store" and feed.homepage and feed.language for feed in feeds)


def test_what_is_left_out_has_its_default() -> None:
    feed = FeedConfig.model_validate({"name": "The Oslo Daily", "url": "https://oslo.example/rss"})
    assert (feed.family, feed.backfill, feed.interval, feed.country) == ("the-oslo-daily", "store", 900.0, None)


@pytest.mark.parametrize(("written", "seconds"), [("1s", 1), ("10s", 10), ("15m", 900), ("6h", 21_600), ("1d", 86_400)])
def test_an_interval_is_written_as_a_duration(written: str, seconds: float) -> None:
    feed = FeedConfig.model_validate({"name": "A", "url": "https://a.example/", "every": written})
    assert feed.every == feed.interval == seconds
    assert feed.bounds == (None, None), "for good: no rhythm changes it"


@pytest.mark.parametrize(
    ("head", "own", "expected"),
    [
        ("", "", (900, 300, 1_800)),
        ("", ", least: 20m", (1_200, 1_200, 1_800)),
        ("", ", least: 6h", (21_600, 21_600, 21_600)),
        ("", ", most: 2m", (120, 120, 120)),
        ("least: 10m\nmost: 2h\n", "", (900, 600, 7_200)),
        ("least: 10m\nmost: 2h\n", ", most: 30m", (900, 300, 1_800)),
        ("least: 10m\nmost: 2h\n", ", every: 10s", (10, None, None)),
    ],
)
def test_the_bounds_of_a_rhythm_are_the_feeds_own_the_files_or_the_usual(
    tmp_path: Path, head: str, own: str, expected: tuple[float, float | None, float | None]
) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text(f"{head}feeds:\n  - {{name: A, url: https://a.example/{own}}}\n")
    (feed,) = read_yaml(path, FeedsFile).feeds
    assert (feed.interval, *feed.bounds) == expected


def test_bounds_that_contradict_are_refused(tmp_path: Path) -> None:
    assert mistakes(
        tmp_path,
        """feeds:
  - {name: A, url: "https://a.example/", every: 10m, least: 5m}
  - {name: B, url: "https://b.example/", least: 10m, most: 5m}
""",
    ) == [
        "2: feeds.0: every is for good, least and most let the feed's rhythm decide; take out either",
        "3: feeds.1: least is longer than most; it is the shortest time between polls",
    ]


def test_norwegian_need_not_be_quoted(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text("feeds:\n  - name: A\n    url: https://a.example/\n    language: no\n    country: NOR\n")
    assert read_yaml(path, FeedsFile).feeds[0].language == "no"


def test_every_mistake_is_told_at_once_at_its_line_with_what_is_allowed(tmp_path: Path) -> None:
    assert mistakes(
        tmp_path,
        """feeds:
  - name: A
    url: ftp://a.example/rss
    countri: NOR
  - name: B
    url: http://b.example/rss
    country: norway
    every: 2d
    kind: blog
    language: English
    backfill: maybe
  - url: https://c.example/
""",
    ) == [
        "3: feeds.0.url: 'ftp://a.example/rss' is no web address; write it whole, with http:// or https://",
        "4: feeds.0.countri: is not a key known here; mind the spelling, or take it out",
        "7: feeds.1.country: 'norway' is no country; write ISO 3166's three capital letters, as NOR (EUR: EU, UNO: UN)",
        "8: feeds.1.every: '2d' is no interval; write 10s, 15m, 6h or 1d, at least 1s and at most 1d",
        "9: feeds.1.kind: 'blog' is wrong: input should be 'wire', 'newspaper', 'broadcaster', 'state-media', "
        "'government', 'igo', 'think-tank' or 'other'",
        "10: feeds.1.language: 'English' is no language; write ISO 639's small letters, as en",
        "11: feeds.1.backfill: 'maybe' is wrong: input should be 'store' or 'alert'",
        "12: feeds.2.name: is required and missing",
    ]


def test_a_url_or_a_name_that_stands_twice_is_told_at_the_second(tmp_path: Path) -> None:
    assert mistakes(
        tmp_path,
        """feeds:
  - name: Daily
    url: https://a.example/
  - name: DAILY
    url: https://b.example/
  - name: Other
    url: https://a.example/
""",
    ) == [
        "4: feeds.1.name: 'DAILY' is also feed number 1; each feed has its own name",
        "7: feeds.2.url: 'https://a.example/' is also feed number 1; each feed has its own url",
    ]


@pytest.mark.parametrize(
    "url", ["http://", "https:///rss", "//a.example/", "a.example/rss", "http://a b/", "http://a:x/", ""]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="no web address"):
        FeedConfig.model_validate({"name": "A", "url": url})


@pytest.mark.parametrize("every", ["0s", "0.5s", "25h", "15", "15 minutes", "", 900])
def test_what_is_no_interval_is_refused(every: object) -> None:
    with pytest.raises(ValueError, match="no interval"):
        FeedConfig.model_validate({"name": "A", "url": "https://a.example/", "every": every})


@pytest.mark.parametrize(
    ("name", "short"), [("Hürriyet Daily News", "hürriyet-daily-news"), ("  AP: World! ", "ap-world")]
)
def test_a_slug_is_the_name_without_what_is_no_letter(name: str, short: str) -> None:
    assert slug(name) == short


def test_a_feed_that_stands_twice_is_told_beside_other_mistakes(tmp_path: Path) -> None:
    assert mistakes(
        tmp_path,
        """feeds:
  - name: Daily
    url: https://a.example/
  - name: daily
    url: https://b.example/
    every: 0s
""",
    ) == [
        "4: feeds.1.name: 'daily' is also feed number 1; each feed has its own name",
        "6: feeds.1.every: '0s' is no interval; write 10s, 15m, 6h or 1d, at least 1s and at most 1d",
    ]
