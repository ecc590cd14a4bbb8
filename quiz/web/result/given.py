"""What an applicant gave to the team that invited them: their e-mail address, seen and changed."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from quiz.web.framework.fields import FieldsForm
from quiz.web.framework.fields import email as email_field
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.office import office_name
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.result.access import OpenedResult


class GivenForm(FieldsForm):
    """The e-mail address that the team has; empty for none."""

    email = email_field(N_("Your e-mail address"), required=False)


def show(result: OpenedResult) -> str | Response:
    """Show what the team has; redirects if the result belongs to no team."""
    if result.stored.invitation is None:
        return redirect_to("result", token=result.token)
    return _page(result, GivenForm(services().localized.language, email=address_of(result)))


def change(result: OpenedResult) -> Response | tuple[str, int]:
    """Save the address, or show the form again with its errors."""
    if result.stored.invitation is None:
        return redirect_to("result", token=result.token)
    form = GivenForm(services().localized.language)
    if not form.validate():
        return _page(result, form), form.status
    services().store.results.change_email(result.stored.id, form.email.data)
    return redirect_to("given", token=result.token, done="saved")


def address_of(result: OpenedResult) -> str | None:
    """Return the e-mail address that the team of a result has."""
    return next((link.email for link in services().store.links.find(result.stored.id)), None)


def _page(result: OpenedResult, form: GivenForm) -> str:
    invitation = result.stored.invitation
    return render(
        "result/given.html",
        services().localized,
        form=form,
        saved="done" in request.args,
        token=result.token,
        name=result.stored.name,
        team="" if invitation is None else office_name(invitation, form.language),
    )
