"""The privacy page: what is stored, for how long, and how to delete it."""

from __future__ import annotations

from typing import NamedTuple

from quiz.store import Invitation
from quiz.store.recipients import KEPT_AFTER_END
from quiz.store.removals import DAYS_TO_PUT_BACK
from quiz.web.framework import sitting
from quiz.web.framework.language import N_
from quiz.web.pages.office import office_view
from quiz.web.pages.page_preview import page_preview
from quiz.web.pages.render import render
from quiz.web.pages.services import services

TITLE = N_("What is kept, and how to delete it")
DESCRIPTION = N_(
    "The result is stored with your answers and the time, without your name or your network "
    "address. If you add a name, it is stored too."
)


class ContactView(NamedTuple):
    """How to reach whoever runs the quiz: a link to a page of theirs, or for an e-mail."""

    address: str
    words: str
    external: bool


def show() -> str:
    """Show the page, with the retention that is set and what the database does."""
    quiz = services()
    localized, invited = quiz.localized, _invitation()
    translated = localized.language.gettext
    return render(
        "pages/privacy.html",
        localized,
        preview=page_preview(localized, translated(TITLE), translated(DESCRIPTION), "privacy"),
        days=quiz.settings.retention_days,
        invitation=invited,
        office=invited
        and office_view(quiz.store.offices.of_team(invited.team), localized.language),
        invited_days=invited and invited.days_kept(quiz.settings.retention_days),
        operator=quiz.settings.operator,
        contact=_contact(quiz.settings.contact),
        days_to_put_back=DAYS_TO_PUT_BACK,
        days_after_end=KEPT_AFTER_END.days,
        mails=quiz.settings.mail is not None,
        wiped=quiz.store.wipes_files,
    )


def _invitation() -> Invitation | None:
    """Return the invitation by which this browser takes the quiz; None if there is none."""
    invited = sitting.invited()
    return None if invited is None else services().store.invitations.find(invited.code)


def _contact(given: str) -> ContactView | None:
    """Return the contact that is set, an e-mail address or a page; None if none is."""
    if not given:
        return None
    external = "://" in given
    return ContactView(given if external else f"mailto:{given}", given, external)
