"""What every command shares: ``--config`` and ``--data``, and from them, when asked for, settings, config and store.

Running are looked for in the environment first, then in the file that a running ``dyadwatch up`` keeps in its data
folder, so that ``dyadwatch events`` in a second terminal finds the embedded database.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from worker.model import DyadwatchError

if TYPE_CHECKING:
    import typer

    from worker.config import Config
    from worker.config.settings import Settings
    from worker.store import Store

NOTHING_RUNS = "nothing is running: start `dyadwatch up`, or set DATABASE_URL"


@dataclass(frozen=True, slots=True)
class Running:
    """What a running ``dyadwatch up`` says of itself; ``pid`` is the process that keeps its services alive."""

    pid: int
    database_url: str
    redis_url: str
    web_url: str

    def write(self, data: Path) -> None:
        """Keep the addresses in the data folder, for its owner's eyes only: they may hold a password."""
        partial = data / "addresses.json.partial"
        partial.unlink(missing_ok=True)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(asdict(self), file, indent=2)
        partial.replace(data / "addresses.json")

    @staticmethod
    def read(data: Path) -> Running | None:
        """The addresses, or null where nothing runs: no file, half a file, or one that outlived its process."""
        try:
            running = Running(**json.loads((data / "addresses.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return running if _alive(running.pid) else None

    @staticmethod
    def remove(data: Path) -> None:
        (data / "addresses.json").unlink(missing_ok=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@dataclass(frozen=True, slots=True)
class Context:
    """The folders that the caller named; null means the usual place (see ``worker.config``)."""

    config_directory: Path | None = None
    data_directory: Path | None = None
    closing: ExitStack = field(default_factory=ExitStack, compare=False)
    """What is to be closed when the command has ended."""

    @staticmethod
    def of(context: typer.Context) -> Context:
        """What the callback of the main app put there."""
        held = context.find_root().obj
        return held if isinstance(held, Context) else Context()

    def environ(self) -> Mapping[str, str]:
        """The environment, with ``--config`` and ``--data`` in the place of what it says of them."""
        given = {"DYADWATCH_CONFIG": self.config_directory, "DYADWATCH_DATA": self.data_directory}
        return os.environ | {name: str(path.absolute()) for name, path in given.items() if path is not None}

    def settings(self) -> Settings:
        from worker.config.settings import read_settings

        return read_settings(self.environ())

    def config(self) -> Config:
        from worker.config import load_config

        return load_config(self.config_directory, self.environ())

    def vocabulary(self) -> Mapping[str, Collection[str]]:
        """The words that the ontology allows, by filter field."""
        from worker.query.vocabulary import read_vocabulary

        return read_vocabulary(self.config_directory, self.environ())

    def running(self) -> Running | None:
        return Running.read(self.settings().data)

    def database_url(self) -> str:
        """DATABASE_URL, or that of the running ``dyadwatch up``. Raises DyadwatchError where there is neither."""
        settings = self.settings()
        running = None if settings.database_url else Running.read(settings.data)
        url = settings.database_url or (running and running.database_url)
        if not url:
            raise DyadwatchError(f"{NOTHING_RUNS} (looked in {settings.data})", subject=str(settings.data))
        return url

    def store(self) -> Store:
        """The store, closed when the command ends. Raises DyadwatchError where no database is known."""
        url = self.database_url()
        from worker.store import Store

        store = Store(url)
        self.closing.callback(store.close)
        return store
