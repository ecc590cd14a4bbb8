"""The board: the results of a team, as a table that can be filtered, sorted and searched."""

from __future__ import annotations

from flask import Response, request

from quiz.store import BoardPage, Recruiter
from quiz.web.framework.compression import pack, send
from quiz.web.framework.forms import ButtonForm
from quiz.web.pages.services import services
from quiz.web.recruiters.board.filter_form import BoardFilterForm, board_filter_form
from quiz.web.recruiters.board.rows import board_view
from quiz.web.recruiters.page import page
from quiz.web.wording.rules import number as grouped


def show(recruiter: Recruiter) -> Response:
    """Show a page of the board, or the filter again with what is wrong with it."""
    form = board_filter_form(recruiter)
    if not form.validate():
        return send(pack(_page(recruiter, form, None)), form.status)
    return send(pack(_page(recruiter, form, _found(recruiter, form))))


def show_problem(recruiter: Recruiter, pressed: ButtonForm) -> str:
    """Return the board with what to do about a button that did nothing."""
    form = board_filter_form(recruiter)
    found = _found(recruiter, form) if form.validate() else None
    return _page(recruiter, form, found, problem=pressed.problem(form.language))


def _found(recruiter: Recruiter, form: BoardFilterForm) -> BoardPage:
    asked = request.args.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 1
    return services().store.board.page(recruiter.team_id, form.board_filter, max(1, number))


def _page(
    recruiter: Recruiter,
    form: BoardFilterForm,
    found: BoardPage | None,
    *,
    problem: str | None = None,
) -> str:
    quiz = services()
    asked = form.show.data if form.show.data in quiz.localized.questions else None
    return page(
        "board/board.html",
        recruiter,
        form=form,
        problem=problem,
        found=found,
        number_of_results=_number_of_results(found, form) if found else None,
        page_links=_page_links(form, found) if found else (),
        board=board_view(found.rows, quiz.editions, asked) if found and asked else None,
        asked=quiz.localized.questions[asked].ask if asked else None,
    )


def _page_links(form: BoardFilterForm, found: BoardPage) -> list[tuple[str, str]]:
    """Return the words and the addresses of the pages before and after, as far as there are."""
    gettext = form.language.gettext
    ways = (gettext("Previous page"), found.number - 1), (gettext("Next page"), found.number + 1)
    return [
        (says, form.url("board", page=number))
        for says, number in ways
        if 1 <= number <= found.pages
    ]


def _number_of_results(found: BoardPage, form: BoardFilterForm) -> str:
    said = form.language.ngettext("One result", "%(number)s results", found.total)
    return said % {"number": grouped(found.total, form.language)}
