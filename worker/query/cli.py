"""The command line. Each command lives in its own file; here they are hung up, and errors become exit codes.

Exit codes: 0 done, 1 the work failed (said on stderr), 2 wrong use. Heavy libraries are imported inside the commands,
so that ``dyadwatch --help`` answers at once.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from worker.model import ConfigError, DyadwatchError, UsageError
from worker.query import alerts, deliveries, feeds
from worker.query.code import code
from worker.query.context import Context
from worker.query.dyads import dyads
from worker.query.events import events
from worker.query.recode import recode
from worker.query.serve import serve
from worker.query.up import up
from worker.query.upkeep import check, migrate

FAILED, WRONG_USE, INTERRUPTED = 1, 2, 130

app = typer.Typer(
    name="dyadwatch",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: quick to print, and the same in a terminal and in a pipe
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(importlib.metadata.version("dyadwatch"))
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Configuration folder (else DYADWATCH_CONFIG, ./config, ours).")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Data folder (else DYADWATCH_DATA, ~/.local/share/dyadwatch).")
    ] = None,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show it.")] = False,
) -> None:
    """Watch the news for what states do to each other, with the sentence that says so.

    \b
    Examples:
      dyadwatch demo --seconds 150          see the whole system at work on sample feeds
      dyadwatch up                          run it on the feeds of config/feeds.yaml
      dyadwatch events --since 7d           ask for what it found
      dyadwatch code article.txt            code one text; needs no service

    --config and --data may stand before or after the command.
    """
    context.obj = Context(config, data)
    context.call_on_close(context.obj.closing.close)


def demo(
    context: typer.Context,
    seconds: Annotated[float | None, typer.Option(min=1, help="Stop by itself after so many seconds.")] = None,
) -> None:
    """Run everything on invented feeds served on loopback; print each alert as it rings.

    With --seconds, exit code 0 says that every article was coded and every alert delivered.

    \b
    Examples:
      dyadwatch demo
      dyadwatch demo --seconds 150
    """
    # By name: the sample newsroom and the asking side know nothing of each other (see the layers in pyproject.toml).
    run = importlib.import_module("worker.demo.run").run_demo
    asked = Context.of(context)
    os.environ.update(asked.environ())
    raise typer.Exit(run(seconds=seconds, data=asked.data_directory))


for command in (up, demo, code, events, dyads, recode, migrate, check, serve):
    app.command()(command)
for name, group in (("feeds", feeds.app), ("alerts", alerts.app), ("deliveries", deliveries.app)):
    app.add_typer(group, name=name)


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave by ``SystemExit``."""
    try:
        app(args=_globals_first(sys.argv[1:] if arguments is None else arguments), prog_name="dyadwatch")
    except (UsageError, ConfigError) as error:
        _leave(WRONG_USE, error)
    except DyadwatchError as error:
        _leave(FAILED, error)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader of our pipe (``head``) has enough. Nothing may be flushed into the broken pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _leave(code: int, error: DyadwatchError) -> None:
    print(str(error), file=sys.stderr)
    sys.exit(code)


def _globals_first(arguments: list[str]) -> list[str]:
    """``up --data DIR`` is ``--data DIR up``: nobody should have to know on which side of a command a folder stands."""
    first: list[str] = []
    rest: list[str] = []
    left = iter(arguments)
    for argument in left:
        if argument == "--":
            return [*first, *rest, argument, *left]
        moved = argument in ("--config", "--data") or argument.startswith(("--config=", "--data="))
        (first if moved else rest).append(argument)
        if moved and "=" not in argument:
            first.extend([value] if (value := next(left, None)) is not None else [])
    return [*first, *rest]


if __name__ == "__main__":
    main()
