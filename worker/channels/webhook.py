"""An alert as a signed POST, after Standard Webhooks 1.0.0 (https://www.standardwebhooks.com/).

A receiver checks three headers: ``webhook-id`` (the delivery's, the same in every attempt), ``webhook-timestamp`` (this
attempt's) and ``webhook-signature`` over both and the body. Anything but 2xx counts as not taken.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Protocol

from standardwebhooks import Webhook

from worker.alerts.harmless import line
from worker.channels.answers import refusal
from worker.channels.hidden import hide, host_of, secrets_of
from worker.model import ChannelError, FetchError, Message, Response

SAID = 200  # characters of an answer that the ledger keeps


class Poster(Protocol):
    """What a webhook needs of ``worker.web.Web``, which keeps private addresses out of reach."""

    def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Response: ...


class WebhookChannel:
    """Posts to ``url``, signed with each of ``secrets`` (blanks between), so that a receiver can change over."""

    def __init__(
        self, url: str, secrets: str, web: Poster, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """Raises ValueError where the address or a secret is none."""
        self._url, self._web, self._clock = url, web, clock
        self._receiver, self._secrets = host_of(url), secrets_of(url)
        self._signers = [Webhook(_key(secret)) for secret in secrets.split()]

    def send(self, message: Message) -> str:
        now = self._clock()
        body = json.dumps(message.payload, ensure_ascii=True, separators=(",", ":"))
        response = self._post(body.encode("ascii"), self._headers(message.id, now, body))
        if not 200 <= response.status < 300:
            said = line(response.body[:1000].decode("utf-8", "replace"), SAID)
            raise refusal(response.status, response.headers, said, self._receiver, now)
        return f"HTTP {response.status} from {self._receiver}"

    def _headers(self, message_id: str, now: datetime, body: str) -> dict[str, str]:
        signatures = (signer.sign(message_id, now, body) for signer in self._signers)
        return {
            "content-type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": " ".join(signatures),
        }

    def _post(self, body: bytes, headers: Mapping[str, str]) -> Response:
        try:
            return self._web.post(self._url, body=body, headers=headers)
        except FetchError as error:
            # Paths and queries of webhook addresses are often secrets, so the cause, which may show them, stays behind.
            raise ChannelError(
                f"{self._receiver} was not reached: {hide(str(error), self._secrets)}",
                kind=error.kind,
                permanent=error.permanent,
                subject=self._receiver,
                retry_after=error.retry_after,
            ) from None


def _key(secret: str) -> bytes:
    """The bytes of ``whsec_...``; Standard Webhooks asks for 24 to 64 of them."""
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        key = b""
    if not 24 <= len(key) <= 64:
        raise ValueError("secret is none; it is whsec_ and 24 to 64 bytes in base64 (alerts.yaml says how to make one)")
    return key
