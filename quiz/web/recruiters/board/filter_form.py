"""The filter form of the board, with options for each position and question of the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, cast

from flask import request

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import asks
from quiz.core.language.model import Standing
from quiz.store import BoardFilter, Recruiter, Sort, Stage
from quiz.store.search_terms import NONE
from quiz.web.framework.fields import line
from quiz.web.framework.language import N_, Language
from quiz.web.pages.services import services
from quiz.web.recruiters.board.history import names_of_people
from quiz.web.recruiters.board.period_filter_form import (
    FILTER_LABELS,
    PeriodFilterForm,
    SelectField,
)
from quiz.web.recruiters.paging import parse_id
from quiz.web.wording import standings

STANDINGS: Mapping[Standing, str] = {
    standing: words.on_board for standing, words in standings.STANDINGS.items()
}
SORTS: Mapping[Sort, str] = {
    "newest": N_("Newest first"),
    "oldest": N_("Oldest first"),
    "fit": N_("Best fit first"),
    "name": N_("By name"),
    "stage": N_("By status"),
    "due": N_("By the day to come back to"),
}
ANSWER_PREFIX = "answer-"
"""Prefix of the names of fields that filter by the answer to a question."""


class BoardFilterForm(PeriodFilterForm):
    """The board's filter, sort order and shown question.

    `_form_class` makes the subclass that also has a field for each question.
    """

    name = line(N_("Name, e-mail address or note"))
    best = SelectField(FILTER_LABELS["best"])
    standing = SelectField(FILTER_LABELS["standing"])
    has_status = SelectField(FILTER_LABELS["has_status"])  # forms have a `status` of their own
    in_charge = SelectField(FILTER_LABELS["in_charge"])
    sort = SelectField(N_("Sort"))
    show = SelectField(N_("Show the answer to"))

    def __init__(
        self, titles: Mapping[int, str], stages: Sequence[Stage], people: Mapping[int, str]
    ) -> None:
        self._stages = {stage.value: stage for stage in stages}
        localized, engine = services().localized, services().engine
        gettext = localized.language.gettext
        super().__init__(localized.language, titles)
        positions = [(id_, localized.label(id_)) for id_ in engine.positions]
        self.best.set_options(
            [*positions, (NONE, gettext("No position"))], otherwise=gettext("Any")
        )
        self.standing.set_options(
            _standing_options(engine, localized.language), otherwise=gettext("Any")
        )
        self.has_status.set_options(
            [(stage.value, stage.name(localized.language.code)) for stage in stages],
            otherwise=gettext("Any"),
        )
        self.in_charge.set_options(
            [(str(id_), name) for id_, name in people.items()], otherwise=gettext("Anybody")
        )
        self.sort.set_options(_options(SORTS, localized.language))
        questions = [(id_, text.ask) for id_, text in localized.questions.items()]
        self.show.set_options(questions)
        self.show.data = self.show.data or default_question(engine)
        for id_, ask in questions:
            field, choices = self[ANSWER_PREFIX + id_], localized.questions[id_].choices
            field.label.text = ask
            options = [(choice, text.label) for choice, text in choices.items()]
            field.set_options(options, otherwise=gettext("Any"))

    @property
    def stages(self) -> Sequence[Stage]:
        """The stages of the team in its order."""
        return list(self._stages.values())

    @property
    def page_number(self) -> int:
        """The number of the page that the address asks for."""
        return max(1, parse_id(request.args.get("page", "1")) or 1)

    @property
    def view(self) -> dict[str, Any]:
        """The query of the page that is shown: the filter, and the number of later pages."""
        page = {"page": str(self.page_number)} if self.page_number > 1 else {}
        return {**self.query, **page}

    def sorted_by(self, sort: Sort) -> str:
        """Return the address of the board in another order."""
        return self.url("board", sort=sort)

    @property
    def stage_names(self) -> dict[int, str]:
        """The names of the team's stages by id, in the language of the page."""
        return {each.id: each.name(self.language.code) for each in self._stages.values()}

    @property
    def answers(self) -> list[SelectField]:
        """The fields that filter by an answer."""
        return [field for field in self if field.name.startswith(ANSWER_PREFIX)]

    @property
    def active_filters(self) -> list[tuple[str, str]]:
        """The label and value of each filter in use, in words."""
        filters: list[tuple[str, str]] = [(self.name.label.text, self.name.data or "")]
        selects = [self.invitation, self.best, self.standing, self.has_status]
        selects += [self.in_charge, *self.answers]
        filters += [(field.label.text, field.words) for field in selects if field.data]
        days = [field for field in (self.first, self.last) if field.data]
        filters += [(field.label.text, self.language.date(field.data)) for field in days]
        return [(label, words) for label, words in filters if words]

    @property
    def board_filter(self) -> BoardFilter:
        """The filter for the store; only to be read after the form was validated."""
        standing, _, position = (self.standing.data or "").partition(":")
        sort: Any = self.sort.data or "newest"
        return replace(
            self.period,
            best=self.best.data or None,
            standing=(position, cast("Standing", standing)) if position else None,
            answers={
                field.name.removeprefix(ANSWER_PREFIX): field.data
                for field in self.answers
                if field.data
            },
            stage=self._stages[self.has_status.data].id if self.has_status.data else None,
            in_charge=int(self.in_charge.data) if self.in_charge.data else None,
            name=self.name.data,
            sort=sort,
        )


def board_filter_form(recruiter: Recruiter) -> BoardFilterForm:
    """Return the filter form of a team's board, filled in from the query of the request."""
    store, team = services().store, recruiter.team_id
    return _form_class(tuple(services().engine.forms))(
        store.board.titles(team), store.stages.names(team), names_of_people(team)
    )


def default_question(engine: Engine) -> str:
    """Return the question whose answers the board shows if the recruiter selects none.

    It is the scale that occurs in the most conditions, the first of them on a tie, or the first
    question of the rules if there is no scale. A scale of what applicants would like (a wish) is
    taken only if there is no other.
    """
    occurrences = Counter(
        question
        for condition in engine.conditions.values()
        for question in asks(condition)
        if engine.forms[question].kind == "scale"
    )
    wishes = {id_ for id_, each in engine.rules.questions.items() if each.can_change == "wish"}
    return max(
        engine.forms, key=lambda id_: (id_ not in wishes and occurrences[id_], occurrences[id_])
    )


@cache
def _form_class(questions: tuple[str, ...]) -> type[BoardFilterForm]:
    """Return the form class with a field for each question."""
    fields: dict[str, Any] = {ANSWER_PREFIX + question: SelectField("") for question in questions}
    return type("BoardFilterForm", (BoardFilterForm,), fields)


def _options(words: Mapping[Any, str], language: Language) -> list[tuple[str, str]]:
    return [(value, language.gettext(key)) for value, key in words.items()]


def _standing_options(engine: Engine, language: Language) -> Iterator[tuple[str, str]]:
    """Yield an option for each standing of each position, with the value `standing:position`."""
    for position in engine.positions:
        for standing, key in STANDINGS.items():
            words = f"{position}{language.gettext(': ')}{language.gettext(key)}"
            yield f"{standing}:{position}", words
