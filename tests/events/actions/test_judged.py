"""What a state says of another: judgements without a verb of blame, and the slips of the parser that hide them."""

import pytest

from worker.events.coder import PatternCoder
from worker.model import Document


def _lines(coder: PatternCoder, text: str) -> set[str]:
    return {f"{a} > {r} {event.event_type}" for event in coder.code(Document(text)) for a, r in event.directed_pairs}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Kenya said that the Somali map was a provocation.", {"KEN > SOM ACCUSE"}),
        ("Kenya said that the Somali map was no provocation.", set()),
        ("Kenya said that the Somali map was not acceptable.", {"KEN > SOM ACCUSE"}),
        ("Kenya said that the Somali map was acceptable.", set()),
        ("Kenya said that it was wrong to blame Somalia.", set()),
        ("Kenya said that the Somali floods were a catastrophe.", set()),
    ],
)
def test_a_predicate_judges_whom_it_is_said_of_unless_it_is_denied(
    coder: PatternCoder, text: str, lines: set[str]
) -> None:
    assert _lines(coder, text) == lines


def test_who_speaks_last_says_the_clause_before(coder: PatternCoder) -> None:
    assert _lines(coder, "It is up to Iran to make the next move, the British minister said.") == {"GBR > IRN REQUEST"}


def test_what_parliament_is_told_is_said_and_does_not_describe_parliament(coder: PatternCoder) -> None:
    text = "The Armenian premier told parliament that Azerbaijan was preparing a new war."
    assert _lines(coder, text) == {"ARM > AZE ACCUSE"}


def test_a_word_in_ing_after_to_be_and_before_a_bare_noun_is_the_verb(coder: PatternCoder) -> None:
    assert _lines(coder, "Washington is weighing tariffs on Vietnamese shrimp.") == {"USA > VNM THREATEN"}


def test_a_gerund_in_the_perfect_is_denied_and_not_done(coder: PatternCoder) -> None:
    assert _lines(coder, "India denies having imposed any blockade on Nepal.") == {"IND > NPL REJECT"}
