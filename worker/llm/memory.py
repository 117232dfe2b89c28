"""What all processes that share a data folder have spent today, and what the model said before: one SQLite file.

What a request may cost at most is booked before it is sent, and put right when its cost is known. So several processes
at once keep the limits, and one that is killed in between has spent what it booked. A day is one of UTC.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from worker.config.llm import LlmSettings
from worker.model import CoderError

KEPT = timedelta(days=180)  # how long an answer is remembered
PATIENCE = 5.0  # seconds to wait for another process's write

_SCHEMA = """
CREATE TABLE IF NOT EXISTS spent (
    day TEXT PRIMARY KEY, requests INTEGER NOT NULL, tokens INTEGER NOT NULL, money REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS answer (question TEXT PRIMARY KEY, said TEXT NOT NULL, day TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS answer_by_day ON answer (day);
"""


@dataclass(frozen=True, slots=True)
class Spending:
    """Requests, tokens and money, of one request or of a day."""

    requests: int = 0
    tokens: int = 0
    money: float = 0.0


@dataclass(frozen=True, slots=True)
class Booking:
    """What was taken from the limits of a day for one request."""

    day: str
    cost: Spending


class Memory:
    """Opens its file for each step, so that it may be used after a fork and by any number of processes.

    Everything raises CoderError of kind "memory" where the file cannot be used: without it no limit could be kept.
    """

    def __init__(
        self, path: Path, settings: LlmSettings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._path, self._settings, self._clock = path, settings, clock

    def book(self, tokens_in: int, tokens_out: int) -> Booking:
        """Take a request with so many tokens from today's limits. Raises CoderError of kind "limit" at their end."""
        wanted = Spending(1, tokens_in + tokens_out, self._price(tokens_in, tokens_out))
        day = self._today()
        with self._writing() as file:
            file.execute("INSERT INTO spent VALUES (?, 0, 0, 0) ON CONFLICT DO NOTHING", (day,))
            row = file.execute("SELECT requests, tokens, money FROM spent WHERE day = ?", (day,)).fetchone()
            self._within_limits(Spending(*row), wanted)
            _add(file, day, wanted, Spending())
        return Booking(day, wanted)

    def settle(self, booking: Booking, tokens_in: int, tokens_out: int) -> Spending:
        """Put a booking right, now that the tokens of its request are known. Gives what it cost."""
        cost = Spending(booking.cost.requests, tokens_in + tokens_out, self._price(tokens_in, tokens_out))
        with self._writing() as file:
            _add(file, booking.day, cost, booking.cost)
        return cost

    def recall(self, question: str) -> str | None:
        """What the model said to a question with this digest; null where it was not asked."""
        with self._writing() as file:
            row = file.execute("SELECT said FROM answer WHERE question = ?", (question,)).fetchone()
        return row[0] if row else None

    def remember(self, question: str, said: str) -> None:
        """Keep an answer, and forget those that are old."""
        oldest = (self._clock() - KEPT).date().isoformat()
        with self._writing() as file:
            file.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?)", (question, said, self._today()))
            file.execute("DELETE FROM answer WHERE day < ?", (oldest,))

    def _within_limits(self, spent: Spending, wanted: Spending) -> None:
        most = self._settings
        for name, limit in (
            ("requests", most.requests_per_day), ("tokens", most.tokens_per_day), ("money", most.money_per_day),
        ):  # fmt: skip
            held, more = (round(getattr(one, name), 6) for one in (spent, wanted))
            if limit is not None and held + more > limit:
                raise CoderError(
                    f"today's limit of {name} is {limit}: {held} are spent, the next request may need {more}; "
                    f"raise DYADWATCH_LLM_{name.upper()}_PER_DAY, or wait for midnight UTC",
                    kind="limit",
                )

    def _price(self, tokens_in: int, tokens_out: int) -> float:
        return (tokens_in * self._settings.price_in + tokens_out * self._settings.price_out) / 1_000_000

    def _today(self) -> str:
        return self._clock().astimezone(UTC).date().isoformat()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, with the file to itself."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None)) as file:
                file.executescript(f"BEGIN IMMEDIATE; {_SCHEMA}")
                yield file
                file.execute("COMMIT")
        except (OSError, sqlite3.Error) as error:
            problem = f"{self._path} cannot be used ({error}); see to it, or name another folder in DYADWATCH_DATA"
            raise CoderError(problem, kind="memory") from error


def _add(file: sqlite3.Connection, day: str, more: Spending, less: Spending) -> None:
    change = (more.requests - less.requests, more.tokens - less.tokens, more.money - less.money, day)
    file.execute(
        "UPDATE spent SET requests = requests + ?, tokens = tokens + ?, money = money + ? WHERE day = ?", change
    )
