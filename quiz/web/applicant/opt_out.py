"""The page on which the owner of an e-mail address says that it wants no more invitations.

Every invitation has its link. Mail programs with a button for it send the same request at once,
as RFC 8058 describes: a POST without a cookie.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from quiz.web.framework.forms import PostedForm, is_one_click
from quiz.web.framework.link_tokens import is_stop_token
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.result.access import not_found

AGAIN = "again"


class OptOutForm(PostedForm):
    """The button of the page; `wants` is AGAIN if it takes an opt-out back."""

    wants = HiddenField()


def link_holder(token: str) -> Arguments:
    """Allow everybody who has the link of an address; raises 404 for other links."""
    if not is_stop_token(services().settings.secret_key, token):
        not_found()
    return {"token": token}


def show(token: str) -> str:
    """Show what the button does. Opening the page changes nothing."""
    return _page(token, OptOutForm())


def change(token: str) -> ResponseReturnValue:
    """Opt out, or take it back."""
    opt_outs, now = services().store.opt_outs, datetime.now(UTC)
    if is_one_click():
        opt_outs.add(token, now)
        return "", 204
    form = OptOutForm()
    if not form.validate():
        return _page(token, form), form.status
    if form.wants.data == AGAIN:
        opt_outs.take_back(token)
    else:
        opt_outs.add(token, now)
    return redirect_to("opt_out", token=token)


def _page(token: str, form: OptOutForm) -> str:
    localized = services().localized
    return render(
        "applicant/opt_out.html",
        localized,
        form=form,
        problem=form.problem(localized.language),
        stopped=services().store.opt_outs.has(token),
        again=AGAIN,
    )
