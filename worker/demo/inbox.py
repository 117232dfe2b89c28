"""The newsroom's own webhook receiver: checks each message as Standard Webhooks 1.0.0 tells a receiver to."""

import base64
import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

# Open to all, like everything that is invented here: it proves signing at work and protects nothing.
DEMO_SECRET = "whsec_" + base64.b64encode(b"dyadwatch sample newsroom secret").decode()


class Inbox:
    """Every message received, in order, with repeats, so that a test can look for them."""

    def __init__(self, secret: str = DEMO_SECRET) -> None:
        self._webhook = Webhook(secret)
        self._messages: list[dict[str, Any]] = []
        self._lock = threading.Lock()

    def receive(self, body: bytes, headers: Mapping[str, str], now: datetime) -> bool:
        """Keeps the message; whether its signature holds. ``headers`` have lower-case names."""
        try:
            self._webhook.verify(body, dict(headers))
            problem = None
        except WebhookVerificationError as error:
            problem = str(error)
        kept = {
            "id": headers.get("webhook-id", ""),
            "verified": problem is None,
            "problem": problem,
            "received_at": now.isoformat(),
            "bytes": len(body),
        }
        with self._lock:
            self._messages.append(kept)
        return problem is None

    def messages(self) -> list[dict[str, Any]]:
        with self._lock:
            return list(self._messages)
