"""Requests generated from the OpenAPI document: no 5xx, and only responses that it describes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from support.selection import steady
from support.teams import Teams

from quiz.web.pages import rate_limits

DOCUMENT = "/api/v1/openapi.json"
EXAMPLES = 5
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


VALID, INVALID = GenerationMode.POSITIVE, GenerationMode.NEGATIVE


@pytest.mark.long
@pytest.mark.parametrize(
    ("mode", "token"),
    [
        (VALID, None),
        (INVALID, "quiz_write"),
        (VALID, "quiz_write"),
        (INVALID, None),
        (VALID, "quiz_read"),
        (INVALID, "quiz_read"),
        (VALID, "quiz_wrong"),
    ],
)
def test_every_answer_is_one_of_the_document(
    app: Flask, monkeypatch: pytest.MonkeyPatch, mode: GenerationMode, token: str | None
) -> None:
    for name in ("API_FROM_NETWORK", "API_BY_TOKEN", "WRONG_TOKENS"):
        monkeypatch.setattr(rate_limits, name, replace(getattr(rate_limits, name), most=100_000))
    teams = Teams(app)
    who = teams.administrator()
    assert teams.result(who) == 1
    for access in ("read", "write"):
        teams.store.api_tokens.add(who, access, access, f"quiz_{access}", datetime.now(UTC))
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    document = schemathesis.openapi.from_wsgi(DOCUMENT, app)
    seen: set[tuple[str, int]] = set()
    for found in document.get_all_operations():
        operation = found.ok()
        rows = {name: 1 for name in ("result", "invitation") if f"{{{name}}}" in operation.path}
        cases = operation.as_strategy(generation_mode=mode, path_parameters=rows or None)
        if rows:
            cases |= operation.as_strategy(generation_mode=mode)

        @settings(steady(EXAMPLES), suppress_health_check=list(HealthCheck), database=None)
        @given(case=cases)
        def send(case: Case) -> None:
            response = case.call(headers=headers)
            seen.add((case.operation.label, response.status_code))
            case.validate_response(response, checks=CHECKS)

        send()
    if (mode, token) == (VALID, "quiz_write"):
        assert ("GET /api/v1/results/{result}", 200) in seen, "it comes so far"
        assert ("PUT /api/v1/results/{result}/stage", 422) in seen
