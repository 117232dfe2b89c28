"""The project's own labelled sentences: the marks, the mistakes, and that the file is whole."""

from collections import Counter
from pathlib import Path

import pytest

from worker.config import load_coder_config
from worker.events.opinion.examples import read_examples
from worker.model import UsageError


def write(folder: Path, line: str) -> Path:
    path = folder / "examples.txt"
    path.write_text(f"# a comment\n\n{line}\n", "utf-8")
    return path


def test_the_marks_are_taken_out_and_their_places_kept(tmp_path: Path) -> None:
    (one,) = read_examples(write(tmp_path, "ASSAULT: {Chad} was shelled by [Sudanese guns] at dawn."))
    text = one.document.text
    assert (one.type, text) == ("ASSAULT", "Chad was shelled by Sudanese guns at dawn.")
    named = {entity.code: text[entity.start : entity.end] for entity in one.document.entities}
    assert named == {"A": "Sudanese guns", "B": "Chad"}


@pytest.mark.parametrize("line", ["ASSAULT: [Chad] attacked.", "[Chad] hit {Sudan}.", "AID: [Chad] {Sudan} {Mali}"])
def test_a_line_without_type_or_parties_is_named(line: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"examples.txt:3: needs a type, one \[actor\] and one {recipient}"):
        read_examples(write(tmp_path, line))


def test_every_type_of_the_ontology_has_examples() -> None:
    told = Counter(example.type for example in read_examples())
    assert set(told) == set(load_coder_config().ontology.types)
    assert min(told.values()) >= 8
