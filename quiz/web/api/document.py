"""`/api/v1/openapi.json`: the OpenAPI document, made from the route table and the models."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

from flask import Flask, Response, current_app
from pydantic.json_schema import models_json_schema

from quiz.web.api.access import WRITERS, public
from quiz.web.api.endpoint import JSON, Endpoint, Query, json_response
from quiz.web.framework.page_cache import PageCache
from quiz.web.framework.route import PLACEHOLDER, Route
from quiz.web.pages.problem_details import DETAILS, MIMETYPE, Problem
from quiz.web.pages.services import services

SCHEMAS = "#/components/schemas/{model}"
DOCUMENTS_KEPT = 8  # one for each language
ROW_ID = {"type": "integer", "format": "int64", "minimum": 1, "maximum": 2**63 - 1}

Json = dict[str, Any]


class Operation(NamedTuple):
    """An entry of the route table that is for programs."""

    route: Route
    endpoint: Endpoint

    @property
    def path(self) -> str:
        """The path as OpenAPI writes it."""
        return PLACEHOLDER.sub(r"{\1}", self.route.path)

    @property
    def takes_token(self) -> bool:
        """Whether it needs a token."""
        return self.route.access is not public

    @property
    def writes(self) -> bool:
        """Whether it needs a token that may write."""
        return self.route.access in WRITERS

    @property
    def statuses(self) -> Iterator[int]:
        """The statuses with which it can fail."""
        yield 400
        if self.takes_token:
            yield 401
        if self.writes:
            yield 403
        if PLACEHOLDER.search(self.route.path):
            yield 404
        if self.endpoint.body:
            yield from (413, 415)
        yield from (422, 429, 500, 503)


def use_document(app: Flask, routes: Sequence[Route]) -> None:
    """Let the document of `app` be about these routes."""
    app.extensions["operations"] = [
        Operation(route, route.view) for route in routes if isinstance(route.view, Endpoint)
    ]
    app.extensions["openapi"] = PageCache(_in_language, DOCUMENTS_KEPT)


def operations() -> Sequence[Operation]:
    """Return what the interface for programs can do, in the order of the route table."""
    found: Sequence[Operation] = current_app.extensions["operations"]
    return found


def show() -> Response:
    """Send the OpenAPI document, made now or before."""
    documents: PageCache[str] = current_app.extensions["openapi"]
    return json_response(documents.get(services().localized.language.code))


def document() -> Json:
    """Return the OpenAPI document; it has what the rules of today ask."""
    paths: Json = {}
    for each in operations():
        paths.setdefault(each.path, {})[each.route.method.lower()] = _operation(each)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": services().localized.title,
            "version": "1",
            "description": "Use the quiz, and work on the results of a team.",
        },
        "servers": [{"url": services().settings.public_url}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token that an administrator of a team has made.",
                }
            },
        },
    }


def _in_language(_code: str) -> bytes:
    """Return the document in the language of the request."""
    return json.dumps(document(), ensure_ascii=False).encode()


def _operation(each: Operation) -> Json:
    endpoint = each.endpoint
    data: Json = {
        "operationId": each.route.name.removeprefix("api_"),
        "summary": endpoint.summary,
        "security": [{"token": []}] if each.takes_token else [],
        "parameters": [*_path_parameters(each), *_query_parameters(endpoint.query)],
        "responses": {
            str(endpoint.status): {
                "description": HTTPStatus(endpoint.status).phrase,
                "content": {JSON: {"schema": _reference(endpoint.answer)}},
            },
            **{str(status): _problem(status) for status in each.statuses},
        },
    }
    if each.route.method == "GET":
        data["responses"]["304"] = {
            "description": "Nothing has changed since the ETag in If-None-Match."
        }
    if endpoint.body:
        content = {JSON: {"schema": _reference(endpoint.body)}}
        data["requestBody"] = {"required": True, "content": content}
    return data


def _path_parameters(each: Operation) -> Iterator[Json]:
    for name in PLACEHOLDER.findall(each.route.path):
        yield {"name": name, "in": "path", "required": True, "schema": ROW_ID}


def _query_parameters(query: type[Query]) -> Iterator[Json]:
    schemas = {**query.model_json_schema()["properties"], **query.further()}
    for name, schema in schemas.items():
        parts = [part for part in schema.pop("anyOf", ()) if part != {"type": "null"}]
        for key in ("title", "default") if parts else ("title",):
            schema.pop(key, None)
        description = schema.pop("description", None)
        yield {
            "name": name,
            "in": "query",
            "schema": {**schema, **(parts[0] if parts else {})},
            **({"description": description} if description else {}),
        }


def _problem(status: int) -> Json:
    data: Json = {
        "description": DETAILS.get(status, HTTPStatus(status).phrase),
        "content": {MIMETYPE: {"schema": _reference(Problem)}},
    }
    if status in (429, 503):
        schema = {"type": "integer", "minimum": 1}
        data["headers"] = {"Retry-After": {"description": "In seconds.", "schema": schema}}
    return data


def _reference(model: type[Any]) -> Json:
    return {"$ref": SCHEMAS.format(model=model.__name__)}


def _schemas() -> Json:
    """Return the JSON Schemas of all models, by name."""
    bodies = {each.endpoint.body for each in operations() if each.endpoint.body}
    answers: set[type[Any]] = {Problem, *(each.endpoint.answer for each in operations())}
    _, found = models_json_schema(
        [
            *((model, "validation") for model in _by_name(bodies)),
            *((model, "serialization") for model in _by_name(answers)),
        ],
        ref_template=SCHEMAS,
    )
    schemas: Json = found["$defs"]
    return schemas


def _by_name(models: set[type[Any]]) -> list[type[Any]]:
    return sorted(models, key=lambda model: model.__name__)
