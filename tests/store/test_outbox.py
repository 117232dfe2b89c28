"""The outbox: an attempt is one caller's alone, written down before it is made."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from store_samples import LEASE, NOW, coded, draft, read_article, told, with_feed

from worker.alerts.retry import ATTEMPTS
from worker.model import DeliveryState, NotFoundError
from worker.store import Store

pytestmark = pytest.mark.services


@pytest.fixture
def pending(store: Store) -> UUID:
    made = told(store, read_article(store, with_feed(store), draft()), coded())
    assert made
    return made


def test_an_attempt_is_one_callers_alone(store: Store, pending: UUID) -> None:
    held = store.claim_delivery(pending, NOW, LEASE)
    assert held
    assert (held.state, held.attempts, held.attempted_at) == (DeliveryState.SENDING, 1, NOW)
    assert store.claim_delivery(pending, NOW, LEASE) is None


def test_an_attempt_cut_short_is_made_again_and_the_ledger_says_so(store: Store, pending: UUID) -> None:
    store.claim_delivery(pending, NOW, LEASE)
    again = store.claim_delivery(pending, NOW + LEASE, LEASE)
    assert again
    assert (again.id, again.attempts) == (pending, 2)
    store.record_outcome(again, DeliveryState.SENT, NOW, "http 200", NOW + LEASE)
    (line,) = store.deliveries()
    assert [attempt["outcome"].split(":")[0] for attempt in line.attempts] == ["outcome unknown", "http 200"]
    assert (line.delivery.state, line.delivery.finished_at) == (DeliveryState.SENT, NOW + LEASE)


def test_what_was_sent_is_never_claimed_again(store: Store, pending: UUID) -> None:
    held = store.claim_delivery(pending, NOW, LEASE)
    assert held
    store.record_outcome(held, DeliveryState.SENT, NOW, "http 200", NOW)
    far = NOW + timedelta(days=30)
    assert store.claim_delivery(pending, far, LEASE) is None
    assert store.claim_left_deliveries(far, LEASE, 10) == []


def test_a_failed_attempt_waits_for_its_time(store: Store, pending: UUID) -> None:
    held = store.claim_delivery(pending, NOW, LEASE)
    assert held
    soon = NOW + timedelta(seconds=30)
    store.record_outcome(held, DeliveryState.PENDING, soon, "http 503", NOW)
    assert store.claim_delivery(pending, soon - timedelta(seconds=1), LEASE) is None
    assert store.claim_left_deliveries(soon - timedelta(seconds=1), LEASE, 10) == []
    assert store.claim_left_deliveries(soon, LEASE, 10) == [pending]
    assert store.claim_left_deliveries(soon, LEASE, 10) == [], "rung for once in a lease"
    assert store.claim_delivery(pending, soon, LEASE)


def test_good_news_that_comes_late_counts_and_bad_news_does_not(store: Store, pending: UUID) -> None:
    first = store.claim_delivery(pending, NOW, LEASE)
    second = store.claim_delivery(pending, NOW + LEASE, LEASE)
    assert first
    assert second
    store.record_outcome(first, DeliveryState.DEAD, NOW, "http 410", NOW)
    assert store.deliveries()[0].delivery.state is DeliveryState.SENDING
    store.record_outcome(first, DeliveryState.SENT, NOW, "http 200", NOW)
    assert store.deliveries()[0].delivery.state is DeliveryState.SENT


def test_odd_bytes_of_a_receiver_are_kept_out_of_the_ledger(store: Store, pending: UUID) -> None:
    held = store.claim_delivery(pending, NOW, LEASE)
    assert held
    store.record_outcome(held, DeliveryState.PENDING, NOW, "said \x00 \udfff", NOW)
    (line,) = store.deliveries()
    assert line.delivery.outcome == line.attempts[0]["outcome"] == "said  \ufffd"


def test_a_dead_delivery_says_why_and_can_be_sent_again_by_hand(store: Store, pending: UUID) -> None:
    held = store.claim_delivery(pending, NOW, LEASE)
    assert held
    store.record_outcome(held, DeliveryState.DEAD, NOW, "http 410: gone", NOW)
    (line,) = store.deliveries(DeliveryState.DEAD)
    assert line.delivery.outcome == "http 410: gone"
    assert store.deliveries(DeliveryState.SENT) == ()
    assert store.replay(pending, NOW).id == pending
    assert store.claim_delivery(pending, NOW, LEASE)


def test_a_delivery_that_is_not_there_is_named(store: Store) -> None:
    missing = uuid4()
    with pytest.raises(NotFoundError, match=str(missing)):
        store.replay(missing, NOW)
    assert store.claim_delivery(missing, NOW, LEASE) is None


def test_what_was_sent_is_not_sent_again_because_a_later_attempt_failed(store: Store, pending: UUID) -> None:
    first = store.claim_delivery(pending, NOW, LEASE)
    second = store.claim_delivery(pending, NOW + LEASE, LEASE)
    assert first
    assert second
    store.record_outcome(first, DeliveryState.SENT, NOW, "http 200", NOW + LEASE)
    store.record_outcome(second, DeliveryState.PENDING, NOW + 2 * LEASE, "timeout", NOW + LEASE)
    (line,) = store.deliveries()
    assert line.delivery.state is DeliveryState.SENT
    assert [attempt["outcome"] for attempt in line.attempts] == ["http 200", "timeout"]


def test_a_replay_leaves_the_ledger_of_earlier_attempts_alone(store: Store, pending: UUID) -> None:
    first = store.claim_delivery(pending, NOW, LEASE)
    assert first
    store.record_outcome(first, DeliveryState.DEAD, NOW, "http 410: gone", NOW)
    store.replay(pending, NOW + LEASE)
    again = store.claim_delivery(pending, NOW + LEASE, LEASE)
    assert again
    store.record_outcome(again, DeliveryState.SENT, NOW + LEASE, "http 200", NOW + LEASE)
    assert [attempt["outcome"] for attempt in store.deliveries()[0].attempts] == ["http 410: gone", "http 200"]


def test_a_delivery_whose_every_sender_dies_is_given_up_with_the_reason(store: Store, pending: UUID) -> None:
    for attempt in range(ATTEMPTS):
        assert store.claim_delivery(pending, NOW + attempt * LEASE, LEASE)
    assert store.claim_delivery(pending, NOW + ATTEMPTS * LEASE, LEASE) is None
    (line,) = store.deliveries(DeliveryState.DEAD)
    assert line.delivery.outcome == line.attempts[-1]["outcome"]
    assert "given up after 8 attempts" in str(line.delivery.outcome)
