"""Saving what the board shows as a view of the team; renaming, replacing and deleting a view."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from quiz.store import Recruiter, SavedView
from quiz.store.saved_views import MOST_VIEWS
from quiz.web.framework.days import day_of
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.confirm import (
    Confirmation,
    PageOrResponse,
    do_if_confirmed,
    show_confirmation,
)
from quiz.web.pages.services import services
from quiz.web.recruiters.access import signed_in
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.board import board
from quiz.web.recruiters.board.chips import chips
from quiz.web.recruiters.board.filter_form import (
    BoardFilterForm,
    board_filter_form,
    valid_filter_form,
)
from quiz.web.recruiters.board.view_form import ViewForm
from quiz.web.recruiters.board.views import saved_query
from quiz.web.recruiters.page import page


def of_team(view: int) -> Arguments:
    """Allow recruiters, for views of their own team; raises 404 for others."""
    recruiter = signed_in()
    views = services().store.saved_views.of_team(recruiter.team_id)
    found = next((each for each in views if each.id == view), None)
    return {"recruiter": recruiter, "view": found or abort(404)}


def save(recruiter: Recruiter) -> Response | tuple[str, int]:
    """Save the filter of the address as a view; ask first if there is a view of that name."""
    form, naming = valid_filter_form(recruiter), ViewForm(services().localized.language)
    if not naming.validate():
        return board.show_naming(recruiter, naming), naming.status
    name, team = naming.view_name.data, recruiter.team_id
    store = services().store.saved_views
    taken = next((view.id for view in store.of_team(team) if view.name == name), None)
    if taken is not None:
        return redirect_to("ask_replace_view", view=taken, **form.query)
    added = store.add(team, recruiter.id, name, saved_query(form), datetime.now(UTC))
    if added is None:
        problem = naming.language.gettext(
            "A team has at most %(most)s views. Delete one that you do not need."
        )
        naming.view_name.errors = [problem % {"most": MOST_VIEWS}]
        return board.show_naming(recruiter, naming), naming.status
    record(recruiter, "view saved", view=name)
    return redirect_to("board", **{**form.view, "done": f"view-{added}"})


def show(recruiter: Recruiter, view: SavedView) -> str:
    """Show what a view asks for, with a form to rename it."""
    return _page(recruiter, view, ViewForm(services().localized.language, view_name=view.name))


def rename(recruiter: Recruiter, view: SavedView) -> Response | tuple[str, int]:
    """Rename a view, or show the form again with its errors."""
    form = ViewForm(services().localized.language)
    if not form.validate():
        return _page(recruiter, view, form), form.status
    if not services().store.saved_views.rename(recruiter.team_id, view.id, form.view_name.data):
        problem = form.language.gettext("There is another view with this name.")
        form.view_name.errors = [problem]
        return _page(recruiter, view, form), form.status
    record(recruiter, "view renamed", was=view.name, view=form.view_name.data)
    return redirect_to("saved_view", view=view.id, done="saved")


def ask_replace(recruiter: Recruiter, view: SavedView) -> str:
    """Ask whether a view is to show what the address asks for."""
    return show_confirmation(_replacing(valid_filter_form(recruiter), view))


def replace(recruiter: Recruiter, view: SavedView) -> PageOrResponse:
    """Let a view show what the address asks for."""
    form = valid_filter_form(recruiter)

    def act() -> Response:
        services().store.saved_views.replace(
            recruiter.team_id, view.id, recruiter.id, saved_query(form), datetime.now(UTC)
        )
        record(recruiter, "view replaced", view=view.name)
        return redirect_to("board", **{**form.view, "done": f"view-{view.id}"})

    return do_if_confirmed(_replacing(form, view), act)


def ask_delete(recruiter: Recruiter, view: SavedView) -> str:  # noqa: ARG001 - of_team() gives both
    """Ask whether a view is to be deleted."""
    return show_confirmation(_deleting(view))


def delete(recruiter: Recruiter, view: SavedView) -> PageOrResponse:
    """Delete a view."""

    def act() -> Response:
        services().store.saved_views.delete(recruiter.team_id, view.id)
        record(recruiter, "view deleted", view=view.name)
        return redirect_to("board", done="view_deleted")

    return do_if_confirmed(_deleting(view), act)


def _replacing(form: BoardFilterForm, view: SavedView) -> Confirmation:
    gettext = form.language.gettext
    was = form.of_query(view.query)
    words = {"was": _in_words(was) if was.validate() else "–", "now": _in_words(form)}
    return Confirmation(
        title=gettext("Replace the view “%(view)s”?") % {"view": view.name},
        text=gettext("Until now: %(was)s. From now on: %(now)s.") % words,
        button=gettext("Replace the view"),
        action=url_for("replace_view", view=view.id, **form.query),
        back_label=gettext("Back to the board"),
        back=url_for("board", **form.query),
    )


def _deleting(view: SavedView) -> Confirmation:
    gettext = services().localized.language.gettext
    return Confirmation(
        title=gettext("Delete the view “%(view)s”?") % {"view": view.name},
        text=gettext("Your whole team loses this view. Its results stay as they are."),
        button=gettext("Delete the view"),
        action=url_for("delete_view", view=view.id),
        back_label=gettext("Back"),
        back=url_for("saved_view", view=view.id),
        danger=True,
    )


def _in_words(form: BoardFilterForm) -> str:
    """Return the conditions of a filter, without what is searched for, in words."""
    colon = form.language.gettext(": ")
    about = form.name.label.text
    said = [each.label + colon + each.words for each in chips(form) if each.label != about]
    return " · ".join(said) or form.language.gettext("All results")


def _page(recruiter: Recruiter, view: SavedView, form: ViewForm) -> str:
    filters = board_filter_form(recruiter).of_query(view.query)
    language = form.language
    valid = filters.validate()
    query: dict[str, Any] = {
        name: value for name, value in filters.query.items() if name not in filters.errors
    }
    return page(
        "board/saved_view.html",
        recruiter,
        form=form,
        view=view,
        saved_on=language.date(day_of(view.saved_at)),
        message=language.gettext("Saved.") if request.args.get("done") == "saved" else None,
        conditions=_in_words(filters) if valid else None,
        gone=filters.gone,
        board_url=url_for("board", **query),
    )
