"""Stages in the words of the language of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flask import g

from quiz.store import End, Stage
from quiz.web.framework.language import N_, Language
from quiz.web.pages.services import services

ENDS: Mapping[End, str] = {
    "recommended": N_("ends as recommended"),
    "declined": N_("ends as declined"),
    "withdrawn": N_("ends as withdrawn by the applicant"),
}


def stages_of(team: int) -> Sequence[Stage]:
    """Return the stages of a team, retired ones too, which are read once in a request."""
    found: dict[int, Sequence[Stage]] = g.setdefault("stages", {})
    if team not in found:
        found[team] = services().store.stages.names(team)
    return found[team]


def stages_with(team: int, ids: Iterable[int]) -> Sequence[Stage]:
    """Return the stages of a team, read anew where one of these was added after the first look."""
    if not {stage.id for stage in stages_of(team)}.issuperset(ids):
        del g.stages[team]
    return stages_of(team)


def stage_names(team: int) -> dict[int, str]:
    """Return the names of a team's stages by id, retired ones too."""
    code = services().localized.language.code
    return {stage.id: stage.name(code) for stage in stages_of(team)}


def stage_options(
    stages: Sequence[Stage], language: Language, now: int | None
) -> list[tuple[str, str]]:
    """Return the values and names of the stages to choose from: those in use, and the present."""
    return [
        (stage.value, stage.name(language.code))
        for stage in stages
        if stage.retired_at is None or stage.id == now
    ]


def end_in_words(end: End | None, language: Language) -> str:
    """Return the end state of a stage in words."""
    return language.gettext(ENDS[end]) if end else language.gettext("the work goes on")
