"""The list of a team's invitations, and the page on which one is made."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from werkzeug.wrappers import Response

from quiz.store import Invitation, NewInvitation, Opening, Recruiter, Terms
from quiz.web.framework import invitation_codes
from quiz.web.framework.days import day_of, end_of, last_day, start_of
from quiz.web.framework.fields import FieldsForm, checkbox, day, line, lines, number, selection
from quiz.web.framework.language import N_, Language
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.services import services
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.page import page

LONGEST_TITLE = 80
LONGEST_NOTE = 1000
MOST_PLACES = 100_000
EARLIEST, LATEST = dt.date(2020, 1, 1), dt.date(2099, 12, 31)
TRIES = 20
STAGES: dict[Opening, str] = {
    "not yet": N_("opens on %(date)s"),
    "open": N_("open now"),
    "closed": N_("over"),
    "full": N_("all places taken"),
}


class InvitationForm(FieldsForm):
    """The properties of an invitation that its team chooses."""

    title = line(N_("Title"), longest=LONGEST_TITLE, required=True)
    invitation_language = selection(N_("Language"), ())
    opens_on = day(N_("Opening day"), least=lambda: EARLIEST, most=lambda: LATEST)
    closes_on = day(N_("Closing day"), least=lambda: EARLIEST, most=lambda: LATEST)
    places = number(N_("Number of places"), least=1, most=MOST_PLACES)
    asks_name = checkbox(N_("Ask for a name"))
    asks_email = checkbox(N_("Ask for an e-mail address"))
    note = lines(N_("Note to the applicant"), longest=LONGEST_NOTE)
    kept_days = number(N_("Days that its results are kept"), least=1, most=1)

    def __init__(self, language: Language, **present: Any) -> None:
        super().__init__(language, **present)
        self.kept_days.most = services().settings.retention_days
        self.invitation_language.values = services().editions.today.codes

    def validate(self, *args: Any, **options: Any) -> bool:
        """Return whether the form is valid, including the order of the two days."""
        if not super().validate(*args, **options):
            return False
        first, last = self.opens_on.data, self.closes_on.data if self.closes_on else None
        if first and last and last < first:
            self.closes_on.errors.append(
                self.language.gettext("%(field)s: choose a day that is not before the opening day.")
                % {"field": self.closes_on.label.text}
            )
        return not self.errors

    def terms(self, closes_at: dt.datetime | None = None) -> Terms:
        """Return the terms that were entered.

        The present `closes_at` is kept if its day was not changed, because it may be a moment
        within that day.
        """
        unchanged = not self.closes_on or (
            closes_at is not None and self.closes_on.data == last_day(closes_at)
        )
        return Terms(
            title=self.title.data,
            language=self.invitation_language.data,
            opens_at=start_of(self.opens_on.data),
            closes_at=closes_at if unchanged else end_of(self.closes_on.data),
            places=self.places.data,
            asks_name=self.asks_name.data,
            asks_email=self.asks_email.data,
            note=self.note.data,
            kept_days=self.kept_days.data,
        )


def show(recruiter: Recruiter) -> str:
    """List the invitations of the team."""
    found = services().store.invitations.of_team(recruiter.team_id)
    return page(
        "invitations/invitations.html",
        recruiter,
        invitations=[invitation_view(each) for each in found],
    )


def show_new(recruiter: Recruiter) -> str:
    """Show the form for a new invitation."""
    language = services().localized.language
    return _page(
        recruiter, InvitationForm(language, invitation_language=language.code, asks_name=True)
    )


def make(recruiter: Recruiter) -> Response | tuple[str, int]:
    """Make an invitation and redirect to it, or show the form again with its errors."""
    form = InvitationForm(services().localized.language)
    if not form.validate():
        return _page(recruiter, form), form.status
    made = add(recruiter, form.terms())
    record(recruiter, "invitation made", title=form.title.data)
    return redirect_to("team_invitation", invitation=made, done="made")


class InvitationView(NamedTuple):
    """An invitation as pages show it; `language`, `stage` and `until` are in words."""

    id: int
    title: str
    code: str
    language: str
    open: bool
    closed: bool
    stage: str
    until: str | None
    taken: int
    places: int | None
    opened: int
    started: int
    finished: int
    withdrawn: int
    removed: int


def invitation_view(invitation: Invitation) -> InvitationView:
    """Return the view of an invitation, in the language of the page."""
    language = services().localized.language
    stage = invitation.stage(dt.datetime.now(dt.UTC))
    opens_at, closes_on = invitation.opens_at, last_day(invitation.closes_at)
    localized = services().editions.today.localizations.get(invitation.language)
    return InvitationView(
        id=invitation.id,
        title=invitation.title,
        code=invitation.code,
        language=localized.language.name if localized else invitation.language,
        open=stage == "open",
        closed=stage == "closed",
        stage=language.gettext(STAGES[stage])
        % {"date": language.date(day_of(opens_at)) if opens_at else ""},
        until=language.date(closes_on) if closes_on else None,
        taken=invitation.taken,
        places=invitation.places,
        opened=invitation.opened,
        started=invitation.started,
        finished=invitation.finished,
        withdrawn=invitation.withdrawn,
        removed=invitation.removed,
    )


def language_choices() -> list[tuple[str, str, None]]:
    """Return the languages of the rules as options of a field: code, name, no hint."""
    localizations = services().editions.today.localizations
    return [(code, localized.language.name, None) for code, localized in localizations.items()]


def add(recruiter: Recruiter, terms: Terms) -> int:
    """Make an invitation with a unique code, and return its id.

    Raises LookupError if no unique code was found in `TRIES` attempts.
    """
    for _ in range(TRIES):
        new = NewInvitation(
            team=recruiter.team_id,
            recruiter=recruiter.id,
            code=invitation_codes.new_code(terms.title),
            **{name: getattr(terms, name) for name in Terms.__dataclass_fields__},
        )
        invitation = services().store.invitations.add(new, dt.datetime.now(dt.UTC))
        if invitation is not None:
            return invitation
    raise LookupError(f"no code was free in {TRIES} tries")


def _page(recruiter: Recruiter, form: InvitationForm) -> str:
    return page(
        "invitations/new_invitation.html", recruiter, form=form, languages=language_choices()
    )
