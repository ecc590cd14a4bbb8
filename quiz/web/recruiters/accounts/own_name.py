"""The page on which recruiters change their own name."""

from __future__ import annotations

from werkzeug.wrappers import Response

from quiz.store import Recruiter
from quiz.web.framework.fields import FieldsForm, line
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.services import services
from quiz.web.recruiters.audit_log import record_in_all_teams
from quiz.web.recruiters.page import page


class NameForm(FieldsForm):
    """The name of a recruiter."""

    name = line(N_("Name"), required=True)


def show(recruiter: Recruiter) -> str:
    """Show the form."""
    return _page(recruiter, NameForm(services().localized.language, name=recruiter.name))


def change(recruiter: Recruiter) -> Response | tuple[str, int]:
    """Change the name, and go back to the account."""
    form = NameForm(services().localized.language)
    if not form.validate():
        return _page(recruiter, form), form.status
    services().store.accounts.rename(recruiter.id, form.name.data)
    record_in_all_teams(recruiter, "account changed", account=recruiter.email)
    return redirect_to("account", renamed=1)


def _page(recruiter: Recruiter, form: NameForm) -> str:
    return page("accounts/own_name.html", recruiter, form=form)
