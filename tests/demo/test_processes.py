"""The newsroom over a real socket, and the leash that lets nothing outlive the demo."""

import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import worker.demo.leash
from worker.demo.newsroom import main, serving

LEASH = [sys.executable, "-P", str(Path(worker.demo.leash.__file__))]


def test_the_newsroom_answers_over_http() -> None:
    with serving() as newsroom, urllib.request.urlopen(f"{newsroom.base_url}/coral/feed.xml", timeout=10) as answer:
        assert answer.status == 200
        assert answer.headers["etag"]
        assert b"<rss" in answer.read()


def test_the_newsroom_takes_a_post_and_refuses_a_forged_one() -> None:
    with serving() as newsroom:
        request = urllib.request.Request(f"{newsroom.base_url}/inbox", data=b"{}", method="POST")
        try:
            urllib.request.urlopen(request, timeout=10)
        except urllib.error.HTTPError as refused:
            with refused:
                assert refused.code == 401
        assert [message["verified"] for message in newsroom.inbox.messages()] == [False]


def test_a_command_on_the_leash_ends_when_the_leash_is_let_go() -> None:
    patient = "import sys, time; print('up', flush=True); time.sleep(600)"
    with subprocess.Popen(
        [*LEASH, sys.executable, "-c", patient], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as leash:
        assert leash.stdin
        assert leash.stdout
        assert leash.stdout.readline() == b"up\n"
        leash.stdin.close()
        assert leash.stdout.read() == b""  # its end: the command, which held the other end, is gone
        assert leash.wait(10) != 0


def test_the_leash_gives_the_commands_own_exit_code() -> None:
    with subprocess.Popen([*LEASH, sys.executable, "-c", "raise SystemExit(3)"], stdin=subprocess.PIPE) as leash:
        assert leash.wait(20) == 3


def test_registering_without_a_database_says_what_to_set(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        patch.setattr(signal, "signal", lambda *_: None)
        assert main(["--port", "0", "--register", "http://newsroom:8080"]) == 1
    assert "set DATABASE_URL" in capsys.readouterr().err
