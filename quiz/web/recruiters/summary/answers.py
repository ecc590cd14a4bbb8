"""View models of best matches by the answer to a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quiz.store import ResultGroup
from quiz.web.recruiters.board.question_fields import ANSWER_PREFIX
from quiz.web.recruiters.summary.charts import CellView
from quiz.web.recruiters.summary.groups import Groups
from quiz.web.wording.localized import LocalizedRules

DARKEST = 5
"""The number of shades of the table of answers, from 0."""


class ShadedView(NamedTuple):
    """A cell of the table of answers; 0 is the lightest shade."""

    cell: CellView
    shade: int


class AnswersView(NamedTuple):
    """Best matches by the answer to a question: its choices, and the rows with their colours."""

    ask: str
    choices: Sequence[str]
    rows: Sequence[tuple[str, int, Sequence[ShadedView], CellView]]
    total: Sequence[CellView]


def answers_view(
    asked: str, results: Sequence[ResultGroup], groups: Groups, localized: LocalizedRules
) -> AnswersView:
    """Return the best matches by the answer to a question; each row is a sum of its own."""
    gettext = localized.language.gettext
    question = localized.questions[asked]
    name = f"{ANSWER_PREFIX}{asked}"
    columns: dict[str | None, str] = {id_: text.label for id_, text in question.choices.items()}
    by_answer: dict[str | None, list[ResultGroup]] = {choice: [] for choice in columns}
    for each in results:
        answer = each.answer if each.answer in columns else None
        by_answer.setdefault(answer, []).append(each)
    if None in by_answer or groups.hidden:
        columns[None] = gettext("Not asked, or another answer")
    counts = {answer: groups.count(by_answer.get(answer, ())) for answer in columns}
    shown = {
        group: dict.fromkeys(columns)
        if total is None
        else groups.parts({answer: counts[answer][group] for answer in columns})
        for group, total in groups.counts.items()
    }
    most = max((many or 0 for row in shown.values() for many in row.values()), default=0)
    return AnswersView(
        question.ask,
        list(columns.values()),
        [
            (
                groups.name(group),
                groups.colour(group),
                [
                    ShadedView(
                        groups.cell(many)
                        if answer is None
                        else groups.cell_of(group, many, **{name: answer}),
                        -(-DARKEST * (many or 0) // most) if most else 0,
                    )
                    for answer, many in row.items()
                ],
                groups.cell_of(group, groups.counts[group]),
            )
            for group, row in shown.items()
        ],
        []
        if groups.hidden
        else [
            groups.cell(
                sum(each.number for each in by_answer.get(answer, ())),
                **({} if answer is None else {name: answer}),
            )
            for answer in columns
        ],
    )
