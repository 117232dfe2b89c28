"""WebSub's part of the store: a method a transaction, as in ``Store``."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from sqlalchemy import Connection

from worker.model import Push, Subscription
from worker.store import beat, subscriptions

SUBSCRIPTIONS_EVERY = timedelta(minutes=1)
MOST_PUSHES = 20  # of one feed that wait to be read


class Hubs:
    """Subscriptions, and what was pushed. ``Store.hubs`` is one, on the store's own connections."""

    def __init__(self, begin: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._begin = begin

    def due(self, now: datetime, limit: int) -> list[int]:
        """Feeds whose hub is to be asked to push; none where that was looked at within the last minute."""
        with self._begin() as connection:
            ours = beat.claim(connection, "websub", now, SUBSCRIPTIONS_EVERY)
            return subscriptions.due(connection, now, limit) if ours else []

    def ask(self, feed_id: int, token: str, secret: str, now: datetime) -> Subscription | None:
        """What the feed's hub is to be asked for; null where it names none any more."""
        with self._begin() as connection:
            return subscriptions.ask(connection, feed_id, token, secret, now)

    def called(self, token: str) -> Subscription:
        with self._begin() as connection:
            return subscriptions.called(connection, token)

    def confirm(self, feed_id: int, until: datetime, now: datetime) -> None:
        with self._begin() as connection:
            subscriptions.confirm(connection, feed_id, until, now)

    def deny(self, feed_id: int, why: str) -> None:
        with self._begin() as connection:
            subscriptions.deny(connection, feed_id, why)

    def note(self, feed_id: int, why: str) -> None:
        with self._begin() as connection:
            subscriptions.note(connection, feed_id, why)

    def take_in(self, feed_id: int, content_type: str, body: bytes, now: datetime) -> bool:
        """Keep what a hub brought until a poll reads it. False where too much waits already."""
        with self._begin() as connection:
            return subscriptions.take_in(connection, feed_id, content_type, body, now, MOST_PUSHES)

    def oldest_push(self, feed_id: int) -> Push | None:
        """The next to be read; null where none waits."""
        with self._begin() as connection:
            return subscriptions.oldest(connection, feed_id)

    def done_with(self, push: Push, feed_id: int) -> bool:
        """Drop what was read. Whether more of that feed waits."""
        with self._begin() as connection:
            return subscriptions.done_with(connection, push.id, feed_id)
