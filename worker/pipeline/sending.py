"""Send: attempt a delivery."""

from uuid import UUID

import structlog

from worker.alerts.digest import digest, tells_together
from worker.alerts.message import compose
from worker.alerts.retry import after_failure
from worker.alerts.source_message import compose_of_feed
from worker.alerts.sources import tells_of_feed
from worker.model import ChannelError, Delivery, DeliveryState, Message, Rule
from worker.pipeline.deps import LEASE, Deps

log = structlog.get_logger("dyadwatch.pipeline")


def send(deps: Deps, delivery_id: UUID) -> DeliveryState | None:
    """Attempt a delivery; null where it is not its time. The attempt is on record before, its outcome after."""
    held = deps.store.claim_delivery(delivery_id, deps.clock(), LEASE)
    if held is None:
        return None
    try:
        state, again, outcome = DeliveryState.SENT, held.next_attempt_at, _send(deps, held)
    except ChannelError as error:
        state, again, outcome = after_failure(held, error, deps.clock())
    deps.store.record_outcome(held, state, again, outcome, deps.clock())
    log.info("sent" if state is DeliveryState.SENT else "not sent", delivery=str(held.id), rule=held.rule, said=outcome)
    return state


def _send(deps: Deps, held: Delivery) -> str:
    channel = deps.channels.get(held.channel)
    if channel is None:
        missing = f"there is no channel {held.channel!r} in alerts.yaml any more"
        raise ChannelError(missing, kind="no channel", permanent=True, subject=held.channel)
    rule = next((rule for rule in deps.config.rules if rule.name == held.rule), None)
    try:
        return channel.send(_message(deps, held, rule))
    except ChannelError:
        raise
    except Exception as error:  # a channel's library may raise anything; the delivery must not hang for that
        raise ChannelError(
            f"{type(error).__name__}: {error}", kind="error", permanent=False, subject=held.channel
        ) from error


def _message(deps: Deps, held: Delivery, rule: Rule | None) -> Message:
    public_url, now = deps.config.settings.public_url, deps.clock()
    if tells_together(held):
        outlet = deps.store.feed(held.feed_id or 0).name
        return digest(held, deps.store.events_of(held.id), outlet, rule, public_url, now)
    if tells_of_feed(held):
        feed = None if held.feed_id is None else deps.store.feed(held.feed_id)
        return compose_of_feed(held, feed, rule, public_url, now)
    return compose(held, deps.store.event(held.event_id or 0), rule, public_url, now)
