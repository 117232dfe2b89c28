"""The child process in which documents are read: it may be killed, starved and misled, and its parent goes on."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from worker.articles.identity import drafts
from worker.feeds.parse import parse
from worker.model import Feed, FetchError, Response
from worker.sandbox import Sandbox, frames

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
URL = "https://feeds.example/rss.xml"
FEED = Feed(1, URL, "Post", None, None, "en", None, "post", "store", 600.0)
SAMPLE = (Path(__file__).parent.parent / "data" / "feeds" / "rss.xml").read_bytes()


def answer(body: bytes, kind: str = "text/xml") -> Response:
    return Response(URL, 200, {"content-type": kind, "set-cookie": "secret"}, body)


@pytest.fixture(scope="module")
def shared() -> Iterator[Sandbox]:
    made = Sandbox()
    yield made
    made.close()


@pytest.fixture
def hurried() -> Iterator[Sandbox]:
    made = Sandbox(deadline=1.0)
    made.feed(answer(SAMPLE), FEED, NOW)  # the child is up
    yield made
    made.close()


def process(sandbox: Sandbox) -> Any:
    assert sandbox._child
    return sandbox._child._process


def test_a_feed_comes_back_as_it_would_be_read_here(shared: Sandbox) -> None:
    there = shared.feed(answer(SAMPLE), FEED, NOW)
    here = parse(SAMPLE, {"content-type": "text/xml"}, URL)
    assert (there.title, there.language, there.broken, there.hints) == (
        here.title,
        here.language,
        here.broken,
        here.hints,
    )
    assert there.entries == len(here.entries) > 0
    assert there.drafts == drafts(FEED, here)


def test_a_page_and_an_entry_are_read_there_too(shared: Sandbox) -> None:
    page = b"<html><body><article><h1>Talks</h1><p>" + b"They met in Oslo and talked of fish. " * 20 + b"</p></article>"
    assert "They met in Oslo" in shared.page(answer(page, "text/html")).text
    assert shared.html("<h1>Talks</h1><p>\ud800They met.</p>", "Talks", URL).text == "\ufffdThey met."


def test_what_is_no_feed_is_refused_in_the_words_of_the_parser(shared: Sandbox) -> None:
    with pytest.raises(FetchError, match="is a web page") as raised:
        shared.feed(answer(b"<html>"), FEED, NOW)
    assert (raised.value.kind, raised.value.permanent, raised.value.subject) == ("not a feed", False, URL)


def test_the_same_child_reads_one_document_after_another(shared: Sandbox) -> None:
    shared.feed(answer(SAMPLE), FEED, NOW)
    first = process(shared).pid
    shared.feed(answer(SAMPLE), FEED, NOW)
    assert process(shared).pid == first


def test_a_child_that_was_killed_costs_one_document_at_most(hurried: Sandbox) -> None:
    process(hurried).send_signal(signal.SIGSTOP)
    with pytest.raises(FetchError, match="within 1 s") as raised:
        hurried.feed(answer(SAMPLE), FEED, NOW)
    assert raised.value.kind == "too slow to parse"
    assert hurried.feed(answer(SAMPLE), FEED, NOW).entries
    os.kill(process(hurried).pid, signal.SIGKILL)
    process(hurried).wait()
    assert hurried.feed(answer(SAMPLE), FEED, NOW).entries


def test_a_document_too_long_for_the_pipe_ends_at_the_deadline_when_nobody_reads_it(hurried: Sandbox) -> None:
    process(hurried).send_signal(signal.SIGSTOP)
    began = time.monotonic()
    with pytest.raises(FetchError) as raised:
        hurried.feed(answer(b" " * 2**24), FEED, NOW)
    assert raised.value.kind == "too slow to parse"
    assert time.monotonic() - began < 3


def test_the_child_knows_no_secret(shared: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:secret@db/x")
    sandbox = Sandbox()
    sandbox.feed(answer(SAMPLE), FEED, NOW)
    assert b"secret" not in Path(f"/proc/{process(sandbox).pid}/environ").read_bytes()
    sandbox.close()


def test_the_child_ends_when_its_parent_is_killed() -> None:
    parent = (
        "import sys, time; from worker.sandbox import Sandbox\n"
        "made = Sandbox(); made.html('<p>Words.', '', 'x'); print(made._child._process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE) as held:
        assert held.stdout
        child = int(held.stdout.readline())
        held.kill()
    until = time.monotonic() + 10
    while Path(f"/proc/{child}").exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert not Path(f"/proc/{child}").exists()


def test_an_answer_of_nonsense_is_a_failure_of_its_document(shared: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def lie(*_: object) -> frames.Frame:
        return frames.Frame("ok", b'{"entries": "many"}')

    monkeypatch.setattr(shared, "_answer", lie)
    with pytest.raises(FetchError, match="nonsense") as raised:
        shared.feed(answer(SAMPLE), FEED, NOW)
    assert raised.value.kind == "cannot be parsed"
