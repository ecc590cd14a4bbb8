"""Debian's packages for tests that cannot do without them, where they may be installed."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from pathlib import Path


def apt_get(*packages: str) -> None:
    """Install packages as root, with apt-get; do nothing where that is not possible.

    Tests that run side by side take turns, because apt-get does not wait for another.
    """
    if os.getuid() != 0 or not shutil.which("apt-get"):
        return
    with Path(__file__).open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
            subprocess.run(
                ["apt-get", *command],
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                stdout=subprocess.DEVNULL,
                check=False,
            )
