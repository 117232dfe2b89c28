"""Which rules ring for an event, and the reason in words.

The order, first refusal wins:

1. A baseline event never rings: it stood in a feed before anybody watched, or new rules found it in an old article.
2. A stale event does not ring: articles that were published days before they were seen told it, or words that stood
   in an article before an edit (see ``worker.alerts.news``).
3. An event with an auxiliary mode that the rule does not name does not ring: last year's treaty is not news.
4. The rule's filter decides.

That a rule rings once for an event is no matter of this file: the table ``delivery_event`` is unique in rule, channel
and event.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from worker.alerts.words import held, in_words, met, wanted
from worker.model import Rule, StoredEvent

__all__ = ["Ring", "explain", "in_words", "reason", "refusals", "ringing"]


@dataclass(frozen=True, slots=True)
class Ring:
    """One delivery that must happen: this rule, on this channel, for this reason."""

    rule: str
    channel: str
    reason: str


def ringing(rules: Iterable[Rule], event: StoredEvent) -> tuple[Ring, ...]:
    """A ring for each channel of each rule that the event meets, in the order of the rules."""
    return tuple(
        Ring(rule.name, channel, reason(rule, event))
        for rule in rules
        if not refusals(rule, event)
        for channel in dict.fromkeys(rule.channels)
    )


def reason(rule: Rule, event: StoredEvent) -> str:
    """What of the event met the rule: ``type SUPPORT, dyad PRK-RUS, 2 outlets``."""
    conditions = [met(rule.filter, name, event) for name in rule.filter.given()]
    return ", ".join(dict.fromkeys(conditions)) or "every event"


def refusals(rule: Rule, event: StoredEvent) -> tuple[str, ...]:
    """Why the rule does not ring for the event, a line a reason; empty where it rings."""
    if rule.sources is not None:
        return ("the rule is about feeds that break or fall silent, and about no event",)
    if event.baseline:
        return (
            "the event is baseline: a feed's first poll or a recoding of old articles found it, and those never ring",
        )
    if event.stale:
        return ("the event is old news so far: it was seen days after it was published, or an edit left it as it was",)
    unwanted = [mode for mode in event.coded.auxiliary if mode not in rule.auxiliary]
    if unwanted:
        return (f"the event is {', '.join(unwanted)}; the rule takes {', '.join(rule.auxiliary) or 'none of these'}",)
    failing = rule.filter.failing(event)
    return tuple(f"wants {wanted(name, getattr(rule.filter, name))}, has {held(name, event)}" for name in failing)


def explain(rule: Rule, event: StoredEvent) -> str:
    """``rings: ...`` with what was met, or ``does not ring: ...`` with every condition that failed."""
    refused = refusals(rule, event)
    return f"does not ring: {'; '.join(refused)}" if refused else f"rings: {reason(rule, event)}"
