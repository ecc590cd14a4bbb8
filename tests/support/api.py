"""A program that uses the interface for programs."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import jsonschema
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from quiz.web.api.document import document
from support.headers import look_at_headers

PROBLEM = "application/problem+json"


class Api:
    """Sends requests, with a token or without, and looks at what every answer must be like.

    Each answer must be in the OpenAPI document: its status, its type and what it holds.
    """

    def __init__(self, app: Flask, token: str | None = None) -> None:
        self._app = app
        self._client = app.test_client()
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def ask(self, method: str, address: str, **options: Any) -> TestResponse:
        """Send a request and return the answer."""
        headers = {**self._headers, **options.pop("headers", {})}
        answer = self._client.open(address, method=method, headers=headers, **options)
        look_at_headers(answer)
        assert "Set-Cookie" not in answer.headers
        if answer.status_code >= 400 and method != "HEAD":
            assert answer.mimetype == PROBLEM
            assert answer.json is not None
            assert answer.json["status"] == answer.status_code
        self._look_at_document(method, answer)
        return answer

    def get(self, address: str, **options: Any) -> TestResponse:
        """Send a GET request."""
        return self.ask("GET", address, **options)

    def send(self, method: str, address: str, body: object, **options: Any) -> TestResponse:
        """Send a body as JSON."""
        return self.ask(method, address, json=body, **options)

    def _look_at_document(self, method: str, answer: TestResponse) -> None:
        try:
            route, _ = self._app.url_map.bind("").match(answer.request.path, method)
        except HTTPException:  # an address or a method that there is not
            return
        operations = {
            f"api_{operation['operationId']}": operation
            for path in document_of(self._app)["paths"].values()
            for operation in path.values()
        }
        if method in ("HEAD", "OPTIONS") or route not in operations:
            return
        described = operations[route]["responses"][str(answer.status_code)]
        if answer.status_code == 304:
            assert answer.data == b""
            return
        schema = described["content"][answer.mimetype]["schema"]
        components = document_of(self._app)["components"]
        jsonschema.validate(answer.json, {**schema, "components": components})


@lru_cache(maxsize=8)
def document_of(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document of an application, in English."""
    with app.test_request_context():
        return document()
