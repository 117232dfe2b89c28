"""Deeds told by pointing at another's, and what two do at once: invented texts through the whole coder."""

from pathlib import Path

import pytest

from worker.config import load_coder_config
from worker.events.coder import PatternCoder, build_coder
from worker.model import Document

CONFIG = Path(__file__).parents[2] / "config"
RECALLED = "Chad recalled its ambassador to Niger on Monday"
FOUGHT = "Kenya and Uganda exchanged fire across the lake. "


@pytest.fixture(scope="module")
def coder() -> PatternCoder:
    return build_coder(load_coder_config(CONFIG))


def _said(coder: PatternCoder, text: str) -> set[str]:
    return {
        f"{'+'.join(a.code for a in e.actors)} > {'+'.join(r.code for r in e.recipients)} {e.event_type}"
        for e in coder.code(Document(text))
    }


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
    assert line in _said(coder, text)


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
    assert not any(line.startswith("PER > NER SANCTION") for line in _said(coder, text))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{FOUGHT}Each accused the other of shooting first.", "KEN+UGA >  ACCUSE"),
        (f"{FOUGHT}Both recalled their ambassadors.", "KEN+UGA >  SANCTION"),
        (f"{FOUGHT}Peru urged both sides to hold their fire.", "PER > KEN+UGA REQUEST"),
    ],
)
def test_both_do_it_to_each_other(coder: PatternCoder, text: str, line: str) -> None:
    assert line in _said(coder, text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Like Kenya, Uganda condemned Niger.", "KEN+UGA > NER ACCUSE"),
        ("Kenya, along with Uganda, condemned Niger.", "KEN+UGA > NER ACCUSE"),
    ],
)
def test_who_is_named_beside_the_subject_does_it_too(coder: PatternCoder, text: str, line: str) -> None:
    assert line in _said(coder, text)


def test_who_is_only_unlike_the_subject_does_nothing(coder: PatternCoder) -> None:
    assert "CHL > NER ACCUSE" in _said(coder, "Unlike Peru, Chile condemned Niger.")
