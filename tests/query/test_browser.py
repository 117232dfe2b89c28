"""The pages in a real browser without a network: they load whole, from us alone, and nothing out of an article runs.

The browser is Chromium, driven by its command line. Where it is missing the test is skipped, but fails where CI=true.
"""

import os
import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import uvicorn
from starlette.responses import HTMLResponse

from worker.model import Feed, FetchOutcome

INSTALL = "Chromium is not installed: apt-get install --no-install-recommends chromium"
# A script that ran would leave this in the title or the text of the page; no page of ours says it.
RAN = "a-script-of-the-article-ran"
RUN = f"document.title='{RAN}';document.body.append('{RAN}')"
# Closes whatever holds it, then tries every common way to run or load something, and to turn our own words around.
HOSTILE = (
    f'\u202eOrla \u2067</p></blockquote></title></a>"\'><script>{RUN}</script><img src=x onerror="{RUN}">'
    f'<svg onload="{RUN}"></svg><script src="https://evil.example/a.js"></script>'
    "<link rel=stylesheet href=https://evil.example/a.css><iframe src=https://evil.example/></iframe> held talks"
)
URL = re.compile(r'"url":"((?:https?|wss?)://[^"]*)"')
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
LINKS = [f"javascript:{RUN}", f" JaVaScRiPt:{RUN}", f"data:text/html,<script>{RUN}</script>", "//evil.example/"]


@dataclass
class Loaded:
    """What Chromium made of a page: its elements after all scripts had their chance, its complaints, our requests."""

    dom: str
    complaints: list[str]
    requests: list[str]


@dataclass
class Chromium:
    """``profile`` is an empty folder; ``asked`` is what our server was asked for, as the server itself counts."""

    program: str
    profile: Path
    address: str
    asked: list[str] = field(default_factory=list)

    def load(self, path: str) -> Loaded:
        """The page, once it is certain that the browser asked nobody but us for anything."""
        page = self.dump(path)
        self.asked_nobody_else(path)
        return page

    def asked_nobody_else(self, path: str) -> None:
        # One line an event. Chromium also asks its maker for this and that, in vain; then no page is the initiator.
        log = (self.profile / "net.json").read_text(errors="replace").splitlines()
        asked = [url[1] for line in log if f'"initiator":"{self.address}' in line and (url := URL.search(line))]
        assert asked, "the net log does not say any more who asked for what"
        elsewhere = {url for url in asked if not url.startswith(self.address + "/")}
        assert not elsewhere, f"{path} made the browser ask for {elsewhere}"

    def dump(self, path: str) -> Loaded:
        self.asked.clear()
        log = self.profile / "net.json"
        done = subprocess.run(
            [self.program, *FLAGS, f"--user-data-dir={self.profile}", f"--log-net-log={log}", self.address + path],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
            env=os.environ | {"HOME": str(self.profile)},
        )
        complaints = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
        return Loaded(done.stdout, complaints, list(self.asked))


FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--disable-default-apps", "--no-default-browser-check", "--disable-features=OptimizationHints,Translate",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--enable-logging=stderr", "--v=0",
    "--dump-dom",
)  # fmt: skip


def find_chromium() -> str:
    """The program's path. Skips the test, or fails it where CI=true, when there is none."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(INSTALL)
    return found or pytest.skip(INSTALL)


@contextmanager
def served(application: Any) -> Iterator[tuple[str, list[str]]]:
    """The address of the application on loopback, and the list of the paths that it is asked for."""
    asked: list[str] = []

    async def listed(scope: Any, receive: Any, send: Any) -> None:
        asked.append(scope["path"])
        await application(scope, receive, send)

    server = uvicorn.Server(uvicorn.Config(listed, log_config=None, lifespan="off"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked
        finally:
            server.should_exit = True
            thread.join(10)


@pytest.fixture
def chromium(browser, tmp_path) -> Iterator[Chromium]:
    program = find_chromium()
    with served(browser.app) as (address, asked):
        yield Chromium(program, tmp_path, address, asked)


@pytest.fixture
def hostile_shelf(shelf, invent):
    """Events whose every word from outside is hostile, one for each way to write a link that runs."""
    event = invent.event(1, sentence=HOSTILE, outlets=(HOSTILE,), reported_by=HOSTILE)
    person = replace(event.coded.actors[0], name=HOSTILE, office=HOSTILE)
    mentions = tuple(replace(event.mentions[0], title=HOSTILE, outlet=HOSTILE, url=url) for url in LINKS)
    shelf.held = [replace(event, coded=replace(event.coded, actors=(person,)), mentions=mentions)]
    said = {
        "last_error": HOSTILE,
        "failures": 2,
        "next_poll_reason": HOSTILE,
        "moved_to": LINKS[0],
        "moved_since": invent.now,
    }
    shelf.feed_rows = [Feed(1, LINKS[0], HOSTILE, LINKS[1], None, None, HOSTILE, HOSTILE, "store", 900.0, **said)]
    shelf.fetch_rows = [FetchOutcome(invent.now, HOSTILE, detail=HOSTILE, broken=(HOSTILE,))]
    return shelf


@pytest.mark.parametrize("path", ["/", "/events/1", "/docs", "/feeds"])
def test_a_page_loads_whole_without_a_network_and_without_a_complaint(chromium, path):
    page = chromium.load(path)
    assert "</main>" in page.dom
    assert page.complaints == []
    assert set(page.requests) <= {path, "/static/style.css", "/static/icon.svg"}
    assert {path, "/static/style.css"} <= set(page.requests)


@pytest.mark.parametrize("path", ["/", "/events/1", "/?outlet=" + quote(HOSTILE), "/feeds", "/feeds/1"])
def test_hostile_text_of_an_article_stays_text(chromium, hostile_shelf, path):
    page = chromium.load(path)
    assert "<script>" in unescape(re.sub("<[^>]*>", "", page.dom)) + "".join(re.findall('value="([^"]*)"', page.dom))
    assert not re.search("<(script|img|svg|iframe)[ >]", re.sub('"[^"]*"', "", page.dom))
    assert f"<title>{RAN}" not in page.dom
    assert f"{RAN}</body>" not in page.dom
    assert set(re.findall('href="([a-zA-Z]*:|//)', page.dom)) == set()
    assert TURNING.search(page.dom) is None
    assert page.complaints == []


async def careless(scope: Any, receive: Any, send: Any) -> None:
    """An application that does all that ours must not."""
    page = f"<p>{HOSTILE.replace('</title>', '')}</p>"
    policy = {"Content-Security-Policy": "style-src 'self'"}
    await HTMLResponse(page, headers=policy)(scope, receive, send)


def test_these_tests_would_see_a_script_that_runs_and_a_load_that_fails(tmp_path):
    with served(careless) as (address, asked):
        browser = Chromium(find_chromium(), tmp_path, address, asked)
        page = browser.dump("/")
        with pytest.raises(AssertionError, match=r"made the browser ask for .*evil\.example"):
            browser.asked_nobody_else("/")
    assert f"<title>{RAN}" in page.dom
    assert any("Content Security Policy" in line for line in page.complaints)


def test_a_missing_browser_is_a_failure_only_in_continuous_integration(monkeypatch):
    monkeypatch.setenv("PATH", "")
    for ci, outcome in (("", pytest.skip.Exception), ("true", pytest.fail.Exception)):
        monkeypatch.setenv("CI", ci)
        with pytest.raises(outcome, match="apt-get install"):
            find_chromium()
