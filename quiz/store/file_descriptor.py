"""A file of the operating system that stays open as long as something refers to it."""

from __future__ import annotations

import os
from pathlib import Path


class FileDescriptor:
    """An open file, `number` for the operating system; it is closed with its last reference.

    So a thread that waits for the file cannot have it closed, or replaced by another, under it.
    """

    def __init__(self, path: Path, flags: int) -> None:
        self.number = os.open(path, flags, 0o600)

    def __del__(self) -> None:
        if hasattr(self, "number"):  # else it could not be opened
            os.close(self.number)
