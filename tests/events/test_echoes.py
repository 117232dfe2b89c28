"""Deeds told by pointing at another's, and what two do at once: invented texts through the whole coder."""

import pytest

from tests.coded import said
from worker.events.coder import PatternCoder

RECALLED = "Chad recalled its ambassador to Niger on Monday"
FOUGHT = "Kenya and Uganda exchanged fire across the lake. "


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{RECALLED}, and so did Peru.", "PER > NER SANCTION"),
        (f"{RECALLED}, as did Peru and Chile.", "PER+CHL > NER SANCTION"),
        (f"{RECALLED}. Peru did the same.", "PER > NER SANCTION"),
        (f"{RECALLED}. Peru and Chile followed suit hours later.", "PER+CHL > NER SANCTION"),
        ("Chad condemned Niger. Kenya joined the criticism.", "KEN > NER ACCUSE"),
        ("Chad imposed an embargo on Niger. Peru joined the embargo in May.", "PER > NER COERCE"),
    ],
)
def test_whoever_follows_suit_does_the_same(coder: PatternCoder, text: str, line: str) -> None:
    assert line in said(coder, text)


@pytest.mark.parametrize(
    "text",
    [
        f"{RECALLED}. Peru did not follow suit.",
        f"{RECALLED}. Peru said it would follow suit.",
        f"{RECALLED}. Peru declined to do the same.",
        f"{RECALLED}. Peru won the match.",
    ],
)
def test_what_is_not_done_echoes_nothing(coder: PatternCoder, text: str) -> None:
    assert not any(line.startswith("PER > NER SANCTION") for line in said(coder, text))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{FOUGHT}Each accused the other of shooting first.", "KEN+UGA >  ACCUSE"),
        (f"{FOUGHT}Both recalled their ambassadors.", "KEN+UGA >  SANCTION"),
        (f"{FOUGHT}Peru urged both sides to hold their fire.", "PER > KEN+UGA REQUEST"),
    ],
)
def test_both_do_it_to_each_other(coder: PatternCoder, text: str, line: str) -> None:
    assert line in said(coder, text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Like Kenya, Uganda condemned Niger.", "KEN+UGA > NER ACCUSE"),
        ("Kenya, along with Uganda, condemned Niger.", "KEN+UGA > NER ACCUSE"),
    ],
)
def test_who_is_named_beside_the_subject_does_it_too(coder: PatternCoder, text: str, line: str) -> None:
    assert line in said(coder, text)


def test_who_is_only_unlike_the_subject_does_nothing(coder: PatternCoder) -> None:
    assert "CHL > NER ACCUSE" in said(coder, "Unlike Peru, Chile condemned Niger.")
