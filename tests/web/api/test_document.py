"""The OpenAPI document and the page about the interface, both made from the route table."""

from __future__ import annotations

import pytest
from flask import Flask
from support.api import Api
from support.visitor import Visitor

from quiz.web.routes import ROUTES

DOCUMENT = "/api/v1/openapi.json"


def test_the_document_has_every_route_of_the_interface(app: Flask) -> None:
    answer = Api(app).get(DOCUMENT)
    assert answer.mimetype == "application/json"
    assert answer.json is not None
    assert answer.json["openapi"] == "3.1.0"
    found = {
        f"{method.upper()} {path}"
        for path, methods in answer.json["paths"].items()
        for method in methods
    }
    routes = {
        f"{route.method} {route.path.replace('<id:', '{').replace('>', '}')}"
        for route in ROUTES
        if route.path.startswith("/api/")
    }
    assert found == routes - {f"GET {DOCUMENT}"}


def test_the_document_says_who_may_do_what(app: Flask) -> None:
    paths = (Api(app).get(DOCUMENT).json or {})["paths"]
    assert paths["/api/v1/questions"]["get"]["security"] == []
    results = paths["/api/v1/results"]["get"]
    assert results["security"] == [{"token": []}]
    assert "401" in results["responses"]
    assert "403" not in results["responses"]
    assert "403" in paths["/api/v1/invitations"]["post"]["responses"]


def test_the_document_has_the_conditions_of_the_board(app: Flask) -> None:
    paths = (Api(app).get(DOCUMENT).json or {})["paths"]
    found = {each["name"]: each["schema"] for each in paths["/api/v1/results"]["get"]["parameters"]}
    assert found["best"]["items"]["enum"] == ["PIANO", "DRUMS", "none"]
    assert found["answer-home"]["items"]["enum"] == ["house", "flat", "tent"]
    for name in ("invitation", "has_status", "in_charge"):
        assert found[name] == {"type": "array", "items": {"type": "string"}}, "by team"
    assert found["first"] == {"type": "string", "format": "date"}
    assert found["limit"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}
    assert found["cursor"] == {"type": "string", "pattern": "^[0-9]{1,18}$"}
    assert "show" not in found


def test_the_document_is_not_sent_again(app: Flask) -> None:
    first = Api(app).get(DOCUMENT)
    again = Api(app).get(DOCUMENT, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "List the stages of the team"), ("ja", "チームの段階の一覧を取得する")],
)
def test_the_page_says_what_the_interface_can_do(app: Flask, language: str, words: str) -> None:
    page = Visitor(app, language).open("/api")
    assert words in page.words
    assert "PUT /api/v1/results/{result}/stage" in page.words
    assert DOCUMENT in page.links_to("/api/")
