"""The processes that ``up`` keeps: started again, stopped, and never left behind. Linux's /proc says who lives."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from worker.query.family import Child, Family, Program

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")

# Starts a child of its own that ignores SIGTERM, as a pool might, says both ids, and waits.
STUBBORN = """
import os, signal, sys, time
child = os.fork()
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if child:
    open(sys.argv[1], "a").write(f"{os.getpid()} {child}\\n")
time.sleep(600)
"""


def alive(pid: int) -> bool:
    """A zombie is dead: only nobody has asked for its exit code yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def eventually(what, seconds=20.0):
    deadline = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.02)
    return found


@pytest.fixture
def told():
    return []


@pytest.fixture
def family(tmp_path, told):
    made = Family(dict(os.environ), tmp_path / "logs", told.append)
    yield made
    made.kill()


def pids_in(file):
    return eventually(
        lambda: file.exists() and [int(pid) for line in file.read_text().splitlines() for pid in line.split()]
    )


def test_a_child_that_dies_is_started_again_and_told_with_its_last_words(family, told):
    family.add(Program("coder", [sys.executable, "-c", "import sys; sys.exit('no parser found')"]))
    family.look_after()
    eventually(lambda: (family.look_after(), told)[1])
    assert told[0].startswith("coder ended (exit code 1); it starts again in 1 s")
    assert told[0].endswith("coder.log ends: no parser found")
    eventually(lambda: (family.look_after(), len(told) > 1)[1])
    assert "starts again in 2 s" in told[1]


def test_the_pause_doubles_up_to_a_minute_and_is_short_again_after_a_steady_life():
    child = Child(Program("x", []))
    assert [child.put_off(now=float(n)) for n in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert child.put_off(now=child.started_at + 61) == 1


def test_stop_asks_first(family, tmp_path):
    done = tmp_path / "done"
    script = f"""
import signal, sys, time
def stop(*_):
    open({str(done)!r}, "w").write("finished")
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
open({str(tmp_path / "up")!r}, "w")
time.sleep(600)
"""
    family.add(Program("polite", [sys.executable, "-c", script]))
    family.look_after()
    eventually((tmp_path / "up").exists)
    family.stop(20)
    assert done.read_text() == "finished"


def test_stop_is_bounded_and_takes_grandchildren_along(family, tmp_path):
    family.add(Program("stubborn", [sys.executable, "-c", STUBBORN, str(tmp_path / "pids")]))
    family.look_after()
    pids = pids_in(tmp_path / "pids")
    begun = time.monotonic()
    family.stop(0.5)
    assert time.monotonic() - begun < 10
    eventually(lambda: not any(map(alive, pids)))


PARENT = """
import os, pathlib, sys, time
from worker.query.family import Family, Program
folder = pathlib.Path(sys.argv[1])
family = Family(dict(os.environ), folder / "logs", print)
family.add(Program("stubborn", [sys.executable, "-c", sys.argv[2], str(folder / "pids")]))
while True:
    family.look_after()
    (folder / "guard.new").write_text(str(family.guard.pid))
    (folder / "guard.new").replace(folder / "guard")
    time.sleep(0.05)
"""


@pytest.fixture
def parent(tmp_path):
    """A process of its own that keeps a stubborn child, so that it can be killed."""
    process = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path), STUBBORN], start_new_session=True)
    yield process
    process.kill()
    process.wait()


def test_kill_9_of_the_parent_leaves_nothing_running(parent, tmp_path):
    pids = [*pids_in(tmp_path / "pids"), *pids_in(tmp_path / "guard")]
    assert all(map(alive, pids))
    parent.kill()
    parent.wait()
    eventually(lambda: not any(map(alive, pids)))


def test_a_guard_that_dies_is_replaced_and_its_successor_guards_the_same_children(parent, tmp_path):
    pids = pids_in(tmp_path / "pids")
    (first,) = pids_in(tmp_path / "guard")
    os.kill(first, signal.SIGKILL)
    eventually(lambda: pids_in(tmp_path / "guard") != [first])
    (second,) = pids_in(tmp_path / "guard")
    assert pids_in(tmp_path / "pids") == pids
    parent.kill()
    parent.wait()
    eventually(lambda: not any(map(alive, [*pids, second])))
