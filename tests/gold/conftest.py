"""The coder as it ships, built once for all of the gate."""

from pathlib import Path

import pytest

from worker.config import load_coder_config
from worker.events.coder import PatternCoder, build_coder

CONFIG = Path(__file__).parents[2] / "config"


@pytest.fixture(scope="session")
def coder() -> PatternCoder:
    return build_coder(load_coder_config(CONFIG))
