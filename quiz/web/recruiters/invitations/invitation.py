"""One invitation: how to hand it out, changing it, closing it and opening it again."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from quiz.store import Invitation, Recruiter
from quiz.web.framework import qr
from quiz.web.framework.days import last_day
from quiz.web.framework.language import N_
from quiz.web.pages.confirm import Asked, Pressed, only_to_press, when_confirmed
from quiz.web.pages.services import services
from quiz.web.recruiters.invitations.invitations import (
    InvitationForm,
    invitation_view,
    language_choices,
)
from quiz.web.recruiters.page import page
from quiz.web.recruiters.session import signed_in

CLOSE, OPEN = N_("Close the invitation"), N_("Open the invitation again")
DONE = {
    "made": N_("The invitation is made. Hand out its code, its address or its poster."),
    "saved": N_("Saved."),
    "closed": N_("The invitation is closed. Nobody can begin or finish by it any more."),
    "opened": N_("The invitation is open again."),
}


def show(invitation: int) -> str:
    """Show an invitation of the team, with a form to change it."""
    recruiter, found = own(invitation)
    return _page(recruiter, found, _form(found))


def change(invitation: int) -> AnyResponse | tuple[str, int]:
    """Keep what the team decides, or show the same page with what to do."""
    recruiter, found = own(invitation)
    form = _form(found)
    if not form.validate():
        return _page(recruiter, found, form), form.status
    services().store.invitations.change(found.team, found.id, form.terms(found.closes_at))
    return _done(found, "saved")


def close(invitation: int) -> Pressed:
    """Close an invitation, from now on."""
    _, found = own(invitation)

    def act() -> AnyResponse:
        services().store.invitations.close(found.team, found.id, datetime.now(UTC))
        return _done(found, "closed")

    return when_confirmed(_asked(found, "close", CLOSE), act)


def open_again(invitation: int) -> Pressed:
    """Open an invitation, from now on."""
    _, found = own(invitation)

    def act() -> AnyResponse:
        services().store.invitations.open_again(found.team, found.id)
        return _done(found, "opened")

    return when_confirmed(_asked(found, "open", OPEN), act)


def code(invitation: int) -> Response:
    """Send the QR code of an invitation's address as a picture."""
    _, found = own(invitation)
    return Response(qr.svg(address(found)), mimetype="image/svg+xml")


def own(invitation: int) -> tuple[Recruiter, Invitation]:
    """Return who asks, and an invitation of their team; that of another team does not exist."""
    recruiter = signed_in()
    found = services().store.invitations.one(recruiter.team_id, invitation)
    return recruiter, found or abort(404)


def address(invitation: Invitation) -> str:
    """Return the address that opens an invitation."""
    return f"{services().settings.public_url}/i/{invitation.code}"


def _done(invitation: Invitation, what: str) -> AnyResponse:
    return redirect(f"/recruiter/invitations/{invitation.id}?done={what}", 303)


def _form(found: Invitation) -> InvitationForm:
    form = InvitationForm(
        services().localized.language,
        title=found.title,
        spoken=found.language,
        opens_on=found.opens_at and found.opens_at.date(),
        closes_on=last_day(found.closes_at),
        places=found.places,
        asks_name=found.asks_name,
        asks_email=found.asks_email,
        note=found.note,
    )
    if found.closes_at and found.closes_at <= datetime.now(UTC):
        del form.closes_on  # what is closed is opened by its button alone, not by an old form
    return form


def _asked(found: Invitation, what: str, title: str) -> Asked:
    address = f"/recruiter/invitations/{found.id}"
    return only_to_press(title, action=f"{address}/{what}", back=address)


def _page(recruiter: Recruiter, found: Invitation, form: InvitationForm) -> str:
    done = DONE.get(request.args.get("done", ""))
    return page(
        "invitations/invitation.html",
        recruiter,
        form=form,
        done=services().localized.language.gettext(done) if done else None,
        invitation=invitation_view(found),
        address=address(found),
        languages=language_choices(),
    )
