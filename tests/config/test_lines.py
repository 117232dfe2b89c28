"""Every mistake in a YAML file at once, each with its line."""

import re
from datetime import date

import pytest
from pydantic import BaseModel, ConfigDict, Field, field_validator

from worker.config.lines import read_yaml
from worker.model import ConfigError


class Item(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    size: int = Field(1, ge=1, le=9)

    @field_validator("name")
    @classmethod
    def _short(cls, value: str) -> str:
        if len(value) > 5:
            raise ValueError("is too long; 5 letters at most")
        return value


class Things(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    title: str
    items: tuple[Item, ...] = ()


def mistakes_of(tmp_path, text):
    path = tmp_path / "things.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_yaml(path, Things)
    return [(m.line, m.key, m.problem) for m in caught.value.mistakes], str(caught.value)


def test_a_good_file_becomes_the_model(tmp_path):
    path = tmp_path / "things.yaml"
    path.write_text("title: x\nitems:\n  - name: a\n    size: 3\n")
    assert read_yaml(path, Things) == Things(title="x", items=(Item(name="a", size=3),))


def test_all_mistakes_come_at_once_with_line_and_key(tmp_path):
    found, said = mistakes_of(tmp_path, "titel: x\nitems:\n  - name: toolong\n  - nmae: b\n    size: 10\n")
    assert [(line, key) for line, key, _ in found] == [
        (1, "title"),
        (1, "titel"),
        (3, "items.0.name"),
        (4, "items.1.name"),
        (4, "items.1.nmae"),
        (5, "items.1.size"),
    ]
    assert "5 letters at most" in found[2][2]
    assert "less than or equal to 9" in found[5][2]
    assert all(re.match(r".*things\.yaml:\d+: \S+: ", line) for line in said.splitlines())


def test_a_key_that_stands_twice_is_a_mistake(tmp_path):
    found, _ = mistakes_of(tmp_path, "title: x\nitems: []\ntitle: y\n")
    assert found == [(3, "title", "stands twice in one mapping; keep one of the two")]


def test_broken_yaml_names_its_line(tmp_path):
    found, _ = mistakes_of(tmp_path, "title: x\nitems:\n  - name: [a\n")
    assert found[0][:2] == (4, "yaml")


def test_a_missing_file_is_said_plainly(tmp_path):
    with pytest.raises(ConfigError, match=r"nowhere\.yaml:1: nowhere\.yaml: cannot be read"):
        read_yaml(tmp_path / "nowhere.yaml", Things)


def test_a_file_that_is_not_utf8_names_the_byte(tmp_path):
    path = tmp_path / "things.yaml"
    path.write_bytes(b"title: \xff\n")
    with pytest.raises(ConfigError, match="not UTF-8 at byte 7"):
        read_yaml(path, Things)


def test_an_empty_file_lacks_what_is_required(tmp_path):
    found, _ = mistakes_of(tmp_path, "")
    assert found == [(1, "title", "is required and missing")]


def test_every_key_that_stands_twice_is_told_with_all_other_mistakes(tmp_path):
    found, _ = mistakes_of(tmp_path, "title: x\nitems: []\ntitle: y\nitems:\n  - name: toolong\n    name: toolong\n")
    assert {(line, key) for line, key, _ in found} == {(3, "title"), (4, "items"), (6, "name"), (6, "items.0.name")}


class Dated(BaseModel):
    day: date


def test_a_day_that_no_calendar_has_is_a_mistake_at_its_line(tmp_path):
    path = tmp_path / "days.yaml"
    path.write_text("# a comment\nday: 2026-02-30\n")
    with pytest.raises(ConfigError, match=r"days\.yaml:2: day: '2026-02-30' is wrong"):
        read_yaml(path, Dated)
    path.write_text("day: 2026-02-28\n")
    assert read_yaml(path, Dated) == Dated(day=date(2026, 2, 28))


@pytest.mark.parametrize("text", ["? [a, b]\n: c\n", "? {a: b}\n: c\n", "title: !!int x\n", "title: \x01\n"])
def test_yaml_that_no_file_of_ours_needs_is_refused_not_a_crash(tmp_path, text):
    (mistake,), _ = mistakes_of(tmp_path, text)
    assert (mistake[1], "mend the YAML" in mistake[2]) == ("yaml", True)
