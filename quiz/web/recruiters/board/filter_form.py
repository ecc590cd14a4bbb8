"""The filter of a board, made from the rules file: by any position and any answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, cast

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import asks
from quiz.core.language.model import Standing
from quiz.store import BoardFilter, Recruiter, Sort, Status
from quiz.store.search_terms import NONE
from quiz.web.framework.fields import line
from quiz.web.framework.language import N_, Language
from quiz.web.pages.services import services
from quiz.web.recruiters.board.period_filter_form import (
    FILTER_LABELS,
    PeriodFilterForm,
    SelectField,
)
from quiz.web.wording import standings

STANDINGS: Mapping[Standing, str] = {
    standing: words.on_board for standing, words in standings.STANDINGS.items()
}
STATUSES: Mapping[Status, str] = {
    "new": N_("New"),
    "contacted": N_("Contacted"),
    "shortlisted": N_("Shortlisted"),
    "passed_on": N_("Passed on"),
}
SORTS: Mapping[Sort, str] = {
    "newest": N_("Newest first"),
    "oldest": N_("Oldest first"),
    "fit": N_("Best fit first"),
    "name": N_("By name"),
}
ANSWER_PREFIX = "answer-"
"""How the name of a field begins that filters by the answer to a question."""


class BoardFilterForm(PeriodFilterForm):
    """A filter of a board, and how it is shown; a form of its own has a field for each question."""

    name = line(FILTER_LABELS["name"])
    best = SelectField(FILTER_LABELS["best"])
    standing = SelectField(FILTER_LABELS["standing"])
    has_status = SelectField(FILTER_LABELS["has_status"])  # forms have a `status` of their own
    sort = SelectField(N_("Sort"))
    show = SelectField(N_("Show the answer to"))

    def __init__(self, titles: Mapping[int, str]) -> None:
        localized, engine = services().localized, services().engine
        gettext = localized.language.gettext
        super().__init__(localized.language, titles)
        positions = [(id_, id_) for id_ in engine.positions]
        self.best.set_options(
            [*positions, (NONE, gettext("No position"))], otherwise=gettext("Any")
        )
        self.standing.set_options(
            _standing_options(engine, localized.language), otherwise=gettext("Any")
        )
        self.has_status.set_options(
            _options(STATUSES, localized.language), otherwise=gettext("Any")
        )
        self.sort.set_options(_options(SORTS, localized.language))
        asked = [(id_, text.ask) for id_, text in localized.questions.items()]
        self.show.set_options(asked)
        self.show.data = self.show.data or default_question(engine)
        for id_, ask in asked:
            field, choices = self[ANSWER_PREFIX + id_], localized.questions[id_].choices
            field.label.text = ask
            said = [(choice, text.says) for choice, text in choices.items()]
            field.set_options(said, otherwise=gettext("Any"))

    @property
    def answers(self) -> list[SelectField]:
        """The fields that filter by an answer."""
        return [field for field in self if field.name.startswith(ANSWER_PREFIX)]

    @property
    def active_filters(self) -> list[tuple[str, str]]:
        """What the filter asks for, in words: the label of each field with what it says."""
        said: list[tuple[str, str]] = [(self.name.label.text, self.name.data or "")]
        picks = [self.invitation, self.best, self.standing, self.has_status, *self.answers]
        said += [(pick.label.text, pick.words) for pick in picks if pick.data]
        days = [field for field in (self.first, self.last) if field.data]
        said += [(field.label.text, self.language.date(field.data)) for field in days]
        return [(label, words) for label, words in said if words]

    @property
    def board_filter(self) -> BoardFilter:
        """The filter as the store takes it, once the form is valid."""
        standing, _, position = (self.standing.data or "").partition(":")
        status: Any = self.has_status.data or None
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
            status=status,
            name=self.name.data,
            sort=sort,
        )


def board_filter_form(recruiter: Recruiter) -> BoardFilterForm:
    """Return the filter that the address of the page has, for the board of somebody's team."""
    titles = services().store.board.titles(recruiter.team_id)
    return _form_class(tuple(services().engine.forms))(titles)


def default_question(engine: Engine) -> str:
    """Return the question whose answer a board shows unless another one is wanted.

    It is the scale that the most rules ask about, the first one of the file on a tie; the
    first question of all where there is no scale.
    """
    counted = Counter(
        question
        for condition in engine.conditions.values()
        for question in asks(condition)
        if engine.forms[question].kind == "scale"
    )
    return max(engine.forms, key=lambda question: counted[question])


@cache
def _form_class(questions: tuple[str, ...]) -> type[BoardFilterForm]:
    """Return the form with a field for each question."""
    fields: dict[str, Any] = {ANSWER_PREFIX + question: SelectField("") for question in questions}
    return type("BoardFilterForm", (BoardFilterForm,), fields)


def _options(words: Mapping[Any, str], language: Language) -> list[tuple[str, str]]:
    return [(value, language.gettext(said)) for value, said in words.items()]


def _standing_options(engine: Engine, language: Language) -> Iterator[tuple[str, str]]:
    """Yield each standing of each position; the value names the standing first."""
    for position in engine.positions:
        for standing, said in STANDINGS.items():
            words = f"{position}{language.gettext(': ')}{language.gettext(said)}"
            yield f"{standing}:{position}", words
