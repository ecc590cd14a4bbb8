"""Errors of the interface for programs, as problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from flask import Response
from pydantic import Field
from werkzeug.exceptions import HTTPException, UnprocessableEntity

from quiz.attribute_docstrings import Described

MIMETYPE = "application/problem+json"
ANY = "about:blank"
"""The type of problems of which the status says the kind."""

DETAILS: Mapping[int, str] = {
    400: "The request cannot be read.",
    403: "This token only reads. Use one that may also write.",
    404: "There is nothing at this address, or it does not belong to the team of this token.",
    405: "The header Allow says which methods this address has.",
    413: "Send less at a time.",
    401: "Send a valid token of a team, with the header Authorization: Bearer TOKEN.",
    415: "Send JSON, with the header Content-Type: application/json.",
    429: "Try again after as many seconds as the header Retry-After says.",
    500: "It is not your fault. Try again in a moment.",
    503: "Try again after as many seconds as the header Retry-After says.",
}


class Fault(Described):
    """One thing that is wrong with what was sent."""

    detail: str
    """What is wrong."""
    pointer: str | None = None
    """Where in the body it is: a JSON Pointer."""
    parameter: str | None = None
    """Which parameter of the query it is."""


class Problem(Described):
    """Why a request failed, by RFC 9457."""

    type: str
    """Always about:blank: the status says what kind of problem it is."""
    title: str
    """The status in words."""
    status: int
    """The HTTP status."""
    detail: str
    """What to do about it."""
    errors: list[Fault] = Field(default=[])
    """Each thing that is wrong with what was sent."""


class InvalidError(UnprocessableEntity):
    """Raised for a body or a query that can be read but not be used."""

    def __init__(self, errors: Sequence[Fault]) -> None:
        super().__init__()
        self.errors = errors


def response_for_error(error: HTTPException, headers: Mapping[str, str]) -> Response:
    """Return the problem details for an HTTP error, with these headers."""
    code = error.code or 500
    problem = Problem(
        type=ANY,
        title=HTTPStatus(code).phrase,
        status=code,
        detail=DETAILS.get(code, DETAILS[500 if code >= 500 else 400]),
    )
    if isinstance(error, InvalidError):
        problem.detail = "Correct what the list of errors names, and send it again."
        problem.errors = list(error.errors)
    response = Response(problem.model_dump_json(exclude_unset=True), code, mimetype=MIMETYPE)
    response.headers.extend(headers)
    return response
