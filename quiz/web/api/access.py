"""Access to the interface for programs: for anybody, or with a token of a team."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import abort, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from quiz.store import ApiToken
from quiz.web.framework.days import use_time_zone
from quiz.web.framework.route import Arguments
from quiz.web.pages import rate_limits
from quiz.web.pages.services import services

LONGEST_TOKEN = 100


def public(**values: object) -> Arguments:
    """Allow every program, as often as its network may."""
    rate_limits.use(rate_limits.API_FROM_NETWORK)
    return values


def reader(**values: object) -> Arguments:
    """Allow programs with a token of a team."""
    return {**values, "token": _token()}


def writer(**values: object) -> Arguments:
    """Allow programs with a token that may also write; raises 403 for others."""
    return {**values, "token": _writing()}


def reader_of_result(result: int) -> Arguments:
    """Allow programs of the team that has a result; raises 404 for others."""
    return _result(_token(), result)


def writer_of_result(result: int) -> Arguments:
    """Allow programs of the team that has a result, with a token that may write."""
    return _result(_writing(), result)


def writer_of_invitation(invitation: int) -> Arguments:
    """Allow programs of the team whose invitation it is, with a token that may write."""
    token = _writing()
    found = services().store.invitations.one(token.recruiter.team_id, invitation)
    return {"token": token, "invitation": found or abort(404)}


WRITERS = (writer, writer_of_result, writer_of_invitation)
"""The kinds of access for which a token must be one that may write."""


def _result(token: ApiToken, result: int) -> Arguments:
    row = services().store.board.find(token.recruiter.team_id, result)
    return {"token": token, "row": row or abort(404)}


def _writing() -> ApiToken:
    """Return the token of the request, or raise 403 if it, or whoever made it, only reads."""
    token = _token()
    if token.access != "write" or not token.recruiter.may_change:
        abort(403)
    return token


def _token() -> ApiToken:
    """Return the token of the request, or raise 401; a wrong one is counted."""
    sent = request.authorization
    if sent is None or sent.type != "bearer" or not sent.token:
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))
    found = services().store.api_tokens.find(sent.token[:LONGEST_TOKEN], datetime.now(UTC))
    if found is None:
        rate_limits.use(rate_limits.WRONG_TOKENS)
        wrong = WWWAuthenticate("bearer", {"error": "invalid_token"})
        raise Unauthorized(www_authenticate=wrong)
    rate_limits.use(rate_limits.API_BY_TOKEN, str(found.id))
    use_time_zone(found.recruiter.time_zone)
    return found
