"""The host names that the quiz answers to."""

from __future__ import annotations

import re
from collections.abc import Collection

from flask import Flask, abort, request

HOST = re.compile(r"(?P<name>[a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", re.ASCII)


def refuse_other_hosts(app: Flask, hosts: Collection[str], any_host: Collection[str]) -> None:
    """Answer a request with 400 unless it names one of `hosts`; empty `hosts` allow any name.

    A request without a `Host`, with two of them or with one that is no host name is refused
    too. The routes named in `any_host` are shown all the same: machines ask for the health of
    the quiz by whatever address they have.
    """
    allowed = {name.encode("idna").decode() for name in hosts}

    @app.before_request
    def refuse() -> None:
        if request.endpoint in any_host:
            return
        name = host_name(request.environ.get("HTTP_HOST", ""))
        if name is None or (allowed and name not in allowed):
            abort(400)


def host_name(header: str) -> str | None:
    """Return the name in a `Host` header: lower case, without port and final dot; None if none."""
    found = HOST.fullmatch(header.lower())
    return found["name"].removesuffix(".") or None if found else None
