"""Dates that no article can have: after the moment at which it was read."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from worker.model import ArticleDraft

SKEW = timedelta(minutes=10)  # between an outlet's clock and ours


def dated(drafts: Iterable[ArticleDraft], now: datetime) -> tuple[tuple[ArticleDraft, ...], tuple[str, ...]]:
    """The drafts, none dated after ``now``, and a note where some were: it was out by then, whatever it says.

    What an entry is known by keeps the date that the outlet wrote, so that it is the same at the next poll.
    """
    made = tuple(drafts)
    ahead = [one for one in made if one.published_at and one.published_at > now + SKEW]
    if not ahead:
        return made, ()
    latest = max(one.published_at for one in ahead if one.published_at)
    note = f"{len(ahead)} of {len(made)} are dated in the future, up to {latest:%Y-%m-%d %H:%M}; taken as of now"
    clamped = (replace(one, published_at=now) if one in ahead else one for one in made)
    return tuple(clamped), (note,)
