"""A linear model: features in, a probability for each event type out, and the features that decided. Deterministic.

Multinomial logistic regression; the file holds feature names, classes and weights as half-precision numbers, no code.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class LinearModel:
    """`weights` has a row for each feature and a column for each class; `bias` a number for each class."""

    features: tuple[str, ...]
    classes: tuple[str, ...]
    weights: Floats
    bias: Floats
    _rows: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_rows", {name: row for row, name in enumerate(self.features)})

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """Each class with its probability; they add up to 1. Features that the model does not know say nothing."""
        rows = self._known(features)
        logits = self.weights[rows].sum(axis=0) + self.bias
        shares = np.exp(logits - logits.max())
        return dict(zip(self.classes, map(float, shares / shares.sum()), strict=True))

    def reasons(self, features: Iterable[str], kind: str, limit: int = 3) -> tuple[str, ...]:
        """The features that spoke most for a class, the weightiest first."""
        column = self.weights[:, self.classes.index(kind)] - self.weights.mean(axis=1)
        rows = sorted(self._known(features), key=lambda row: (-column[row], row))
        return tuple(self.features[row] for row in rows[:limit] if column[row] > 0)

    def _known(self, features: Iterable[str]) -> list[int]:
        return sorted(self._rows[name] for name in features if name in self._rows)

    # on disk

    def save(self, path: Path) -> None:
        """Write the model to a `.npz` file; the same model gives the same numbers on every machine."""
        np.savez_compressed(
            path,
            features=np.array(self.features),
            classes=np.array(self.classes),
            weights=self.weights.astype(np.float16),
            bias=self.bias.astype(np.float32),
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a model. OSError where the file is missing, ValueError or KeyError where it is no model."""
        with np.load(path, allow_pickle=False) as held:
            return cls(
                tuple(map(str, held["features"])),
                tuple(map(str, held["classes"])),
                held["weights"].astype(np.float32),
                held["bias"].astype(np.float32),
            )


def fit(
    rows: Sequence[frozenset[str]],
    labels: Sequence[str],
    importance: Sequence[float] | None = None,
    *,
    least: int = 3,
    penalty: float = 2.0,
    steps: int = 200,
) -> LinearModel:
    """Fit by full-batch Adam from zero weights, so that one set gives one model.

    `least` is in how many rows a feature must stand to be learned; `penalty` the L2 penalty on weights, as in
    scikit-learn's 1 / C; `importance` a weight for each row.
    """
    features, classes = _frequent(rows, least), tuple(sorted(set(labels)))
    at = {name: n for n, name in enumerate(features)}
    given = np.zeros((len(rows), len(features)), dtype=np.float32)
    for n, row in enumerate(rows):
        given[n, [at[name] for name in row if name in at]] = 1
    wanted = np.zeros((len(rows), len(classes)), dtype=np.float32)
    wanted[np.arange(len(rows)), [classes.index(one) for one in labels]] = 1
    share = np.ones(len(rows), dtype=np.float32) if importance is None else np.array(importance, dtype=np.float32)
    weights, bias = _descend(given, wanted, share[:, None], penalty, steps)
    return LinearModel(features, classes, weights, bias)


def _frequent(rows: Iterable[frozenset[str]], least: int) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for row in rows:
        for name in row:
            counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(name for name, count in counts.items() if count >= least))


def _descend(given: Floats, wanted: Floats, share: Floats, penalty: float, steps: int) -> tuple[Floats, Floats]:
    """Adam (Kingma and Ba 2015) with a rate that falls to nothing, over the whole set at each step."""
    held = np.zeros((given.shape[1] + 1, wanted.shape[1]), dtype=np.float32)  # the last row is the bias
    mean, square = np.zeros_like(held), np.zeros_like(held)
    decay = np.full((len(held), 1), penalty, dtype=np.float32)
    decay[-1] = 0
    for step in range(1, steps + 1):
        logits = given @ held[:-1] + held[-1]
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        wrong = (shares / shares.sum(axis=1, keepdims=True) - wanted) * share
        slope = np.vstack([given.T @ wrong, wrong.sum(axis=0, keepdims=True)]) + decay * held
        mean += 0.1 * (slope - mean)
        square += 0.001 * (slope * slope - square)
        rate = 0.1 * (1 - (step - 1) / steps)
        held -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return held[:-1], held[-1]
