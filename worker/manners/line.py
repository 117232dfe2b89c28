"""A connection to Redis for short scripts, at a third of the price that the library's own commands have.

Those look for spans, retries and health checks around each command, 50 microseconds of it, twice in a poll that takes a
few hundred in all. Here the library's connection is used as it is.
"""

import hashlib
import threading
from functools import cache
from typing import Any

import redis

ANSWER_SECONDS = 1.0  # a poll must not wait for Redis longer than that


@cache
def _digest(script: str) -> str:
    return hashlib.sha1(script.encode(), usedforsecurity=False).hexdigest()


class Line:
    """Connects when first asked. Safe in threads, which take turns; not to be carried over a fork."""

    def __init__(self, redis_url: str, scripts: tuple[str, ...]) -> None:
        self._scripts = scripts
        address = redis_url.replace("redis+socket://", "unix://", 1)
        self._pool = redis.ConnectionPool.from_url(
            address, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS
        )
        self._connection: Any = None
        self._unheard = 0  # answers that nobody waited for
        self._lock = threading.Lock()

    def call(self, script: str, key: str, told: list[str | int], *, wait: bool) -> Any:
        """What the script answers, ``()`` where it answers nothing or nobody waits. Raises RedisError and OSError."""
        with self._lock:
            try:
                return self._called(script, key, told, wait)
            except BaseException:  # an answer that is still to come would be taken for that of the next question
                self._hang_up()
                raise

    def close(self) -> None:
        with self._lock:
            self._hang_up()
        self._pool.disconnect()

    def _called(self, script: str, key: str, told: list[str | int], wait: bool) -> Any:
        if self._connection is None:
            self._connect()
        self._connection.send_command("EVALSHA", _digest(script), 1, key, *told, check_health=False)
        if not wait:
            self._unheard += 1
            return ()
        while self._unheard:
            self._unheard -= 1
            self._heard()
        answer = self._heard()
        if isinstance(answer, Exception):
            raise answer
        return answer or ()

    def _connect(self) -> None:
        """Redis knows the scripts for as long as it runs, and a connection lasts no longer."""
        self._connection = self._pool.get_connection()
        for script in self._scripts:
            self._connection.send_command("SCRIPT", "LOAD", script)
            self._connection.read_response()

    def _heard(self) -> Any:
        """An answer, or the error that it is: one that nobody waited for is of no concern any more."""
        try:
            return self._connection.read_response()
        except redis.ResponseError as error:
            return error

    def _hang_up(self) -> None:
        connection, self._connection, self._unheard = self._connection, None, 0
        if connection is not None:
            connection.disconnect()
            self._pool.release(connection)
