"""The sites that may put the quiz of an invitation into their pages, entered on its page."""

from __future__ import annotations

from werkzeug.wrappers import Response

from quiz.store import Invitation, Recruiter
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.services import services
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.invitations.invitation import invitation_page
from quiz.web.recruiters.invitations.sites_form import sites_form


def change(recruiter: Recruiter, invitation: Invitation) -> Response | tuple[str, int]:
    """Allow these sites, and no others, or show the form again with its error."""
    form = sites_form(invitation)
    if not form.validate():
        return invitation_page(recruiter, invitation, sites=form), form.status
    services().store.invitations.allow_sites(recruiter.team_id, invitation.id, form.origins)
    record(
        recruiter,
        "embedding changed",
        title=invitation.title,
        sites=", ".join(form.origins) or "–",
    )
    return redirect_to("team_invitation", invitation=invitation.id, done="sites")
