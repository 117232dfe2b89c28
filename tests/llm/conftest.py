"""A model on loopback, and the second coder that asks it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from llm_samples import KEY, Model, serving_model
from loopback import REPOSITORY

from worker.config import CoderConfig, load_coder_config
from worker.config.llm import LlmSettings
from worker.llm import MOST_ANSWER, LlmCoder, build_llm_coder
from worker.llm.codebook import Codebook, build_codebook
from worker.web import Web


@pytest.fixture
def model() -> Iterator[Model]:
    with serving_model() as held:
        yield held


@pytest.fixture(scope="session")
def config() -> CoderConfig:
    return load_coder_config(REPOSITORY / "config", {})


@pytest.fixture(scope="session")
def codebook(config: CoderConfig) -> Codebook:
    return build_codebook(config.actors)


@pytest.fixture
def settings(model: Model) -> Callable[..., LlmSettings]:
    """Settings for this model, with changes."""

    def make(**changes: object) -> LlmSettings:
        return LlmSettings.model_validate({"url": model.url, "model": "tiny-1", "key": KEY, "timeout": 5, **changes})

    return make


@pytest.fixture
def coder(
    config: CoderConfig, settings: Callable[..., LlmSettings], tmp_path: Path
) -> Iterator[Callable[..., LlmCoder]]:
    """A second coder as a new process would build it; all of a test share one data folder."""
    webs: list[Web] = []

    def make(**changes: object) -> LlmCoder:
        asked = settings(**changes)
        webs.append(Web([asked.host], most_bytes=MOST_ANSWER))
        return build_llm_coder(
            CoderConfig(config.actors, config.ontology, config.documents, data=tmp_path), asked, webs[-1]
        )

    yield make
    for web in webs:
        web.close()
