"""No way leads inside: a listener on loopback, which nothing lets in, counts whoever reaches it.

"Public" addresses lead to a server of the attacker's on loopback, so that all that an attacker controls, names, answers
and redirects, is played out with real sockets.
"""

import select
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from worker.channels.webhook import WebhookChannel
from worker.model import ChannelError, FetchError, Message
from worker.web import Web

PUBLIC, OTHER_PUBLIC = "93.184.216.34", "2606:2800:220:1::1"
SECRET = "whsec_" + "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="

FORMS = [
    # IPv4 as it is usually written, and as inet_aton reads it
    "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "2130706433", "017700000001", "0x7f000001", "0X7F000001", "0x7f.1",
    "0177.0.0.1", "0177.0x0.0.1", "00000177.0.0.1", "127.000.000.001", "0", "0.0.0.0", "0x0", "00000000",
    "127.255.255.254",
    # names of the inside
    "localhost", "LOCALHOST", "localhost.", "LocalHost.", "feeds.localhost", "127.0.0.1.localhost",
    # IPv6, and IPv4 carried in it
    "[::1]", "[0:0:0:0:0:0:0:1]", "[0000::0001]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::FFFF:7F00:0001]",
    "[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]", "[::7f00:1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2002:7f00:1::7f00:1]", "[2001:0:7f00:1::]",
    "[2001::80ff:fffe]", "[fe80::5efe:127.0.0.1]", "[2a00:1450::5efe:7f00:1]", "[2a00:1450::200:5efe:7f00:1]",
    "[::1%25lo]", "[fe80::1%25lo]", "[fe80::1]", "[ff02::1]", "[fec0::1]", "[fc00::1]", "[fd00:ec2::254]",
    "[fd20:ce::254]", "[100::1]",
    # other insides: private, carriers', link-local, benchmarking, metadata, multicast, broadcast
    "10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "100.100.100.200", "169.254.169.254", "0xa9fea9fe",
    "2852039166", "0251.0376.0251.0376", "192.0.0.192", "168.63.129.16", "198.18.0.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255",
    # tricks with who is who in an address
    "feeds.example@127.0.0.1", "feeds.example:80@127.0.0.1", "127.0.0.1:80@localhost", "feeds.example%00@127.0.0.1",
    "127.0.0.1%00.feeds.example", "127.0.0.1%20feeds.example", "feeds.example#@127.0.0.1", "127.0.0.1\\@feeds.example",
    "%31%32%37.0.0.1", "%6cocalhost",
    # other scripts' digits, letters and dots
    "１２７.０.０.１", "127。0。0。1", "127．0．0．1", "127｡0｡0｡1", "①②⑦.⓪.⓪.①", "𝟏𝟐𝟕.𝟎.𝟎.𝟏",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "ｌｏｃａｌｈｏｓｔ",
    "loc\u00adalhost",
]  # fmt: skip
REFUSED = {"private address", "dns", "bad url"}  # some forms are no name at all to some resolvers


class Attacker:
    """Names that answer as told, and what public addresses lead to."""

    def __init__(self, site: Any, inside: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.site, self.inside = site, inside
        self.answers: dict[str, list[list[str]]] = {}
        self._lookup, self._connect = socket.getaddrinfo, socket.create_connection
        self.inside_6 = listening_6(inside.port)
        inside.pages["/"] = inside.answers(200, b"secret")
        monkeypatch.setattr(socket, "getaddrinfo", self._look_up)
        monkeypatch.setattr(socket, "create_connection", self._connected)

    def _look_up(self, host: str, port: int, *rest: Any, **more: Any) -> list[Any]:
        said = self.answers.get(host)
        if said is None:
            return self._lookup(host, port, *rest, **more)
        addresses = said.pop(0) if len(said) > 1 else said[0]
        families = {a: socket.AF_INET6 if ":" in a else socket.AF_INET for a in addresses}
        return [(families[a], socket.SOCK_STREAM, 6, "canonical.example", (a, port)) for a in addresses]

    def _connected(self, address: tuple[str, int], *rest: Any, **more: Any) -> socket.socket:
        public = address[0] in (PUBLIC, OTHER_PUBLIC)
        return self._connect(("127.0.0.1", self.site.port) if public else address, *rest, **more)

    def got_in(self) -> bool:
        """Whether anybody so much as connected in IPv6, or asked in IPv4."""
        connected = select.select([self.inside_6], [], [], 0)[0] if self.inside_6 else []
        return bool(self.inside.seen or connected)

    def leads_to(self, url: str) -> str:
        """The address of a feed outside that redirects there."""
        self.answers["redirects.example"] = [[PUBLIC]]
        self.site.pages["/feed"] = self.site.answers(302, Location=unescaped(url), Connection="close")
        return "http://redirects.example/feed"


def listening_6(port: int) -> socket.socket | None:
    """The same port on ::1; null where this machine has no IPv6."""
    listener = socket.socket(socket.AF_INET6)
    try:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind(("::1", port))
        listener.listen()
    except OSError:
        listener.close()
        return None
    return listener


def unescaped(url: str) -> str:
    """As the standard library's server has to be given what goes out in UTF-8."""
    return url.encode().decode("latin-1")


@pytest.fixture
def attacker(site: Any, inside: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Attacker]:
    attacker = Attacker(site, inside, monkeypatch)
    yield attacker
    if attacker.inside_6:
        attacker.inside_6.close()


@pytest.fixture
def web() -> Iterator[Web]:
    web = Web()
    yield web
    web.close()


def fetched(web: Web, attacker: Attacker, url: str) -> str:
    """The kind of failure; feeds and pages are one GET."""
    try:
        return f"http {web.get(url, deadline=5).status}"
    except FetchError as error:
        return error.kind


def redirected(web: Web, attacker: Attacker, url: str) -> str:
    return fetched(web, attacker, attacker.leads_to(url))


def rung(web: Web, attacker: Attacker, url: str) -> str:
    message = Message("1", "Title", "Text", {}, None, datetime(2026, 3, 2, tzinfo=UTC))
    try:
        return WebhookChannel(url, SECRET, web).send(message)
    except ChannelError as error:
        return error.kind


WAYS = {"as a feed or a page": fetched, "behind a redirect": redirected, "as a webhook": rung}
Way = Callable[[Web, Attacker, str], str]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("host", FORMS)
def test_no_way_of_writing_a_private_address_leads_inside(attacker: Attacker, web: Web, host: str, way: Way) -> None:
    attacker.answers |= {"feeds.example": [[PUBLIC]]}
    kind = way(web, attacker, f"http://{host}:{attacker.inside.port}/")
    assert not attacker.got_in()
    # "feeds.example" is really there, and has no such page.
    assert kind in REFUSED or (kind in ("protocol", "connect") and "feeds.example" in host)


MANY = [f"93.184.216.{n}" for n in range(40, 60)]
REBINDING = {
    "public first, private next": [[PUBLIC], ["127.0.0.1"]],
    "private first, public next": [["127.0.0.1"], [PUBLIC]],
    "private every second time": [[PUBLIC], ["127.0.0.1"], [PUBLIC], ["127.0.0.1"], [PUBLIC], ["127.0.0.1"]],
    "public, then private beside it": [[PUBLIC], ["127.0.0.1", PUBLIC]],
    "both, public first": [[PUBLIC, "127.0.0.1"]],
    "both, private first": [["127.0.0.1", PUBLIC]],
    "public in IPv6, private in IPv4": [[OTHER_PUBLIC, "127.0.0.1"]],
    "public in IPv4, private in IPv6": [[PUBLIC, "::1"]],
    "private behind twenty that are public": [[PUBLIC, *MANY, "127.0.0.1"], ["127.0.0.1"]],
    "a name that is another name of localhost": [["127.0.0.1", "::1"]],
    "this host": [[PUBLIC], ["0.0.0.0"]],
    "mapped": [[PUBLIC], ["::ffff:127.0.0.1"]],
    "through NAT64": [[PUBLIC], ["64:ff9b::7f00:1"]],
    "any address of this host in IPv6": [[PUBLIC], ["::"]],
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("answers", REBINDING.values(), ids=REBINDING)
def test_a_name_that_changes_its_address_leads_nobody_inside(
    attacker: Attacker, web: Web, answers: list[list[str]], way: Way
) -> None:
    """Ten tries at a name whose server outside closes each connection, so that each try looks the name up anew."""
    attacker.answers["rebinds.example"] = [list(addresses) for addresses in answers]
    url = f"http://rebinds.example:{attacker.inside.port}/"
    attacker.site.pages["/"] = attacker.site.answers(307, Location=url, Connection="close")
    kinds = [way(web, attacker, url) for _ in range(10)]
    assert not attacker.got_in()
    assert set(kinds) <= {"private address", "redirects", "HTTP 307", "http 307"}
    assert "private address" in kinds or answers[0][0] == PUBLIC


def test_what_is_let_in_is_reached_so_that_the_other_tests_mean_something(attacker: Attacker) -> None:
    """A resolver that hands out ::1 is believed too: the listener of IPv6 sees that somebody connected."""
    web = Web([f"rebinds.example:{attacker.inside.port}"])
    attacker.answers["rebinds.example"] = [["127.0.0.1"], ["::1"]]
    url = f"http://rebinds.example:{attacker.inside.port}/"
    assert web.get(url).body == b"secret"
    attacker.inside.seen.clear()
    web.close()
    if attacker.inside_6 is None:
        return
    with pytest.raises(FetchError, match="within"):
        web.get(url, deadline=0.2)
    assert attacker.got_in()
