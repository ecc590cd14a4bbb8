"""The saved views of a team as the board lists them: links, each with its count."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from flask import url_for

from quiz.store import BoardFilter, Recruiter
from quiz.web.pages.services import services
from quiz.web.recruiters.board.filter_form import BoardFilterForm
from quiz.web.wording.numbers import number as grouped


class ViewLink(NamedTuple):
    """A view: how many results it has, None where a condition is gone, and whether it is shown.

    `about` is the page about it; None for all results.
    """

    name: str
    url: str
    number: str | None
    here: bool
    about: str | None = None


def saved_query(form: BoardFilterForm) -> str:
    """Return the query of a filter as a view keeps it: in a fixed order, and without the search.

    What is searched for is mostly the name of a person, whose data can be erased.
    """
    kept = {name: value for name, value in form.query.items() if name != form.name.name}
    return urlencode(sorted(parse_qsl(urlencode(kept, doseq=True))))


def view_links(recruiter: Recruiter, form: BoardFilterForm) -> list[ViewLink]:
    """Return a link to all results and to each view, counted by one statement; or no link."""
    store, team = services().store, recruiter.team_id
    views = store.saved_views.of_team(team)
    if not views:
        return []
    forms = {view.id: form.of_query(view.query) for view in views}
    filters = {id_: each.board_filter for id_, each in forms.items() if each.validate()}
    everything, *numbers = store.board.counts(team, [BoardFilter(), *filters.values()])
    number_of = dict(zip(filters, numbers, strict=True))
    shown, searched = saved_query(form), bool(form.name.data)
    links = [
        ViewLink(
            view.name,
            url_for("board", **forms[view.id].query),
            grouped(number_of[view.id], form.language),
            here=view.query == shown and not searched,
            about=url_for("saved_view", view=view.id),
        )
        if view.id in filters
        else ViewLink(view.name, url_for("saved_view", view=view.id), None, here=False)
        for view in views
    ]
    everybody = grouped(everything, form.language)
    here = not shown and not searched
    return [
        ViewLink(form.language.gettext("All results"), url_for("board"), everybody, here),
        *links,
    ]


def about_shown(links: Iterable[ViewLink]) -> str | None:
    """Return the page about the view that is shown; None where none is."""
    return next((link.about for link in links if link.here), None)
