"""The body of an answer: unpacked, and counted while it is unpacked."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import httpcore2

from worker.model import FetchError
from worker.web.exchange import too_large

MOST_ANSWER = 64 * 2**10  # of what a webhook's receiver says, which only stands in the ledger
MOST_CHUNKS = 100_000  # 16 MiB, a line of text in each

_UNPACK_AT_ONCE = 2**20
_GZIP_MAGIC = b"\x1f\x8b"


def whole_body(got: httpcore2.Response, headers: Mapping[str, str], url: str, most: int) -> bytes:
    """All of it, unpacked, at most ``most`` bytes. Raises FetchError of kind "too large" or "protocol".

    Gathered in one buffer: a list of its pieces would cost forty times what it holds where a server sends single bytes.
    """
    packing = headers.get("content-encoding", "identity").strip().lower() or "identity"
    if packing not in ("identity", "gzip", "x-gzip"):
        message = f"{url} sent {packing} though only gzip was asked for"
        raise FetchError(message, kind="protocol", permanent=False, subject=url)
    wire = _few(got.iter_stream(), url)
    body = bytearray()
    for piece in wire if packing == "identity" else _unpacked(wire, url):
        body += piece
        if len(body) > most:
            raise too_large(url, most)
    return bytes(body)


def _few(pieces: Iterable[bytes], url: str) -> Iterator[bytes]:
    """Each chunk costs its own handling, so a body in chunks of one byte would keep a core busy until the deadline."""
    for number, piece in enumerate(pieces, 1):
        if number > MOST_CHUNKS:
            message = f"{url} comes in more than {MOST_CHUNKS} chunks, which no feed and no article does"
            raise FetchError(message, kind="too large", permanent=False, subject=url)
        yield piece


def beginning(got: httpcore2.Response) -> bytes:
    """What a receiver said first. Its status is known by now; that the rest does not come must not undo it."""
    said = bytearray()
    try:
        for piece in got.iter_stream():
            said += piece
            if len(said) >= MOST_ANSWER:
                break
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException, FetchError):
        pass
    return bytes(said[:MOST_ANSWER])


def _unpacked(wire: Iterable[bytes], url: str) -> Iterator[bytes]:
    """gzip, at most a mebibyte at a time, so that a small bomb cannot fill the memory.

    Several members are one body; what follows them and is no member is padding, as the gzip tool has it.
    """
    unpack: Any = zlib.decompressobj(zlib.MAX_WBITS | 16)
    begun = False
    try:
        for piece in wire:
            rest, out, begun = piece, b"", True
            # A full buffer may leave output inside zlib even when all input is taken.
            while rest or len(out) == _UNPACK_AT_ONCE:
                if unpack.eof:
                    if not rest.startswith(_GZIP_MAGIC):
                        break
                    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
                out = unpack.decompress(rest, _UNPACK_AT_ONCE)
                rest = unpack.unconsumed_tail or unpack.unused_data
                yield out
    except zlib.error as error:
        raise FetchError(f"{url} sent broken gzip ({error})", kind="protocol", permanent=False, subject=url) from error
    if begun and not unpack.eof:
        raise FetchError(f"{url} broke off within its gzip", kind="protocol", permanent=False, subject=url)
