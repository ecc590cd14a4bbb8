"""The board: a team's results in a table, with a filter, a sort order and a search by name."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import request, url_for

from quiz.store import BoardPage, Recruiter
from quiz.web.framework.forms import ButtonForm
from quiz.web.pages.services import services
from quiz.web.recruiters.board.chips import chips
from quiz.web.recruiters.board.done import what_was_done
from quiz.web.recruiters.board.filter_form import BoardFilterForm, board_filter_form
from quiz.web.recruiters.board.people import can_be_in_charge
from quiz.web.recruiters.board.rows import board_view
from quiz.web.recruiters.board.rows_form import RowsForm
from quiz.web.recruiters.board.view_form import ViewForm
from quiz.web.recruiters.board.views import about_shown, saved_query, view_links
from quiz.web.recruiters.news.news import counted
from quiz.web.recruiters.page import page
from quiz.web.recruiters.stages.wording import stage_options, stages_with
from quiz.web.wording.numbers import number as grouped


def show(recruiter: Recruiter) -> str | tuple[str, int]:
    """Show a page of the board, or only the filter form with its errors if it is not valid."""
    form = board_filter_form(recruiter)
    if not form.validate():
        return _page(recruiter, form, None), form.status
    return _page(recruiter, form, _board_page(recruiter, form))


def show_problem(recruiter: Recruiter, pressed: ButtonForm) -> str:
    """Return the board with the problem of a form that was refused, such as the sign-out button."""
    form = board_filter_form(recruiter)
    found = _board_page(recruiter, form) if form.validate() else None
    return _page(recruiter, form, found, problem=pressed.problem(form.language))


def show_naming(recruiter: Recruiter, naming: ViewForm) -> str:
    """Return the board with the form of a view that was refused."""
    form = board_filter_form(recruiter)
    found = _board_page(recruiter, form) if form.validate() else None
    return _page(recruiter, form, found, naming=naming)


def _board_page(recruiter: Recruiter, form: BoardFilterForm) -> BoardPage:
    return services().store.board.page(recruiter.team_id, form.board_filter, form.page_number)


def _page(
    recruiter: Recruiter,
    form: BoardFilterForm,
    found: BoardPage | None,
    *,
    problem: str | None = None,
    naming: ViewForm | None = None,
) -> str:
    quiz = services()
    rows = RowsForm()
    views = view_links(recruiter, form)
    asked = request.args.get("show")
    stages = stages_with(recruiter.team_id, (row.stage for row in found.rows) if found else ())
    return page(
        "board/board.html",
        recruiter,
        form=form,
        chips=chips(form) if found else (),
        views=views,
        about_view=about_shown(views),
        can_be_saved=found is not None and bool(saved_query(form)),
        naming=naming or ViewForm(form.language),
        news=counted(recruiter),
        problem=problem or rows.problem(form.language),
        rows=rows,
        ticked=rows.ticked,
        action=url_for("change_board", **form.view),
        done=what_was_done(recruiter, form),
        webhook_off=recruiter.role == "administrator"
        and any(each.off_at for each in quiz.store.webhooks.of_team(recruiter.team_id)),
        to_choose=stage_options(stages, form.language, None),
        people=[*can_be_in_charge(recruiter.team_id), ("", form.language.gettext("nobody"))],
        whole=form.language.ngettext(
            "The one result in this list", "All %(number)s results in this list", found.total
        )
        % {"number": grouped(found.total, form.language)}
        if found
        else None,
        found=found,
        view_query=f"?{urlencode(form.query, doseq=True)}" if found and form.query else "",
        number_of_results=_number_of_results(found, form) if found else None,
        page_links=_page_links(form, found) if found else (),
        board=board_view(recruiter, found.rows, quiz.editions, asked, stages)
        if found and found.total
        else None,
    )


def _page_links(form: BoardFilterForm, found: BoardPage) -> list[tuple[str, str]]:
    """Return the label and URL of the previous and the next page, as far as they exist."""
    gettext = form.language.gettext
    links = (gettext("Previous page"), found.number - 1), (gettext("Next page"), found.number + 1)
    return [
        (label, form.url("board", page=number))
        for label, number in links
        if 1 <= number <= found.pages
    ]


def _number_of_results(found: BoardPage, form: BoardFilterForm) -> str:
    words = form.language.ngettext("One result", "%(number)s results", found.total)
    return words % {"number": grouped(found.total, form.language)}
