"""A stored result, as it was shown on the day it was made, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from quiz.web.framework.language import N_
from quiz.web.pages.office import office_name
from quiz.web.pages.page_preview import PagePreview
from quiz.web.pages.render import render_for_all
from quiz.web.pages.services import Services, services
from quiz.web.result.access import OpenedResult
from quiz.web.result.calendar import has_calendar
from quiz.web.result.edition_notice import changed_since
from quiz.web.wording.answers import given_answers
from quiz.web.wording.localized import LocalizedRules
from quiz.web.wording.outcome import ResultView, result_view
from quiz.web.wording.result_page import result_parts

NEWS = {
    "missed": N_(
        "The invitation closed or filled up before you finished. "
        "The team did not get this result; it is yours alone."
    ),
    "withdrawn": N_("The result has been withdrawn. The team can no longer see it."),
}
"""What has just become of the result, as the address says it."""


@dataclass(frozen=True, slots=True)
class ResultPage:
    """What the page of a result shows.

    `language` is the code of the language it is shown in, `news` a key of NEWS, and `team`
    the name of the office that sees the result, where its owner is told.
    """

    result: OpenedResult
    language: str
    news: str | None
    team: str | None


def show(result: OpenedResult) -> bytes:
    """Show a result: everything to its owner, to others as much as the owner reveals."""
    quiz, stored = services(), result.stored
    localized = quiz.editions.find(stored.digest).localized(stored.language)
    told = request.query_string and result.mine and stored.invitation is None
    news = request.args.get("team", "") if told else ""
    invitation = stored.invitation if result.mine else None
    page = ResultPage(
        result,
        localized.language.code,
        news if news in NEWS else None,
        None if invitation is None else office_name(invitation, localized.language),
    )
    return quiz.result_pages.get(page)


def make_page(page: ResultPage) -> bytes:
    """Return the page of a result."""
    quiz, result, stored = services(), page.result, page.result.stored
    edition = quiz.editions.find(stored.digest)
    localized = edition.localizations[page.language]
    language = localized.language
    view = result_view(
        stored.outcome,
        localized,
        edition.least_fit,
        reasons=result.reasons_shown,
        mine=result.mine,
    )
    shown = stored.answers if result.answers_shown else None
    link = quiz.public_url_for("result", token=result.token)
    return render_for_all(
        "result/show.html",
        localized,
        result=view,
        parts=result_parts(view, stored.outcome, localized, shown, mine=result.mine),
        calendar=result.mine and has_calendar(result, edition),
        since=changed_since(quiz, stored, stored.outcome, page.language),
        link=link,
        preview=_preview(quiz, view, result.token, link, localized),
        token=result.token,
        name=stored.name,
        made_on=localized.visitors_day(stored.created_at),
        deleted_on=localized.visitors_day(stored.deleted_at(quiz.settings.retention))
        if result.mine
        else None,
        mails=result.mine and quiz.settings.mail is not None,
        early=result.mine and not stored.in_use,
        mine=result.mine,
        open=result.open,
        reveal=stored.reveal,
        news=language.gettext(NEWS[page.news]) if page.news else None,
        team=page.team,
        answers=given_answers(localized, shown) if shown is not None else None,
    ).encode()


def _preview(
    quiz: Services, view: ResultView, token: str, link: str, localized: LocalizedRules
) -> PagePreview:
    """Return what is shown where the link is pasted."""
    best = tuple([each.text.id for each in (view.best, *view.tied) if each])
    card = quiz.public_url_for("card", token=token)
    return PagePreview(
        title=localized.result.preview_title(best),
        description=localized.result.preview_description,
        address=link,
        card=f"{card}?lang={localized.language.code}",
    )
