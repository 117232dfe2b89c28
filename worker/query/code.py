"""`dyadwatch code`: text in, events out, no service needed. One JSON object a line: {"id": ..., "events": [...]}.

A plain file is one document, named by its path. With `--jsonl` each line is a document: `id` and `text`, and where
known `published` (YYYY-MM-DD), `title` and `entities` ([{"start", "end", "code"}], spans whose codes the caller knows).
With `--compare` a second coder reads each document too (see `worker.query.compare`).
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from worker.model import Document, DyadwatchError, GivenEntity, UsageError
from worker.model.text import clean

STDIN = "-"


def run_code(
    files: Sequence[Path | str], *, jsonl: bool, published: date | None, config_dir: Path | None, out: TextIO
) -> int:
    """Code each document of each file and write a line for it. Gives the exit code: 0 done, 1 a file cannot be read.

    Raises UsageError, naming file and line, for a line that is no document; ConfigError for a wrong configuration.
    """
    from worker.config import load_coder_config
    from worker.events.coder import build_coder

    coder = build_coder(load_coder_config(config_dir))

    def write(identity: Any, document: Document) -> None:
        events = [event.to_json() for event in coder.code(document)]
        out.write(json.dumps({"id": identity, "events": events}, ensure_ascii=False) + "\n")

    return for_each_document(write, files, jsonl=jsonl, published=published)


def for_each_document(
    see: Callable[[Any, Document], None], files: Sequence[Path | str], *, jsonl: bool, published: date | None
) -> int:
    """Show each document of each file to ``see``, with its id. Gives and raises what ``run_code`` does."""
    failed = 0
    for name in files or [STDIN]:
        try:
            for identity, document in _documents(str(name), jsonl, published):
                see(identity, document)
        except OSError as error:
            print(f"{name}: cannot be read ({error.strerror})", file=sys.stderr)
            failed = 1
    return failed


def _documents(name: str, jsonl: bool, published: date | None) -> Iterator[tuple[Any, Document]]:
    if not jsonl:
        text = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
        yield name, Document(clean(text.decode("utf-8", "replace")), published=published)
        return
    for number, line in enumerate(_lines(name), 1):
        if line.strip():
            yield _document(line, f"{name}:{number}", published)


def _lines(name: str) -> Iterator[str]:
    if name == STDIN:
        yield from (line.decode("utf-8", "replace") for line in sys.stdin.buffer)
        return
    with Path(name).open("rb") as file:
        yield from (line.decode("utf-8", "replace") for line in file)


def _document(line: str, where: str, published: date | None) -> tuple[Any, Document]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{where}: not JSON ({error}); give one object a line, with id and text") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
        raise UsageError(f"{where}: needs an id and a text; give one object a line, with id and text")
    return row["id"], Document(
        text=_same_length(row["text"]),
        title=_title(row.get("title"), where),
        published=_published(row.get("published"), where) or published,
        entities=tuple(_entities(row.get("entities") or [], where)),
    )


def _same_length(text: str) -> str:
    """Cleaned, each bad character by one other, so that the caller's offsets hold."""
    return clean(text.replace("\0", " "))


def _title(value: Any, where: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise UsageError(f"{where}: title is {value!r}; give a string or leave it out")
    return value


def _published(value: Any, where: str) -> date | None:
    if value in (None, ""):
        return None
    try:
        return datetime.fromisoformat(value).date()
    except (TypeError, ValueError) as error:
        raise UsageError(f"{where}: published is {value!r}; give a date as YYYY-MM-DD") from error


def _entities(rows: Any, where: str) -> Iterator[GivenEntity]:
    try:
        for row in rows:
            yield GivenEntity(int(row["start"]), int(row["end"]), str(row["code"]))
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{where}: entities need start, end and code each ({error!r} is wrong)") from error


def code(
    context: typer.Context,
    files: Annotated[list[str] | None, typer.Argument(help="Files to code; - is standard input.")] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Each line is a document: id, text, published, title.")
    ] = False,
    published: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="When it was published, where it does not say.")
    ] = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="Show where the second coder, a model, says something else.")
    ] = False,
) -> None:
    """Code text into events, one JSON object a line; needs no service.

    \b
    Examples:
      dyadwatch code article.txt --published 2026-03-04
      echo "Sweden's foreign minister held talks in Warsaw." | dyadwatch code -
      dyadwatch code --jsonl articles.jsonl > events.jsonl
      DYADWATCH_LLM_URL=http://127.0.0.1:11434/v1 DYADWATCH_LLM_MODEL=llama3.1 \\
        dyadwatch code --compare article.txt

    --compare tells, actor by actor, what both coders found, what only the first and what only the second: a
    table in a terminal, else one JSON object a document. The model is any behind an OpenAI-compatible endpoint.
    """
    from worker.query.context import Context

    asked = Context.of(context)
    day = published.date() if published else None
    if compare:
        from worker.query.compare import run_compare

        raise typer.Exit(run_compare(asked, files or [], jsonl=jsonl, published=day))
    folder = asked.config_directory
    raise typer.Exit(run_code(files or [], jsonl=jsonl, published=day, config_dir=folder, out=sys.stdout))


def main() -> None:
    """The same by itself: `python -m worker.query.code`."""
    app = typer.Typer(add_completion=False)
    app.command()(code)
    try:
        app()
    except DyadwatchError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
