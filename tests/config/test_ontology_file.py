"""Mistakes in the two files of the coder, each at its line."""

from pathlib import Path

import pytest

from worker.config.actors import ActorsFile
from worker.config.lines import read_yaml
from worker.config.ontology import OntologyFile
from worker.model import ConfigError

SHIPPED = Path(__file__).parent.parent.parent / "config"


def test_two_rules_of_one_name_are_told_at_the_second(tmp_path: Path) -> None:
    text = (SHIPPED / "ontology.yaml").read_text(encoding="utf-8")
    first, second = [line for line in text.splitlines() if "- id: " in line or "- {id: " in line][:2]
    name, other = (line.split("id: ")[1].split(",")[0].strip() for line in (first, second))
    (tmp_path / "ontology.yaml").write_text(text.replace(f"id: {other}", f"id: {name}", 1), encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        read_yaml(tmp_path / "ontology.yaml", OntologyFile)
    told = [mistake for mistake in raised.value.mistakes if mistake.key.endswith(".id")]
    assert [mistake.line for mistake in told] == [text.splitlines().index(second) + 1]
    assert told[0].problem == f"two rules are called {name}; give one another id"


def test_a_wrong_key_an_impossible_term_and_a_state_that_stands_twice_are_told_at_once(tmp_path: Path) -> None:
    leaders = "{name: Norvia, leaders: 'Ana Ruu | head of state | 2024 | 2020', capitol: Nor}"
    (tmp_path / "actors.yaml").write_text(f"states:\n  NVA: {leaders}\n  NVA: {leaders}\n")
    with pytest.raises(ConfigError) as raised:
        read_yaml(tmp_path / "actors.yaml", ActorsFile)
    told = {(mistake.line, mistake.key) for mistake in raised.value.mistakes}
    assert {(3, "NVA"), (3, "states.NVA.leaders"), (3, "states.NVA.capitol"), (1, "words")} <= told
