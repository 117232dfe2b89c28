"""What an HTTP status means for a message that was sent: taken, to be tried again, or refused for good."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from worker.model import ChannelError

# Request Timeout, Conflict, Too Early, Too Many Requests (RFC 9110, RFC 8470, RFC 6585): the same may pass later.
_PASSING = frozenset({408, 409, 425, 429})


def is_permanent(status: int) -> bool:
    """4xx says that the request is at fault. A redirect may be a page for repairs, so it is tried again."""
    return 400 <= status < 500 and status not in _PASSING


def refusal(status: int, headers: Mapping[str, str], said: str, subject: str, now: datetime) -> ChannelError:
    """The error for an answer outside 2xx. ``headers`` have lower-case names; ``said`` is what the far side wrote."""
    hint = {410: "the receiver is gone; take the channel out", 401: "check the secret", 404: "check the address"}
    parts = (f"HTTP {status}", said, hint.get(status, ""), "a redirect is not followed" if 300 <= status < 400 else "")
    return ChannelError(
        f"{subject} answered {': '.join(part for part in parts if part)}",
        kind=f"HTTP {status}",
        permanent=is_permanent(status),
        subject=subject,
        retry_after=retry_after(headers.get("retry-after"), now),
    )


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait, from Retry-After's number or date (RFC 9110, 10.2.3); null where it says neither."""
    if value is None:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max((at - now).total_seconds(), 0.0)
