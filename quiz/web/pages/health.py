"""What machines ask: is the process up, can it serve, and where may a crawler go."""

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
    """Tell that the process is up; asks nothing of the database."""
    return jsonify(status="ok")


def readyz() -> tuple[Response, int]:
    """Tell whether the database can be read and is up to date, and which rules file decides."""
    digest = services().engine.digest
    try:
        services().store.check()
    except StoreError as error:
        log_store_error(error)
        return jsonify(status="not ready", database="unavailable", digest=digest), 503
    return jsonify(status="ready", database="ready", digest=digest), 200


def robots() -> Response:
    """Keep crawlers from walking through the questions.

    Results are not listed here: a crawler that may not read them would not see `noindex`.
    """
    questions, answers = url_for("question", question=""), url_for("check_answers")
    return Response(ROBOTS.format(questions=questions, answers=answers), mimetype="text/plain")
