"""The page on which an operator makes a team, with the account of its first administrator."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from flask import abort, url_for

from quiz.store import Action, NewRecruiter, Recruiter
from quiz.web.framework.days import time_zones
from quiz.web.framework.fields import FieldsForm, email, line, selection
from quiz.web.framework.language import N_
from quiz.web.framework.link_tokens import new_token
from quiz.web.pages.confirm import Confirmation, show_confirmation
from quiz.web.pages.services import services
from quiz.web.recruiters.accounts.people import join_link_page, of_an_operator, set_up_link_page
from quiz.web.recruiters.audit_log import record_for
from quiz.web.recruiters.page import page_of_account

Page = str | tuple[str, int]


class TeamForm(FieldsForm):
    """A team, and its first administrator."""

    team = line(N_("Name of the team"), required=True)
    time_zone = selection(N_("Time zone"), time_zones())
    name = line(N_("Name of the first administrator"), required=True)
    email = email(N_("E-mail address of the first administrator"))


def show(operator: Recruiter) -> str:
    """Show the form."""
    return _page(operator, TeamForm(services().localized.language, time_zone="UTC"))


def ask(operator: Recruiter) -> Page:
    """Ask for confirmation to make the team of the form."""
    form = TeamForm(services().localized.language)
    if not form.validate() or _is_taken(form):
        return _page(operator, form), form.status
    gettext = form.language.gettext
    fields = ("team", "time_zone", "name", "email")
    return show_confirmation(
        Confirmation(
            title=gettext("Make the team “%(team)s”?") % {"team": form.team.data},
            text=gettext(
                "%(name)s (%(email)s) becomes its administrator, by a link that is shown next. A "
                "team cannot be deleted."
            )
            % {"name": form.name.data, "email": form.email.data},
            button=gettext("Make the team"),
            action=url_for("add_team"),
            back_label=gettext("Back"),
            back=url_for("new_team"),
            sends={name: form[name].data for name in fields},
        )
    )


def add(operator: Recruiter) -> Page:
    """Make the team, and show the set-up link of its administrator."""
    form = TeamForm(services().localized.language)
    if not form.validate():
        return _page(operator, form), form.status
    quiz, now, token = services(), datetime.now(UTC), new_token()
    first = NewRecruiter(0, form.email.data, form.name.data, "administrator", token)
    added = quiz.store.operators.add_team(form.team.data, form.time_zone.data, first, now)
    if added is None:
        _is_taken(form)
        return _page(operator, form), 422
    team, welcome = added
    to_join = welcome == "to join"
    record_for(team, operator, "team added", team=form.team.data)
    action: Action = "invited to the team" if to_join else "account added"
    record_for(team, operator, action, account=form.email.data)
    account = quiz.store.accounts.find(form.email.data) or abort(404)
    person = replace(account.recruiter, name=form.name.data, team_name=form.team.data)
    done = form.language.gettext("Done: the team “%(team)s” is made.") % {"team": form.team.data}
    return (join_link_page if to_join else set_up_link_page)(operator, person, token, done)


def _is_taken(form: TeamForm) -> bool:
    """Return whether the team exists or the account is an operator's, and let the form say so."""
    accounts, gettext = services().store.accounts, form.language.gettext
    if accounts.team(form.team.data) is not None:
        words = gettext("%(field)s: there is already a team with this name.")
        form.team.errors.append(words % {"field": form.team.label.text})
    account = accounts.find(form.email.data)
    if account is not None and account.recruiter.is_operator:
        form.email.errors.append(of_an_operator(form.email.label.text))
    return bool(form.errors)


def _page(operator: Recruiter, form: TeamForm) -> str:
    return page_of_account("operator/new_team.html", operator, form=form, time_zones=time_zones())
