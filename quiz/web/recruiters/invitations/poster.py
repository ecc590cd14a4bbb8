"""An invitation as a poster for a wall, A4 or A3, in one language or in all."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from flask import request

from quiz.store import Invitation, Recruiter
from quiz.web.applicant.start import minutes
from quiz.web.framework import qr
from quiz.web.framework.language import asked_besides
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.recruiters.invitations.invitation import invitation_url
from quiz.web.recruiters.invitations.invitations import language_choices
from quiz.web.wording.localized import LocalizedRules

SIZES = ("a4", "a3")
LONG_TITLE = 24
"""Characters of a title from which it is set smaller; a Japanese one takes two for each."""


class PosterText(NamedTuple):
    """What a poster says in one language."""

    code: str
    title: str
    says: str
    how: str
    foot: str


def show(recruiter: Recruiter, invitation: Invitation) -> str:
    """Show the poster as it is printed, with ways to the other sizes and languages."""
    size, spoken = _size(), _localizations()
    link = invitation_url(invitation)
    return render(
        "recruiters/invitations/poster.html",
        services().localized,
        query=asked_besides(),
        invitation=invitation,
        team=recruiter.team_name,
        size=size,
        language=spoken[0].language.code if len(spoken) == 1 else "all",
        long=_display_width(invitation.title) > LONG_TITLE,
        spoken=[_poster_text(localized) for localized in spoken],
        code=qr.element(link),
        host=urlsplit(link).netloc,
        sizes=SIZES,
        languages=[(code, name) for code, name, _ in language_choices()],
    )


def _size() -> str:
    asked = request.args.get("size", "")
    return asked if asked in SIZES else SIZES[0]


def _localizations() -> list[LocalizedRules]:
    """Return the rules in the language that is asked for, or else in all they have."""
    localizations = services().editions.today.localizations
    asked = localizations.get(request.args.get("in", ""))
    return [asked] if asked else list(localizations.values())


def _poster_text(localized: LocalizedRules) -> PosterText:
    language = localized.language
    questions = len(services().engine.forms)
    return PosterText(
        code=language.code,
        title=localized.title,
        says=language.ngettext(
            "Answer a few questions and see which position suits you, and why. "
            "It takes about one minute.",
            "Answer a few questions and see which position suits you, and why. "
            "It takes about %(number)s minutes.",
            minutes(questions),
        )
        % {"number": minutes(questions)},
        how=language.gettext("Point your phone’s camera at the code, or type the address."),
        foot=language.gettext("unofficial: the embassy or consulate decides"),
    )


def _display_width(text: str) -> int:
    return sum(1 if letter.isascii() else 2 for letter in text)
