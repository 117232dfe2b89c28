"""The coder as it is shipped, built once for all tests of this folder: it keeps nothing between two articles."""

import pytest

from worker.config import load_coder_config
from worker.events.coder import PatternCoder, build_coder


@pytest.fixture(scope="session")
def coder() -> PatternCoder:
    return build_coder(load_coder_config())
