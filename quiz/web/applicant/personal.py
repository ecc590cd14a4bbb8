"""The page of an invitation that was sent to one person, by a link of their own.

Opening it changes nothing: mail servers open links to look for viruses. Somebody has started when
the button is pressed.
"""

from __future__ import annotations

from datetime import UTC, datetime

from werkzeug.wrappers import Response

from quiz.store import Invitation
from quiz.web.applicant.invitation import (
    BeginForm,
    PersonalLink,
    begin_sitting,
    localized_for,
    page,
)
from quiz.web.framework.days import use_time_zone
from quiz.web.framework.link_tokens import TOKEN
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.services import services
from quiz.web.result.access import not_found


def link_holder(token: str) -> Arguments:
    """Allow everybody who has the link of a recipient; raises 404 for other links."""
    store = services().store
    found = store.recipients.find(token) if TOKEN.fullmatch(token) else None
    if found is None:
        not_found()
    recipient, code = found
    invitation = store.invitations.find(code) or not_found()
    use_time_zone(invitation.time_zone)
    return {"personal": PersonalLink(token, recipient), "invitation": invitation}


def show(personal: PersonalLink, invitation: Invitation) -> str:
    """Show the invitation, whatever its stage; the name that the team knows is filled in."""
    form = BeginForm(localized_for(invitation).language, name=personal.recipient.name)
    return page(invitation, form, personal)


def begin(personal: PersonalLink, invitation: Invitation) -> Response | tuple[str, int]:
    """Begin a sitting and redirect to the first question."""
    is_open = invitation.stage(datetime.now(UTC)) == "open"
    if personal.recipient.finished_at or not is_open:
        return redirect_to("personal_invitation", token=personal.token)
    form = BeginForm(localized_for(invitation).language)
    if not form.validate():
        return page(invitation, form, personal), form.status
    return begin_sitting(invitation, form.name.data, None, personal.recipient)
