"""A program that uses the interface for programs."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from support.headers import look_at_headers

PROBLEM = "application/problem+json"


class Api:
    """Sends requests, with a token or without, and looks at what every answer must be like."""

    def __init__(self, app: Flask, token: str | None = None) -> None:
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
            assert answer.json.keys() <= {"type", "title", "status", "detail", "errors"}
        return answer

    def get(self, address: str, **options: Any) -> TestResponse:
        """Send a GET request."""
        return self.ask("GET", address, **options)

    def send(self, method: str, address: str, body: object, **options: Any) -> TestResponse:
        """Send a body as JSON."""
        return self.ask(method, address, json=body, **options)
