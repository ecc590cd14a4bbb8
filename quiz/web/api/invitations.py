"""`/api/v1/invitations`: the invitations of a team."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from flask import abort

from quiz.store import ApiToken, Terms
from quiz.store import Invitation as Stored
from quiz.web.api.endpoint import endpoint
from quiz.web.api.team_models import Invitation, Invitations, NewInvitation
from quiz.web.framework.days import end_of, start_of
from quiz.web.framework.language import N_
from quiz.web.pages.problem_details import Fault, InvalidError
from quiz.web.pages.services import public_url_for, services
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.invitations.invitations import add


@endpoint(N_("List the invitations of the team"))
def show(token: ApiToken) -> Invitations:
    """List the invitations of the team, the newest first."""
    found = services().store.invitations.of_team(token.recruiter.team_id)
    return Invitations(invitations=[_as_model(each) for each in found])


@endpoint(N_("Make an invitation"), status=201)
def make(token: ApiToken, body: NewInvitation) -> Invitation:
    """Make an invitation."""
    quiz, who = services(), token.recruiter
    if body.language not in quiz.editions.today.codes:
        detail = f"Choose one of these: {', '.join(quiz.editions.today.codes)}."
        raise InvalidError([Fault(detail=detail, pointer="#/language")])
    if body.opens_on and body.closes_on and body.closes_on < body.opens_on:
        detail = "Choose the opening day or a later one."
        raise InvalidError([Fault(detail=detail, pointer="#/closes_on")])
    terms = Terms(
        title=body.title,
        language=body.language,
        opens_at=start_of(body.opens_on),
        closes_at=end_of(body.closes_on),
        places=body.places,
        asks_name=body.asks_name,
        asks_email=body.asks_email,
        note=body.note or None,
    )
    made = add(who, terms)
    record(who, "invitation made", title=terms.title, by_token=token.name)
    return _as_model(quiz.store.invitations.one(who.team_id, made) or abort(404))


@endpoint(N_("Close an invitation"))
def close(token: ApiToken, invitation: Stored) -> Invitation:
    """Close an invitation: nobody begins or finishes by it any more."""
    who, now = token.recruiter, datetime.now(UTC)
    if invitation.stage(now) != "closed":
        services().store.invitations.close(who.team_id, invitation.id, now)
        record(who, "invitation closed", title=invitation.title, by_token=token.name)
        invitation = replace(invitation, closes_at=now)
    return _as_model(invitation)


def _as_model(invitation: Stored) -> Invitation:
    return Invitation(
        id=invitation.id,
        code=invitation.code,
        link=public_url_for("invitation", code=invitation.code),
        title=invitation.title,
        language=invitation.language,
        opens_at=invitation.opens_at,
        closes_at=invitation.closes_at,
        places=invitation.places,
        asks_name=invitation.asks_name,
        asks_email=invitation.asks_email,
        note=invitation.note,
        state=invitation.stage(datetime.now(UTC)),
        taken=invitation.taken,
        started=invitation.started,
        finished=invitation.finished,
    )
