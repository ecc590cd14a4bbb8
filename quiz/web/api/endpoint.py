"""A view of the interface for programs: its annotations say what it takes and returns.

`query` and `body` are read into the models of these parameters; what the view returns is sent as
JSON. The OpenAPI document is made from the same annotations.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_origin, get_type_hints

from flask import Response, request
from pydantic import ConfigDict, ValidationError
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from quiz.attribute_docstrings import Described
from quiz.web.pages.problem_details import Fault, InvalidError

JSON = "application/json"


class Model(Described):
    """What is sent or received; the text below a field describes it in the OpenAPI document."""


class Body(Model):
    """What is sent; keys that are not known are refused, so that none is misspelt unnoticed."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Query(Model):
    """The parameters of a query."""

    model_config = ConfigDict(extra="forbid")

    lang: str | None = None
    """The language of the texts; without it, the one that Accept-Language asks for."""

    @classmethod
    def further(cls) -> dict[str, dict[str, object]]:
        """Return the JSON Schemas of further parameters by name, which the view reads itself."""
        return {}


class Endpoint:
    """A view that takes and returns models; it answers with `status`.

    `summary` says what it does: a key of the catalog, because the page about the interface has it.
    """

    def __init__(self, view: Callable[..., Model], summary: str, status: int) -> None:
        hints = get_type_hints(view)
        self.view, self.summary, self.status = view, summary, status
        self.answer: type[Model] = hints["return"]
        self.query: type[Query] = hints.get("query", Query)
        self.body: type[Body] | None = hints.get("body")
        self._takes_query = "query" in hints

    def __call__(self, **values: object) -> Response:
        """Answer a request; a GET has an ETag. Raises InvalidError for what cannot be used."""
        query = _read_query(self.query)
        if self._takes_query:
            values["query"] = query
        if self.body:
            values["body"] = _read_body(self.body)
        text = self.view(**values).model_dump_json(by_alias=True, exclude_unset=True)
        return json_response(text, self.status)


def endpoint(summary: str, status: int = 200) -> Callable[[Callable[..., Model]], Endpoint]:
    """Return a decorator for views of the interface for programs."""
    return lambda view: Endpoint(view, summary, status)


def json_response(text: str | bytes, status: int = 200) -> Response:
    """Return a response of JSON; to a GET, with an ETag, or empty if that is known."""
    response = Response(text, status, mimetype=JSON)
    if request.method in ("GET", "HEAD"):
        response.add_etag()
        response.make_conditional(request)
    return response


def _read_query(model: type[Query]) -> Query:
    lists = {name for name, field in model.model_fields.items() if _is_list(field.annotation)}
    sent = {
        name: values if name in lists or len(values) > 1 else values[0]
        for name, values in request.args.lists()
    }
    try:
        return model.model_validate(sent)
    except ValidationError as error:
        raise InvalidError(
            [
                Fault(detail=each["msg"], parameter=str(each["loc"][0]))
                for each in error.errors(include_url=False)
            ]
        ) from error


def _read_body(model: type[Body]) -> Body:
    if request.mimetype != JSON:
        raise UnsupportedMediaType
    try:
        return model.model_validate_json(request.get_data())
    except ValidationError as error:
        found = error.errors(include_url=False)
        if found[0]["type"] == "json_invalid":
            raise BadRequest from error
        raise InvalidError(
            [Fault(detail=each["msg"], pointer=pointer(each["loc"])) for each in found]
        ) from error


def pointer(path: tuple[str | int, ...]) -> str:
    """Return a JSON Pointer, as a fragment, to a place in the body (RFC 6901)."""
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in path)
    return "#" + "".join(f"/{part}" for part in parts)


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is list
