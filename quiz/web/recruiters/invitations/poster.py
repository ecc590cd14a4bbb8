"""The printable poster of an invitation, in A4 or A3, in one language or in all."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from flask import request

from quiz.store import Invitation, Recruiter
from quiz.web.applicant.progress import minutes
from quiz.web.framework import qr
from quiz.web.framework.language import query_without_language
from quiz.web.pages.office import office_view
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.recruiters.invitations.invitation import invitation_url
from quiz.web.recruiters.invitations.invitations import language_choices
from quiz.web.wording.localized import LocalizedRules

SIZES = ("a4", "a3")
LONG_TITLE = 24
"""Display width above which a title is set in smaller type, in half-width characters."""


class PosterText(NamedTuple):
    """The texts of a poster in one language; `code` is the language's."""

    code: str
    title: str
    introduction: str
    instruction: str
    footer: str


def show(recruiter: Recruiter, invitation: Invitation) -> str:
    """Show the poster as it is printed, with links to the other sizes and languages."""
    size, localizations = _size(), _localizations()
    office = services().store.offices.of_team(recruiter.team_id)
    names: dict[str, str] = {}  # one that is the same in several languages once
    for each in localizations:
        names.setdefault(office.name(each.language.code), each.language.code)
    url = invitation_url(invitation)
    return render(
        "recruiters/invitations/poster.html",
        services().localized,
        query=query_without_language(),
        invitation=invitation,
        office=office_view(office, localizations[0].language),
        names=names,
        size=size,
        language=localizations[0].language.code if len(localizations) == 1 else "all",
        long=_display_width(invitation.title) > LONG_TITLE,
        texts=[_poster_text(localized) for localized in localizations],
        code=qr.element(url),
        host=urlsplit(url).netloc,
        sizes=SIZES,
        languages=[(code, name) for code, name, _ in language_choices()],
    )


def _size() -> str:
    size = request.args.get("size", "")
    return size if size in SIZES else SIZES[0]


def _localizations() -> list[LocalizedRules]:
    """Return the rules in the requested language, or in all their languages if none is valid."""
    localizations = services().editions.today.localizations
    requested = localizations.get(request.args.get("in", ""))
    return [requested] if requested else list(localizations.values())


def _poster_text(localized: LocalizedRules) -> PosterText:
    language = localized.language
    questions = len(services().engine.forms)
    return PosterText(
        code=language.code,
        title=localized.title,
        introduction=language.ngettext(
            "Answer a few questions and see which position suits you, and why. "
            "It takes about one minute.",
            "Answer a few questions and see which position suits you, and why. "
            "It takes about %(number)s minutes.",
            minutes(questions),
        )
        % {"number": minutes(questions)},
        instruction=language.gettext("Point your phone’s camera at the code, or type the address."),
        footer=localized.programme.not_official,
    )


def _display_width(text: str) -> int:
    """Return the width of a text; characters outside ASCII, mostly Japanese, count twice."""
    return sum(1 if character.isascii() else 2 for character in text)
