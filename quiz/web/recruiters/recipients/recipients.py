"""The list of those who are invited personally, and the page of each of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import quote

from flask import abort, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from quiz.store import RECIPIENT_STATES, Invitation, Reached, Recipient, RecipientState, Recruiter
from quiz.web.framework.days import date_and_time
from quiz.web.framework.language import N_, Language
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.confirm import (
    Confirmation,
    PageOrResponse,
    button_confirmation,
    do_if_confirmed,
    show_confirmation,
)
from quiz.web.pages.services import services
from quiz.web.recruiters.access import signed_in
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.page import page
from quiz.web.recruiters.paging import parse_id
from quiz.web.recruiters.recipients.letters import Letters

STATES: dict[RecipientState, str] = {
    "waiting": N_("waiting"),
    "sent": N_("sent"),
    "refused": N_("refused by the mail server"),
    "started": N_("started"),
    "finished": N_("finished"),
    "opted out": N_("wants no invitations"),
}
REACHED: dict[Reached, str] = {
    "sent": N_("Those to whom it was sent, also those who have started since."),
    "started": N_("Those who have started, also those who have finished since."),
    "finished": N_("Those who have finished."),
}
LONGEST_MAILTO = 1800
"""Characters of the text in a mailto: address, which some mail programs cut off after 2,000."""

PAGE = 50
"""Rows of a page; must equal that of the store."""

MARK = N_("I have passed it on")


class RecipientView(NamedTuple):
    """A recipient as a list shows it; `at` is when something happened last."""

    id: int
    email: str
    name: str | None
    state: str
    at: str
    result: int | None


def of_team(recipient: int) -> Arguments:
    """Allow recruiters, for recipients of invitations of their own team; raises 404 for others."""
    recruiter = signed_in()
    store = services().store
    found = store.recipients.one(recruiter.team_id, recipient) or abort(404)
    invitation = store.invitations.one(recruiter.team_id, found.invitation)
    return {"recruiter": recruiter, "recipient": found, "invitation": invitation or abort(404)}


def show(recruiter: Recruiter, invitation: Invitation) -> str:
    """List the recipients, or those in one state."""
    store, language = services().store, services().localized.language
    state = next((each for each in RECIPIENT_STATES if each == request.args.get("state")), None)
    after = parse_id(request.args.get("after", "0")) or 0
    reached = next((each for each in REACHED if each == request.args.get("reached")), None)
    found = store.recipients.page(invitation.id, state, reached, after)
    counts = store.recipients.counts(invitation.id)
    return page(
        "recipients/recipients.html",
        recruiter,
        invitation=invitation,
        recipients=[_view(each, language) for each in found],
        state=state,
        reached=reached,
        about=language.gettext(REACHED[reached]) if reached else None,
        states=[(each, language.gettext(STATES[each]), counts[each]) for each in STATES],
        total=sum(counts.values()),
        message=_message(language),
        to_remind=_to_remind(invitation),
        mails=services().settings.mail is not None,
        next_page=url_for(
            "recipients", invitation=invitation.id, state=state, reached=reached, after=found[-1].id
        )
        if len(found) == PAGE
        else None,
    )


def show_one(recruiter: Recruiter, recipient: Recipient, invitation: Invitation) -> str:
    """Show how far somebody has come and, where the quiz sends no mail, what to pass on."""
    language = services().localized.language
    reminds = recipient.sent_at is not None
    over = recipient.state in ("finished", "opted out") or recipient.reminded_at is not None
    written = Letters(invitation).write_to(recipient, reminds=reminds)
    long = len(quote(written.text)) > LONGEST_MAILTO
    body = f"{written.link}\n\n{written.stop}" if long else written.text
    return page(
        "recipients/recipient.html",
        recruiter,
        invitation=invitation,
        recipient=recipient,
        shown=_view(recipient, language),
        history=history(recipient, language),
        link=written.link,
        letter=None if over or services().settings.mail else written,
        mailto=f"mailto:{quote(recipient.email, safe='@')}?subject={quote(written.subject)}"
        f"&body={quote(body)}",
        message=_message(language),
    )


def mark_sent(recruiter: Recruiter, recipient: Recipient, invitation: Invitation) -> PageOrResponse:
    """Note that the recruiter has passed the link on, or the reminder."""

    def act() -> AnyResponse:
        services().store.recipients.mark_sent(recipient.id, datetime.now(UTC))
        record(recruiter, "link passed on", title=invitation.title)
        return redirect_to("recipient", recipient=recipient.id, done="marked")

    address: dict[str, Any] = {"recipient": recipient.id}
    confirmation = button_confirmation(
        MARK, action=url_for("mark_recipient", **address), back=url_for("recipient", **address)
    )
    return do_if_confirmed(confirmation, act)


def ask_remove(recruiter: Recruiter, recipient: Recipient, invitation: Invitation) -> str:  # noqa: ARG001 - of_team gives all
    """Ask for confirmation to remove somebody from the list."""
    return show_confirmation(_removal(recipient))


def remove(recruiter: Recruiter, recipient: Recipient, invitation: Invitation) -> PageOrResponse:
    """Delete the address; its link does not work any more."""

    def act() -> AnyResponse:
        services().store.recipients.remove(recipient.id)
        record(recruiter, "person removed", title=invitation.title)
        return redirect_to("recipients", invitation=invitation.id, done="removed")

    return do_if_confirmed(_removal(recipient), act)


def history(recipient: Recipient, language: Language) -> list[tuple[str, str]]:
    """Return what has happened with an invitation to somebody, the earliest first, and when."""
    happened = (
        (N_("added to the list"), recipient.added_at),
        (N_("invitation sent"), recipient.sent_at),
        (N_("started"), recipient.started_at),
        (N_("reminder sent"), recipient.reminded_at),
        (N_("refused by the mail server"), recipient.refused_at),
        (N_("finished"), recipient.finished_at),
    )
    known = [(language.gettext(words), at) for words, at in happened if at]
    known.sort(key=lambda each: each[1])
    return [(words, date_and_time(at, language)) for words, at in known]


def _view(recipient: Recipient, language: Language) -> RecipientView:
    _, last_at = history(recipient, language)[-1]
    return RecipientView(
        recipient.id,
        recipient.email,
        recipient.name,
        language.gettext(STATES[recipient.state]),
        last_at,
        recipient.result,
    )


def _to_remind(invitation: Invitation) -> int:
    if services().settings.mail is None or invitation.stage(datetime.now(UTC)) != "open":
        return 0
    return services().store.recipient_mails.number_to_remind(invitation.id)


def _removal(recipient: Recipient) -> Confirmation:
    gettext = services().localized.language.gettext
    return Confirmation(
        title=gettext("Remove %(email)s from the list?") % {"email": recipient.email},
        text=gettext(
            "The address is deleted here and its link stops working. A result that was made with"
            " it stays on the board."
        ),
        button=gettext("Remove"),
        action=url_for("remove_recipient", recipient=recipient.id),
        back_label=gettext("Back"),
        back=url_for("recipient", recipient=recipient.id),
        danger=True,
    )


def _message(language: Language) -> str | None:
    kind, _, number = request.args.get("done", "").partition("-")
    many = parse_id(number) or 0
    match kind:
        case "invited":
            words = language.ngettext(
                "Done: one person is invited.", "Done: %(number)s people are invited.", many
            )
        case "reminded":
            words = language.ngettext(
                "Done: one person is reminded.", "Done: %(number)s people are reminded.", many
            )
        case "removed":
            words = language.gettext("Done: the address is deleted.")
        case "discarded":
            words = language.gettext("Done: the list is deleted, and nobody was invited.")
        case "marked":
            words = language.gettext("Saved.")
        case _:
            return None
    return words % {"number": many}
