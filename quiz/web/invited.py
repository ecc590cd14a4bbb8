"""A team's invitation, as the applicant opens it: who sees the result, and a button to begin."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import redirect
from werkzeug.wrappers import Response

from quiz.store import Invitation, Stage
from quiz.web import booth, codes, sitting, visit
from quiz.web.current import current_session
from quiz.web.fields import FieldsForm, email, line
from quiz.web.language import N_
from quiz.web.link import LONGEST_NAME
from quiz.web.onward import SeeOther
from quiz.web.parts import parts
from quiz.web.question import address, next_page
from quiz.web.reading import Reading
from quiz.web.render import render
from quiz.web.seen import missed
from quiz.web.start import how_long, how_many

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
    reading = _reading(invitation)
    form = BeginForm(reading.language)
    if not form.validate():
        return _page(invitation, form), form.status
    current_session().setdefault("language", reading.language.code)
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
    return SeeOther(address(next(iter(parts().engine.forms))))


def _find(code: str) -> tuple[str, Invitation]:
    """Return the code as it is written, and its invitation; else end with 404."""
    canonical = codes.read(code) or missed()
    return canonical, parts().store.invitations.find(canonical) or missed()


def _reading(invitation: Invitation) -> Reading:
    """Return the rules in the reader's language, or else in that of the invitation."""
    return parts().editions.today.reading(invitation.language)


def _page(invitation: Invitation, form: BeginForm) -> str:
    reading = _reading(invitation)
    language = reading.language
    engine = parts().engine
    stage = invitation.stage(_now())
    answers = sitting.answers(engine)
    by = sitting.invited()
    continues = answers and by is not None and by.id == invitation.id
    return render(
        "invited.html",
        reading,
        invitation=invitation,
        form=form,
        open=stage == "open",
        says=language.gettext(CLOSED[stage])
        if stage in CLOSED
        else language.gettext("This invitation opens on %(date)s.")
        % {"date": language.date(invitation.opens_at) if invitation.opens_at else ""},
        days=parts().settings.retention_days,
        how_many=how_many(len(engine.forms), language),
        how_long=how_long(len(engine.forms), language),
        onward=next_page(engine.asked(answers), answers) if continues else None,
        replaced=bool(answers) and not continues,
        waits=not answers,
    )


def _now() -> datetime:
    return datetime.now(UTC)
