"""Folders on a disk of their own, for one process alone: one that is too small, and one that cannot be written to."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

_NEW_MOUNTS, _NEW_USER = 0x00020000, 0x10000000
_READ_ONLY, _REMOUNT, _BIND, _RECURSIVE, _PRIVATE = 0x1, 0x20, 0x1000, 0x4000, 0x40000


def apart() -> None:
    """From now on what this process mounts is seen by it alone. Raises OSError: that may not be done here."""
    user, group = os.getuid(), os.getgid()
    _call("unshare", _NEW_MOUNTS if user == 0 else _NEW_MOUNTS | _NEW_USER)
    if user:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    _call("mount", None, b"/", None, _RECURSIVE | _PRIVATE, None)


def small(folder: Path, size: int) -> None:
    """Put an empty disk of so many bytes in the place of a folder."""
    _call("mount", b"tmpfs", bytes(folder), b"tmpfs", 0, f"size={size}".encode())


def read_only(folder: Path) -> None:
    """Let nothing be written to a folder, not by root either."""
    _call("mount", bytes(folder), bytes(folder), None, _BIND, None)
    _call("mount", None, bytes(folder), None, _REMOUNT | _BIND | _READ_ONLY, None)


def may_mount() -> bool:
    """Whether all this may be done here. For a process of its own."""
    try:
        apart()
    except OSError:
        return False
    return True


def _call(name: str, *arguments: object) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*(ctypes.c_ulong(a) if isinstance(a, int) else a for a in arguments)) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
