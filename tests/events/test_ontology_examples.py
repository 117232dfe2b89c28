"""The worked examples of ``config/ontology.yaml``, each through the real coder: what an analyst writes there is a
test."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from worker.config.lines import read_yaml
from worker.config.ontology import Example, OntologyFile
from worker.events.coder import PatternCoder
from worker.model import CodedEvent, Document

CONFIG = Path(__file__).parents[2] / "config"
PUBLISHED = date(2025, 3, 14)


def _examples() -> Iterator[tuple[str, Example]]:
    for name, kind in read_yaml(CONFIG / "ontology.yaml", OntologyFile).types.items():
        for number, example in enumerate(kind.examples):
            yield f"{name}-{number}", example


EXAMPLES = dict(_examples())


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_worked_example_is_coded_as_the_ontology_says(coder: PatternCoder, name: str) -> None:
    example = EXAMPLES[name]
    coded = coder.read(Document(example.text, published=PUBLISHED)).events
    for line in example.events:
        assert any(_is(event, line) for event in coded), f"{example.text!r} should be {line}, is {_lines(coded)}"
    for line in example.absent:
        assert not any(_is(event, line) for event in coded), f"{example.text!r} should not be {line}"


def test_every_type_has_a_worked_example() -> None:
    ontology = read_yaml(CONFIG / "ontology.yaml", OntologyFile)
    assert len(ontology.types) == 16
    assert [name for name, kind in ontology.types.items() if not kind.examples] == []


def _is(event: CodedEvent, line: str) -> bool:
    """ "PRK > RUS AID" or "JOR + SYR AGREE", with the mode where one is written."""
    match = re.fullmatch(r"(\S+) ([>+]) (\S+) ([A-Z]+)(?: (\S+))?", line)
    assert match, f"an example's event reads ACTOR > RECIPIENT TYPE mode, not {line}"
    actor, sign, recipient, kind, mode = match.groups()
    if event.event_type != kind or (mode and event.mode != mode):
        return False
    codes = {a.code for a in event.actors}, {r.code for r in event.recipients}
    if sign == "+":
        return event.reciprocal and codes[0] | codes[1] == {actor, recipient}
    return actor in codes[0] and recipient in codes[1]


def _lines(coded: tuple[CodedEvent, ...]) -> list[str]:
    return [
        f"{'+'.join(a.code for a in e.actors)} {'+' if e.reciprocal else '>'} "
        f"{'+'.join(r.code for r in e.recipients)} {e.event_type} {e.mode} ({e.evidence.rule})"
        for e in coded
    ]
