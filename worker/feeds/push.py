"""WebSub (https://www.w3.org/TR/websub/): what a hub may say to us, and what its pushes do to polling. Pure.

The order of what is asked of a push: is it signed, by a method that we know, with the secret that this hub alone was
told? Whatever is not is ignored, whoever sent it: the callback's address may have leaked, the secret goes over no log.
"""

import hmac
from datetime import datetime, timedelta

from worker.feeds.rhythm import fixed, pace
from worker.feeds.words import in_words
from worker.model import Feed, NextPoll, Subscription

LEASE_SECONDS = 10 * 86_400  # what we ask a hub for; it may grant another
RENEW_BEFORE = timedelta(days=1)
ASK_AGAIN = timedelta(hours=1)  # a hub that was asked and has not verified
ASK_DENIED = timedelta(days=7)  # a hub that refused
PATIENCE = timedelta(hours=24)  # how long after we asked a hub may come to verify

# The methods of WebSub, section 8; sha1 is what the oldest hubs still sign with, and as an HMAC it holds.
METHODS = frozenset({"sha1", "sha256", "sha384", "sha512"})

SLOWER = 8.0  # times as long between polls while pushes come
SLOWEST = 6 * 3_600.0  # seconds: a hub that fails in silence is found out after this long
QUIET = timedelta(days=2)  # pushes that stay away longer have stopped, unless the feed itself is as slow as that
RHYTHMS = 4.0  # of the feed, likewise


def refusal_of_push(signature: str | None, secret: str, body: bytes) -> str | None:
    """Why a push is not believed; null where it is. ``signature`` is the header X-Hub-Signature, ``sha256=...``."""
    method, _, digest = (signature or "").strip().partition("=")
    if not digest:
        return "it is not signed"
    if method.lower() not in METHODS:
        return f"it is signed by {method[:20]!r}, which is not one of: {', '.join(sorted(METHODS))}"
    right = hmac.new(secret.encode(), body, method.lower()).hexdigest()
    return None if hmac.compare_digest(right.encode(), digest.strip().lower().encode()) else "its signature is wrong"


def refusal_of_verification(held: Subscription, mode: str, topic: str, now: datetime) -> str | None:
    """Why we do not confirm what a hub says that we asked it for; null where we did ask."""
    if mode != "subscribe":
        return f"nobody asked for {mode[:20]!r}"
    if topic != held.topic:
        return "it is about another topic than the one that was asked for"
    if held.asked_at is None or now - held.asked_at > PATIENCE:
        return "nobody asked for it lately"
    return None


def interval(feed: Feed, seconds: float, now: datetime) -> tuple[float, str | None]:
    """Seconds between polls, and why they are more than ``seconds``: while a hub brings what is new, polling only
    looks after it. The reason is null where it brings nothing."""
    if feed.push_until is None or feed.push_until <= now or feed.last_push_at is None:
        return seconds, None
    rhythm = timedelta(seconds=RHYTHMS * (feed.rhythm or 0.0))
    if now - feed.last_push_at > max(QUIET, rhythm):
        return seconds, None
    slowed = max(seconds, min(seconds * SLOWER, SLOWEST))
    return slowed, f"its hub pushes, every {in_words(slowed)}" if slowed > seconds else None


def after_push(feed: Feed, now: datetime) -> NextPoll:
    """When to ask the feed itself after a hub brought something: as long after it last answered as if nothing had
    come, for a push says nothing of the feed's own address."""
    seconds, _ = pace(feed, now)
    if not fixed(feed):
        seconds, _ = interval(feed, seconds, now)
    due = (feed.last_good_at or now) + timedelta(seconds=seconds)
    return NextPoll(max(due, now), "its hub pushes; the feed itself is looked after now and then")
