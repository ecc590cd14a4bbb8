"""The page of an invitation: who will see the result, and a button to begin."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from flask import redirect, session, url_for
from werkzeug.wrappers import Response

from quiz.store import Invitation, Opening, Recipient
from quiz.web.applicant import taken, visit
from quiz.web.applicant.question import next_address
from quiz.web.applicant.start import how_long, how_many
from quiz.web.framework import frame, invitation_codes, sitting
from quiz.web.framework.days import day_of, time_zone_name, today, use_time_zone
from quiz.web.framework.fields import FieldsForm, email, line
from quiz.web.framework.language import N_, Language
from quiz.web.framework.redirect import redirect_with_query
from quiz.web.pages.office import OfficeView, office_view
from quiz.web.pages.page_preview import about, page_preview
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.result.access import not_found, require_page_script
from quiz.web.result.link import LONGEST_NAME
from quiz.web.wording.localized import LocalizedRules

LONGEST_SHOWN = 240
"""Bytes of the team and title that are kept in the cookie, whose size is limited."""

CLOSED: dict[Opening, str] = {
    "closed": N_("This invitation is closed."),
    "full": N_("All places on this invitation are taken."),
}


class BeginForm(FieldsForm):
    """The name and e-mail address that a team may ask for; both optional."""

    name = line(N_("Your name"), longest=LONGEST_NAME)
    email = email(N_("Your e-mail address"), required=False)


class PersonalLink(NamedTuple):
    """The link by which an invitation was sent to one person, with its token."""

    token: str
    recipient: Recipient


def show(code: str) -> str | Response:
    """Show an invitation, whatever its stage; redirect to the canonical form of its code."""
    canonical, invitation = _find(code)
    if code != canonical:
        return redirect_with_query(url_for("invitation", code=canonical))
    return page(invitation, BeginForm(localized_for(invitation).language))


def begin(code: str) -> Response | tuple[str, int]:
    """Begin a sitting by an invitation and redirect to the first question."""
    _, invitation = _find(code)
    form = BeginForm(localized_for(invitation).language)
    if not form.validate():
        return page(invitation, form), form.status
    return begin_with(code, form.name.data, form.email.data)


def begin_with(code: str, name: str | None, email: str | None) -> Response:
    """Begin a sitting with a valid name and e-mail address, if the invitation is open."""
    canonical, invitation = _find(code)
    if invitation.stage(_now()) != "open":
        return redirect(frame.address("invitation", code=canonical), 303)
    return begin_sitting(invitation, name, email)


def begin_sitting(
    invitation: Invitation,
    name: str | None,
    email: str | None,
    recipient: Recipient | None = None,
) -> Response:
    """Begin a sitting by an invitation, which was sent to the recipient personally if there is one.

    Raises TooMany.
    """
    localized = localized_for(invitation)
    _count(invitation)
    sitting_id = sitting.new_id()
    visit.record_start(sitting_id, invitation.id)
    if recipient:
        visit.record_recipient(recipient.id)
    session.setdefault("language", localized.language.code)
    taken.forget()
    sitting.begin_by_invitation(
        sitting_id,
        sitting.InvitedSitting(
            invitation.id,
            invitation.code,
            _shortened(f"{_office(invitation, localized.language).name} – {invitation.title}"),
            name if invitation.asks_name else None,
            email if invitation.asks_email and not recipient else None,
            recipient.id if recipient else None,
        ),
    )
    return redirect(frame.address("question", question=next(iter(services().engine.forms))), 303)


def begin_form(code: str) -> tuple[LocalizedRules, BeginForm, str]:
    """Return the rules in the language of an invitation, the form as it was sent, and its page.

    The page is empty if the form is valid.
    """
    _, invitation = _find(code)
    localized = localized_for(invitation)
    form = BeginForm(localized.language)
    return localized, form, "" if form.validate() else page(invitation, form)


def count_opening(code: str) -> tuple[str, int]:
    """Count that a browser has opened an invitation."""
    require_page_script()
    _, invitation = _find(code)
    if invitation.stage(_now()) == "open":
        _count(invitation)
    return "", 204


def _count(invitation: Invitation) -> None:
    """Count an opening, unless the last one that this browser opened is this invitation."""
    if session.get("opened") != invitation.id:
        session["opened"] = invitation.id
        services().store.openings.count(invitation.id, today())


def _find(code: str) -> tuple[str, Invitation]:
    """Return the canonical code and its invitation. Raises NotFound."""
    canonical = invitation_codes.read(code) or not_found()
    invitation = services().store.invitations.find(canonical) or not_found()
    use_time_zone(invitation.time_zone)
    return canonical, invitation


def localized_for(invitation: Invitation) -> LocalizedRules:
    """Return the rules in the language that the visitor chose, else in the invitation's."""
    return services().editions.today.localized(invitation.language)


def _office(invitation: Invitation, language: Language) -> OfficeView:
    return office_view(services().store.offices.of_team(invitation.team), language)


def page(invitation: Invitation, form: BeginForm, personal: PersonalLink | None = None) -> str:
    """Return the page of an invitation, or of one that was sent personally."""
    localized = localized_for(invitation)
    language = localized.language
    engine = services().engine
    stage = invitation.stage(_now())
    answers = sitting.answers(engine)
    invited = sitting.invited()
    office = _office(invitation, language)
    of_whom = personal.recipient.id if personal else None
    continues = invited is not None and (invited.id, invited.recipient) == (invitation.id, of_whom)
    continues = continues and bool(answers)
    return render(
        "applicant/invitation.html",
        localized,
        preview=page_preview(
            localized,
            language.gettext("%(team)s invites you") % {"team": office.name}
            + language.gettext(": ")
            + invitation.title,
            invitation.note or about(localized),
            "invitation",
            code=invitation.code,
        ),
        invitation=invitation,
        personal=personal,
        office=office,
        form=form,
        open=stage == "open",
        says=language.gettext(CLOSED[stage])
        if stage in CLOSED
        else language.gettext("This invitation opens on %(date)s.")
        % {"date": _opening_day(invitation, language)},
        days=invitation.days_kept(services().settings.retention_days),
        how_many=how_many(len(engine.forms), language),
        how_long=how_long(len(engine.forms), language),
        continue_at=next_address(engine.asked(answers), answers) if continues else None,
        replaced=bool(answers) and not continues,
        waits=not answers,
        taken=taken.is_kept() and frame.current() is not None,
    )


def _shortened(line: str) -> str:
    """Return a line, cut to LONGEST_SHOWN bytes of UTF-8 if it is longer."""
    sent = line.encode()
    if len(sent) <= LONGEST_SHOWN:
        return line
    return sent[: LONGEST_SHOWN - len("…".encode())].decode(errors="ignore") + "…"


def _opening_day(invitation: Invitation, language: Language) -> str:
    """Return the day on which an invitation opens, with the team's time zone."""
    if invitation.opens_at is None:
        return ""
    zone = language.gettext(" (%(aside)s)") % {"aside": time_zone_name(language)}
    return language.date(day_of(invitation.opens_at)) + zone


def _now() -> datetime:
    return datetime.now(UTC)
