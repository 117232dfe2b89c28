"""``dyadwatch up`` as people run it: everything in one tree, and nothing of it left behind. /proc says who lives."""

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
import uuid
from pathlib import Path
from types import SimpleNamespace

import pytest

from worker.model import DyadwatchError, ServiceUnavailableError
from worker.query import up
from worker.query.context import Running

ROOT = Path(__file__).parents[2]
PATIENCE = 240.0  # seconds; an idle machine needs a tenth of it, one that trains a parser meanwhile may need it all


class Tree:
    """A ``dyadwatch up`` and all that it starts, known by a mark in their environment."""

    def __init__(self, folder, *arguments, **environ):
        self.mark = f"DYADWATCH_TEST={uuid.uuid4()}"
        self.folder = folder
        self.said = folder / "said"
        kept = {name: value for name, value in os.environ.items() if name.split("_FILE")[0] not in _ADDRESSES}
        marked = dict([self.mark.split("=")])
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "worker.query.cli", "--data", str(folder / "data"), "up", *arguments],
                stdout=said,
                stderr=said,
                env=kept | {"DYADWATCH_CONFIG": str(_config(folder)), "DYADWATCH_TICK_SECONDS": "1"} | environ | marked,
                cwd=ROOT,
            )

    def members(self):
        """Everyone of the tree who lives; a zombie does not."""
        return [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit() and self._is_ours(each.name)]

    def _is_ours(self, pid):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            return state != "Z" and self.mark.encode() in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        except OSError:
            return False

    def text(self):
        return self.said.read_text()

    def addresses(self):
        file = self.folder / "data" / "addresses.json"
        return json.loads(file.read_text()) if file.exists() else None

    def ready(self):
        try:
            with urllib.request.urlopen(f"{self.addresses()['web_url']}/readyz", timeout=5) as answer:
                return answer.status == 200
        except (OSError, TypeError):
            return False


_ADDRESSES = ("DATABASE_URL", "REDIS_URL", "DYADWATCH_DATA", "DYADWATCH_WEB_PORT", "DYADWATCH_PUBLIC_URL")


def _config(folder):
    """The real configuration without its feeds: a test asks nobody outside."""
    config = folder / "config"
    shutil.copytree(ROOT / "config", config, dirs_exist_ok=True)
    (config / "feeds.yaml").write_text("feeds: []\n")
    return config


def eventually(what, seconds, why):
    deadline = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < deadline, why()
        time.sleep(0.1)
    return found


@pytest.fixture
def grown(tmp_path):
    """``grown(...)`` starts an ``up``; whatever is left of it at the end of the test is killed."""
    trees = []

    def grow(*arguments, folder=None, **environ):
        folder = folder or tmp_path / str(len(trees))
        folder.mkdir(exist_ok=True)
        trees.append(Tree(folder, *arguments, **environ))
        return trees[-1]

    yield grow
    for tree in trees:
        tree.process.kill()
        tree.process.wait()
        for pid in tree.members():
            os.kill(pid, signal.SIGKILL)


linux = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="reads /proc")


def ask(tree):
    command = [sys.executable, "-m", "worker.query.cli", "events", "--data", str(tree.folder / "data")]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, cwd=ROOT)


@linux
@pytest.mark.services
@pytest.mark.timeout(900)
def test_up_keeps_all_running_and_leaves_nothing_behind_when_asked_and_when_killed(grown):
    """One test, because the start of everything is what takes the time."""
    tree = grown()
    eventually(tree.ready, PATIENCE, tree.text)
    assert stat.S_IMODE((tree.folder / "data" / "addresses.json").stat().st_mode) == 0o600
    assert (ask(tree).returncode, ask(tree).stderr) == (0, "no event matches\n")

    web = next(pid for pid in tree.members() if b"serve" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"))
    os.kill(web, signal.SIGKILL)
    eventually(lambda: "web ended (signal 9); it starts again in 1 s" in tree.text(), PATIENCE, tree.text)
    eventually(tree.ready, PATIENCE, tree.text)

    tree.process.terminate()
    assert tree.process.wait(60) == 0
    assert tree.members() == []
    assert tree.addresses() is None
    assert "Traceback" not in tree.text()

    again = grown(folder=tree.folder)
    eventually(lambda: again.addresses() and len(again.members()) > 8, PATIENCE, again.text)
    again.process.kill()
    again.process.wait()
    eventually(lambda: not again.members(), 60, again.members)
    assert ask(again).stderr.startswith("nothing is running"), "what a killed `up` left behind was believed"


@linux
@pytest.mark.timeout(300)
def test_a_database_that_does_not_answer_is_one_line_a_try(grown):
    tree = grown(DATABASE_URL="postgresql://u:secret@127.0.0.1:1/d", REDIS_URL="redis://:secret@127.0.0.1:1/0")
    eventually(lambda: "trying again in 2 s" in tree.text(), PATIENCE, tree.text)
    tree.process.terminate()
    assert tree.process.wait(30) == 0
    first, second = tree.text().splitlines()[:2]
    assert first.startswith("PostgreSQL at") and first.endswith("trying again in 1 s")
    assert second.startswith("PostgreSQL at") and second.endswith("trying again in 2 s")
    assert "Traceback" not in tree.text()
    assert "secret" not in tree.text()


@linux
@pytest.mark.timeout(300)
def test_a_port_that_was_asked_for_and_is_taken_ends_it_with_1(grown):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        tree = grown("--port", str(port))
        assert tree.process.wait(PATIENCE) == 1
    assert tree.text() == f"127.0.0.1:{port} cannot be listened on (Address already in use); name another with --port\n"


def config_with(**settings):
    return SimpleNamespace(settings=SimpleNamespace(**({"web_host": "127.0.0.1"} | settings)))


def test_without_a_port_the_first_free_one_is_taken(monkeypatch):
    monkeypatch.delenv("DYADWATCH_WEB_PORT", raising=False)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with up._web_socket(config_with(web_port=port), None) as found:
            assert port < found.getsockname()[1] <= port + 100
            assert up._web_address(found) == f"http://127.0.0.1:{found.getsockname()[1]}"


def test_what_may_pass_by_itself_is_tried_again_and_nothing_else(monkeypatch, capsys):
    monkeypatch.setattr(up, "RETRY_SECONDS", (0,))
    answers = iter([ServiceUnavailableError("Redis at r does not answer"), None])

    def step():
        if error := next(answers):
            raise error

    assert up._insist(step, up.Stop())
    assert capsys.readouterr().err == "Redis at r does not answer; trying again in 0 s\n"
    with pytest.raises(DyadwatchError, match="no wheel"):
        up._insist(lambda: (_ for _ in ()).throw(DyadwatchError("no wheel")), up.Stop())


def test_the_first_request_to_stop_is_kept_and_the_second_interrupts():
    stop = up.Stop()
    assert not stop.within(0)
    stop._ask()
    assert stop.within(0)
    with pytest.raises(KeyboardInterrupt):
        stop._ask()


def test_addresses_of_a_process_that_is_gone_are_not_believed(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    Running(gone.pid, "postgresql://x", "redis://x", "http://x").write(tmp_path)
    assert Running.read(tmp_path) is None
    Running(os.getpid(), "postgresql://x", "redis://x", "http://x").write(tmp_path)
    assert Running.read(tmp_path).database_url == "postgresql://x"
    (tmp_path / "addresses.json").write_text('{"pid": 1')
    assert Running.read(tmp_path) is None
