"""Which user PostgreSQL runs as. It refuses root, so root's server runs as the owner of its folder, or as ``nobody``.

The folder and the wheel may lie where that user cannot go (``/root`` is closed to others). Opening those folders to
everybody, as pgserver does, is not ours to do; the server instead keeps one capability of root, CAP_DAC_OVERRIDE, as
an ambient one (capabilities(7)), and only where it needs it. The standard library only.
"""

import ctypes
import os
import pwd
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_SECUREBITS, _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE = 1, 28, 47, 2
_NO_SETUID_FIXUP = 1 << 2
_CAP_DAC_OVERRIDE = 1
_CAPABILITY_VERSION_3 = 0x20080522


@dataclass(frozen=True, slots=True)
class Identity:
    """The user to become; null where we stay who we are. ``everywhere``: keep the right to pass closed folders."""

    uid: int | None = None
    gid: int | None = None
    everywhere: bool = False

    def own(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def become(self, death_signal: signal.Signals | None = None) -> Callable[[], None]:
        """For ``preexec_fn``. The library is loaded before the fork, so that the child only makes system calls."""
        libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

        def in_the_child() -> None:
            if self.uid is not None and self.gid is not None:
                if libc and self.everywhere:
                    # Without this bit access(2) forgets every capability, and initdb asks it about its own programs.
                    libc.prctl(_PR_SET_SECUREBITS, _NO_SETUID_FIXUP, 0, 0, 0)
                os.setgroups([])
                os.setgid(self.gid)
                os.setuid(self.uid)
                if libc and self.everywhere:
                    _keep_dac_override(libc)
            if libc and death_signal:  # last: a change of user clears it
                libc.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)

        return in_the_child


def identity_for(folder: Path, *read: Path) -> Identity:
    """Who may run a server that owns ``folder`` and reads ``read``; ourselves, unless we are root."""
    if os.geteuid() != 0:
        return Identity()
    held = folder.stat() if folder.exists() else None
    if held and held.st_uid != 0:
        uid, gid = held.st_uid, held.st_gid
    else:
        nobody = pwd.getpwnam("nobody")
        uid, gid = nobody.pw_uid, nobody.pw_gid
    closed = any(not _open_to_all(path) for path in (folder.parent, *read))
    return Identity(uid, gid, everywhere=closed)


def _open_to_all(path: Path) -> bool:
    return all(step.stat().st_mode & 0o001 for step in (path, *path.parents))


def _keep_dac_override(libc: ctypes.CDLL) -> None:
    """Effective, inheritable, permitted and ambient: only so does it outlive execve without root. Where a container
    does not grant it, the server says in its log what it could not open."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    bit = 1 << _CAP_DAC_OVERRIDE
    data = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    libc.capset(header, data)
    libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0)
