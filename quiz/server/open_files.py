"""How many connections this process can hold, by its limit of open files."""

from __future__ import annotations

import resource

WANTED = 4000
"""Connections at the same time; an idle one takes about 8 kB."""

RESERVED = 100
"""Open files for everything else: the database, locks, pipes, large responses."""

FEWEST = 100
"""With fewer connections than this, a few visitors would keep out all others."""


class TooFewFiles(Exception):  # noqa: N818 - named for what it is
    """The limit of open files leaves no room for visitors."""


def room_for_connections() -> int:
    """Return how many connections fit; raises the limit of open files as far as it may be.

    Raises TooFewFiles.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED + RESERVED
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
        soft = allowed
    room = WANTED if soft == resource.RLIM_INFINITY else min(WANTED, soft - RESERVED)
    if room < FEWEST:
        raise TooFewFiles(
            f"this process may open {soft} files, which is too few: allow {FEWEST + RESERVED} at "
            f"least, better {wanted} (ulimit -Hn {wanted}, or LimitNOFILE={wanted} in systemd)"
        )
    return room
