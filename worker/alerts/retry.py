"""What becomes of a delivery whose attempt failed: tried again later, or dead with its reason.

The order, first that holds wins:

1. A permanent failure (the address is gone, the secret is refused) is dead at once.
2. After ``ATTEMPTS`` attempts it is dead.
3. The far side named a wait (Retry-After): that long, at most a day, and never sooner than our own back-off's start.
4. Otherwise 30 s, 2 min, 8 min, 32 min, 2 h 8 min, then 6 h each: some fifteen hours in all.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from worker.model import ChannelError, Delivery, DeliveryState

ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
LONGEST_ASKED = timedelta(days=1)


class Verdict(NamedTuple):
    """The delivery's next state, when it is tried again (``now`` where it is dead), and the outcome for the ledger."""

    state: DeliveryState
    next_attempt_at: datetime
    outcome: str


def after_failure(delivery: Delivery, error: ChannelError, now: datetime) -> Verdict:
    """Judge a failed attempt. ``delivery.attempts`` counts that attempt, as it was recorded before sending."""
    said = str(error) if error.kind in str(error) else f"{error.kind}: {error}"
    if error.permanent:
        return Verdict(DeliveryState.DEAD, now, f"{said}; refused for good, not tried again")
    if delivery.attempts >= ATTEMPTS:
        return Verdict(DeliveryState.DEAD, now, f"{said}; given up after {delivery.attempts} attempts")
    wait = _wait(delivery.attempts, error.retry_after)
    outcome = f"{said}; attempt {delivery.attempts} of {ATTEMPTS}, again in {_in_words(wait)}"
    return Verdict(DeliveryState.PENDING, now + wait, outcome)


def _wait(attempts: int, asked: float | None) -> timedelta:
    if asked is not None:
        return min(max(timedelta(seconds=min(asked, LONGEST_ASKED.total_seconds())), FIRST_WAIT), LONGEST_ASKED)
    factor: int = 4 ** max(attempts - 1, 0)
    return min(FIRST_WAIT * factor, LONGEST_WAIT)


def _in_words(wait: timedelta) -> str:
    minutes, seconds = divmod(round(wait.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "min"), (seconds, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number)
