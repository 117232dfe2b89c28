"""Names into addresses, within the time that the exchange has left."""

import socket
import threading
from ipaddress import ip_address
from typing import Any

import httpcore2

from worker.model import FetchError
from worker.web.exchange import remaining

# Lookups that hang hold a thread each until the system's resolver gives them up, half a minute or so; no more than
# these may, however many names of slow servers are asked for.
MOST_LOOKUPS = 32
_free = threading.BoundedSemaphore(MOST_LOOKUPS)


def addresses_of(host: str, port: int) -> list[str]:
    """Every address of a name, in the system's order; of an address that is written out, itself.

    Raises FetchError of kind "dns" where there is none, or none comes in time.
    """
    if is_address(host):
        return [host]
    found = _looked_up(host, port)
    if isinstance(found, list):
        return found
    reason = found or "the resolver does not answer"
    message = f"{host} has no address ({reason}); mind the spelling"
    raise FetchError(message, kind="dns", permanent=False, subject=host)


def is_address(host: str) -> bool:
    """Whether it is an address as usually written. ``127.1`` and the like are the system's to read."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _looked_up(host: str, port: int) -> list[str] | Exception | None:
    """In a thread, because the system's resolver knows no deadline of ours. Null where it did not answer in time."""
    found: list[list[str] | Exception] = []
    free = _free

    def ask() -> None:
        try:
            answers: list[Any] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.append(list(dict.fromkeys(str(answer[4][0]) for answer in answers)))
        except (OSError, UnicodeError) as error:
            found.append(error)
        finally:
            free.release()

    if not free.acquire(timeout=remaining()):
        return None
    thread = threading.Thread(target=ask, name="resolve", daemon=True)
    try:
        thread.start()
    except RuntimeError:
        free.release()
        raise
    try:
        thread.join(remaining())
    except httpcore2.ReadTimeout:
        return None
    return found[0] if found else None
