"""`dyadwatch code --compare`: what both coders say, and what only one does."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from llm_samples import ARTICLE, KEY, Model, party, serving_model, told
from store_samples import coded
from structlog.testing import capture_logs

from worker.model import Actor, CodedEvent
from worker.query.compare import Claim, compare

TALKS = coded("KEN", "UGA", "Kenya and Uganda met.", event_type="CONSULT", reciprocal=True)
BLAME = coded("KEN", "SOM", "Kenya blamed Somalia.", event_type="ACCUSE")


def test_the_same_actor_recipient_and_type_is_said_by_both() -> None:
    other = coded("KEN", "SOM", "Somalia was blamed.", event_type="ACCUSE", mode="allege")
    found = compare([BLAME], [other])
    assert found.both == {Claim("KEN", "SOM", "ACCUSE"): "Kenya blamed Somalia."}
    assert (found.first, found.second) == ({}, {})


@pytest.mark.parametrize(
    "other",
    [
        coded("SOM", "KEN", event_type="ACCUSE"),
        coded("KEN", "SOM", event_type="ASSAULT"),
        coded("KEN", "ETH", event_type="ACCUSE"),
    ],
)
def test_another_actor_recipient_or_type_is_another_claim(other: CodedEvent) -> None:
    found = compare([BLAME], [other])
    assert found.both == {}
    assert (list(found.first), len(found.second)) == ([Claim("KEN", "SOM", "ACCUSE")], 1)


def test_a_reciprocal_event_is_said_both_ways() -> None:
    one_way = coded("KEN", "UGA", event_type="CONSULT")
    found = compare([TALKS], [one_way])
    assert list(found.both) == [Claim("KEN", "UGA", "CONSULT")]
    assert list(found.first) == [Claim("UGA", "KEN", "CONSULT")]


def test_organisations_are_told_apart_by_their_sector() -> None:
    nato, bank = (coded("KEN", recipients=(Actor("IGO", sector),)) for sector in ("WSTNAT", "BUSWBK"))
    assert compare([nato], [bank]).both == {}


class FirstCoder:
    version = "patterns-1"

    def code(self, document: object) -> tuple[CodedEvent, ...]:
        return (BLAME, TALKS)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Model]:
    """A model that the environment names, beside a first coder that always says the same."""
    with serving_model() as held, capture_logs():  # what would go to stderr, if it went anywhere
        environ = {"URL": held.url, "MODEL": "tiny-1", "KEY": KEY, "TIMEOUT": "5"}
        for name, value in environ.items():
            monkeypatch.setenv(f"DYADWATCH_LLM_{name}", value)
        monkeypatch.setenv("DYADWATCH_DATA", str(tmp_path))
        monkeypatch.setattr("worker.events.coder.build_coder", lambda config: FirstCoder())
        monkeypatch.setattr("worker.query.compare.setup_logging", lambda level: None)
        aid = told(type="AID", actors=[party("She", "KEN")], evidence="She spoke after talks with the United Nations.")
        held.says(told(), aid)
        yield held


@pytest.fixture
def articles(tmp_path: Path) -> str:
    path = tmp_path / "articles.jsonl"
    assert ARTICLE.published
    row = {"text": ARTICLE.text, "title": ARTICLE.title, "published": ARTICLE.published.isoformat()}
    path.write_text("".join(json.dumps({"id": f"a{n}", **row}) + "\n" for n in (1, 2)))
    return str(path)


Dyadwatch = Callable[..., SimpleNamespace]


def test_a_pipe_gets_a_line_of_json_for_each_document(dyadwatch: Dyadwatch, model: Model, articles: str) -> None:
    said = dyadwatch("code", "--jsonl", "--compare", articles)
    assert (said.code, said.err) == (0, "")
    one, two = (json.loads(line) for line in said.out.splitlines())
    assert (one["id"], two["id"], len(model.got)) == ("a1", "a2", 1)
    assert one["both"] == [
        {"actor": "KEN", "recipient": "SOM", "event_type": "ACCUSE", "evidence": "Kenya blamed Somalia."}
    ]
    assert {(row["actor"], row["recipient"]) for row in one["first"]} == {("KEN", "UGA"), ("UGA", "KEN")}
    assert [(row["event_type"], row["evidence"]) for row in one["second"]] == [
        ("AID", "She spoke after talks with the United Nations.")
    ]


def test_a_terminal_gets_a_table_that_fits_it(
    dyadwatch: Dyadwatch, model: Model, articles: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    said = dyadwatch("code", "--jsonl", "--compare", articles)
    header, *rows = said.out.splitlines()
    assert header.split() == ["DOCUMENT", "SAID", "BY", "WHO", "TO", "WHOM", "TYPE", "EVIDENCE"]
    assert max(map(len, rows)) <= 80
    assert [row.split()[:2] for row in rows[:3]] == [["a1", "both"], ["a1", "only"], ["a1", "only"]]
    assert "KEN > SOM" in rows[0]
    assert "KEN - UGA" in rows[1]
    assert rows[2].endswith("…")
    assert said.err == "2 said by both, 4 only by the first, 2 only by the second\n"


def test_a_document_that_the_model_does_not_answer_for_is_named(
    dyadwatch: Dyadwatch, model: Model, articles: str
) -> None:
    model.refuses(500, f"key {KEY} is fine".encode())
    said = dyadwatch("code", "--jsonl", "--compare", articles)
    assert (said.code, said.out) == (1, "")
    assert "a1: the model gave no answer (http://127.0.0.1:" in said.err
    assert "answered 500: key **** is fine" in said.err


def test_without_a_model_it_says_what_to_set(
    dyadwatch: Dyadwatch, articles: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DYADWATCH_LLM_URL", raising=False)
    monkeypatch.setattr("worker.query.compare.setup_logging", lambda level: None)
    said = dyadwatch("code", "--compare", articles)
    assert said.code == 2
    assert "set DYADWATCH_LLM_URL and DYADWATCH_LLM_MODEL, and DYADWATCH_LLM_KEY" in said.err
