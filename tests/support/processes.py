"""Processes of this machine."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def children(parent: int) -> list[int]:
    """Return the processes that `parent` has started."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # a process that has ended meanwhile
            its_parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
            if int(its_parent) == parent:
                found.append(int(process.name))
    return found
