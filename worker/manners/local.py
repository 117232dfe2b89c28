"""The queue in this process alone."""

import threading
from datetime import UTC, datetime, timedelta

from worker.manners.places import Place, Places
from worker.manners.turns import Busy, Entered, Host

MOST_HOSTS = 10_000


class LocalManners:
    """Keeps limits among the threads of this process; the processes beside it know nothing of that."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._lock = threading.Lock()
        self._hosts: dict[str, Host] = {}

    def enter(self, url: str, queue: str, who: str, now: datetime) -> Entered | Busy:
        place = self._places.of(url)
        return Entered(None, who) if place is None else self.enter_place(place, queue, who, now)

    def enter_place(self, place: Place, queue: str, who: str, now: datetime) -> Entered | Busy:
        with self._lock:
            if len(self._hosts) >= MOST_HOSTS:
                self._hosts.clear()  # rather too many visits once than memory without end
            host = self._hosts.setdefault(place.name, Host())
            told = host.enter(place, queue, who, milliseconds(now))
        return Entered(place, who) if told is None else Busy(moment(told[0]), told[1])

    def leave(self, entered: Entered, now: datetime, rest: timedelta | None = None) -> None:
        if entered.place is None:
            return
        with self._lock:
            host = self._hosts.setdefault(entered.place.name, Host())
            host.leave(entered.who, milliseconds(now), rest_of(entered.place, rest))

    def settle(self) -> None:
        pass


def rest_of(place: Place, rest: timedelta | None) -> int:
    """Milliseconds that the whole host is left alone; where it is shared, its feeds alone are (see the schedule)."""
    return 0 if rest is None or place.shared else max(0, round(rest.total_seconds() * 1000))


def milliseconds(now: datetime) -> int:
    return int(now.timestamp() * 1000)


def moment(milliseconds: float) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
