"""The page that asks for the code of an invitation, for those who type addresses by hand."""

from __future__ import annotations

from http import HTTPStatus

from flask import request
from werkzeug.wrappers import Response

from quiz.web.framework import invitation_codes
from quiz.web.framework.fields import FieldsForm, line
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.page_preview import about, page_preview
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.result.access import count_unknown_link


class CodeForm(FieldsForm):
    """The code of an invitation, or its address."""

    code = line(N_("Code"), required=True)


def show() -> str | Response | tuple[str, int]:
    """Show the form, or redirect to the invitation whose code the start page has sent."""
    typed = request.args.get("code", "")
    form = CodeForm(services().localized.language, code=typed)
    return _found(form, typed) if typed else _page(form)


def find() -> Response | tuple[str, int]:
    """Redirect to the invitation, or show the form again; unknown codes count as unknown links."""
    form = CodeForm(services().localized.language)
    if not form.validate():
        return _page(form), form.status
    return _found(form, form.code.data)


def _found(form: CodeForm, typed: str) -> Response | tuple[str, int]:
    code = invitation_codes.read(typed)
    if code and services().store.invitations.find(code):
        return redirect_to("invitation", code=code)
    count_unknown_link()
    says = form.language.gettext(
        "%(field)s: there is no invitation with this code. Check it again."
    )
    form.code.errors = [says % {"field": form.code.label.text}]
    return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY


def _page(form: CodeForm) -> str:
    localized = services().localized
    title = localized.language.gettext("Your invitation")
    preview = page_preview(localized, title, about(localized), "ask_code")
    return render("applicant/code.html", localized, form=form, preview=preview)
