"""Exports the links of those who are invited personally, for a mail merge of the team's own."""

from __future__ import annotations

from flask import Response

from quiz.store import Invitation, Recruiter
from quiz.web.framework.language import N_
from quiz.web.pages.services import services
from quiz.web.recruiters import downloads
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.recipients.letters import links_of
from quiz.web.recruiters.xlsx import Field

TITLES = (N_("E-mail address"), N_("Name"), N_("Link"), N_("No more invitations"))


def as_csv(recruiter: Recruiter, invitation: Invitation) -> Response:
    """Send the links as CSV with the separator of the query."""
    return downloads.send_csv(lambda: _rows(recruiter, invitation), _name(invitation))


def as_xlsx(recruiter: Recruiter, invitation: Invitation) -> Response:
    """Send the links as XLSX."""
    sheet = services().localized.language.gettext("Invited personally")
    return downloads.send_xlsx(lambda: _rows(recruiter, invitation), sheet, _name(invitation))


def _rows(recruiter: Recruiter, invitation: Invitation) -> list[list[Field]]:
    """Record the export and return the links of all who may be written to."""
    gettext = services().localized.language.gettext
    rows: list[list[Field]] = [
        [each.email, each.name, *links_of(each.seed, each.email)]
        for each in services().store.recipients.every(invitation.id)
        if each.state not in ("finished", "opted out")
    ]
    record(recruiter, "links exported", title=invitation.title, number=len(rows))
    return [[gettext(title) for title in TITLES], *rows]


def _name(invitation: Invitation) -> str:
    return f"links-{invitation.id}"
