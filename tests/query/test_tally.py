"""What a recoding came to, in a table and in words."""

from dataclasses import replace

import pytest

from worker.events.differences import Change, Difference
from worker.model import Article, ArticleState
from worker.pipeline.recode import Recoded
from worker.query.tally import Tally


@pytest.fixture
def article(invent):
    return Article(
        7, 1, "a", "h", "https://norrland.example/7", "Orla in Warsaw", "", True, "Text.", "en", invent.now, invent.now,
        invent.now, "Norrland Post", "norrland", False, ArticleState.CODED,
    )  # fmt: skip


@pytest.fixture
def visit(invent):
    return invent.event(1).coded


def changed(before, after, *fields):
    return Difference(Change.CHANGED, 1, before, after, fields)


def test_every_difference_shows_its_sentence_and_its_rule_before_and_after(article, visit, capsys):
    words = "Minister Orla of Sweden warned Poland."
    threat = replace(visit, event_type="THREATEN", evidence=replace(visit.evidence, sentence=words, rule="warn"))
    tally = Tally(dry_run=True, shown=5)
    tally.add(Recoded(article, (changed(visit, threat, "event_type", "sentence", "rule"),)))
    tally.show()
    out = capsys.readouterr().out
    assert out.startswith(
        "CHANGED event 1: SWE > POL  CONSULT/visit  2026-03-04\n  Norrland Post, 2026-03-10 12:00: Orla"
    )
    assert "event_type  CONSULT -> THREATEN\n" in out
    assert "rule        hold-talks -> warn\n" in out
    assert "sentence    “Minister Orla of Sweden flew to Warsaw" in out
    assert "\n           -> “Minister Orla of Sweden warned Poland.”\n" in out
    assert max(len(line) for line in out.splitlines()) <= 100


def test_what_is_added_or_removed_shows_the_one_side_that_it_has(article, visit, capsys):
    tally = Tally(dry_run=True, shown=5)
    new, gone = Difference(Change.ADDED, None, None, visit), Difference(Change.REMOVED, 3, visit, None)
    tally.add(Recoded(article, (new, gone)))
    tally.show()
    out = capsys.readouterr().out
    assert "ADDED: SWE > POL" in out
    assert "REMOVED event 3: SWE > POL" in out
    assert out.count("rule        hold-talks\n") == 2


def test_tellings_are_counted_by_type_and_by_dyad(article, visit):
    threat = replace(visit, event_type="THREATEN")
    tally = Tally(dry_run=False)
    tally.add(Recoded(article, (changed(visit, threat, "event_type"), Difference(Change.SAME, 2, visit, visit))))
    tally.add(Recoded(article, (Difference(Change.ADDED, None, None, threat),), alerts=2))
    told = tally.to_json()
    assert told["types"] == {
        "THREATEN": {"before": 0, "after": 2, "added": 1, "removed": 0, "changed": 1},
        "CONSULT": {"before": 2, "after": 1, "added": 0, "removed": 0, "changed": 1},
    }
    assert told["dyads"] == {"POL-SWE": {"before": 2, "after": 3, "added": 1, "removed": 0, "changed": 1}}
    assert told["fields"] == {"event_type": 1}
    assert tally.in_words() == ("2 articles coded again; events: 1 added, 0 removed, 1 changed, 1 same; alerts rung: 2")


def test_articles_that_were_not_coded_are_told_apart(article):
    tally = Tally(dry_run=True)
    tally.add(Recoded(article, passed_over=True))
    for _ in range(12):
        tally.add(Recoded(article, failed="ValueError: no tree"))
    assert tally.in_words() == (
        "0 articles coded again, 1 edited meanwhile and left to the workers, 12 failed; "
        "events: 0 added, 0 removed, 0 changed, 0 same; dry run, nothing is changed"
    )
    *first, last = tally.complaints()
    assert len(first) == 10
    assert first[0] == "article 7 (https://norrland.example/7) is left as it was: ValueError: no tree"
    assert last == "and 2 more"


def test_of_many_differences_the_gravest_are_kept(article, visit, capsys):
    surer = changed(visit, replace(visit, confidence=0.1), "confidence")
    dated = changed(visit, replace(visit, event_date=None), "event_date")
    tally = Tally(dry_run=True, shown=2)
    for found in (surer, dated, surer, Difference(Change.REMOVED, 3, visit, None)):
        tally.add(Recoded(article, (found,)))
    assert [found.change for _, found in tally.kept] == [Change.REMOVED, Change.CHANGED]
    assert tally.kept[1][1] is dated
    tally.show()
    assert "2 of 4 differences are shown, the gravest first" in capsys.readouterr().err


def test_a_headline_cannot_repaint_the_terminal(article, visit, capsys):
    hostile = replace(visit, evidence=replace(visit.evidence, sentence="\x1b[2J\x9b31m\u202egone"))
    tally = Tally(dry_run=True, shown=5)
    new = Difference(Change.ADDED, None, None, hostile)
    tally.add(Recoded(replace(article, title="\x1b[2J", outlet="\x9b"), (new,)))
    tally.show()
    assert not set(capsys.readouterr().out) & set("\x1b\x9b\u202e")
