"""The page about the interface for programs: what it can do, made from the route table."""

from __future__ import annotations

from typing import NamedTuple

from quiz.web.api.document import Operation, operations
from quiz.web.framework.language import N_
from quiz.web.pages.page_preview import page_preview
from quiz.web.pages.render import render
from quiz.web.pages.services import public_url_for, services

DESCRIPTION = N_("How other programs can use this quiz and work with the results of a team.")
ANYBODY = N_("without a token")
READERS = N_("with a token")
WRITERS = N_("with a token that may write")


class OperationView(NamedTuple):
    """Something that the interface can do, in the language of the page."""

    does: str
    method: str
    path: str
    who: str


def show() -> str:
    """Show the page."""
    localized = services().localized
    gettext = localized.language.gettext
    title = gettext("Interface for programs")
    return render(
        "api/api_page.html",
        localized,
        preview=page_preview(localized, title, gettext(DESCRIPTION), "api_page"),
        operations=[
            OperationView(
                does=gettext(each.endpoint.summary),
                method=each.route.method,
                path=each.path,
                who=gettext(_who(each)),
            )
            for each in operations()
        ],
        document=public_url_for("api_document"),
        questions=public_url_for("api_questions"),
        outcomes=public_url_for("api_outcomes"),
        results=public_url_for("api_results"),
    )


def _who(each: Operation) -> str:
    if not each.takes_token:
        return ANYBODY
    return WRITERS if each.writes else READERS
