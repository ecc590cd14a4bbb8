"""The pages on which an operator sees the accounts of a team, and disables or enables one.

No set-up link is made here for an account that exists: with it, an operator could sign in as a
recruiter and see results.
"""

from __future__ import annotations

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from quiz.store import Account, Recruiter, Team
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.operator.overview import Listed
from quiz.web.operator.words import account_in_words, last_sign_in
from quiz.web.pages.confirm import show_confirmation
from quiz.web.pages.services import services
from quiz.web.recruiters.access import signed_in_operator
from quiz.web.recruiters.accounts.people import ROLES, account_view
from quiz.web.recruiters.accounts.person import (
    ACTIONS,
    MESSAGES,
    ChangeForm,
    allowed_changes,
    apply_change,
    confirmation,
)
from quiz.web.recruiters.audit_log import record_for
from quiz.web.recruiters.page import page_of_account

CHANGES = ("disable", "enable", "remove-factor")


def of_any_team(team: int) -> Arguments:
    """Allow operators; raises 404 where there is no such team."""
    operator = signed_in_operator()
    return {
        "operator": operator,
        "team": services().store.accounts.team_with_id(team) or abort(404),
    }


def of_anybody(person: int) -> Arguments:
    """Allow operators; raises 404 where there is no such account."""
    operator = signed_in_operator()
    return {
        "operator": operator,
        "account": services().store.accounts.of_anybody(person) or abort(404),
    }


def of_anybody_to_change(person: int, change: str) -> Arguments:
    """Allow operators, for a change that they can make; raises 404 for others."""
    return {**of_anybody(person), "change": change if change in CHANGES else abort(404)}


def show_team(operator: Recruiter, team: Team) -> str:
    """Show the accounts of a team."""
    language = services().localized.language
    people = services().store.accounts.people(team.id)
    return page_of_account(
        "operator/team.html",
        operator,
        team=team,
        people=[
            Listed(
                each.recruiter.id,
                each.recruiter.name,
                f"{language.gettext(ROLES[each.recruiter.role])} · "
                f"{account_in_words(each, language)}",
            )
            for each in people
        ],
    )


def show(operator: Recruiter, account: Account) -> str:
    """Show an account, with what can be done."""
    return _page(operator, account, ChangeForm(services().localized.language))


def _page(operator: Recruiter, account: Account, form: ChangeForm) -> str:
    language, person = services().localized.language, account.recruiter
    message = MESSAGES.get(request.args.get("done", ""))
    return page_of_account(
        "operator/account.html",
        operator,
        form=form,
        person=account_view(account),
        team=None if person.is_operator else services().store.accounts.team_with_id(person.team_id),
        signed_in=last_sign_in(account.signed_in_at, language),
        changes=_allowed(operator, account),
        own_account=person.id == operator.id,
        message=language.gettext(message) if message else None,
    )


def ask(operator: Recruiter, account: Account, change: str) -> str | Response:
    """Ask for confirmation to make a change."""
    if change not in _allowed(operator, account):
        return redirect_to("operators_account", person=account.recruiter.id)
    return show_confirmation(confirmation(account, change, *_addresses(account)))


def change(operator: Recruiter, account: Account) -> Response | tuple[str, int]:
    """Make a change that was confirmed; it is in the activity log of the team too."""
    form, person = ChangeForm(services().localized.language), account.recruiter
    if not form.validate():
        return _page(operator, account, form), form.status
    wanted = form.change.data
    if wanted not in _allowed(operator, account):  # sent from an outdated page
        return redirect_to("operators_account", person=person.id)
    apply_change(wanted, person.id)
    record_for(person.team_id, operator, ACTIONS[wanted], account=person.email)
    return redirect_to("operators_account", person=person.id, done=wanted)


def _allowed(operator: Recruiter, account: Account) -> tuple[str, ...]:
    """Return what an operator can do with an account; nothing with their own."""
    if account.recruiter.id == operator.id:
        return ()
    return tuple(change for change in allowed_changes(account) if change in CHANGES)


def _addresses(account: Account) -> tuple[str, str]:
    person = account.recruiter.id
    return (
        url_for("change_account", person=person),
        url_for("operators_account", person=person),
    )
