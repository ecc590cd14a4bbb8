"""The signature of the mails that recruiters write: their office, and how it is reached."""

from __future__ import annotations

from urllib.parse import quote

from quiz.store import Recruiter
from quiz.web.framework.language import Language
from quiz.web.pages.office import office_view
from quiz.web.pages.services import services

LONGEST_SIGNATURE = 900
"""Characters of a signature in an address: the longest name in Japanese takes as many."""


def signature(recruiter: Recruiter, language: Language) -> str:
    """Return the text of a mail as part of a mailto: address: a signature below an empty line.

    It is empty where the team says nothing of its office. What makes it too long is left out.
    """
    office = services().store.offices.of_team(recruiter.team_id)
    shown = office_view(office, language)
    if not office.names and not shown.can_be_reached:
        return ""
    text = "\r\n\r\n-- "  # mail programs know a signature by this line
    for line in filter(None, (shown.name, shown.contact, shown.email, shown.phone, shown.page)):
        longer = f"{text}\r\n{line}"
        if len(quote(longer)) <= LONGEST_SIGNATURE:
            text = longer
    return quote(text)
