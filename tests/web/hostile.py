"""Servers that answer as no server should, each a function on a raw connection; and what becomes of a GET there.

``ATTACKS`` maps a name to the attack, the kind of failure that it must end in (``None``: an answer), and what follows
the scheme in the feed's address. An attack runs until its peer is gone or the arena closes.
"""

import gzip
import random
import select
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SELF_SIGNED = Path(__file__).parents[1] / "data" / "web" / "self-signed.pem"
OK = b"HTTP/1.1 200 OK\r\n"
RSS = b"<rss version='2.0'><channel><title>t</title></channel></rss>"
KIB, MIB = 2**10, 2**20

Attack = Callable[["Line"], None]


@dataclass
class Line:
    """A connection as an attacker holds it. ``path`` is what was asked for."""

    peer: socket.socket
    closing: threading.Event
    address: str = ""
    path: str = ""

    def say(self, said: bytes) -> None:
        self.peer.sendall(said)

    def drip(self, said: bytes, every: float = 0.05) -> None:
        """Again and again, a little at a time."""
        while not self.closing.wait(every):
            self.say(said)

    def flood(self, said: bytes) -> None:
        while not self.closing.is_set():
            self.say(said)

    def hear(self) -> None:
        """The request, to the end of its head."""
        heard = b""
        while b"\r\n\r\n" not in heard:
            piece = self.peer.recv(65_536)
            if not piece:
                raise OSError("gone")
            heard += piece
        self.path = heard.split(b" ", 2)[1].decode()


def says(*said: bytes) -> Attack:
    def attack(line: Line) -> None:
        for piece in said:
            line.say(piece)

    return attack


def drips(head: bytes, said: bytes) -> Attack:
    def attack(line: Line) -> None:
        line.say(head)
        line.drip(said)

    return attack


def floods(head: bytes, said: bytes) -> Attack:
    def attack(line: Line) -> None:
        line.say(head)
        line.flood(said)

    return attack


def silent(line: Line) -> None:
    line.closing.wait(60)


def packed(body: bytes, coding: bytes = b"gzip") -> Attack:
    return says(OK + b"content-encoding: %b\r\ncontent-length: %d\r\n\r\n" % (coding, len(body)), body)


def bomb(size: int, wbits: int = zlib.MAX_WBITS | 16) -> bytes:
    """``size`` zero bytes, a thousand times smaller."""
    pack = zlib.compressobj(9, zlib.DEFLATED, wbits)
    return b"".join([*(pack.compress(bytes(MIB)) for _ in range(size // MIB)), pack.flush()])


def redirects(location: bytes, status: int = 302) -> Attack:
    return says(b"HTTP/1.1 %d Found\r\nlocation: %b\r\ncontent-length: 0\r\n\r\n" % (status, location))


def redirects_on(line: Line) -> None:
    """To a longer address each time."""
    redirects(f"{line.path}x".encode())(line)


def redirects_slowly(line: Line) -> None:
    if not line.closing.wait(0.25):
        redirects(b"/again")(line)


def resets(line: Line) -> None:
    line.say(OK + b"content-length: 100\r\n\r\nhalf")
    line.peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    line.peer.close()


CHUNKED = OK + b"transfer-encoding: chunked\r\n\r\n"
ENDLESS = OK + b"\r\n"  # until the connection closes
GZIP = OK + b"content-encoding: gzip\r\n\r\n"
NOISE = random.Random(1).randbytes(4_000)

ATTACKS: dict[str, tuple[Attack, str | None]] = {
    "says nothing": (silent, "timeout"),
    "drips its status line": (drips(b"", b"H"), "timeout"),
    "drips its head": (drips(OK, b"x-y: z\r\n"), "timeout"),
    "drips a line of its head": (drips(OK + b"x-y: ", b"z"), "timeout"),
    "drips that one should go on": (drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "timeout"),
    "drips its body": (drips(OK + b"content-length: 99999\r\n\r\n", b"<"), "timeout"),
    "drips its chunks": (drips(CHUNKED, b"1\r\n<\r\n"), "timeout"),
    "drips what follows its chunks": (drips(CHUNKED + b"0\r\n", b"x-y: z\r\n"), "timeout"),
    "drips gzip": (drips(GZIP + gzip.compress(NOISE)[:20], b"\x00"), "timeout"),
    "stops within its body": (floods(OK + b"content-length: 99999\r\n\r\nhalf", b""), "timeout"),
    "redirects slowly": (redirects_slowly, "timeout"),
    "a head without end": (floods(OK, b"x-y: z\r\n" * 1000), "protocol"),
    "a line without end": (floods(OK + b"x-y: ", b"z" * 10_000), "protocol"),
    "a status line without end": (floods(b"HTTP/1.1 200 ", b"O" * 10_000), "protocol"),
    "go on, without end": (floods(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 400), "too large"),
    "a body without end": (floods(ENDLESS, b"x" * 65_536), "too large"),
    "chunks without end": (floods(CHUNKED, b"1000\r\n" + b"x" * 4096 + b"\r\n"), "too large"),
    "chunks of a byte, without end": (floods(CHUNKED, b"1\r\nx\r\n" * 10_000), "too large"),
    "a chunk's own words without end": (floods(CHUNKED + b"1;", b"x" * 10_000), "protocol"),
    "what follows chunks, without end": (floods(CHUNKED + b"0\r\n", b"x-y: z\r\n" * 1000), "protocol"),
    "a chunk of all memory": (floods(CHUNKED + b"FFFFFFFFFFFFFFFF\r\n", b"x" * 65_536), "too large"),
    "a chunk of less than nothing": (says(CHUNKED, b"-1\r\nx\r\n"), "protocol"),
    "a length of all memory": (floods(OK + b"content-length: %d\r\n\r\n" % 2**62, b"x" * 65_536), "too large"),
    "more promised than sent": (says(OK + b"content-length: 100\r\n\r\n", b"half"), "protocol"),
    "less promised than sent": (says(OK + b"content-length: 60\r\n\r\n", RSS + RSS), None),
    "two lengths": (says(OK + b"content-length: 1\r\ncontent-length: 2\r\n\r\nxx"), "protocol"),
    "a length that is no number": (says(OK + b"content-length: much\r\n\r\nxx"), "protocol"),
    "chunks in gzip": (says(OK + b"transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), "protocol"),
    "a page of HTTP/0.9": (says(b"<html>hello</html>"), "protocol"),
    "another protocol": (says(b"SSH-2.0-OpenSSH_9.6\r\n"), "protocol"),
    "noise": (says(NOISE), "protocol"),
    "a line that is no header": (says(OK + b"no header\r\n\r\n"), "protocol"),
    "a header with a zero byte": (says(OK + b"x-y: \x00\r\n\r\n"), "protocol"),
    "a status that is none": (says(b"HTTP/1.1 abc OK\r\n\r\n"), "protocol"),
    "a status that nobody knows": (says(b"HTTP/1.1 999 No\r\ncontent-length: 0\r\n\r\n"), "http 999"),
    "another protocol, politely": (says(b"HTTP/1.1 101 Go\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"), "protocol"),
    "nothing has changed, for whoever asks": (says(b"HTTP/1.1 304 Same\r\n\r\n"), "protocol"),
    "hangs up": (says(), "protocol"),
    "resets": (resets, "protocol"),
    "a gibibyte in gzip": (packed(bomb(1024 * MIB)), "too large"),
    "a gibibyte in many gzips": (packed(bomb(2 * MIB) * 512), "too large"),
    "gzips of nothing without end": (floods(GZIP, gzip.compress(b"") * 1000), "too large"),
    "a gzip's name without end": (floods(GZIP + b"\x1f\x8b\x08\x08" + b"\0" * 6, b"x" * 65_536), "too large"),
    "gzip in gzip": (packed(gzip.compress(bomb(64 * MIB)), b"gzip, gzip"), "protocol"),
    "deflate": (packed(bomb(64 * MIB, zlib.MAX_WBITS), b"deflate"), "protocol"),
    "brotli": (packed(NOISE[:809], b"br"), "protocol"),
    "no gzip": (packed(NOISE), "protocol"),
    "redirects to itself": (redirects(b"/again"), "redirects"),
    "redirects on and on": (redirects_on, "redirects"),
    "redirects for good, on and on": (redirects(b"/again", 301), "redirects"),
    "redirects to a file": (redirects(b"file:///etc/passwd"), "bad url"),
    "redirects to gopher": (redirects(b"gopher://127.0.0.1:70/"), "bad url"),
    "redirects to FTP": (redirects(b"ftp://127.0.0.1/"), "bad url"),
    "redirects to data": (redirects(b"data:text/xml,<rss/>"), "bad url"),
    "redirects to a script": (redirects(b"javascript:alert(1)"), "bad url"),
    "redirects to an address of 90 kB": (redirects(b"/" + b"x" * 90_000), "bad url"),
}


@contextmanager
def arena(attack: Attack, *, tls: bool = False) -> Iterator[tuple[str, list[str]]]:
    """The attack on a port of its own; gives host:port, and a list that grows with each connection."""
    closing, came, threads = threading.Event(), list[str](), list[threading.Thread]()
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    address = f"127.0.0.1:{listener.getsockname()[1]}"
    context = None
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(SELF_SIGNED)

    def serve(peer: socket.socket) -> None:
        try:
            with context.wrap_socket(peer, server_side=True) if context else peer as ours:
                ours.settimeout(30)
                line = Line(ours, closing, address)
                line.hear()
                attack(line)
                _wait_until_gone(ours)
        except OSError:
            peer.close()

    def accept() -> None:
        while not closing.is_set():
            if not select.select([listener], [], [], 0.02)[0]:
                continue
            peer, _ = listener.accept()
            came.append(address)
            threads.append(threading.Thread(target=serve, args=(peer,), daemon=True))
            threads[-1].start()

    threads.append(threading.Thread(target=accept, daemon=True))
    threads[0].start()
    try:
        yield address, came
    finally:
        closing.set()
        for thread in threads:
            thread.join(5)
        listener.close()


def _wait_until_gone(peer: socket.socket) -> None:
    """Politely, so that what was said is read before the connection is reset; but not for long."""
    peer.shutdown(socket.SHUT_WR)
    peer.settimeout(0.5)
    while peer.recv(65_536):
        pass
