"""Environment and YAML into one frozen Config. Every mistake is reported at once, before anything starts.

The folder is looked for at the one given (``--config``), ``DYADWATCH_CONFIG``, ``./config``, and last the copy that
the package carries, so that an installed ``dyadwatch`` works in any folder.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from worker.config.actors import ActorsFile
from worker.config.alerts import AlertsFile, ChannelConfig
from worker.config.documents import DocumentsFile
from worker.config.feeds import FeedConfig, FeedsFile
from worker.config.hosts import HostConfig
from worker.config.lines import read_yaml
from worker.config.llm import LlmSettings
from worker.config.ontology import OntologyFile
from worker.config.settings import ENVIRONMENT, Settings, read_settings
from worker.model import ConfigError, Mistake, Rule

__all__ = ["CoderConfig", "Config", "find_directory", "load_coder_config", "load_config", "read_settings"]

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class CoderConfig:
    """All that the coders need: who there is, what can happen, which articles tell nothing, the parser and the model.

    ``data`` is the folder where the processes of this machine keep what a model said and cost.
    """

    actors: ActorsFile
    ontology: OntologyFile
    documents: DocumentsFile
    parser: str | None = None
    llm: LlmSettings | None = None
    data: Path = Path()


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that a person can set, checked."""

    directory: Path
    settings: Settings
    feeds: tuple[FeedConfig, ...]
    rules: tuple[Rule, ...]
    channels: Mapping[str, ChannelConfig]
    coder: CoderConfig
    hosts: tuple[HostConfig, ...] = ()


def load_config(directory: Path | None = None, environ: Mapping[str, str] = os.environ) -> Config:
    """The whole configuration. Raises ConfigError that holds the mistakes of all files together."""
    mistakes: list[Mistake] = []
    folder = find_directory(directory, environ)
    settings = _try(lambda: read_settings(environ), mistakes)
    feeds = _try(lambda: read_yaml(folder / "feeds.yaml", FeedsFile), mistakes)
    alerts = _try(lambda: read_yaml(folder / "alerts.yaml", AlertsFile), mistakes)
    coder = _coder(folder, settings, mistakes)
    if settings is None or feeds is None or alerts is None or coder is None:
        raise ConfigError(tuple(mistakes))
    rules, channels = alerts.active(environ)
    return Config(folder, settings, feeds.feeds, rules, channels, coder, feeds.hosts)


def load_coder_config(directory: Path | None = None, environ: Mapping[str, str] = os.environ) -> CoderConfig:
    """The part that ``dyadwatch code`` needs: a mistake in feeds or alerts is none of its business."""
    mistakes: list[Mistake] = []
    folder = find_directory(directory, environ)
    settings = _try(lambda: read_settings(environ), mistakes)
    coder = _coder(folder, settings, mistakes)
    if coder is None:
        raise ConfigError(tuple(mistakes))
    return coder


def _coder(folder: Path, settings: Settings | None, mistakes: list[Mistake]) -> CoderConfig | None:
    """The coder's three files; None, and what is wrong added to the mistakes, where one of them has any."""
    actors = _try(lambda: read_yaml(folder / "actors.yaml", ActorsFile), mistakes)
    ontology = _try(lambda: read_yaml(folder / "ontology.yaml", OntologyFile), mistakes)
    documents = _try(lambda: read_yaml(folder / "documents.yaml", DocumentsFile), mistakes)
    if settings is None or actors is None or ontology is None or documents is None:
        return None
    return CoderConfig(actors, ontology, documents, settings.parser, settings.llm, settings.data)


def find_directory(directory: Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """The configuration folder. Raises ConfigError where one was asked for by name and is not there."""
    named = environ.get("DYADWATCH_CONFIG")
    for key, path in (("--config", directory), ("DYADWATCH_CONFIG", Path(named) if named else None)):
        if path is not None:
            return _existing(key, path)
    here = Path("config")
    return here if (here / "ontology.yaml").is_file() else _shipped()


def _existing(key: str, path: Path) -> Path:
    if not path.is_dir():
        files = "feeds.yaml, actors.yaml, ontology.yaml, documents.yaml and alerts.yaml"
        problem = f"{path} is no folder; name one that holds {files}"
        raise ConfigError((Mistake(ENVIRONMENT, 1, key, problem),))
    return path


def _shipped() -> Path:
    """The wheel's own copy; in a checkout, where no wheel was made, the folder it would be made from."""
    package = Path(__file__).parent
    return next(path for path in (package / "shipped", package.parent.parent / "config") if path.is_dir())


def _try(read: Callable[[], Part], mistakes: list[Mistake]) -> Part | None:
    try:
        return read()
    except ConfigError as error:
        mistakes.extend(error.mistakes)
        return None
