"""The filter form of the board, with options for each position and question of the rules.

The names of its fields are the parameters of the board's address: see docs/decisions/0044.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from flask import abort, request
from werkzeug.datastructures import MultiDict

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import asks
from quiz.core.language.model import Standing
from quiz.store import BoardFilter, Recruiter, Sort, Stage, conditions
from quiz.store.search_terms import NONE
from quiz.web.framework.days import time_zone
from quiz.web.framework.fields import line, number
from quiz.web.framework.language import N_, Language
from quiz.web.pages.services import services
from quiz.web.recruiters.board.any_of_field import AnyOfField
from quiz.web.recruiters.board.history import names_of_people
from quiz.web.recruiters.board.period_filter_form import (
    FILTER_LABELS,
    GIVEN,
    WRITTEN,
    FilterForm,
    SelectField,
    filter_day,
)
from quiz.web.recruiters.board.question_fields import (
    ANSWER_PREFIX,
    LEAST_PREFIX,
    MOST_PREFIX,
    PREFIXES,
    QuestionFields,
)
from quiz.web.recruiters.board.wanted import NOBODY, wanted
from quiz.web.recruiters.paging import parse_id
from quiz.web.recruiters.stages.wording import stages_of
from quiz.web.wording import standings
from quiz.web.wording.localized import QuestionText

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
NOT = "not"
"""The name of the field with the names of those fields whose condition is not to hold."""


class OfTeam(NamedTuple):
    """What a team can filter by: titles of invitations, stages, and names of people."""

    titles: Mapping[int, str]
    stages: Sequence[Stage]
    people: Mapping[int, str]


class BoardFilterForm(FilterForm):
    """The board's filter, sort order and shown question.

    `_form_class` makes the subclass that also has the fields of questions, and NOT.
    """

    invitation = AnyOfField(FILTER_LABELS["invitation"])
    first = filter_day(FILTER_LABELS["first"])
    last = filter_day(FILTER_LABELS["last"])
    name = line(N_("Name, e-mail address or note"))
    best = AnyOfField(FILTER_LABELS["best"])
    standing = AnyOfField(FILTER_LABELS["standing"])
    has_status = AnyOfField(FILTER_LABELS["has_status"])  # forms have a `status` of their own
    in_charge = AnyOfField(FILTER_LABELS["in_charge"])
    fit = number(FILTER_LABELS["fit"], least=1, most=100)
    email = SelectField(FILTER_LABELS["email"])
    notes = SelectField(FILTER_LABELS["notes"])
    sort = SelectField(N_("Sort"))
    show = SelectField(N_("Show the answer to"))

    def __init__(
        self, of_team: OfTeam, questions: Sequence[str], sent: MultiDict[str, str] | None = None
    ) -> None:
        self._of_team = of_team
        self._sent = request.args if sent is None else sent
        self._stages = {stage.value: stage for stage in of_team.stages}
        localized, engine = services().localized, services().engine
        gettext = localized.language.gettext
        super().__init__(localized.language, sent)
        positions = [(id_, localized.label(id_)) for id_ in engine.positions]
        people = [(str(id_), name) for id_, name in of_team.people.items()]
        self.invitation.set_options([(str(id_), name) for id_, name in of_team.titles.items()])
        self.best.set_options([*positions, (NONE, gettext("No position"))])
        self.standing.set_options(_standing_options(engine, localized.language))
        self.has_status.set_options(
            (value, self.stage_names[s.id]) for value, s in self._stages.items()
        )
        self.in_charge.set_options([*people, (NOBODY, gettext("Nobody"))])
        any_ = gettext("Any")
        self.email.set_options(_options(GIVEN, localized.language), otherwise=any_)
        self.notes.set_options(_options(WRITTEN, localized.language), otherwise=any_)
        self.sort.set_options(_options(SORTS, localized.language))
        self.show.set_options([(id_, text.ask) for id_, text in localized.questions.items()])
        self.show.data = self.show.data or default_question(engine)
        for id_ in questions:
            self._set_options(localized.questions[id_])
        self[NOT].set_options(
            (field.name, field.label.text)
            for field in self
            if (isinstance(field, AnyOfField) and field.name != NOT) or field is self.fit
        )

    def _set_options(self, question: QuestionText) -> None:
        options = [(choice, text.label) for choice, text in question.choices.items()]
        for prefix in PREFIXES:
            if prefix + question.id in self:
                field = self[prefix + question.id]
                field.label.text = question.label
                any_ = None if prefix == ANSWER_PREFIX else self.language.gettext("Any")
                field.set_options(options, otherwise=any_)

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether it is valid; a condition on what the quiz does not ask is not."""
        words = self.language.gettext("This condition can no longer be used: %(condition)s")
        self.form_errors = [words % {"condition": name} for name in self._not_asked]
        return super().validate(extra_validators) and not self.form_errors

    @property
    def gone(self) -> list[str]:
        """What the conditions are about that are not valid."""
        return [self[name].label.text for name in self.errors if name] + self._not_asked

    @property
    def _not_asked(self) -> list[str]:
        """The parameters that ask for an answer to a question that is not asked any more."""
        names = (name for name, values in self._sent.lists() if any(values))
        return [name for name in names if name.startswith(PREFIXES) and name not in self]

    def of_query(self, query: str) -> BoardFilterForm:
        """Return the form of another filter of the same team, with only the fields it needs."""
        sent = MultiDict(parse_qsl(query))
        names = {name.partition("-")[2] for name in sent if name.startswith(PREFIXES)}
        return _form(self._of_team, [id_ for id_ in services().engine.forms if id_ in names], sent)

    @property
    def stages(self) -> Sequence[Stage]:
        """The stages of the team in its order."""
        return self._of_team.stages

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
        return {each.id: each.name(self.language.code) for each in self.stages}

    @property
    def questions(self) -> list[QuestionFields]:
        """The fields that filter by an answer, for each question."""
        return [
            QuestionFields(
                id_,
                text.ask,
                self[ANSWER_PREFIX + id_],
                self._fields.get(LEAST_PREFIX + id_),
                self._fields.get(MOST_PREFIX + id_),
            )
            for id_, text in services().localized.questions.items()
            if ANSWER_PREFIX + id_ in self
        ]

    @property
    def negated(self) -> Sequence[str]:
        """The names of the fields whose condition is not to hold."""
        names: list[str] = self[NOT].data
        return names

    def words(self, field: AnyOfField) -> str:
        """Return what was chosen in a field, in words: any of it."""
        return self.language.listing(field.chosen, either=True)

    @property
    def board_filter(self) -> BoardFilter:
        """The filter for the store; only to be read after the form was validated."""
        sort: Any = self.sort.data or "newest"
        return BoardFilter(
            first=self.first.data,
            last=self.last.data,
            name=self.name.data,
            conditions=[
                conditions.negated(each) if name in self.negated else each
                for name, each in wanted(self)
            ],
            sort=sort,
            time_zone=time_zone(),
        )


def board_filter_form(recruiter: Recruiter) -> BoardFilterForm:
    """Return the filter form of a team's board, filled in from the query of the request."""
    store, team = services().store, recruiter.team_id
    of_team = OfTeam(store.board.titles(team), stages_of(team), names_of_people(team))
    return _form(of_team, list(services().engine.forms))


def valid_filter_form(recruiter: Recruiter) -> BoardFilterForm:
    """Return the filter form as `board_filter_form` does; raises 404 if it is not valid."""
    form = board_filter_form(recruiter)
    return form if form.validate() else abort(404)


def form_of_no_team() -> BoardFilterForm:
    """Return the filter form with what all teams can filter by, to describe its fields."""
    return _form(OfTeam({}, (), {}), list(services().engine.forms), MultiDict())


def _form(
    of_team: OfTeam, questions: Sequence[str], sent: MultiDict[str, str] | None = None
) -> BoardFilterForm:
    forms = services().engine.forms
    scales = tuple(id_ for id_ in questions if forms[id_].kind == "scale")
    return _form_class(tuple(questions), scales)(of_team, questions, sent)


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
def _form_class(questions: tuple[str, ...], scales: tuple[str, ...]) -> type[BoardFilterForm]:
    """Return the form class with the fields of these questions, some of which are scales."""
    fields: dict[str, Any] = {ANSWER_PREFIX + question: AnyOfField("") for question in questions}
    for prefix in (LEAST_PREFIX, MOST_PREFIX):
        fields |= {prefix + question: SelectField("") for question in scales}
    fields[NOT] = AnyOfField(N_("Not"))
    return type("BoardFilterForm", (BoardFilterForm,), fields)


def _options(words: Mapping[Any, str], language: Language) -> list[tuple[str, str]]:
    return [(value, language.gettext(key)) for value, key in words.items()]


def _standing_options(engine: Engine, language: Language) -> Iterator[tuple[str, str]]:
    """Yield an option for each standing of each position, with the value `standing:position`."""
    for position in engine.positions:
        for standing, key in STANDINGS.items():
            words = f"{position}{language.gettext(': ')}{language.gettext(key)}"
            yield f"{standing}:{position}", words
