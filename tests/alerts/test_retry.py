from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from worker.alerts.retry import ATTEMPTS, after_failure
from worker.model import ChannelError, Delivery, DeliveryState

Make = Callable[..., Delivery]


def error(permanent: bool = False, retry_after: float | None = None) -> ChannelError:
    return ChannelError("the desk is shut", kind="HTTP 503", permanent=permanent, retry_after=retry_after)


def test_waits_grow_fourfold_to_six_hours(delivery: Make, now: datetime) -> None:
    waits = [after_failure(delivery(attempts=n), error(), now).next_attempt_at - now for n in range(1, ATTEMPTS)]
    assert [wait.total_seconds() for wait in waits] == [30, 120, 480, 1920, 7680, 21600, 21600]


def test_the_outcome_says_what_happened_and_when_it_is_tried_again(delivery: Make, now: datetime) -> None:
    state, _, outcome = after_failure(delivery(attempts=5), error(), now)
    assert state is DeliveryState.PENDING
    assert outcome == "HTTP 503: the desk is shut; attempt 5 of 8, again in 2 h 8 min"


def test_a_permanent_failure_is_dead_at_once(delivery: Make, now: datetime) -> None:
    state, at, outcome = after_failure(delivery(), error(permanent=True), now)
    assert (state, at) == (DeliveryState.DEAD, now)
    assert "the desk is shut" in outcome and "refused for good" in outcome


def test_the_eighth_failure_is_the_last(delivery: Make, now: datetime) -> None:
    state, _, outcome = after_failure(delivery(attempts=ATTEMPTS), error(), now)
    assert state is DeliveryState.DEAD
    assert outcome.endswith("given up after 8 attempts")


@pytest.mark.parametrize(("asked", "waited"), [(90, 90), (0, 30), (3600, 3600), (10**8, 86400), (float("inf"), 86400)])
def test_a_wait_that_the_far_side_asks_for_is_kept_within_bounds(
    delivery: Make, now: datetime, asked: float, waited: float
) -> None:
    verdict = after_failure(delivery(), error(retry_after=asked), now)
    assert verdict.next_attempt_at == now + timedelta(seconds=waited)
