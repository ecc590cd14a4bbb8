"""The one reminder for those who were invited personally and have not finished."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import abort, url_for
from werkzeug.wrappers import Response

from quiz.store import Invitation, NewMail, Recipient, Recruiter, TooManyRecipients
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.confirm import Confirmation, PageOrResponse, do_if_confirmed, show_confirmation
from quiz.web.pages.services import services
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.invitations import invitation as team_invitation
from quiz.web.recruiters.recipients.letters import Letters, as_mail


def of_team_where_mail_is_set(invitation: int) -> Arguments:
    """Allow recruiters, for invitations of their own team, if the quiz sends mail; raises 404."""
    arguments = team_invitation.of_team(invitation)
    if services().settings.mail is None:
        abort(404)
    return arguments


def ask(recruiter: Recruiter, invitation: Invitation) -> str:
    """Say how many people would be reminded."""
    return show_confirmation(_confirmation(recruiter, invitation))


def remind(recruiter: Recruiter, invitation: Invitation) -> PageOrResponse:
    """Remind them, once."""
    letters = Letters(invitation)

    def write(recipient: Recipient) -> NewMail:
        written = letters.write_to(recipient, reminds=True)
        return as_mail(written, recipient.email, recruiter)

    def act() -> Response:
        now = datetime.now(UTC)
        if invitation.stage(now) != "open":
            return redirect_to("recipients", invitation=invitation.id)
        try:
            number = services().store.recipient_mails.remind(
                recruiter.team_id, invitation.id, write, now
            )
        except TooManyRecipients:
            return redirect_to("ask_remind", invitation=invitation.id)
        if number:
            record(recruiter, "people reminded", title=invitation.title, number=number)
        return redirect_to("recipients", invitation=invitation.id, done=f"reminded-{number}")

    return do_if_confirmed(_confirmation(recruiter, invitation), act)


def _confirmation(recruiter: Recruiter, invitation: Invitation) -> Confirmation:
    mails, language = services().store.recipient_mails, services().localized.language
    number, left = (
        mails.number_to_remind(invitation.id),
        mails.left(recruiter.team_id, datetime.now(UTC)),
    )
    words = language.ngettext(
        "One person gets a reminder.", "%(number)s people get a reminder.", number
    )
    text = [
        words % {"number": number},
        language.gettext(
            "They were sent the invitation and have not finished. Each person is reminded once."
        ),
    ]
    if number > left:
        text.append(
            language.gettext("The team can send only %(left)s more today. Try again tomorrow.")
            % {"left": max(0, left)}
        )
    return Confirmation(
        title=language.gettext("Send the reminder?"),
        text=language.sentence_space.join(text),
        button=language.gettext("Send the reminder"),
        action=url_for("remind", invitation=invitation.id),
        back_label=language.gettext("Back"),
        back=url_for("recipients", invitation=invitation.id),
    )
