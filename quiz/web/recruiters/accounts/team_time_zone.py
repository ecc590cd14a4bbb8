"""The page on which administrators choose the time zone in which the days of their team are."""

from __future__ import annotations

from werkzeug.wrappers import Response

from quiz.store import Recruiter
from quiz.web.framework.days import time_zones
from quiz.web.framework.fields import FieldsForm, selection
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.services import services
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.page import page


class TimeZoneForm(FieldsForm):
    """The time zone of a team."""

    time_zone = selection(N_("Time zone"), time_zones())


def show(recruiter: Recruiter) -> str:
    """Show the form."""
    language = services().localized.language
    return _page(recruiter, TimeZoneForm(language, time_zone=recruiter.time_zone))


def change(recruiter: Recruiter) -> Response | tuple[str, int]:
    """Change the time zone and redirect to the people of the team."""
    form = TimeZoneForm(services().localized.language)
    if not form.validate():
        return _page(recruiter, form), form.status
    services().store.accounts.change_time_zone(recruiter.team_id, form.time_zone.data)
    record(recruiter, "time zone changed", time_zone=form.time_zone.data)
    return redirect_to("people", saved=1)


def _page(recruiter: Recruiter, form: TimeZoneForm) -> str:
    return page("accounts/team_time_zone.html", recruiter, form=form, time_zones=time_zones())
