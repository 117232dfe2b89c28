"""An alert through Apprise: e-mail, chats, telephones and some hundred services more, one target a channel.

Apprise says of a failure no more than "failed", and tells the rest to its log, where its finer levels show addresses
with their passwords. So its log is kept from ours, and what of it explains a failure goes, without secrets, into the
error. Apprise opens its own connections: the private addresses that ``worker.web`` refuses are open to it.
"""

import logging
import re
import warnings
from typing import Any

from worker.alerts.harmless import line
from worker.channels.answers import is_permanent
from worker.channels.hidden import hide, secrets_of
from worker.model import ChannelError, Message

TIMEOUT = 30.0  # seconds for one message, all of Apprise's own waits included
SAID = 300  # characters of Apprise's explanation that the ledger keeps
_STATUS = re.compile(r"\berror=(\d{3})\b")
_CALLS_SOMEBODY = re.compile(r"(?<![\w/.])@(?=[\w&!])")


class AppriseChannel:
    """``url`` is one target in Apprise's form."""

    def __init__(self, url: str, timeout: float = TIMEOUT) -> None:
        """Raises ValueError where Apprise does not know the address."""
        self._target, self._timeout = _load(url), timeout
        self._secrets = secrets_of(url)
        self._service = str(self._target[0].service_name)

    def send(self, message: Message) -> str:
        try:
            result = self._target.notify(
                title=_literal(message.title),
                body=_literal(message.text),
                body_format="text",
                timeout=self._timeout,
                log_level=logging.DEBUG,
            )
        except Exception as error:  # a service's own slip may show the address in its message, so it stays behind
            said = line(hide(f"{type(error).__name__}: {error}", self._secrets), SAID)
            raise ChannelError(said, kind="error", permanent=False, subject=self._service) from None
        if not result:
            raise self._failure(result)
        return f"taken by {self._service}"

    def _failure(self, result: Any) -> ChannelError:
        said = hide("; ".join(_telling(result)) or "no reason given", self._secrets)
        status = _STATUS.search(said)
        timed_out = result.status.name == "TIMEOUT"
        return ChannelError(
            f"{self._service} {'did not answer in time' if timed_out else 'did not take it'}: {line(said, SAID)}",
            kind="timeout" if timed_out else f"HTTP {status[1]}" if status else "refused",
            permanent=status is not None and is_permanent(int(status[1])),
            subject=self._service,
        )


def _load(url: str) -> Any:
    _quieten()
    # Apprise loads every service it has, and some import what Python is about to drop.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import apprise

        asset = apprise.AppriseAsset(app_id="dyadwatch", app_desc="dyadwatch", storage_mode="memory")
        target = apprise.Apprise(asset=asset)
        known = target.add(url) and len(target) == 1
    if not known:
        scheme = url.split(":", 1)[0] if "://" in url else "no scheme"
        raise ValueError(
            f"url is none that Apprise understands ({line(scheme, 20)}://...); one target in the form that "
            "https://github.com/caronc/apprise/wiki gives for its service"
        )
    return target


def _quieten() -> None:
    """Apprise's log reaches nobody but ``_telling``, and what it sends with says nothing about addresses."""
    logging.getLogger("apprise").propagate = False
    logging.getLogger("apprise").setLevel(logging.DEBUG)
    for name in ("urllib3", "oauthlib", "requests_oauthlib"):
        logging.getLogger(name).setLevel(logging.INFO)


def _telling(result: Any) -> list[str]:
    """The lines of Apprise's log that explain: warnings, and the exceptions that it writes down as DEBUG."""
    return [
        entry.message
        for entry in result.logs()
        if entry.level in ("WARNING", "ERROR", "CRITICAL") or "Exception" in entry.message
    ]


def _literal(text: str) -> str:
    """Without what chats act on: "@everyone" of an article calls nobody, and no words of it hide a link."""
    return _CALLS_SOMEBODY.sub("@\u200b", text).replace("](", "] (")
