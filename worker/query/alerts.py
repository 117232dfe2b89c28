"""``dyadwatch alerts``: which rules there are, whether their channels work, and why an event rang or did not."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from worker.model import ChannelError, NotFoundError, Rule, StoredEvent, UsageError
from worker.query.context import Context
from worker.query.screen import Column, plain, say, show

if TYPE_CHECKING:
    from worker.config import Config
    from worker.store import LedgerLine

app = typer.Typer(help="Alert rules and their channels.", no_args_is_help=True, rich_markup_mode=None)

_COLUMNS = (
    Column("RULE", most=36),
    Column("RINGS FOR", cut=True),
    Column("ALSO", most=24),
    Column("CHANNELS", most=24),
)


@app.command("list")
def list_rules(context: typer.Context) -> None:
    """List the rules of alerts.yaml: what each rings for, and who is told.

    \b
    Examples:
      dyadwatch alerts list
    """
    config = Context.of(context).config()
    show(_COLUMNS, [_row(rule) for rule in config.rules])
    for remark in _remarks(config):
        say(remark)


def _row(rule: Rule) -> tuple[object, ...]:
    from worker.alerts import sources, words

    if rule.sources:
        return rule.name, sources.in_words(rule.sources), "", ", ".join(rule.channels)
    return rule.name, words.in_words(rule.filter), ", ".join(rule.auxiliary), ", ".join(rule.channels)


def _remarks(config: Config) -> Iterator[str]:
    """What is no mistake in itself, and yet not meant."""
    if not config.rules:
        yield f"no rule stands in {config.directory / 'alerts.yaml'}; its head says how to write one"
    used = {channel for rule in config.rules for channel in rule.channels}
    yield from (f"channel {name}: no rule rings it" for name in config.channels if name not in used)
    ontology = config.coder.ontology
    modes = {mode.casefold() for kind in ontology.types.values() for mode in kind.modes}
    contexts = {context.casefold() for context in ontology.contexts}
    for rule in config.rules:
        unheard = [mode for mode in rule.filter.mode if mode.casefold() not in modes]
        unheard += [context for context in rule.filter.context if context.casefold() not in contexts]
        yield from (f"rule {rule.name}: {word!r} is not in ontology.yaml, so it never rings" for word in unheard)


@app.command("test")
def test_rule(
    context: typer.Context,
    rule: Annotated[str, typer.Argument(help="The rule's name.")],
    channel: Annotated[str | None, typer.Option(help="Only this channel of the rule.")] = None,
) -> None:
    """Send a message marked as a test through the rule's channels, and tell what became of it.

    \b
    Examples:
      dyadwatch alerts test "North Korea and Russia"
      dyadwatch alerts test "North Korea and Russia" --channel console
    """
    config = Context.of(context).config()
    asked = _rule(config.rules, rule)
    if channel is not None and channel not in asked.channels:
        raise UsageError(f"rule {asked.name!r} has no channel {channel!r}; it has {', '.join(asked.channels)}")
    outcomes = [_try_out(config, asked, name) for name in ([channel] if channel else asked.channels)]
    if not all(outcomes):
        raise typer.Exit(1)


def _rule(rules: tuple[Rule, ...], name: str) -> Rule:
    for rule in rules:
        if rule.name.casefold() == name.casefold():
            return rule
    near = get_close_matches(name, [rule.name for rule in rules], n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else "`dyadwatch alerts list` names them"
    raise NotFoundError(f"no rule is called {name!r}; {hint}", subject=name)


def _try_out(config: Config, rule: Rule, name: str) -> bool:
    """Only the channel that is asked for is built: another's missing secret is no matter here."""
    from worker.alerts.sample import try_out
    from worker.channels import build_channels
    from worker.query.filters import utc_now
    from worker.web import build_web

    channel = build_channels({name: config.channels[name]}, build_web(config.settings))[name]
    message = try_out(rule, name, uuid4(), config.settings.public_url, utc_now())
    try:
        outcome = channel.send(message)
    except ChannelError as error:
        say(f"{name}: failed, {'for good' if error.permanent else 'would be tried again'}: {plain(error)}")
        return False
    print(f"{name}: {plain(outcome)} ({message.id})")
    return True


@app.command()
def explain(
    context: typer.Context,
    event_id: Annotated[int | None, typer.Argument(help="The event's id.")] = None,
    feed: Annotated[str | None, typer.Option(help="A feed's name or URL, in place of an event.")] = None,
) -> None:
    """Tell of each rule why it rings for a stored event, or which of its conditions fails; then what was sent of it.

    With --feed the same of a feed: whether it is broken or silent in the sense of the rules about sources.

    \b
    Examples:
      dyadwatch alerts explain 42
      dyadwatch alerts explain --feed "Morning Post"
    """
    asked = Context.of(context)
    if (event_id is None) == (feed is None):
        raise UsageError("name an event by its id, or a feed with --feed")
    if event_id is None:
        _explain_feed(asked, feed or "")
        return
    event = asked.store().event(event_id)
    for line in _explained(asked.config().rules, event):
        print(line)
    for sent in reversed(asked.store().deliveries(event_id=event_id)):
        print(plain(_told(sent)))


def _explain_feed(asked: Context, name: str) -> None:
    from worker.alerts.sources import explain as why
    from worker.query.feed_show import named
    from worker.query.filters import utc_now

    store, now = asked.store(), utc_now()
    source = store.source(named(store.feeds(), name).id, now)
    print(f"feed {source.feed.id}  {plain(source.feed.name)}: {source.health.standing}, {plain(source.health.why)}")
    for rule in asked.config().rules:
        if rule.sources:
            print(f"{plain(rule.name)}: {plain(why(rule, source, now))}")
    for sent in store.told_of_sources(now):
        if sent.feed_id == source.feed.id:
            print(plain(f"told to {sent.channel} by {sent.rule} at {sent.at:%Y-%m-%d %H:%M}: {sent.occasion}"))


def _told(sent: LedgerLine) -> str:
    """What the ledger has of the event: told by itself, or with others."""
    delivery, more = sent.delivery, len(sent.event_ids) - 1
    others = f", with {more} more ({delivery.occasion})" if delivery.event_id is None else ""
    return f"{delivery.state} to {delivery.channel} by {delivery.rule}{others}: {delivery.id}"


def _explained(rules: tuple[Rule, ...], event: StoredEvent) -> Iterator[str]:
    from worker.alerts.message import title
    from worker.alerts.rules import explain as why

    yield f"event {event.id}  {plain(title(event))}"
    yield from (f"{plain(rule.name)}: {plain(why(rule, event))}" for rule in rules)
