"""The page on which administrators say what their team shows of its office to applicants."""

from __future__ import annotations

from flask import request, url_for
from werkzeug.wrappers import Response
from wtforms import FileField

from quiz.store import Action, OfficeDetails, Recruiter
from quiz.web.framework.fields import FieldsForm, email, line, lines, web_address
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.confirm import PageOrResponse, button_confirmation, do_if_confirmed
from quiz.web.pages.office import office_view
from quiz.web.pages.services import services
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.names_form import NamesForm, names_form
from quiz.web.recruiters.office.logo import LARGEST_FILE, DrawnLogo, FaultyLogo, draw_logo
from quiz.web.recruiters.page import page

LARGEST_REQUEST = LARGEST_FILE + 64 * 1024
"""Bytes of a request with a file: the file, and the form around it."""

LONGEST_NAME = 100
LONGEST_PHONE = 40
LONGEST_ADDRESS = 300

MESSAGES = {
    "saved": N_("Saved."),
    "logo": N_("Done: the logo is in use. You can see it below."),
    "no-logo": N_("Done: the logo is removed."),
}


class OfficeForm(NamesForm):
    """The official names of an office, and how it is reached; all optional."""

    contact = line(N_("Who answers questions"), longest=LONGEST_NAME)
    email = email(N_("E-mail address"), required=False)
    phone = line(N_("Telephone"), longest=LONGEST_PHONE)
    address = lines(N_("Postal address"), longest=LONGEST_ADDRESS)
    page = web_address(N_("Official page"))


class LogoForm(FieldsForm):
    """The file with a logo."""

    logo = FileField(N_("Logo"))

    def drawn(self) -> DrawnLogo | None:
        """Return the logo of the file that was sent; None, with an error, if it cannot be taken."""
        file = request.files.get("logo")
        if file:
            with file.stream as stream:
                content = stream.read(LARGEST_FILE + 1)
        else:
            content = b""
        message = N_("%(field)s: choose a file first.")
        if content:
            try:
                return draw_logo(content)
            except FaultyLogo as error:
                message = error.message
        self.logo.errors = [self.language.gettext(message) % {"field": self.logo.label.text}]
        return None


def show(recruiter: Recruiter) -> str:
    """Show the forms, and what applicants see."""
    details = _details_form(recruiter)
    return _page(recruiter, details, LogoForm(details.language))


def change(recruiter: Recruiter) -> Response | tuple[str, int]:
    """Save the details, or show the form again with its errors."""
    form = _details_form(recruiter)
    if not form.validate():
        return _page(recruiter, form, LogoForm(form.language)), form.status
    details = OfficeDetails(
        names=form.names,
        contact=form.contact.data,
        email=form.email.data,
        phone=form.phone.data,
        address=form.address.data,
        page=form.page.data,
    )
    services().store.offices.change(recruiter.team_id, details)
    return _done(recruiter, "office changed", "saved")


def change_logo(recruiter: Recruiter) -> Response | tuple[str, int]:
    """Draw the logo of the file that was sent, and use it; or show what is wrong with the file."""
    form = LogoForm(services().localized.language)
    drawn = form.drawn() if form.validate() else None
    if drawn is None:
        return _page(recruiter, _details_form(recruiter), form), form.status
    services().store.offices.change_logo(recruiter.team_id, *drawn)
    return _done(recruiter, "logo changed", "logo")


def remove_logo(recruiter: Recruiter) -> PageOrResponse:
    """Remove the logo."""

    def act() -> Response:
        services().store.offices.remove_logo(recruiter.team_id)
        return _done(recruiter, "logo removed", "no-logo")

    confirmation = button_confirmation(
        N_("Remove the logo"), action=url_for("remove_logo"), back=url_for("office")
    )
    return do_if_confirmed(confirmation, act)


def _done(recruiter: Recruiter, action: Action, message: str) -> Response:
    record(recruiter, action)
    return redirect_to("office", done=message)


def _details_form(recruiter: Recruiter) -> OfficeForm:
    office = services().store.offices.of_team(recruiter.team_id)
    return names_form(
        OfficeForm,
        N_("Official name in %(language)s"),
        office.names,
        longest=LONGEST_NAME,
        required=False,
        contact=office.contact,
        email=office.email,
        phone=office.phone,
        address=office.address,
        page=office.page,
    )


def _page(recruiter: Recruiter, details: OfficeForm, logo: LogoForm) -> str:
    language = details.language
    message = MESSAGES.get(request.args.get("done", ""))
    return page(
        "office/office.html",
        recruiter,
        form=logo if logo.error_summary else details,
        details=details,
        logo=logo,
        message=language.gettext(message) if message else None,
        office=office_view(services().store.offices.of_team(recruiter.team_id), language),
    )
