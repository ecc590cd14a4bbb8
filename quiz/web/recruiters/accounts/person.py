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
from quiz.web.recruiters.accounts.people import (
    account_view,
    join_link_page,
    role_options,
    set_up_link_page,
)
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.page import ALL_ROLES, page

ACTIONS: dict[str, Action] = {
    "reset": "account reset",
    "disable": "account disabled",
    "enable": "account enabled",
    "remove": "removed from the team",
    "remove-factor": "second factor removed",
}

ALLOWED_CHANGES: dict[State, tuple[str, ...]] = {
    "in use": ("reset", "disable", "remove"),
    "not set up": ("reset", "disable", "remove"),
    "not joined": ("renew-link", "remove"),
    "disabled": ("enable", "remove"),
}
"""The changes by state; whoever has a second factor can have it removed in any.

Of an account that belongs to other teams as well, only the membership of this team is changed.
"""
OF_WHOLE_ACCOUNT = frozenset({"reset", "remove-factor"})


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
        N_("Disable %(name)s in this team?"),
        N_(
            "They are signed out of the team at once and cannot sign in to it. You can enable "
            "them again."
        ),
        N_("Disable"),
    ),
    "remove": Question(
        N_("Remove %(name)s from the team?"),
        N_(
            "They are signed out of the team at once, and need a new link to come back. Tokens "
            "for programs that they made stop working. The record of what they did stays."
        ),
        N_("Remove from the team"),
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
    "disable": N_("Done: disabled in this team."),
    "enable": N_("Done: enabled in this team."),
    "shared": N_("Nothing was changed: the account has come to belong to another team as well."),
    "remove-factor": N_("Done: the second factor is removed."),
}


class DetailsForm(FieldsForm):
    """The name and the role of a recruiter."""

    name = line(N_("Name"), required=True)
    role = selection(N_("Role"), ALL_ROLES)


class RoleForm(FieldsForm):
    """The role of a recruiter whose account belongs to other teams as well."""

    role = selection(N_("Role"), ALL_ROLES)


class ChangeForm(FieldsForm):
    """The change to make; each button of the page belongs to a separate form."""

    change = selection(N_("Change"), (*ACTIONS, "renew-link"))


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
    """Ask for confirmation to make a change that takes something away."""
    question = QUESTIONS.get(change)
    if question is None:
        abort(404)
    person = account.recruiter
    if person.id == recruiter.id or change not in _allowed(account):
        return redirect_to("person", person=person.id)
    action, back = url_for("change_person", person=person.id), url_for("person", person=person.id)
    return show_confirmation(confirmation(question, person, change, action, back))


def confirmation(
    question: Question, person: Recruiter, change: str, action: str, back: str
) -> Confirmation:
    """Return the page that asks whether to make a change, which is posted to `action`."""
    gettext = services().localized.language.gettext
    return Confirmation(
        title=gettext(question.title) % {"name": person.name},
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
    name = None if isinstance(form, RoleForm) else form.name.data
    if not services().store.memberships.change(
        recruiter.team_id, account.recruiter.id, name, form.role.data
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
    if form.change.data not in _allowed(account):  # sent from an outdated page
        return redirect_to("person", person=person)
    if form.change.data == "renew-link":
        return _renewed_link(recruiter, account.recruiter)
    return _changed(recruiter, account.recruiter, form.change.data)


def _changed(recruiter: Recruiter, person: Recruiter, change: str) -> Response | str:
    token = new_token()
    if not _apply(change, recruiter.team_id, person.id, token):
        # The only administrator stays one; whoever wanted to change that is none any more, and
        # sees so on the next page.
        done = "shared" if change in OF_WHOLE_ACCOUNT else None
        return redirect_to("person", person=person.id, done=done)
    record(recruiter, ACTIONS[change], account=person.email)
    if change == "reset":
        return set_up_link_page(recruiter, person, token, is_reset=True)
    if change == "remove":
        return redirect_to("people", saved=1)
    return redirect_to("person", person=person.id, done=change)


def _allowed(account: Account) -> tuple[str, ...]:
    removal = ("remove-factor",) if account.joined and account.has_second_factor else ()
    changes = (*ALLOWED_CHANGES[account.state], *removal)
    if account.disabled_in_all_teams:
        changes = tuple(each for each in changes if each != "enable")
    if account.has_identity and account.password_hash is None:
        changes = tuple(each for each in changes if each != "reset")
    if account.is_shared:
        changes = tuple(each for each in changes if each not in OF_WHOLE_ACCOUNT)
    return changes


def _renewed_link(recruiter: Recruiter, person: Recruiter) -> Response | str:
    """Show a new link for somebody who has not joined the team yet."""
    token, now = new_token(), datetime.now(UTC)
    if not services().store.memberships.renew_link(recruiter.team_id, person.id, token, now):
        return redirect_to("person", person=person.id)
    record(recruiter, "invited to the team", account=person.email)
    return join_link_page(recruiter, person, token)


def _apply(change: str, team: int, person: int, token: str) -> bool:
    """Change an account, or its membership; `token` is that of its new set-up link, if any.

    Returns False where the account has meanwhile come to belong to another team as well, or the
    person has become the only administrator.
    """
    store, now = services().store, datetime.now(UTC)
    if change == "reset":
        return store.accounts.reset(person, token, now, by_team=team)
    if change == "remove-factor":
        return store.second_factors.remove_all(person, by_team=team)
    if change == "disable":
        return store.memberships.disable(team, person, now)
    if change == "remove":
        return store.memberships.leave(team, person, now)
    store.memberships.enable(team, person)
    return True


def _details(account: Account) -> DetailsForm | RoleForm:
    person, language = account.recruiter, services().localized.language
    if account.joined and account.is_shared:
        return RoleForm(language, role=person.role)
    return DetailsForm(language, name=person.name, role=person.role)


def _page(recruiter: Recruiter, account: Account, form: ChangeForm | DetailsForm | RoleForm) -> str:
    details = _details(account) if isinstance(form, ChangeForm) else form
    gettext = services().localized.language.gettext
    message = MESSAGES.get(request.args.get("done", ""))
    return page(
        "accounts/person.html",
        recruiter,
        person=account_view(account),
        own_account=account.recruiter.id == recruiter.id,
        can_rename=isinstance(details, DetailsForm),
        allowed=_allowed(account),
        form=details if details.errors else form,
        details=details,
        roles=role_options(gettext),
        message=gettext(message) if message else None,
    )
