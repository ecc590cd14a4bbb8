"""The page on which an administrator changes, resets, disables or enables an account."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from quiz.store import Account, Action, Recruiter, State
from quiz.web.framework.fields import FieldsForm, line, selection
from quiz.web.framework.language import N_
from quiz.web.framework.link_tokens import new_token
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.confirm import Confirmation, show_confirmation
from quiz.web.pages.services import services
from quiz.web.recruiters.access import signed_in_administrator
from quiz.web.recruiters.accounts.people import account_view, role_options, set_up_link_page
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.page import ALL_ROLES, page

ACTIONS: dict[str, Action] = {
    "reset": "account reset",
    "disable": "account disabled",
    "enable": "account enabled",
    "remove-factor": "second factor removed",
}

ALLOWED_CHANGES: dict[State, tuple[str, ...]] = {
    "in use": ("reset", "disable"),
    "not set up": ("reset", "disable"),
    "disabled": ("enable",),
}
"""The changes by state; whoever has a second factor can have it removed in any."""


class Question(NamedTuple):
    """What is asked before a change is made; all are keys of the catalog."""

    title: str
    text: str
    button: str


QUESTIONS = {
    "reset": Question(
        N_("Make a new set-up link for %(name)s?"),
        N_("The current password stops working, and they are signed out everywhere."),
        N_("Make a new set-up link"),
    ),
    "disable": Question(
        N_("Disable the account of %(name)s?"),
        N_("They are signed out at once and cannot sign in. You can enable the account again."),
        N_("Disable the account"),
    ),
    "enable": Question(
        N_("Enable the account of %(name)s?"),
        N_("The account works as it did before it was disabled."),
        N_("Enable the account"),
    ),
    "remove-factor": Question(
        N_("Remove the second factor of %(name)s?"),
        N_(
            "They are signed out everywhere, and their password is then enough to sign in. Make "
            "sure that the request really comes from them."
        ),
        N_("Remove the second factor"),
    ),
}

MESSAGES = {
    "changed": N_("Saved."),
    "disable": N_("Done: the account is disabled."),
    "enable": N_("Done: the account is enabled."),
    "remove-factor": N_("Done: the second factor is removed."),
}


class DetailsForm(FieldsForm):
    """The name and the role of a recruiter."""

    name = line(N_("Name"), required=True)
    role = selection(N_("Role"), ALL_ROLES)


class ChangeForm(FieldsForm):
    """The change to make; each button of the page belongs to a separate form."""

    change = selection(N_("Change"), tuple(ACTIONS))


def of_team(person: int) -> Arguments:
    """Allow administrators, for accounts of their own team; raises 404 for others."""
    recruiter = signed_in_administrator()
    account = services().store.accounts.person(recruiter.team_id, person)
    return {"recruiter": recruiter, "account": account or abort(404)}


def of_team_to_change(person: int, change: str) -> Arguments:
    """Allow administrators to change accounts of their own team; raises 404 for others."""
    return {**of_team(person), "change": change}


def show(recruiter: Recruiter, account: Account) -> str:
    """Show an account of the team."""
    return _page(recruiter, account, ChangeForm(services().localized.language))


def ask(recruiter: Recruiter, account: Account, change: str) -> str | Response:
    """Ask for confirmation to make a change."""
    if change not in QUESTIONS:
        abort(404)
    person = account.recruiter
    if person.id == recruiter.id or change not in allowed_changes(account):
        return redirect_to("person", person=person.id)
    action, back = url_for("change_person", person=person.id), url_for("person", person=person.id)
    return show_confirmation(confirmation(account, change, action, back))


def confirmation(account: Account, change: str, action: str, back: str) -> Confirmation:
    """Return the question whether to make a change, which is posted to `action`."""
    gettext, question = services().localized.language.gettext, QUESTIONS[change]
    return Confirmation(
        title=gettext(question.title) % {"name": account.recruiter.name},
        text=gettext(question.text),
        button=gettext(question.button),
        action=action,
        back_label=gettext("Back"),
        back=back,
        danger=change != "enable",
        sends={"change": change},
    )


def change_details(recruiter: Recruiter, account: Account) -> Response | tuple[str, int]:
    """Change the name and the role of an account; nobody changes their own role."""
    form = _details(account)
    valid = form.validate()
    own = account.recruiter.id == recruiter.id
    if valid and own and form.role.data != account.recruiter.role:
        form.role.errors.append(
            form.language.gettext("Only another administrator can change your role.")
        )
    if not valid or form.errors:
        return _page(recruiter, account, form), form.status
    if not services().store.accounts.change(
        recruiter.team_id, account.recruiter.id, form.name.data, form.role.data
    ):
        form.role.errors.append(
            form.language.gettext("This is the only administrator, and the team needs one.")
        )
        return _page(recruiter, account, form), 422
    record(recruiter, "account changed", account=account.recruiter.email)
    return redirect_to("person", person=account.recruiter.id, done="changed")


def change(recruiter: Recruiter, account: Account) -> Response | str | tuple[str, int]:
    """Make a change of an account; refused for the administrator's own."""
    person = account.recruiter.id
    form = ChangeForm(services().localized.language)
    valid = form.validate()
    if valid and person == recruiter.id:
        form.form_errors.append(
            form.language.gettext("Only another administrator can do this with your account.")
        )
    if not valid or form.form_errors:
        return _page(recruiter, account, form), form.status
    if form.change.data not in allowed_changes(account):  # sent from an outdated page
        return redirect_to("person", person=person)
    done = form.change.data
    link_token = apply_change(form.change.data, person)
    record(recruiter, ACTIONS[form.change.data], account=account.recruiter.email)
    if link_token:
        return set_up_link_page(recruiter, account.recruiter, link_token)
    return redirect_to("person", person=person, done=done)


def allowed_changes(account: Account) -> tuple[str, ...]:
    """Return the changes that can be made of an account as it is."""
    removal = ("remove-factor",) if account.has_second_factor else ()
    return (*ALLOWED_CHANGES[account.state], *removal)


def apply_change(change: str, person: int) -> str | None:
    """Change an account; return the token of its new set-up link, or None if it gets none."""
    accounts, now = services().store.accounts, datetime.now(UTC)
    if change == "reset":
        token = new_token()
        accounts.reset(person, token, now)
        return token
    if change == "remove-factor":
        services().store.second_factors.remove_all(person)
    elif change == "disable":
        accounts.disable(person, now)
    else:
        accounts.enable(person)
    return None


def _details(account: Account) -> DetailsForm:
    person = account.recruiter
    return DetailsForm(services().localized.language, name=person.name, role=person.role)


def _page(recruiter: Recruiter, account: Account, form: ChangeForm | DetailsForm) -> str:
    details = form if isinstance(form, DetailsForm) else _details(account)
    gettext = services().localized.language.gettext
    message = MESSAGES.get(request.args.get("done", ""))
    return page(
        "accounts/person.html",
        recruiter,
        person=account_view(account),
        own_account=account.recruiter.id == recruiter.id,
        form=details if details.errors else form,
        details=details,
        roles=role_options(gettext),
        message=gettext(message) if message else None,
    )
