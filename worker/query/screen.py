"""What a person sees in a terminal: tables that fit it, plain in pipes, and never an escape code out of an article."""

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

PIPE_WIDTH = 100
LEAST_CUT = 20
# Control codes, and the marks that turn the direction of text around.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``most`` is its greatest width in cells; a ``cut`` column takes what the others leave."""

    title: str
    cut: bool = False
    right: bool = False
    most: int = 40


def plain(text: object) -> str:
    """The text on one line, without control codes: a headline must not repaint the terminal of who reads it."""
    return "" if text is None else _CONTROL.sub(" ", str(text)).strip()


def stamp(moment: datetime | None) -> str:
    """A time to the minute, UTC: ``2026-01-31 12:00``."""
    return moment.strftime("%Y-%m-%d %H:%M") if moment else ""


def show(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
    """Print a table on stdout: as wide as the terminal, or 100 cells in a pipe."""
    cells = [[plain(cell) for cell in row] for row in rows]
    header, *lines = table(columns, cells, _width())
    print(f"\x1b[1m{header}\x1b[0m" if _may_use_colour() else header)
    for line in lines:
        print(line)


def fit(line: str) -> str:
    """The line as it fits the terminal, or 100 cells in a pipe; what does not fit ends with an ellipsis."""
    from rich.cells import cell_len

    width = _width()
    return line if cell_len(line) <= width else _cut(line, width)


def table(columns: Sequence[Column], cells: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """The lines of a table, header first. Cells that do not fit end with an ellipsis."""
    titles = [column.title for column in columns]
    widths = _widths(columns, [titles, *cells], width)
    for row in [titles, *cells]:
        yield "  ".join(_fitted(*part) for part in zip(row, widths, columns, strict=True)).rstrip()


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    from rich.cells import cell_len

    widest = [max(cell_len(row[index]) for row in rows) for index in range(len(columns))]
    widths = [min(w, max(c.most, len(c.title))) for c, w in zip(columns, widest, strict=True)]
    left = width - 2 * (len(columns) - 1) - sum(w for c, w in zip(columns, widths, strict=True) if not c.cut)
    cut = [index for index, column in enumerate(columns) if column.cut]
    # The one that wants least comes first, so that what it leaves goes to those that want more.
    for index in sorted(cut, key=lambda index: widest[index]):
        widths[index] = min(widest[index], max(LEAST_CUT, left // len(cut)))
        left -= widths[index]
        cut = cut[1:]
    return widths


def _fitted(text: str, width: int, column: Column) -> str:
    """Exactly ``width`` cells: a Chinese character takes two of them."""
    from rich.cells import cell_len

    held = cell_len(text)
    if held > width:
        return _cut(text, width)
    return " " * (width - held) + text if column.right else text + " " * (width - held)


def _cut(text: str, width: int) -> str:
    from rich.cells import set_cell_size

    return set_cell_size(text, width - 1) + "…"


def _width() -> int:
    return shutil.get_terminal_size((PIPE_WIDTH, 24)).columns if sys.stdout.isatty() else PIPE_WIDTH


def _may_use_colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def say(text: str) -> None:
    """A remark, on stderr, so that stdout holds only what was asked for."""
    print(text, file=sys.stderr, flush=True)
