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


def _packed(*words: str | int) -> bytes:
    """As Redis reads a command (https://redis.io/docs/latest/develop/reference/protocol-spec/)."""
    said = [str(word).encode() for word in words]
    return b"*%d\r\n" % len(said) + b"".join(b"$%d\r\n%b\r\n" % (len(word), word) for word in said)


class Line:
    """Connects when first asked. Safe in threads, which take turns; not to be carried over a fork."""

    def __init__(self, redis_url: str, scripts: tuple[str, ...]) -> None:
        self._scripts = scripts
        address = redis_url.replace("redis+socket://", "unix://", 1)
        self._pool = redis.ConnectionPool.from_url(
            address, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS
        )
        self._connection: Any = None
        self._unsent: list[bytes] = []  # calls that nobody waits for: they go with the next that somebody does
        self._lock = threading.Lock()

    def tell(self, script: str, key: str, told: list[str | int]) -> None:
        """The same without an answer, and not before the next ``call`` or ``flush``."""
        with self._lock:
            self._unsent.append(_packed("EVALSHA", _digest(script), 1, key, *told))

    def flush(self) -> None:
        """Sends what waits to be sent. Raises as ``call`` does."""
        with self._lock:
            if self._unsent:
                self._sent([])

    def call(self, script: str, key: str, told: list[str | int]) -> Any:
        """What the script answers, ``()`` where that is nothing. Raises RedisError and OSError."""
        with self._lock:
            answer = self._sent([_packed("EVALSHA", _digest(script), 1, key, *told)])
            if isinstance(answer, Exception):
                self._hang_up()  # the scripts may be forgotten, and are told again to the next connection
                raise answer
        return answer or ()

    def _sent(self, last: list[bytes]) -> Any:
        """All in one packet; the last answer, or the error that it is."""
        packets, self._unsent, answer = [*self._unsent, *last], [], None
        try:
            self._connect()
            self._connection.send_packed_command([b"".join(packets)], check_health=False)
            for _ in packets:
                answer = self._heard()
        except BaseException:  # an answer that is still to come would be taken for that of the next question
            self._hang_up()
            raise
        return answer

    def close(self) -> None:
        with self._lock:
            self._hang_up()
        self._pool.disconnect()

    def _connect(self) -> None:
        """Redis knows the scripts for as long as it runs, and a connection lasts no longer."""
        if self._connection is not None:
            return
        self._connection = self._pool.get_connection()
        for script in self._scripts:
            self._connection.send_command("SCRIPT", "LOAD", script)
            self._connection.read_response()

    def _heard(self) -> Any:
        """An answer, or the error that it is."""
        try:
            return self._connection.read_response()
        except redis.ResponseError as error:
            return error

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.disconnect()
            self._pool.release(connection)
