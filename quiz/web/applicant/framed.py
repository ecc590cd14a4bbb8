"""The quiz of an invitation in a frame of another site, for which browsers may have no cookie.

Who may frame it is what the team has entered for the invitation. The pages are those of the
quiz; from a frame nothing else can be opened or done than to answer and to see the result.
"""

from __future__ import annotations

from typing import cast

from flask import abort, current_app, g, url_for
from werkzeug.wrappers import Response

from quiz.web.applicant import invitation, taken
from quiz.web.framework import csrf, frame, sitting
from quiz.web.framework.redirect import RedirectError
from quiz.web.framework.route import Arguments
from quiz.web.framework.session_cookie import PatientCookie
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.result.access import not_found


def page_in_frame(code: str, **values: object) -> Arguments:
    """Let the sites of an invitation frame the page; raises 404 where it has none.

    A tab of its own is redirected to the invitation.
    """
    sites = services().store.invitations.sites(code)
    if sites is None:
        not_found()
    if not sites:
        abort(404)  # not counted as an unknown link, because the invitation exists
    if frame.was_opened_by_itself():
        raise RedirectError(url_for("invitation", code=code))
    frame.enter(code, sites)
    return {"code": code, **values}


def sitting_in_frame(code: str, **values: object) -> Arguments:
    """Allow a sitting that began in the frame; all others go to its result or its beginning."""
    page_in_frame(code)
    invited = sitting.invited()
    if invited is None or invited.code != code:
        raise RedirectError(frame.address("result" if taken.is_kept() else "invitation"))
    return values


def begin(code: str) -> str | Response | tuple[str, int]:
    """Begin a sitting in the frame; where the browser gives it no cookie, offer a new tab.

    The page before has set one, and everything that is answered is kept in it.
    """
    cookie = cast("PatientCookie", current_app.session_interface)
    if cookie.has_come_back():
        return invitation.begin(code)
    csrf.accept_own_origin()
    localized, form, refused = invitation.begin_form(code)
    if refused:
        g.validated_form = None  # a redirect to the page with its errors would need a cookie
        return refused, form.status
    return render(
        "applicant/new_tab.html",
        localized,
        form=form,
        language=localized.language.code,
        action=url_for("begin_in_tab", code=code),
    )


def show_result(code: str) -> str | Response:  # noqa: ARG001 - the access of all pages in frames
    """Show the result in short, with the owner's link, which opens all of it in a new tab."""
    found = taken.in_short()
    if found is None:
        raise RedirectError(frame.address("invitation"))
    return render("applicant/framed_result.html", found.localized, found=found)
