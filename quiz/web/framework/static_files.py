"""The files that pages ask for, each under an address that changes with its content."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from pathlib import Path


def versions(folder: Path) -> dict[str, str]:
    """Return each file's name with a hash of its content."""
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:16]
        for file in sorted(folder.iterdir())
        if file.is_file()
    }


def addresses(versions: Mapping[str, str]) -> dict[str, str]:
    """Return each file's name with the address that pages name."""
    return {name: f"/static/{name}?v={version}" for name, version in versions.items()}


def packed(folder: Path) -> dict[str, bytes]:
    """Return each file's name with its content compressed, for browsers that take it so."""
    return {
        file.name: gzip.compress(file.read_bytes(), mtime=0)
        for file in sorted(folder.iterdir())
        if file.is_file()
    }
