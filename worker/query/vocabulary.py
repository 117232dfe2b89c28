"""The words that the ontology allows in a filter, so that a mistyped type is told, not answered with nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path


def read_vocabulary(directory: Path | None, environ: Mapping[str, str] = os.environ) -> dict[str, tuple[str, ...]]:
    """Types, modes and contexts of this configuration's ontology, by filter field. Raises ConfigError."""
    from worker.config import find_directory

    return _of(find_directory(directory, environ) / "ontology.yaml")


@cache
def _of(path: Path) -> dict[str, tuple[str, ...]]:
    from worker.config.lines import read_yaml
    from worker.config.ontology import OntologyFile

    ontology = read_yaml(path, OntologyFile)
    modes = {mode: None for kind in ontology.types.values() for mode in kind.modes}
    return {"event_type": tuple(ontology.types), "mode": tuple(modes), "context": tuple(ontology.contexts)}
