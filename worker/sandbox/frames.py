"""How parent and child talk over pipes: a frame is a name, a JSON text and raw bytes, each with its length before it.

The parent waits for nothing longer than its deadline, in either direction: a child that hangs neither reads nor writes.
"""

import os
import select
import struct
import time
from dataclasses import dataclass
from typing import BinaryIO

_LENGTHS = struct.Struct(">BII")
# A feed of 16 MiB may become somewhat longer as JSON; what is longer than this was made to be.
MOST_BYTES = 48 * 2**20
_AT_ONCE = 2**20


class BrokenLineError(Exception):
    """The other side is gone, or speaks nonsense."""


class DeadlineError(Exception):
    """The other side did not take or give a whole frame in time."""


@dataclass(frozen=True, slots=True)
class Frame:
    """``name`` says what it is, ``told`` is JSON, ``raw`` a body as it came from outside."""

    name: str
    told: bytes
    raw: bytes = b""

    def packed(self) -> bytes:
        """As bytes."""
        name = self.name.encode("ascii")
        return _LENGTHS.pack(len(name), len(self.told), len(self.raw)) + name + self.told + self.raw


def read_frame(stream: BinaryIO) -> Frame | None:
    """The child's way: waits for as long as it takes; null where the parent is gone."""
    head = stream.read(_LENGTHS.size)
    if len(head) < _LENGTHS.size:
        return None
    name, told, raw = _LENGTHS.unpack(head)
    return Frame(stream.read(name).decode("ascii"), stream.read(told), stream.read(raw))


class Line:
    """The parent's two ends. Raises DeadlineError and BrokenLineError. ``until`` is of ``time.monotonic()``."""

    def __init__(self, to_child: int, from_child: int) -> None:
        self._to, self._from = to_child, from_child
        os.set_blocking(to_child, False)
        os.set_blocking(from_child, False)

    def send(self, frame: Frame, until: float) -> None:
        """All of ``frame``."""
        left = memoryview(frame.packed())
        while left:
            try:
                left = left[os.write(self._to, left[:_AT_ONCE]) :]
            except BlockingIOError:
                _wait(self._to, select.POLLOUT, until)
            except OSError as error:
                raise BrokenLineError(str(error)) from error

    def receive(self, until: float) -> Frame:
        """One whole frame."""
        name, told, raw = _LENGTHS.unpack(self._exactly(_LENGTHS.size, until))
        if told + raw > MOST_BYTES:
            raise BrokenLineError(f"an answer of {(told + raw) >> 20} MiB")
        return Frame(
            self._exactly(name, until).decode("ascii", "replace"), self._exactly(told, until), self._exactly(raw, until)
        )

    def _exactly(self, size: int, until: float) -> bytes:
        pieces, missing = [], size
        while missing:
            try:
                piece = os.read(self._from, min(missing, _AT_ONCE))
            except BlockingIOError:
                _wait(self._from, select.POLLIN, until)
                continue
            if not piece:
                raise BrokenLineError("it ended")
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)


def _wait(handle: int, event: int, until: float) -> None:
    left = until - time.monotonic()
    poll = select.poll()
    poll.register(handle, event)
    if left <= 0 or not poll.poll(left * 1000):
        raise DeadlineError
