"""The page of one invitation: its code, URL and QR code, changing, closing and reopening it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Response, abort, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from quiz.store import Invitation, Recruiter
from quiz.web.framework import qr
from quiz.web.framework.days import day_of, last_day
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.confirm import (
    Confirmation,
    PageOrResponse,
    button_confirmation,
    do_if_confirmed,
)
from quiz.web.pages.services import public_url_for, services
from quiz.web.recruiters.access import signed_in, signed_in_administrator
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.invitations.invitations import (
    InvitationForm,
    invitation_view,
    language_choices,
)
from quiz.web.recruiters.invitations.sites_form import SitesForm, sites_form
from quiz.web.recruiters.page import page

CLOSE, OPEN = N_("Close the invitation"), N_("Open the invitation again")
MESSAGES = {
    "made": N_("The invitation is ready. Hand out its code, its address or its poster."),
    "saved": N_("Saved."),
    "sites": N_("The allowed sites are saved."),
    "closed": N_("The invitation is closed. Nobody can start or finish with it any more."),
    "opened": N_("The invitation is open again."),
}


def of_team(invitation: int) -> Arguments:
    """Allow recruiters, for invitations of their own team; raises 404 for others."""
    return _find(signed_in(), invitation)


def of_administrator(invitation: int) -> Arguments:
    """Allow administrators, for invitations of their own team; raises 404 for others."""
    return _find(signed_in_administrator(), invitation)


def show(recruiter: Recruiter, invitation: Invitation) -> str:
    """Show an invitation of the team, with a form to change it."""
    return invitation_page(recruiter, invitation)


def change(recruiter: Recruiter, invitation: Invitation) -> AnyResponse | tuple[str, int]:
    """Save the changed invitation, or show the form again with its errors."""
    form = _form(invitation)
    valid = form.validate()
    if valid and form.places.data is not None and form.places.data < invitation.taken:
        form.places.errors.append(
            form.language.gettext("%(field)s: enter at least %(least)s, as that many are taken.")
            % {"field": form.places.label.text, "least": invitation.taken}
        )
    if not valid or form.errors:
        return invitation_page(recruiter, invitation, form), form.status
    terms = form.terms(invitation.closes_at)
    services().store.invitations.change(invitation.team, invitation.id, terms)
    record(recruiter, "invitation changed", title=terms.title)
    return _redirect(invitation, "saved")


def close(recruiter: Recruiter, invitation: Invitation) -> PageOrResponse:
    """Close an invitation with immediate effect."""

    def act() -> AnyResponse:
        services().store.invitations.close(recruiter.team_id, invitation.id, datetime.now(UTC))
        record(recruiter, "invitation closed", title=invitation.title)
        return _redirect(invitation, "closed")

    return do_if_confirmed(_confirmation(invitation, "close_invitation", CLOSE), act)


def open_again(recruiter: Recruiter, invitation: Invitation) -> PageOrResponse:
    """Open a closed invitation again, with immediate effect."""

    def act() -> AnyResponse:
        services().store.invitations.open_again(recruiter.team_id, invitation.id)
        record(recruiter, "invitation opened", title=invitation.title)
        return _redirect(invitation, "opened")

    return do_if_confirmed(_confirmation(invitation, "reopen_invitation", OPEN), act)


def qr_code(recruiter: Recruiter, invitation: Invitation) -> Response:  # noqa: ARG001 - of_team gives both
    """Send the QR code of an invitation's URL as SVG."""
    return Response(qr.picture(invitation_url(invitation)), mimetype="image/svg+xml")


def _find(recruiter: Recruiter, invitation: int) -> Arguments:
    found = services().store.invitations.one(recruiter.team_id, invitation)
    return {"recruiter": recruiter, "invitation": found or abort(404)}


def invitation_url(invitation: Invitation) -> str:
    """Return the public URL of an invitation."""
    return public_url_for("invitation", code=invitation.code)


def snippet(invitation: Invitation) -> str:
    """Return the HTML that puts the quiz into a page, in the language of the invitation."""
    localized = services().editions.today.localized(invitation.language)
    return localized.templates["recruiters/invitations/snippet.html"].render(
        url=public_url_for("framed_invitation", code=invitation.code),
        title=localized.title,
        about=invitation.title,
    )


def _redirect(invitation: Invitation, message: str) -> AnyResponse:
    """Redirect to the invitation, which then shows one of `MESSAGES`."""
    return redirect_to("team_invitation", invitation=invitation.id, done=message)


def _form(found: Invitation) -> InvitationForm:
    form = InvitationForm(
        services().localized.language,
        title=found.title,
        invitation_language=found.language,
        opens_on=found.opens_at and day_of(found.opens_at),
        closes_on=last_day(found.closes_at),
        places=found.places,
        asks_name=found.asks_name,
        asks_email=found.asks_email,
        note=found.note,
        kept_days=found.kept_days,
    )
    if found.closes_at and found.closes_at <= datetime.now(UTC):
        del form.closes_on  # only the button reopens a closed invitation
    return form


def _confirmation(invitation: Invitation, action: str, title: str) -> Confirmation:
    return button_confirmation(
        title,
        action=url_for(action, invitation=invitation.id),
        back=url_for("team_invitation", invitation=invitation.id),
    )


def invitation_page(
    recruiter: Recruiter,
    found: Invitation,
    form: InvitationForm | None = None,
    sites: SitesForm | None = None,
) -> str:
    """Return the page of an invitation, with the forms as they were sent, if one was."""
    form, sites = form or _form(found), sites or sites_form(found)
    message = MESSAGES.get(request.args.get("done", ""))
    return page(
        "invitations/invitation.html",
        recruiter,
        form=form,
        sites=sites,
        allowed=found.sites,
        snippet=snippet(found) if found.sites else None,
        message=services().localized.language.gettext(message) if message else None,
        invitation=invitation_view(found),
        url=invitation_url(found),
        languages=language_choices(),
        personal=services().store.recipients.progress(found.id),
    )
