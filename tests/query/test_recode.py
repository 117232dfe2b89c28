"""``dyadwatch recode`` over real PostgreSQL: what it asks for, what it writes, and how it ends."""

import json
import sys
from dataclasses import dataclass, field

import pytest
from store_samples import coded, draft, feed_config, read_article, save, with_feed

from worker.model import EventFilter, ServiceUnavailableError
from worker.query import cli

pytestmark = pytest.mark.services

AID = coded(event_type="AID", cameo="070", sentence="Norvia sent grain to Sudria.")


@dataclass
class Rules:
    """Finds the same in every article, or stumbles over it."""

    finds: tuple = (AID,)
    fails: Exception | None = None
    version: str = "coder 2"
    asked: list = field(default_factory=list)

    def code(self, document):
        self.asked.append(document.title)
        if self.fails:
            raise self.fails
        return self.finds


@pytest.fixture
def coder(monkeypatch):
    held = Rules()
    monkeypatch.setattr("worker.pipeline.LazyCoder", lambda config: held)
    return held


@pytest.fixture
def archive(store):
    """Two outlets; the article of the first tells an event that the new rules find no more."""
    one, two = with_feed(store), with_feed(store, feed_config("Evening Post"))
    for name, feed_id, events in (("one", one, (coded(),)), ("two", two, ())):
        save(store, read_article(store, feed_id, draft(name, title=name, language="en")), *events)
    return store


@pytest.fixture
def dyadwatch(archive, database_url, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", database_url)

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            cli.main(["recode", *arguments])
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return run


def test_a_table_ends_with_the_sum_and_a_dry_run_changes_nothing(dyadwatch, coder, archive):
    before = archive.events(EventFilter()).events
    code, out, err = dyadwatch("--dry-run")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == (
        "2 articles coded again; events: 2 added, 1 removed, 0 changed, 0 same; dry run, nothing is changed"
    )
    assert "“Norvia sent grain to Sudria.”" in out
    assert "\x1b" not in out
    assert archive.events(EventFilter()).events == before


def test_what_is_taken_is_not_outdated_any_more(dyadwatch, coder, archive):
    code, out, _ = dyadwatch("--only-outdated")
    assert (code, out.splitlines()[-1]) == (
        0, "2 articles coded again; events: 2 added, 1 removed, 0 changed, 0 same",
    )  # fmt: skip
    (event,) = archive.events(EventFilter()).events
    assert (event.coded.event_type, len(event.mentions)) == ("AID", 2)
    assert dyadwatch("--only-outdated")[1].startswith("0 articles coded again")
    assert archive.deliveries() == ()


def test_json_lines_are_the_differences_and_the_sum_stands_on_stderr(dyadwatch, coder):
    code, out, err = dyadwatch("--dry-run", "--format", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [(row["article_id"], row["change"]) for row in rows] == [(1, "added"), (1, "removed"), (2, "added")]
    assert rows[0]["after"]["evidence"]["rule"] == "support.thank"
    assert rows[1]["before"]["evidence"]["sentence"] == "Norvia thanked Sudria."
    assert rows[2]["outlet"] == "Evening Post"
    assert err == "2 articles coded again; events: 2 added, 1 removed, 0 changed, 0 same; dry run, nothing is changed\n"


@pytest.mark.parametrize("limit", [[], ["--dyad", "CHN-USA"]])
def test_json_is_one_object_however_much_is_in_it(dyadwatch, coder, limit):
    told = json.loads(dyadwatch("--dry-run", "--format", "json", *limit)[1])
    assert len(told["differences"]) == told["summary"]["added"] + told["summary"]["removed"]
    assert told["summary"]["articles"] == (0 if limit else 2)


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        (["--outlet", "evening post"], ["two"]),
        (["--outlet", "Evening Post", "--outlet", "Morning Post"], ["one", "two"]),
        (["--dyad", "rus-prk"], ["one"]),
        (["--limit", "1"], ["one"]),
        (["--since", "2026-03-02"], ["one", "two"]),
        (["--since", "2026-03-03"], []),
        (["--until", "2026-03-01"], []),
    ],
)
def test_options_choose_the_articles(dyadwatch, coder, asked, titles):
    assert dyadwatch("--dry-run", *asked)[0] == 0
    assert coder.asked == titles


def test_alerts_ring_only_where_it_is_asked_for(dyadwatch, coder, archive, tmp_path):
    from loopback import REPOSITORY

    for name in ("actors.yaml", "ontology.yaml", "documents.yaml", "feeds.yaml"):
        (tmp_path / name).symlink_to(REPOSITORY / "config" / name)
    rule = "channels: {log: {kind: log}}\nrules:\n- {name: all, filter: {event_type: AID}, channels: [log]}\n"
    (tmp_path / "alerts.yaml").write_text(rule)
    assert "alerts" not in dyadwatch("--config", str(tmp_path), "--dry-run")[1]
    _, out, _ = dyadwatch("--config", str(tmp_path), "--ring")
    assert out.splitlines()[-1].endswith("; alerts rung: 1")
    assert len(archive.deliveries()) == 1


@pytest.mark.parametrize(
    "arguments",
    [("--ring", "--dry-run"), ("--since", "spring"), ("--dyad", "PRK"), ("--limit", "0"), ("--format", "csv"),
     ("--since", "2026-03", "--until", "2026-01")],
)  # fmt: skip
def test_wrong_use_ends_with_2(dyadwatch, coder, arguments):
    code, out, err = dyadwatch(*arguments)
    assert (code, out) == (2, "")
    assert err
    assert coder.asked == []


def test_an_outlet_that_is_not_there_is_told_its_near_namesake(dyadwatch, coder):
    assert dyadwatch("--outlet", "Evning Post") == (
        1, "", "no feed is called 'Evning Post'; did you mean Evening Post or Morning Post?\n",
    )  # fmt: skip


def test_a_coder_that_stumbles_ends_with_1_and_names_the_article(dyadwatch, coder):
    coder.fails = ValueError("no tree")
    code, out, err = dyadwatch()
    assert (code, out) == (
        1, "0 articles coded again, 2 failed; events: 0 added, 0 removed, 0 changed, 0 same\n",
    )  # fmt: skip
    assert err.startswith("article 1 (http://127.0.0.1/one) is left as it was: ValueError: no tree\n")


@pytest.mark.parametrize("error", [ServiceUnavailableError("PostgreSQL does not answer"), KeyboardInterrupt()])
def test_a_run_that_is_cut_short_says_how_to_go_on(dyadwatch, coder, error):
    def code(document):
        if document.title == "two":
            raise error
        return ()

    coder.code = code
    ended, _, err = dyadwatch()
    assert ended == (130 if isinstance(error, KeyboardInterrupt) else 1)
    assert err.startswith(
        "stopped after 1 articles; what they changed is taken, and --only-outdated goes on from there"
    )


def test_a_bar_is_shown_on_a_terminal_and_never_on_stdout(dyadwatch, coder, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    _, out, err = dyadwatch("--dry-run")
    assert "articles" in err
    assert "100%" in err
    assert "\x1b" not in out


def test_the_real_coder_finds_what_an_older_one_had_missed(dyadwatch, archive):
    feed_id = archive.feeds()[0].id
    text = "France condemned the attack on Monday. Poland's president flew to Stockholm for talks with Sweden's king."
    held = read_article(archive, feed_id, draft("three", title="Talks", language="en", html=text), text)
    save(archive, held)
    code, out, err = dyadwatch("--dyad", "POL-SWE", "--dry-run")
    assert (code, err, out.startswith("0 articles")) == (0, "", True), "no stored event tells of it yet"
    code, out, err = dyadwatch("--only-outdated")
    assert (code, err) == (0, "")
    (event, *_) = archive.events(EventFilter(dyad=("POL-SWE",))).events
    assert event.coded.event_type == "CONSULT"
    assert event.mentions[0].coder_version == archive.article(held.id).coder_version != "coder 1"
