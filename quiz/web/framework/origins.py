"""The origin of a site, such as https://office.example, read from what somebody pasted."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import idna

from quiz.text import visible

_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?=.{{1,253}}$)(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])")
"""The name of a host on the internet: not an address in numbers, and not a name without a dot."""

DEFAULT_PORT = 443


def origin_of(written: str, *, local: bool = False) -> str | None:
    """Return the https origin of an address; None if it has none that a policy can name.

    Whatever follows the host and port is left out. With `local`, http://localhost is one too.
    """
    shown = visible(written)
    address = shown if "://" in shown else f"https://{shown}"
    try:
        url = urlsplit(address)
        port, host = url.port, _in_ascii(url.hostname or "")
    except ValueError:  # no port, or no name: IDNAError is a ValueError
        return None
    if url.username is not None or port == 0:
        return None
    if url.scheme == "https" and HOST.fullmatch(host):
        return f"https://{host}" if port in (None, DEFAULT_PORT) else f"https://{host}:{port}"
    if local and url.scheme == "http" and host == "localhost":
        return "http://localhost" if port is None else f"http://localhost:{port}"
    return None


def _in_ascii(host: str) -> str:
    """Return a host as it is sent, without a final dot; raises IDNAError for what is none."""
    name = host.removesuffix(".")
    return name if name.isascii() else idna.encode(name, uts46=True).decode()
