"""The POST: any answer is an answer, and how much of it is kept is the caller's choice."""

import gzip
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from worker.model import FetchError
from worker.web import Web

MOST = 200_000


@pytest.fixture
def web(site: Any) -> Iterator[Web]:
    web = Web([f"127.0.0.1:{site.port}"], most_bytes=MOST)
    yield web
    web.close()


@pytest.mark.parametrize("status", [200, 302, 400, 410, 500])
def test_a_post_brings_any_status_and_follows_nothing(site: Any, web: Web, status: int) -> None:
    bodies = []

    def hook(request: BaseHTTPRequestHandler) -> None:
        bodies.append(request.rfile.read(int(request.headers["content-length"])))
        site.answers(status, b"noted", Location="/elsewhere")(request)

    site.pages["/hook"] = hook
    got = web.post(site.url("/hook"), body=b"{}", headers={"webhook-id": "7"})
    assert (got.status, got.body, bodies) == (status, b"noted", [b"{}"])
    assert [(method, path) for method, path, _ in site.seen] == [("POST", "/hook")]
    assert site.seen[0][2]["webhook-id"] == "7"


def test_a_receiver_that_answers_at_length_has_taken_the_message_all_the_same(site: Any, web: Web) -> None:
    def hook(request: BaseHTTPRequestHandler) -> None:
        request.rfile.read(int(request.headers["content-length"]))
        site.drips(before_headers=False)(request)

    site.pages["/hook"] = hook
    assert web.post(site.url("/hook"), body=b"{}", headers={}, deadline=0.4).status == 200


@pytest.mark.parametrize("packed", [False, True])
def test_the_whole_of_an_answer_comes_where_it_is_asked_for(site: Any, web: Web, packed: bool) -> None:
    said = b"token " * 30_000
    page = site.answers(200, gzip.compress(said), Content_Encoding="gzip") if packed else site.answers(200, said)
    site.pages["/ask"] = page
    assert web.post(site.url("/ask"), body=b"", headers={}, whole=True).body == said
    assert len(web.post(site.url("/ask"), body=b"", headers={}).body) < len(said)


def test_a_whole_that_does_not_come_is_a_failure(site: Any, web: Web) -> None:
    site.pages["/long"] = site.answers(200, b"x" * (MOST + 1))
    site.pages["/slow"] = site.drips(before_headers=False)
    for path, kind in (("/long", "too large"), ("/slow", "timeout")):
        with pytest.raises(FetchError) as raised:
            web.post(site.url(path), body=b"", headers={}, deadline=0.4, whole=True)
        assert raised.value.kind == kind
