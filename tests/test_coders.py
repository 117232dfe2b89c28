"""Which coder a configuration means."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from llm_samples import ARTICLE, serving_model
from loopback import REPOSITORY

from worker.coders import configured_coder, second_coder
from worker.config import CoderConfig, load_coder_config
from worker.model import CodedEvent, Document

FIRST = SimpleNamespace(version="patterns-1", code=lambda document: ())


@pytest.fixture
def config(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., CoderConfig]:
    monkeypatch.setattr("worker.events.coder.build_coder", lambda config: FIRST)

    def load(**environ: str) -> CoderConfig:
        return load_coder_config(REPOSITORY / "config", {"DYADWATCH_DATA": str(tmp_path), **environ})

    return load


def test_without_a_model_the_first_coder_codes_alone(config: Callable[..., CoderConfig]) -> None:
    assert second_coder(config()) is None
    assert configured_coder(config()) is FIRST


def test_a_model_on_this_machine_codes_and_is_kept_to_its_own_address(
    config: Callable[..., CoderConfig], tmp_path: Path
) -> None:
    with serving_model() as model:
        coder = configured_coder(config(DYADWATCH_LLM_URL=model.url, DYADWATCH_LLM_MODEL="tiny-1"))
        (event,) = coder.code(ARTICLE)
    assert coder.version.endswith("+tiny-1")
    assert (event.coder, event.dyads) == (None, ("KEN-SOM",))
    assert (tmp_path / "llm.sqlite3").is_file()


def test_a_model_that_is_not_there_leaves_the_work_to_the_first_coder(config: Callable[..., CoderConfig]) -> None:
    coder = configured_coder(config(DYADWATCH_LLM_URL="http://127.0.0.1:1/v1", DYADWATCH_LLM_MODEL="tiny-1"))
    assert coder.code(Document("Kenya condemned Somalia.")) == _none()


def _none() -> tuple[CodedEvent, ...]:
    return ()
