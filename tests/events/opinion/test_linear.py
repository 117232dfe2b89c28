"""The linear model: what it learns, what decided, and that one set gives one model."""

from pathlib import Path

import numpy as np
import pytest

from worker.events.opinion.linear import LinearModel, fit

ROWS = [frozenset({"word=attack", "meet is VERB"})] * 4 + [frozenset({"word=visit", "meet is VERB"})] * 4
LABELS = ["ASSAULT"] * 4 + ["CONSULT"] * 4


@pytest.fixture(scope="module")
def model() -> LinearModel:
    return fit(ROWS, LABELS, least=2)


def test_the_word_that_tells_the_types_apart_decides(model: LinearModel) -> None:
    shares = model.probabilities({"word=visit"})
    assert max(shares, key=lambda kind: shares[kind]) == "CONSULT"
    assert sum(shares.values()) == pytest.approx(1)
    assert model.reasons({"word=visit", "word=attack", "meet is VERB"}, "CONSULT", limit=1) == ("word=visit",)


def test_what_was_never_seen_says_nothing(model: LinearModel) -> None:
    assert model.probabilities({"word=unheard"}) == model.probabilities(())
    assert model.reasons({"word=unheard"}, "ASSAULT") == ()


def test_a_rare_feature_is_not_learned() -> None:
    learned = fit([*ROWS, frozenset({"word=once"})], [*LABELS, "ASSAULT"], least=2)
    assert "word=once" not in learned.features


def test_a_row_of_more_importance_weighs_more() -> None:
    rows, labels = [frozenset({"word=hit"})] * 2, ["ASSAULT", "ACCUSE"]
    heavy = fit(rows, labels, [5.0, 1.0], least=1).probabilities({"word=hit"})
    assert heavy["ASSAULT"] > heavy["ACCUSE"]


def test_one_set_gives_one_model(model: LinearModel) -> None:
    again = fit(ROWS, LABELS, least=2)
    assert np.array_equal(again.weights, model.weights)


def test_a_saved_model_answers_as_before(model: LinearModel, tmp_path: Path) -> None:
    model.save(tmp_path / "model.npz")
    kept = LinearModel.load(tmp_path / "model.npz")
    assert (kept.features, kept.classes) == (model.features, model.classes)
    assert kept.probabilities({"word=visit"}) == pytest.approx(model.probabilities({"word=visit"}), abs=0.01)
