"""Errors on the pages of whoever is signed in: with the menu, and the way back."""

from __future__ import annotations

from flask import request

from quiz.store import StoreError
from quiz.web.framework.days import use_time_zone
from quiz.web.framework.language import N_
from quiz.web.pages.errors import ErrorPage, path_of
from quiz.web.pages.services import services
from quiz.web.recruiters import recruiter_session
from quiz.web.recruiters.page import page

CURES = {
    400: N_("Go back to the previous page and try again."),
    404: N_("The address may be mistyped, or what it showed is not on your team’s board any more."),
    405: N_("Start again from the board."),
    413: N_("Go back, send less at a time and try again."),
}
"""What to do, where that is not what the texts for everybody say."""

READER = N_("Your account can read but not change anything")


def error_page(code: int, texts: ErrorPage) -> str | None:
    """Return the page of an error for whoever is signed in; None for everybody else."""
    pages = tuple(f"{path_of(name)}/" for name in ("board", "operator"))
    if code >= 500 or not f"{request.path}/".startswith(pages):
        return None
    try:
        recruiter = recruiter_session.current_recruiter()
    except StoreError:
        return None
    if recruiter is None:
        return None
    use_time_zone(recruiter.time_zone)
    gettext = services().localized.language.gettext
    title = READER if code == 403 and not recruiter.may_change else texts.title
    return page(
        "error.html",
        recruiter,
        title=gettext(title),
        cure=gettext(texts.cure if recruiter.is_operator else CURES.get(code, texts.cure)),
    )
