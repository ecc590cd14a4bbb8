"""A team's invitation, as the applicant opens it: who sees the result, and a button to begin."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import redirect, session
from werkzeug.wrappers import Response

from quiz.store import Invitation, Stage
from quiz.web.applicant import booth, visit
from quiz.web.applicant.question import address, next_page
from quiz.web.applicant.start import how_long, how_many
from quiz.web.framework import invitation_codes, sitting
from quiz.web.framework.fields import FieldsForm, email, line
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import SeeOther
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.result.access import not_found
from quiz.web.result.link import LONGEST_NAME
from quiz.web.wording.localized import LocalizedRules

LONGEST_SHOWN = 160
"""Characters of a team and a title that stay in the cookie, which has little room."""

CLOSED: dict[Stage, str] = {
    "closed": N_("This invitation is closed."),
    "full": N_("All places of this invitation are taken."),
}


class BeginForm(FieldsForm):
    """What the team asks for; nobody has to give it."""

    name = line(N_("Your name"), longest=LONGEST_NAME)
    email = email(N_("Your e-mail address"), wanted=False)


def show(code: str) -> str | Response:
    """Show an invitation, be it open or not."""
    canonical, invitation = _find(code)
    if code != canonical:
        return redirect(f"/i/{canonical}")
    return _page(invitation, BeginForm(_reading(invitation).language))


def begin(code: str) -> Response | tuple[str, int]:
    """Begin a sitting by an invitation, and ask the first question."""
    canonical, invitation = _find(code)
    if invitation.stage(_now()) != "open":
        return SeeOther(f"/i/{canonical}")
    localized = _reading(invitation)
    form = BeginForm(localized.language)
    if not form.validate():
        return _page(invitation, form), form.status
    session.setdefault("language", localized.language.code)
    booth.forget_result()
    known_by = sitting.begin_invited(
        sitting.Invited(
            invitation.id,
            canonical,
            f"{invitation.team_name} – {invitation.title}"[:LONGEST_SHOWN],
            form.name.data if invitation.asks_name else None,
            form.email.data if invitation.asks_email else None,
        )
    )
    visit.started(known_by, invitation.id)
    return SeeOther(address(next(iter(services().engine.forms))))


def _find(code: str) -> tuple[str, Invitation]:
    """Return the code as it is written, and its invitation; else end with 404."""
    canonical = invitation_codes.read(code) or not_found()
    return canonical, services().store.invitations.find(canonical) or not_found()


def _reading(invitation: Invitation) -> LocalizedRules:
    """Return the rules in the reader's language, or else in that of the invitation."""
    return services().editions.today.localized(invitation.language)


def _page(invitation: Invitation, form: BeginForm) -> str:
    localized = _reading(invitation)
    language = localized.language
    engine = services().engine
    stage = invitation.stage(_now())
    answers = sitting.answers(engine)
    by = sitting.invited()
    continues = answers and by is not None and by.id == invitation.id
    return render(
        "applicant/invitation.html",
        localized,
        invitation=invitation,
        form=form,
        open=stage == "open",
        says=language.gettext(CLOSED[stage])
        if stage in CLOSED
        else language.gettext("This invitation opens on %(date)s.")
        % {"date": language.date(invitation.opens_at) if invitation.opens_at else ""},
        days=services().settings.retention_days,
        how_many=how_many(len(engine.forms), language),
        how_long=how_long(len(engine.forms), language),
        onward=next_page(engine.asked(answers), answers) if continues else None,
        replaced=bool(answers) and not continues,
        waits=not answers,
    )


def _now() -> datetime:
    return datetime.now(UTC)
