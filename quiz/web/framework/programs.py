"""Which addresses are for programs: they neither read nor send cookies, and answer in JSON."""

from __future__ import annotations

FIRST_PART = "api"


def is_for_programs(path: str) -> bool:
    """Return whether a path is part of the interface for programs; the page about it is not."""
    return path.split("/")[1:2] == [FIRST_PART] and path.count("/") > 1
