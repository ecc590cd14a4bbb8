"""The page on which administrators list the people of their team and add somebody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

from flask import request

from quiz.store import Account, Action, NewMail, NewRecruiter, Recruiter, Role, State, Welcome
from quiz.web.framework.fields import FieldsForm, email, line, selection
from quiz.web.framework.language import N_
from quiz.web.framework.link_tokens import new_token
from quiz.web.pages.services import public_url_for, services
from quiz.web.recruiters.accounts.account_mails import account_mails
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
    "not joined": N_("has not joined yet"),
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
    """Add somebody, and show the link with which they set up their account, or join."""
    form = PersonForm(services().localized.language)
    if not form.validate():
        return _page(recruiter, form), form.status
    token = new_token()
    new = NewRecruiter(recruiter.team_id, form.email.data, form.name.data, form.role.data, token)
    welcome = _add(new)
    if welcome is None:
        form.email.errors.append(_why_not(form))
        return _page(recruiter, form), 422
    to_join = welcome == "to join"
    action: Action = "invited to the team" if to_join else "account added"
    record(recruiter, action, account=form.email.data)
    person = replace(recruiter, email=form.email.data, name=form.name.data)
    return (join_link_page if to_join else set_up_link_page)(recruiter, person, token)


def _add(new: NewRecruiter) -> Welcome | None:
    """Add somebody to a team; return what their link is for; None where it cannot be done."""
    store, now = services().store, datetime.now(UTC)
    if store.accounts.add(new, now) is not None:
        return "to set up"
    return store.memberships.add(new, now)


def _why_not(form: PersonForm) -> str:
    account, field = services().store.accounts.find(form.email.data), form.email.label.text
    if account is not None and account.recruiter.is_operator:
        return of_an_operator(field)
    words = form.language.gettext("%(field)s: somebody in the team has this address already.")
    return words % {"field": field}


def of_an_operator(field: str) -> str:
    """Return the error of a field with the address of an operator, who belongs to no team."""
    words = services().localized.language.gettext(
        "%(field)s: whoever runs the quiz signs in with this address, so it cannot be a "
        "recruiter’s."
    )
    return words % {"field": field}


def set_up_link_page(
    recruiter: Recruiter,
    person: Recruiter,
    token: str,
    done: str | None = None,
    *,
    is_reset: bool = False,
) -> str:
    """Return the page with a person's set-up link, which is also mailed if the quiz sends mail.

    The token is not stored, so no page can show it again. `done` says what was done.
    """
    mails = account_mails()
    return _link_page(
        recruiter,
        person,
        (mails.reset if is_reset else mails.setup)(person, token),
        public_url_for("set_up", token=token),
        done,
        joins=False,
    )


def join_link_page(
    recruiter: Recruiter, person: Recruiter, token: str, done: str | None = None
) -> str:
    """Return the page with the link by which somebody with an account joins the team."""
    return _link_page(
        recruiter,
        person,
        account_mails().join(person, token),
        public_url_for("join", token=token),
        done,
        joins=True,
    )


def _link_page(
    recruiter: Recruiter,
    person: Recruiter,
    mail: NewMail,
    link: str,
    done: str | None,
    *,
    joins: bool,
) -> str:
    sends = services().settings.mail is not None
    if sends:
        services().store.outbox.add([mail], datetime.now(UTC))
    return page(
        "accounts/new_link.html",
        recruiter,
        joins=joins,
        name=person.name,
        link=link,
        done=done,
        mailed_to=mail.recipient if sends else None,
    )


class AccountView(NamedTuple):
    """An account as pages show it; `role` and `state` are in the language of the page."""

    id: int
    name: str
    email: str
    role: str
    state: str
    disabled: bool
    joined: bool
    is_shared: bool
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
        joined=account.joined,
        is_shared=account.joined and account.is_shared,
        second_factor=account.joined and account.has_second_factor,
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
