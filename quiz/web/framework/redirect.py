"""The answer to a form that was taken: go on to another page."""

from __future__ import annotations

from typing import Any

from flask import Response
from werkzeug.datastructures import Headers


class SeeOther(Response):
    """Leads a browser on to an address of this quiz.

    Without the page that Flask's redirect writes for browsers of long ago, and without what
    Werkzeug does to the headers of an answer, because an address of ours needs no correction.
    """

    def __init__(self, address: str) -> None:
        super().__init__(status=303, headers={"Location": address, "Content-Length": "0"})

    def get_wsgi_headers(self, environ: Any) -> Headers:  # noqa: ARG002 - Werkzeug's signature
        """Return the headers as they are."""
        return self.headers
