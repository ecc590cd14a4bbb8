"""The page on which administrators list the people of their team and add somebody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from flask import abort, request

from quiz.store import Account, NewRecruiter, Recruiter, Role, State
from quiz.web.framework.fields import FieldsForm, email, line, selection
from quiz.web.framework.language import N_
from quiz.web.framework.link_tokens import new_token
from quiz.web.pages.services import public_url_for, services
from quiz.web.recruiters.accounts.account_mails import setup_mail
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.page import ALL_ROLES, page

ROLES: dict[Role, str] = {
    "reader": N_("Reader"),
    "recruiter": N_("Recruiter"),
    "administrator": N_("Administrator"),
    "operator": N_("Operator"),
}
STATES: dict[State, str] = {
    "in use": N_("in use"),
    "not set up": N_("not set up yet"),
    "disabled": N_("disabled"),
}


class PersonForm(FieldsForm):
    """A person to add to the team."""

    name = line(N_("Name"), required=True)
    email = email(N_("E-mail address"))
    role = selection(N_("Role"), ALL_ROLES)


def show(recruiter: Recruiter) -> str:
    """Show the people of the team, with a form to add somebody."""
    form = PersonForm(services().localized.language, role="recruiter")
    return _page(recruiter, form)


def add(recruiter: Recruiter) -> str | tuple[str, int]:
    """Add an account, and show the link with which its owner sets it up."""
    form = PersonForm(services().localized.language)
    if not form.validate():
        return _page(recruiter, form), form.status
    token = new_token()
    new = NewRecruiter(recruiter.team_id, form.email.data, form.name.data, form.role.data, token)
    if services().store.accounts.add(new, datetime.now(UTC)) is None:
        form.email.errors.append(
            form.language.gettext("%(field)s: there is already an account with this address.")
            % {"field": form.email.label.text}
        )
        return _page(recruiter, form), 422
    record(recruiter, "account added", account=form.email.data)
    account = services().store.accounts.find(form.email.data)
    return set_up_link_page(recruiter, account.recruiter if account else abort(404), token)


def set_up_link_page(
    recruiter: Recruiter, person: Recruiter, token: str, done: str | None = None
) -> str:
    """Return the page with a person's set-up link, which is also mailed if the quiz sends mail.

    The token is not stored, so no page can show it again. `done` says what was done.
    """
    sends = services().settings.mail is not None
    if sends:
        services().store.outbox.add([setup_mail(person, token)], datetime.now(UTC))
    link = public_url_for("set_up", token=token)
    return page(
        "accounts/set_up_link.html",
        recruiter,
        name=person.name,
        link=link,
        done=done,
        mailed_to=person.email if sends else None,
    )


class AccountView(NamedTuple):
    """An account as pages show it; `role` and `state` are in the language of the page."""

    id: int
    name: str
    email: str
    role: str
    state: str
    disabled: bool
    second_factor: bool


def account_view(account: Account) -> AccountView:
    """Return the view of an account, in the language of the page."""
    gettext = services().localized.language.gettext
    person = account.recruiter
    return AccountView(
        id=person.id,
        name=person.name,
        email=person.email,
        role=gettext(ROLES[person.role]),
        state=gettext(STATES[account.state]),
        disabled=account.state == "disabled",
        second_factor=account.has_second_factor,
    )


def role_options(gettext: Callable[[str], str]) -> list[tuple[Role, str, str]]:
    """Return the roles as options of a field: value, name, hint."""
    hints: Mapping[Role, str] = {
        "reader": gettext(N_("can see and export everything, but change nothing")),
        "recruiter": gettext(N_("works with the team’s results")),
        "administrator": gettext(N_("also adds people, and disables their accounts")),
    }
    return [(role, gettext(ROLES[role]), hints[role]) for role in ALL_ROLES]


def _page(recruiter: Recruiter, form: PersonForm) -> str:
    gettext = services().localized.language.gettext
    return page(
        "accounts/people.html",
        recruiter,
        form=form,
        roles=role_options(gettext),
        saved="saved" in request.args,
        people=[
            account_view(account) for account in services().store.accounts.people(recruiter.team_id)
        ],
    )
