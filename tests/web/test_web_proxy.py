"""A proxy is used where it is configured, and for nothing that is let in as private."""

import base64
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from worker.config import read_settings
from worker.model import ConfigError, FetchError
from worker.web import Web, build_web


@pytest.fixture
def web(site: Any, inside: Any) -> Iterator[Web]:
    """``site`` is the proxy, ``inside`` a host that is let in."""
    told = {
        "DYADWATCH_PROXY": f"http://me:secret@127.0.0.1:{site.port}",
        "DYADWATCH_ALLOW_PRIVATE": f"127.0.0.1:{inside.port}",
    }
    web = build_web(read_settings(told))
    yield web
    web.close()


def test_a_configured_proxy_is_asked_with_its_password(site: Any, web: Web) -> None:
    site.pages["http://feeds.example/rss"] = site.answers(200, b"through the proxy")
    assert web.get("http://feeds.example/rss").body == b"through the proxy"
    _, path, headers = site.seen[0]
    assert (path, headers["host"]) == ("http://feeds.example/rss", "feeds.example")
    assert base64.b64decode(headers["proxy-authorization"].removeprefix("Basic ")) == b"me:secret"


def test_what_is_let_in_is_asked_without_the_proxy(site: Any, inside: Any, web: Web) -> None:
    inside.pages["/feed"] = inside.answers(200, b"direct")
    assert web.get(inside.url("/feed")).body == b"direct"
    assert site.seen == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "2130706433", "[::1]", "localhost", "a.localhost.", "redis", "169.254.169.254"]
)
def test_a_proxy_is_not_asked_for_what_is_written_as_private(site: Any, web: Web, host: str) -> None:
    with pytest.raises(FetchError) as raised:
        web.get(f"http://{host}:1/")
    assert raised.value.kind == "private address"
    assert site.seen == []


def test_a_proxy_that_refuses_a_tunnel_is_a_failure_to_connect(site: Any, web: Web) -> None:
    def no_tunnel(request: BaseHTTPRequestHandler) -> None:
        request.send_error(403)

    site.server.RequestHandlerClass.do_CONNECT = no_tunnel
    with pytest.raises(FetchError) as raised:
        web.get("https://feeds.example/rss")
    assert (raised.value.kind, "secret" in str(raised.value)) == ("connect", False)


@pytest.mark.parametrize(
    ("told", "agent"),
    [
        ({}, "dyadwatch/0.1 (news monitor; reads feeds for an analyst)"),
        ({"DYADWATCH_CONTACT": "desk@example.org"}, "dyadwatch/0.1 (news monitor; +desk@example.org)"),
        (
            {"DYADWATCH_PUBLIC_URL": "https://watch.example.org"},
            "dyadwatch/0.1 (news monitor; +https://watch.example.org)",
        ),
        ({"DYADWATCH_USER_AGENT": "mine/2", "DYADWATCH_CONTACT": "desk@example.org"}, "mine/2"),
    ],
)
def test_whoever_is_asked_can_see_who_asks_and_where_to_complain(site: Any, told: dict[str, str], agent: str) -> None:
    site.pages["/feed"] = site.answers(200, b"")
    web = build_web(read_settings({"DYADWATCH_ALLOW_PRIVATE": "127.0.0.1", **told}))
    web.get(site.url("/feed"))
    web.close()
    assert site.seen[0][2]["user-agent"] == agent


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DYADWATCH_CONTACT", "call me"),
        ("DYADWATCH_CONTACT", "desk@example.org\nX: y"),
        ("DYADWATCH_USER_AGENT", "mine\r\nX: y"),
        ("DYADWATCH_PROXY", "socks5://127.0.0.1:1080"),
        ("DYADWATCH_PROXY", "proxy:3128"),
        ("DYADWATCH_PROXY", "http://me:hunter2/@host:3128"),
    ],
)
def test_what_cannot_be_sent_or_used_is_told_at_the_start(name: str, value: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read_settings({name: value})
    assert name in str(raised.value)
    assert "hunter2" not in str(raised.value)
