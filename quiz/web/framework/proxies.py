"""The address of the client as the proxies in front of the quiz report it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

WITH_PORT = re.compile(r"\[(?P<v6>[^\]]+)\](?::[0-9]+)?|(?P<v4>[0-9.]+):[0-9]+")


def trust_proxies(app: Flask, hops: int) -> None:
    """Take the client's address and scheme from the headers that the last `hops` proxies set.

    Each proxy adds to the addresses, but most of them replace the scheme.
    """
    wsgi_app: Any = app.wsgi_app
    app.wsgi_app = ProxyFix(ClientAddress(wsgi_app), x_for=hops, x_proto=1)  # type: ignore[method-assign]


class ClientAddress:
    """Removes what some proxies write around an address: the client's port, brackets, quotes."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Call the application with the bare address."""
        environ["REMOTE_ADDR"] = bare_address(environ.get("REMOTE_ADDR", ""))
        return self._app(environ, start_response)


def bare_address(text: str) -> str:
    """Return the address in `203.0.113.9:50001` or `[2001:db8::1]:443`; other texts unchanged."""
    text = text.strip().strip('"')
    found = WITH_PORT.fullmatch(text)
    return (found["v6"] or found["v4"]) if found else text
