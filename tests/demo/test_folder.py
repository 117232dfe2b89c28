"""The configuration that the demo runs on is one that everybody may write: it is read without a complaint."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from worker.config import find_directory, load_config
from worker.config.feeds import FeedConfig
from worker.demo.folder import newsroom_feeds, register, write_demo_config
from worker.demo.outlets import OUTLETS
from worker.demo.run import run_demo
from worker.model import UsageError
from worker.store import Store

BASE = "http://127.0.0.1:8080"


def test_the_demos_configuration_is_whole(tmp_path: Path) -> None:
    write_demo_config(tmp_path, BASE, find_directory(None, {}))
    config = load_config(tmp_path, {})
    assert config.feeds == newsroom_feeds(BASE)
    assert all(rule.channels == ("console", "inbox") for rule in config.rules)
    assert len(config.rules) >= 5
    assert config.channels["inbox"].url == f"{BASE}/inbox"


def test_every_outlet_has_a_feed_and_two_share_an_owner() -> None:
    feeds = newsroom_feeds(BASE)
    assert [feed.url for feed in feeds] == [f"{BASE}/{outlet.slug}/feed.xml" for outlet in OUTLETS]
    assert len({feed.family for feed in feeds}) == len(feeds) - 1
    assert all(feed.backfill == "store" and feed.every <= 5 for feed in feeds)


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    with pytest.raises(UsageError, match="not an empty folder"):
        run_demo(1, tmp_path)


@pytest.mark.services
def test_registered_feeds_come_beside_the_configured_ones_and_outlive_a_start(store: Store, database_url: str) -> None:
    theirs = FeedConfig(name="Their own", url="http://127.0.0.1/feed.xml")
    register(BASE, database_url)
    store.sync_feeds([theirs], datetime.now(UTC))  # a worker starts, and makes the feeds what its file says
    assert {feed.url for feed in store.feeds() if not feed.paused} == {f.url for f in (theirs, *newsroom_feeds(BASE))}
