"""Limits and answers that all processes of a data folder share."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from loopback import REPOSITORY

from worker.config.llm import LlmSettings
from worker.llm.memory import KEPT, Memory, Spending
from worker.model import CoderError

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


def memory(folder: Path, now: datetime = NOON, **limits: object) -> Memory:
    settings = LlmSettings.model_validate({"url": "http://127.0.0.1:1", "model": "tiny-1", **limits})
    return Memory(folder / "deep" / "llm.sqlite3", settings, lambda: now)


def refused(held: Memory, tokens_in: int = 10, tokens_out: int = 10) -> str:
    with pytest.raises(CoderError) as caught:
        held.book(tokens_in, tokens_out)
    assert caught.value.kind == "limit"
    return str(caught.value)


def test_requests_end_at_their_limit(tmp_path: Path) -> None:
    held = memory(tmp_path, requests_per_day=2)
    held.book(1, 1), held.book(1, 1)
    assert "limit of requests is 2: 2 are spent" in refused(held)
    assert "DYADWATCH_LLM_REQUESTS_PER_DAY" in refused(held)


def test_tokens_are_booked_before_and_put_right_after(tmp_path: Path) -> None:
    held = memory(tmp_path, tokens_per_day=1000)
    booking = held.book(600, 300)
    assert "limit of tokens" in refused(held, 100, 100)
    assert held.settle(booking, 50, 10) == Spending(1, 60, 0.0)
    held.book(600, 300)


def test_money_is_counted_by_the_price_of_each_direction(tmp_path: Path) -> None:
    held = memory(tmp_path, money_per_day=0.01, price_in=1, price_out=4)
    booking = held.book(2000, 1000)
    assert booking.cost.money == pytest.approx(0.006)
    assert "limit of money is 0.01" in refused(held, 2000, 1000)
    assert held.settle(booking, 1000, 100).money == pytest.approx(0.0014)
    held.book(2000, 1000)


def test_who_dies_in_between_has_spent_what_it_booked(tmp_path: Path) -> None:
    memory(tmp_path, tokens_per_day=100).book(60, 20)
    refused(memory(tmp_path, tokens_per_day=100), 20, 1)


def test_a_new_day_begins_at_midnight_utc(tmp_path: Path) -> None:
    memory(tmp_path, requests_per_day=1).book(1, 1)
    late = NOON.replace(hour=23, minute=59).astimezone()
    refused(memory(tmp_path, late, requests_per_day=1))
    memory(tmp_path, NOON + timedelta(hours=12), requests_per_day=1).book(1, 1)


def test_a_booking_is_put_right_on_its_own_day(tmp_path: Path) -> None:
    booking = memory(tmp_path, tokens_per_day=100).book(60, 20)
    tomorrow = memory(tmp_path, NOON + timedelta(days=1), tokens_per_day=100)
    tomorrow.settle(booking, 0, 0)
    tomorrow.book(80, 20)


def test_an_answer_is_remembered_for_a_while(tmp_path: Path) -> None:
    held = memory(tmp_path)
    assert held.recall("q") is None
    held.remember("q", "first"), held.remember("q", "second")
    assert memory(tmp_path).recall("q") == "second"
    memory(tmp_path, NOON + KEPT + timedelta(days=1)).remember("other", "x")
    assert held.recall("q") is None


def test_without_a_file_nothing_is_spent(tmp_path: Path) -> None:
    (tmp_path / "deep").write_text("a file where the folder would be")
    for step in (lambda m: m.book(1, 1), lambda m: m.recall("q"), lambda m: m.remember("q", "x")):
        with pytest.raises(CoderError, match="DYADWATCH_DATA") as caught:
            step(memory(tmp_path))
        assert caught.value.kind == "memory"


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "llm.sqlite3").write_bytes(b"nonsense" * 1000)
    with pytest.raises(CoderError, match="cannot be used"):
        memory(tmp_path).book(1, 1)


_SPENDER = """
import sys
from pathlib import Path
from worker.config.llm import LlmSettings
from worker.llm.memory import Memory
from worker.model import CoderError
settings = LlmSettings.model_validate({"url": "http://127.0.0.1:1", "model": "m", "requests_per_day": 25})
memory, taken = Memory(Path(sys.argv[1]) / "llm.sqlite3", settings), 0
print("ready", flush=True)
sys.stdin.readline()
for _ in range(25):
    try:
        memory.book(10, 10)
        taken += 1
    except CoderError as error:
        assert error.kind == "limit", error
print(taken)
"""


def test_two_processes_at_once_keep_one_limit(tmp_path: Path) -> None:
    spenders = [
        subprocess.Popen(
            [sys.executable, "-c", _SPENDER, str(tmp_path)],
            cwd=REPOSITORY,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    for one in spenders:
        assert one.stdout
        assert one.stdout.readline() == "ready\n"
    taken = [int(one.communicate("go\n", timeout=60)[0]) for one in spenders]
    assert sum(taken) == 25
