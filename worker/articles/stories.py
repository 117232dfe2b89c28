"""Whose words are these? Wire copy and its light rewrites are one story, so that a copy is no second source.

A text becomes the set of its runs of three words (shingles), each hashed to 64 bits, and of these the ``SIZE``
smallest are kept: a bottom-k sketch, from which the resemblance of two texts (shared shingles over all shingles) is
estimated without the texts (Broder, On the resemblance and containment of documents, 1997). With 64 hashes the
estimate's standard error is 0.06.

Two reports that were written independently share few such runs, names and quotations aside: some hundredths of
them. A copy with a new lead or a dropped end shares most. THRESHOLD lies far from both.
"""

import re
from hashlib import blake2b
from heapq import nsmallest

SHINGLE = 3  # words
SIZE = 64  # hashes
KEYS = 8  # hashes
THRESHOLD = 0.55
# A text of fewer shingles is a headline: two that agree say the same thing, and need not be copies of each other.
LEAST = 12


def sketch(text: str) -> tuple[int, ...]:
    """The smallest hashes of the text's shingles, ascending, as signed 64-bit integers (Postgres bigint).

    The same text gives the same sketch on every machine. Empty where the text is too short to tell.
    """
    words = re.findall(r"\w+", text.casefold())
    shingles = {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
    if len(shingles) < LEAST:
        return ()
    return tuple(nsmallest(SIZE, {_hash(shingle) for shingle in shingles}))


def keys(sketch: tuple[int, ...]) -> tuple[int, ...]:
    """What to look a copy up by: sketches of one story share at least one of their keys, nearly always.

    Both texts keep the smallest hash of all with the probability that they resemble each other, the next again, and
    so on: at THRESHOLD all eight miss once in 600 times or less, and between unlike texts few agree.
    """
    return sketch[:KEYS]


def resemblance(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The estimated share of shingles that both texts have, 0 to 1; 0 where either is too short to tell."""
    if not one or not other:
        return 0.0
    smallest = nsmallest(min(SIZE, max(len(one), len(other))), {*one, *other})
    return len({*smallest} & {*one} & {*other}) / len(smallest)


def same_story(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether two sketches are of copies of one text."""
    return resemblance(one, other) >= THRESHOLD


def _hash(shingle: str) -> int:
    return int.from_bytes(blake2b(shingle.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)
