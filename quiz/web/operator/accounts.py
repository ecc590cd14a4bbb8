"""The pages on which an operator sees the accounts of a team, and disables or enables one.

No set-up link is made here for an account that exists: with it, an operator could sign in as a
recruiter and see results.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from quiz.store import Account, Recruiter, Team
from quiz.web.framework.fields import FieldsForm, selection
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.operator.overview import Listed
from quiz.web.operator.words import account_in_words, last_sign_in
from quiz.web.pages.confirm import show_confirmation
from quiz.web.pages.services import services
from quiz.web.recruiters.access import signed_in_operator
from quiz.web.recruiters.accounts.people import ROLES, STATES, account_view
from quiz.web.recruiters.accounts.person import ACTIONS, QUESTIONS, Question, confirmation
from quiz.web.recruiters.audit_log import record_about
from quiz.web.recruiters.page import page_of_account

QUESTIONS_OF_OPERATORS = {
    "disable": Question(
        N_("Disable the account of %(name)s?"),
        N_(
            "They are signed out at once and cannot sign in, whichever teams they belong to. You "
            "can enable the account again."
        ),
        N_("Disable the account"),
    ),
    "enable": Question(
        N_("Enable the account of %(name)s?"),
        N_("The account works as it did before it was disabled."),
        N_("Enable the account"),
    ),
    "remove-factor": QUESTIONS["remove-factor"],
}
"""What is asked before a change of a whole account, which concerns all its teams."""

MESSAGES = {
    "disable": N_("Done: the account is disabled."),
    "enable": N_("Done: the account is enabled."),
    "remove-factor": N_("Done: the second factor is removed."),
}


class ChangeForm(FieldsForm):
    """The change to make; each button of the page belongs to a separate form."""

    change = selection(N_("Change"), tuple(QUESTIONS_OF_OPERATORS))


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
        "account": services().store.accounts.of_recruiter(person) or abort(404),
    }


def of_anybody_to_change(person: int, change: str) -> Arguments:
    """Allow operators, for a change that they can make; raises 404 for others."""
    allowed = of_anybody(person)
    return {**allowed, "change": change if change in QUESTIONS_OF_OPERATORS else abort(404)}


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
        state=language.gettext(STATES[account.state_anywhere]),
        teams=_teams(account),
        is_operator=person.is_operator,
        signed_in=last_sign_in(account.signed_in_at, language),
        changes=_allowed(operator, account),
        own_account=person.id == operator.id,
        message=language.gettext(message) if message else None,
    )


def _teams(account: Account) -> list[Listed]:
    """Return the teams of an account, with its role and state in each; of an operator, none."""
    if account.recruiter.is_operator:
        return []
    gettext = services().localized.language.gettext
    return [
        Listed(
            each.recruiter.team_id,
            each.recruiter.team_name,
            f"{gettext(ROLES[each.recruiter.role])} · {gettext(STATES[each.state])}",
        )
        for each in services().store.memberships.of_account(account.recruiter.id)
    ]


def ask(operator: Recruiter, account: Account, change: str) -> str | Response:
    """Ask for confirmation to make a change."""
    person = account.recruiter
    if change not in _allowed(operator, account):
        return redirect_to("operators_account", person=person.id)
    action = url_for("change_account", person=person.id)
    back = url_for("operators_account", person=person.id)
    question = QUESTIONS_OF_OPERATORS[change]
    return show_confirmation(confirmation(question, person, change, action, back))


def change(operator: Recruiter, account: Account) -> Response | tuple[str, int]:
    """Make a change that was confirmed; it is in the activity log of each team of the account."""
    form, person = ChangeForm(services().localized.language), account.recruiter
    if not form.validate():
        return _page(operator, account, form), form.status
    wanted = form.change.data
    if wanted not in _allowed(operator, account):  # sent from an outdated page
        return redirect_to("operators_account", person=person.id)
    _apply(wanted, person.id)
    record_about(person, operator, ACTIONS[wanted], account=person.email)
    return redirect_to("operators_account", person=person.id, done=wanted)


def _apply(change: str, person: int) -> None:
    store = services().store
    if change == "disable":
        store.accounts.disable(person, datetime.now(UTC))
    elif change == "enable":
        store.accounts.enable(person)
    else:
        store.second_factors.remove_all(person)


def _allowed(operator: Recruiter, account: Account) -> tuple[str, ...]:
    """Return what an operator can do with an account; nothing with their own."""
    if account.recruiter.id == operator.id:
        return ()
    removal = ("remove-factor",) if account.has_second_factor else ()
    return ("enable" if account.disabled_in_all_teams else "disable", *removal)
