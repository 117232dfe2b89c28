"""The ways to tell somebody: one small file a way, and one line of the registry here.

A new way: its file in this folder, with a class that has ``send``; a line in ``_KINDS``; a line in
``worker.config.alerts.CHANNEL_KINDS`` that says which keys it needs.
"""

import os
from collections.abc import Callable, Mapping
from typing import Protocol

from worker.channels.apprise_channel import AppriseChannel
from worker.channels.console import ConsoleChannel
from worker.channels.log import LogChannel
from worker.channels.webhook import Poster, WebhookChannel
from worker.config.alerts import ChannelConfig
from worker.config.references import resolve
from worker.model import ConfigError, Message, Mistake

__all__ = ["Channel", "build_channels"]


class Channel(Protocol):
    """``send`` returns the outcome in words, and raises ChannelError where the far side did not take the message."""

    def send(self, message: Message) -> str: ...


Build = Callable[[str, str, Poster], Channel]

# Kind -> how it is built, from the channel's url and secret (references resolved, empty where not given).
_KINDS: Mapping[str, Build] = {
    "log": lambda url, secret, web: LogChannel(),
    "console": lambda url, secret, web: ConsoleChannel(),
    "webhook": WebhookChannel,
    "apprise": lambda url, secret, web: AppriseChannel(url),
}


def build_channels(
    configs: Mapping[str, ChannelConfig], web: Poster, environ: Mapping[str, str] = os.environ
) -> Mapping[str, Channel]:
    """Every channel by its name.

    Raises ConfigError with all mistakes at once: a reference to nothing, a secret that is none, an address that
    Apprise does not know. The messages never show what a reference held.
    """
    built: dict[str, Channel] = {}
    mistakes: list[Mistake] = []
    for name, config in configs.items():
        try:
            url, secret = resolve(config.url or "", environ), resolve(config.secret or "", environ)
            built[name] = _KINDS[config.kind](url, secret, web)
        except ValueError as error:
            mistakes.append(Mistake("alerts.yaml", 1, f"channels.{name}", str(error)))
    if mistakes:
        raise ConfigError(tuple(mistakes))
    return built
