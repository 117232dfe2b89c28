"""`dyadwatch code` as a function: files and lines in, one JSON object a line out, no service."""

import io
import json
from datetime import date
from pathlib import Path

import pytest

from worker.model import UsageError
from worker.query import code as module
from worker.query.code import run_code

CONFIG = Path(__file__).parents[2] / "config"


def _run(path: Path, *, jsonl: bool, published: date | None = None) -> list[dict[str, object]]:
    out = io.StringIO()
    assert run_code([path], jsonl=jsonl, published=published, config_dir=CONFIG, out=out) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_file_is_one_document_named_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Kenya condemned Somalia on Tuesday.", encoding="utf-8")
    (row,) = _run(path, jsonl=False, published=date(2025, 12, 27))
    assert row["id"] == str(path)
    (event,) = row["events"]  # type: ignore[misc]
    assert (event["event_type"], event["dyads"], event["event_date"]) == ("ACCUSE", ["KEN-SOM"], "2025-12-23")


def test_each_line_is_a_document_and_gets_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [
        {"id": 1, "text": "Kenya condemned Somalia.", "published": "2025-01-02", "title": "Nothing new"},
        {"id": "two", "text": ""},
        {
            "id": 3,
            "text": "The Reds condemned the Blues.",
            "entities": [{"start": 0, "end": 8, "code": "A"}, {"start": 19, "end": 28, "code": "B"}],
        },
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    found = _run(path, jsonl=True)
    assert [row["id"] for row in found] == [1, "two", 3]
    assert [len(row["events"]) for row in found] == [1, 0, 1]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[1]",
        '{"id": 1}',
        '{"text": "x"}',
        '{"id": 1, "text": 5}',
        '{"id": 1, "text": "x", "published": "soon"}',
        '{"id": 1, "text": "x", "entities": [{"start": 1}]}',
        '{"id": 1, "text": "x", "entities": 7}',
        '{"id": 1, "text": "x", "title": 3}',
    ],
)
def test_a_bad_line_is_named_by_file_and_number(tmp_path: Path, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.events.coder.build_coder", lambda config: _Mute())
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 0, "text": "x"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"a\.jsonl:2: "):
        run_code([path], jsonl=True, published=None, config_dir=CONFIG, out=io.StringIO())


def test_a_file_that_cannot_be_read_fails_and_the_others_are_coded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("worker.events.coder.build_coder", lambda config: _Mute())
    good = tmp_path / "good.txt"
    good.write_bytes(b"x\xff\x00y")
    out = io.StringIO()
    assert run_code([tmp_path / "none.txt", good], jsonl=False, published=None, config_dir=CONFIG, out=out) == 1
    assert "none.txt: cannot be read" in capsys.readouterr().err
    assert json.loads(out.getvalue())["id"] == str(good)


def test_a_zero_byte_does_not_move_the_offsets_of_entities() -> None:
    assert len(module._same_length("a\0b\ud800c")) == 5


class _Mute:
    def code(self, document: object) -> tuple[()]:
        return ()
