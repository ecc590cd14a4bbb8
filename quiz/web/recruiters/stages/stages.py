"""The page of a team's stages: add, rename, reorder and retire them; for administrators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, get_args

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from quiz.store import Action, End, Recruiter, Stage
from quiz.web.framework.fields import selection
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.confirm import PageOrResponse, button_confirmation, do_if_confirmed
from quiz.web.pages.services import services
from quiz.web.recruiters.access import signed_in_administrator
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.names_form import NamesForm, names_form
from quiz.web.recruiters.page import page
from quiz.web.recruiters.stages.wording import ENDS, end_in_words

LONGEST_NAME = 40

MESSAGES = {
    "added": N_("Done: the stage is added."),
    "saved": N_("Saved."),
    "moved": N_("Done: the order is changed."),
    "retired": N_("Done: the stage is retired. Results that are in it stay there."),
    "first retired": N_(
        "Done: the stage is retired. Results that are in it stay there. "
        "New results now begin in “%(stage)s”, the next one."
    ),
    "back": N_("Done: the stage can be chosen again."),
    "last": N_("The last stage cannot be retired. Add another one first."),
}


class StageForm(NamesForm):
    """The names of a stage, and its end state."""

    end = selection(N_("How it ends"), ("", *get_args(End)))


class StageView(NamedTuple):
    """A stage as the page shows it; `results` is how many results are in it.

    `next` is the stage in which new results would begin without it; None where they do not
    begin in it, or where it is the last one.
    """

    id: int
    name: str
    end: str
    results: str
    retired: bool
    next: str | None


def of_team(stage: int) -> Arguments:
    """Allow administrators, for stages of their own team; raises 404 for others."""
    recruiter = signed_in_administrator()
    found = services().store.stages.names(recruiter.team_id)
    return {
        "recruiter": recruiter,
        "stage": next((each for each in found if each.id == stage), None) or abort(404),
    }


def show(recruiter: Recruiter) -> str:
    """List the team's stages in their order, with a form to add one."""
    return _list_page(recruiter, _form())


def add(recruiter: Recruiter) -> Response | tuple[str, int]:
    """Add a stage, or show the form again with its errors."""
    form = _form()
    if not form.validate():
        return _list_page(recruiter, form), form.status
    services().store.stages.add(recruiter.team_id, form.names, form.end.data or None)
    return _done(recruiter, "stage added", "added", form.names)


def show_one(recruiter: Recruiter, stage: Stage) -> str:
    """Show a stage with a form to rename it."""
    return _one_page(recruiter, stage, _form(stage))


def change(recruiter: Recruiter, stage: Stage) -> Response | tuple[str, int]:
    """Rename a stage or change its end state, or show the form again with its errors."""
    form = _form(stage)
    if not form.validate():
        return _one_page(recruiter, stage, form), form.status
    names = {**stage.names, **form.names}  # of languages that the rules have no more, too
    services().store.stages.change(recruiter.team_id, stage.id, names, form.end.data or None)
    return _done(recruiter, "stage changed", "saved", form.names)


def move_up(recruiter: Recruiter, stage: Stage) -> PageOrResponse:
    """Move a stage before the one before it."""
    return _press(stage, "move_stage_up", N_("Move up"), _mover(recruiter, stage, up=True))


def move_down(recruiter: Recruiter, stage: Stage) -> PageOrResponse:
    """Move a stage after the one after it."""
    return _press(stage, "move_stage_down", N_("Move down"), _mover(recruiter, stage, up=False))


def retire(recruiter: Recruiter, stage: Stage) -> PageOrResponse:
    """Let nobody choose a stage any more."""

    def act() -> Response:
        if stage.retired_at is not None:  # by a second press
            return redirect_to("stages", done="retired")
        stages = services().store.stages
        first, *_ = _in_use(stages.names(recruiter.team_id))
        if not stages.retire(recruiter.team_id, stage.id, datetime.now(UTC)):
            return redirect_to("stages", done="last")
        message = "first retired" if stage.id == first.id else "retired"
        return _done(recruiter, "stage retired", message, stage.names)

    return _press(stage, "retire_stage", N_("Retire"), act)


def bring_back(recruiter: Recruiter, stage: Stage) -> PageOrResponse:
    """Let a retired stage be chosen again."""

    def act() -> Response:
        services().store.stages.bring_back(recruiter.team_id, stage.id)
        return _done(recruiter, "stage brought back", "back", stage.names)

    return _press(stage, "bring_back_stage", N_("Bring back"), act)


def _mover(recruiter: Recruiter, stage: Stage, *, up: bool) -> Callable[[], Response]:
    def act() -> Response:
        if not services().store.stages.move(recruiter.team_id, stage.id, up=up):
            return redirect_to("stages")
        return _done(recruiter, "stage moved", "moved", stage.names)

    return act


def _press(stage: Stage, route: str, title: str, act: Callable[[], Response]) -> PageOrResponse:
    confirmation = button_confirmation(
        title, action=url_for(route, stage=stage.id), back=url_for("stages")
    )
    return do_if_confirmed(confirmation, act)


def _done(recruiter: Recruiter, action: Action, message: str, names: Any) -> Response:
    record(recruiter, action, stage=next(iter(names.values())))
    return redirect_to("stages", done=message)


def _in_use(stages: Sequence[Stage]) -> list[Stage]:
    """Return the stages that are not retired; new results begin in the first of them."""
    return [stage for stage in stages if stage.retired_at is None]


def _form(stage: Stage | None = None) -> StageForm:
    return names_form(
        StageForm,
        N_("Name in %(language)s"),
        stage.names if stage else {},
        longest=LONGEST_NAME,
        required=True,
        end=(stage.end or "") if stage else "",
    )


def _ends(form: StageForm) -> list[tuple[str, str]]:
    gettext = form.language.gettext
    return [("", end_in_words(None, form.language))] + [
        (end, gettext(words)) for end, words in ENDS.items()
    ]


def _list_page(recruiter: Recruiter, form: StageForm) -> str:
    language = form.language
    message = MESSAGES.get(request.args.get("done", ""))
    found = services().store.stages.of_team(recruiter.team_id)
    first, *later = _in_use(found)
    begin = first.name(language.code)
    then = later[0].name(language.code) if later else None
    return page(
        "stages/stages.html",
        recruiter,
        form=form,
        ends=_ends(form),
        message=language.gettext(message) % {"stage": begin} if message else None,
        begin=begin,
        stages=[
            StageView(
                id=stage.id,
                name=stage.name(language.code),
                end=end_in_words(stage.end, language),
                results=language.ngettext("one result", "%(number)s results", stage.results)
                % {"number": stage.results},
                retired=stage.retired_at is not None,
                next=then if stage.id == first.id else None,
            )
            for stage in found
        ],
    )


def _one_page(recruiter: Recruiter, stage: Stage, form: StageForm) -> str:
    return page(
        "stages/stage.html",
        recruiter,
        form=form,
        ends=_ends(form),
        id=stage.id,
        name=stage.name(form.language.code),
    )
