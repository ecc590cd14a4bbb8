"""Pages for machines: liveness, readiness and robots.txt."""

from __future__ import annotations

from flask import Response, jsonify, url_for

from quiz.store import StoreError
from quiz.web.pages.errors import log_store_error
from quiz.web.pages.services import services

ROBOTS = """User-agent: *
Disallow: {questions}
Disallow: {answers}
"""


def healthz() -> Response:
    """Report that the process is up; does not use the database."""
    return jsonify(status="ok")


def readyz() -> tuple[Response, int]:
    """Report whether the database is readable and up to date, and the digest of the rules file.

    The status is 503 if the database is not ready.
    """
    digest = services().engine.digest
    try:
        services().store.check()
    except StoreError as error:
        log_store_error(error)
        return jsonify(status="not ready", database="unavailable", digest=digest), 503
    return jsonify(status="ready", database="ready", digest=digest), 200


def robots() -> Response:
    """Return a robots.txt that keeps crawlers out of the questions.

    It leaves out results: a crawler that may not fetch them would not see their `noindex`.
    """
    questions, answers = url_for("question", question=""), url_for("check_answers")
    return Response(ROBOTS.format(questions=questions, answers=answers), mimetype="text/plain")
