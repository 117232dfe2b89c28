"""Whatever a server does, a GET ends at its deadline, with a kind, and with little memory."""

import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hostile import ATTACKS, KIB, MIB, Attack, arena, floods, packed, says

from worker.model import FetchError
from worker.web import Web

DEADLINE = 0.6
# For attacks whose point is their size: of sixteen mebibytes on a busy machine, or of a gibibyte that is unpacked.
PATIENT = 20.0


def kind_of(web: Web, url: str, deadline: float) -> str | None:
    try:
        web.get(url, deadline=deadline)
    except FetchError as error:
        return error.kind
    return None


@pytest.fixture
def web() -> Iterator[Web]:
    web = Web(["127.0.0.1"], most_bytes=4 * MIB)
    yield web
    web.close()


@pytest.mark.parametrize(("attack", "kind"), ATTACKS.values(), ids=ATTACKS)
def test_an_attack_ends_in_time_and_with_its_kind(web: Web, attack: Attack, kind: str | None) -> None:
    deadline = DEADLINE if kind == "timeout" else PATIENT
    with arena(attack) as (address, _):
        began = time.monotonic()
        assert kind_of(web, f"http://{address}/", deadline) == kind
        assert time.monotonic() - began < deadline + 2


@pytest.mark.parametrize(
    "name", ["a body without end", "chunks of a byte, without end", "a gibibyte in gzip", "a gibibyte in many gzips"]
)
def test_what_is_refused_for_its_size_takes_little_memory(name: str) -> None:
    """A few times what may come: the buffer, the bytes made of it, what is on its way; and what the attacker holds."""
    attack, kind = ATTACKS[name]
    web = Web(["127.0.0.1"], most_bytes=MIB)
    with arena(attack) as (address, _):
        tracemalloc.start()
        try:
            assert kind_of(web, f"http://{address}/", PATIENT) == kind
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
            web.close()
    assert most < 6 * MIB, f"{most / KIB:.0f} KiB"


def test_a_certificate_that_nobody_vouches_for_is_refused(web: Web) -> None:
    with arena(says(b"HTTP/1.1 200 OK\r\n\r\n"), tls=True) as (address, _):
        assert kind_of(web, f"https://{address}/", 5) == "tls"


@pytest.mark.parametrize("said", [b"HTTP/1.1 400 Bad\r\n\r\n", b"\x15\x03\x03\x00\x02\x02\x28", b""])
def test_what_speaks_no_tls_is_refused(web: Web, said: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            peer, _ = listener.accept()
            with peer:
                peer.recv(1)
                peer.sendall(said)
                with suppress(OSError):
                    peer.shutdown(socket.SHUT_WR)
                    while peer.recv(4096):
                        pass

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        assert kind_of(web, f"https://127.0.0.1:{listener.getsockname()[1]}/", 5) == "tls"
        thread.join(5)


def test_a_handshake_that_nobody_answers_ends_at_the_deadline(web: Web) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        began = time.monotonic()
        assert kind_of(web, f"https://127.0.0.1:{listener.getsockname()[1]}/", 0.3) == "timeout"
        assert time.monotonic() - began < 2.3


def test_a_server_that_takes_no_connection_ends_at_the_deadline(web: Web) -> None:
    """Its queue is full, so that the system answers nobody."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        filling = [socket.socket() for _ in range(4)]
        for one in filling:
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        began = time.monotonic()
        assert kind_of(web, f"http://127.0.0.1:{listener.getsockname()[1]}/", 0.4) == "timeout"
        assert time.monotonic() - began < 2.4
        for one in filling:
            one.close()


def test_a_receiver_that_never_reads_ends_at_the_deadline(web: Web) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        began = time.monotonic()
        with pytest.raises(FetchError) as raised:
            url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
            web.post(url, body=bytes(16 * MIB), headers={}, deadline=0.4)
        assert raised.value.kind == "timeout"
        assert time.monotonic() - began < 2.4


def test_a_loop_asks_six_times_and_no_more(web: Web) -> None:
    with arena(ATTACKS["redirects to itself"][0]) as (address, came):
        assert kind_of(web, f"http://{address}/", 5) == "redirects"
        assert 1 <= len(came) <= 6


def test_the_cap_holds_for_all_of_an_exchange(web: Web) -> None:
    """Three redirects whose heads are as large as heads may be, and a body: all of it counts."""
    small = Web(["127.0.0.1"], most_bytes=100 * KIB)
    head = b"HTTP/1.1 302 Found\r\nlocation: /x\r\ncontent-length: 0\r\nx-y: " + b"z" * 40_000 + b"\r\n\r\n"
    with arena(says(head)) as (address, _):
        assert kind_of(small, f"http://{address}/", 5) == "too large"
    small.close()


def test_tls_is_verified_for_the_name_that_was_asked_for() -> None:
    context = Web()._direct._ssl_context
    assert context is not None
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_a_feed_of_the_largest_size_comes_whole() -> None:
    web = Web(["127.0.0.1"])
    with arena(packed(b"x" * 10, b"identity")) as (address, _):
        assert web.get(f"http://{address}/").body == b"x" * 10
    body = b"x" * (16 * MIB - 200)
    with arena(says(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body), body)) as (address, _):
        assert web.get(f"http://{address}/").body == body
    with arena(floods(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65_536)) as (address, _):
        assert kind_of(web, f"http://{address}/", PATIENT) == "too large"
    web.close()
