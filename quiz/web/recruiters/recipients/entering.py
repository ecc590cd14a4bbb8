"""The page on which a recruiter pastes addresses or chooses a file with them."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import request
from werkzeug.wrappers import Response
from wtforms import FileField

from quiz.store import Invitation, Recruiter
from quiz.web.framework.fields import FieldsForm, lines
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.services import services
from quiz.web.recruiters.page import page
from quiz.web.recruiters.recipients.addresses import Entry, read_rows, read_text
from quiz.web.recruiters.recipients.files import LARGEST_FILE, FaultyFile, read_file

LONGEST_TEXT = 100_000
LARGEST_REQUEST = LARGEST_FILE + 512 * 1024
"""Bytes of a request: a file, and the text beside it with what Japanese takes in an address."""

MOST_ENTRIES = 1000
"""How many addresses one list has: as many as a team sends in a day."""

NOTHING = N_("%(field)s: enter at least one address, or choose a file.")
NO_ADDRESS = N_("%(field)s: there is no e-mail address in it.")
TOO_MANY = N_("%(field)s: enter at most 1,000 addresses at once.")


class AddressesForm(FieldsForm):
    """Addresses as text or in a file."""

    addresses = lines(N_("Addresses"), longest=LONGEST_TEXT)
    file = FileField(N_("File with addresses"))

    def entries(self) -> list[Entry]:
        """Return what was entered; empty, with an error, where it cannot be taken."""
        file = request.files.get("file")
        field, found, message = self.addresses, [], NOTHING
        if file and file.filename:
            field = self.file
            with file.stream as stream:
                content = stream.read(LARGEST_FILE + 1)
            try:
                found, message = read_rows(read_file(content)), NO_ADDRESS
            except FaultyFile as error:
                message = error.message
        elif self.addresses.data:
            found, message = read_text(self.addresses.data), NO_ADDRESS
        if len(found) > MOST_ENTRIES:
            message = TOO_MANY
        elif any(each.email for each in found):
            return found
        field.errors = [self.language.gettext(message) % {"field": field.label.text}]
        return []


def show(recruiter: Recruiter, invitation: Invitation) -> str:
    """Show the form."""
    return _page(recruiter, invitation, AddressesForm(services().localized.language))


def enter(recruiter: Recruiter, invitation: Invitation) -> Response | tuple[str, int]:
    """Keep what was entered and go on to review it; nothing is sent yet."""
    form = AddressesForm(services().localized.language)
    entries = form.entries() if form.validate() else []
    if not entries:
        return _page(recruiter, invitation, form), form.status
    services().store.recipient_lists.keep(
        invitation.id, recruiter.id, [list(each) for each in entries], datetime.now(UTC)
    )
    return redirect_to("review_recipients", invitation=invitation.id)


def _page(recruiter: Recruiter, invitation: Invitation, form: AddressesForm) -> str:
    left = services().store.recipient_mails.left(recruiter.team_id, datetime.now(UTC))
    return page(
        "recipients/entering.html",
        recruiter,
        form=form,
        invitation=invitation,
        mails=services().settings.mail is not None,
        left=max(0, left),
    )
