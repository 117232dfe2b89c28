"""Whose words are these? Wire copy and its light rewrites are one story, so that a copy is no second source.

A text becomes the set of its runs of three words (shingles), each hashed to 64 bits, and of these the ``SIZE``
smallest are kept: a bottom-k sketch, from which the resemblance of two texts (shared shingles over all shingles) is
estimated without the texts (Broder, On the resemblance and containment of documents, 1997). With 64 hashes the
estimate's standard error is 0.06.

Outlets cut a wire's text short and add paragraphs of their own, so what decides is containment: how much of the shorter
text stands in the longer, estimated from the resemblance and from how dense the sketches are. Two reports that were
written independently share few runs, names and quotations aside: under a tenth of the shorter, in the sample newsroom.
Copies and light rewrites share half and more. THRESHOLD lies far from the former; tests/articles/test_copies.py
measures both sides.
"""

import re
from hashlib import blake2b
from heapq import nsmallest

SHINGLE = 3  # words
SIZE = 64  # hashes
KEYS = 16  # hashes
THRESHOLD = 0.4  # of the shorter text
# So much where the shorter has fewer shingles than FEW: in a brief of two sentences the names alone are a good part.
THRESHOLD_OF_FEW, FEW = 0.7, 40
# Where one text is so many times longer, a sketch of 64 says too little of how much of the other stands in it.
TIMES_LONGER = 4.0
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
    so on: at a resemblance of 0.25 (two texts of one length at THRESHOLD) all sixteen miss once in 100 times, and
    between unlike texts few agree.
    """
    return sketch[:KEYS]


def resemblance(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The estimated share of shingles that both texts have, 0 to 1; 0 where either is too short to tell."""
    if not one or not other:
        return 0.0
    smallest = nsmallest(min(SIZE, max(len(one), len(other))), {*one, *other})
    return len({*smallest} & {*one} & {*other}) / len(smallest)


def containment(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The estimated share of the shorter text's shingles that stand in the longer; 0 where that cannot be told."""
    fewer, more = sorted((_size(one), _size(other)))
    if not fewer or more > fewer * TIMES_LONGER:
        return 0.0
    alike = resemblance(one, other)
    return min(alike * (fewer + more) / (1 + alike) / fewer, 1.0)


def same_story(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether two sketches are of copies of one text."""
    few = min(_size(one), _size(other)) < FEW
    return containment(one, other) >= (THRESHOLD_OF_FEW if few else THRESHOLD)


def _size(sketch: tuple[int, ...]) -> float:
    """How many shingles the text has: all of them, or as many as spread the smallest ``SIZE`` hashes so far."""
    if len(sketch) < SIZE:
        return len(sketch)
    return (SIZE - 1) * 2.0**64 / (sketch[-1] + 2**63 + 1)


def _hash(shingle: str) -> int:
    return int.from_bytes(blake2b(shingle.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)
