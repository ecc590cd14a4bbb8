"""The page on which an administrator resets, disables or enables an account of the team."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import abort
from werkzeug.wrappers import Response

from quiz.store import Account, Action, Recruiter, State
from quiz.web.framework.fields import FieldsForm, selection
from quiz.web.framework.language import N_
from quiz.web.framework.link_tokens import new_token
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.services import services
from quiz.web.recruiters.access import signed_in_administrator
from quiz.web.recruiters.accounts.people import account_view, set_up_link_page
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.page import page

ACTIONS: dict[str, Action] = {
    "reset": "account reset",
    "disable": "account disabled",
    "enable": "account enabled",
}

ALLOWED_CHANGES: dict[State, tuple[str, ...]] = {
    "in use": ("reset", "disable"),
    "not set up": ("reset", "disable"),
    "disabled": ("enable",),
}


class ChangeForm(FieldsForm):
    """The change to make; each button of the page belongs to a separate form."""

    change = selection(N_("Change"), tuple(ACTIONS))


def of_team(person: int) -> Arguments:
    """Allow administrators, for accounts of their own team; raises 404 for others."""
    recruiter = signed_in_administrator()
    account = services().store.accounts.person(recruiter.team_id, person)
    return {"recruiter": recruiter, "account": account or abort(404)}


def show(recruiter: Recruiter, account: Account) -> str:
    """Show an account of the team."""
    return _page(recruiter, account, ChangeForm(services().localized.language))


def change(recruiter: Recruiter, account: Account) -> Response | str | tuple[str, int]:
    """Reset, disable or enable an account; refused for the administrator's own."""
    person = account.recruiter.id
    form = ChangeForm(services().localized.language)
    valid = form.validate()
    if valid and person == recruiter.id:
        form.form_errors.append(
            form.language.gettext("Only another administrator can do this with your account.")
        )
    if not valid or form.form_errors:
        return _page(recruiter, account, form), form.status
    if form.change.data not in ALLOWED_CHANGES[account.state]:  # sent from an outdated page
        return redirect_to("person", person=person)
    link_token = _apply(form.change.data, person)
    record(recruiter, ACTIONS[form.change.data], account=account.recruiter.email)
    if link_token:
        return set_up_link_page(recruiter, account.recruiter.name, link_token)
    return redirect_to("person", person=person)


def _apply(change: str, person: int) -> str | None:
    """Change an account; return the token of its new set-up link, or None if it gets none."""
    accounts, now = services().store.accounts, datetime.now(UTC)
    if change == "reset":
        token = new_token()
        accounts.reset(person, token, now)
        return token
    if change == "disable":
        accounts.disable(person, now)
    else:
        accounts.enable(person)
    return None


def _page(recruiter: Recruiter, account: Account, form: ChangeForm) -> str:
    return page(
        "accounts/person.html",
        recruiter,
        person=account_view(account),
        own_account=account.recruiter.id == recruiter.id,
        form=form,
    )
