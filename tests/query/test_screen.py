"""Tables in a terminal and in a pipe."""

import io

from worker.query import screen
from worker.query.screen import Column, plain, table


def test_cut_columns_share_what_the_others_leave():
    columns = (Column("ID", right=True), Column("WHY", cut=True), Column("WHAT", cut=True))
    lines = list(table(columns, [["7", "short", "x" * 200]], 60))
    assert lines == ["ID  WHY    WHAT", f" 7  short  {'x' * 48}…"]


def test_a_narrow_terminal_still_shows_the_beginning_of_a_sentence():
    columns = (Column("STATUS"), Column("EVIDENCE", cut=True))
    assert list(table(columns, [["corroborated", "w" * 90]], 10))[1] == f"corroborated  {'w' * 19}…"


def test_wide_characters_take_two_cells():
    columns = (Column("NAME", most=6), Column("N"))
    assert [*table(columns, [["中国外交部", "1"], ["abc", "2"]], 40)][1:] == ["中国 …  1", "abc     2"]


def test_no_rows_leave_the_header():
    assert list(table((Column("A"), Column("B", cut=True)), [], 100)) == ["A  B"]


def test_text_becomes_one_line_without_control_codes():
    assert plain("a\x1b[31m\nb\u202ec\x9b") == "a [31m b c"


class Terminal(io.StringIO):
    def isatty(self):
        return True


def shown(monkeypatch, out, **environ):
    for name, value in {"TERM": "xterm", "COLUMNS": "70"}.items() | environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", out)
    screen.show((Column("A"), Column("B", cut=True)), [("1", "b" * 300)])
    return out.getvalue()


def test_a_terminal_gets_its_own_width_and_a_bold_header(monkeypatch):
    out = shown(monkeypatch, Terminal())
    assert out.startswith("\x1b[1mA")
    assert len(out.splitlines()[1]) == 70


def test_no_color_and_pipes_get_plain_text(monkeypatch):
    assert "\x1b" not in shown(monkeypatch, Terminal(), NO_COLOR="1")
    assert "\x1b" not in shown(monkeypatch, io.StringIO())
