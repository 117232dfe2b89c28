"""What ``dyadwatch check`` and ``feeds list`` tell of feeds that moved for good."""

from pathlib import Path

from worker.model import Feed
from worker.query.upkeep import moved

OLD, NEW = "https://old.example/rss", "https://new.example/rss"


def feed(name: str, url: str, moved_from: str | None = None) -> Feed:
    return Feed(1, url, name, None, None, None, None, "a", "store", 900, moved_from=moved_from)


def test_the_line_of_the_file_that_is_out_of_date_is_named(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text(f'feeds:\n  - name: Other\n    url: {OLD}2\n  - {{name: Post, url: "{OLD}", language: en}}\n')
    told = list(
        moved([feed("Post", NEW, OLD), feed("Other", OLD + "2"), feed("Added", NEW, "https://no.example/")], path)
    )
    problem = f"Post has moved for good and is polled at {NEW} by now; write that here"
    assert [str(mistake) for mistake in told] == [f"{path}:4: url: {problem}"]


def test_the_list_of_feeds_says_where_one_has_moved(dyadwatch, shelf):
    shelf.feed_rows = [feed("Post", NEW, OLD), feed("Other", OLD + "2")]
    out = " ".join(dyadwatch("feeds", "list").out.split())
    assert f"moved from {OLD}" in out
    assert out.count("moved") == 1
