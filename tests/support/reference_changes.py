"""The reference implementation: the changes of answers that an applicant can make, and their cost.

It follows the language document, and must not know quiz.core; see support.reference.
"""

from __future__ import annotations

from typing import Any

from support.reference_sheets import Quiz, Sheet, as_list, exclusive, scale


def may_become(quiz: Quiz, answers: Sheet, sheet: Sheet) -> bool:
    """Whether every answer is the same, or may change so, or was opened by a change."""
    return all(
        answers[id_] == answer or may_change(quiz, id_, answers[id_], answer)
        for id_, answer in sheet.items()
        if id_ in answers
    )


def may_change(quiz: Quiz, question: str, old: Any, new: Any) -> bool:
    """`yes` to anything; `up` on a scale or to more choices, giving up an exclusive one."""
    how = quiz["questions"][question].get("can_change", "no")
    kind = quiz["questions"][question]["kind"]
    if how == "up" and kind == "scale":
        return scale(question, quiz).index(new[0]) > scale(question, quiz).index(old[0])
    if how == "up" and kind == "multiple":
        alone = set(exclusive(question, quiz))
        return not alone & set(new) and set(old) - alone <= set(new)
    return how in ("yes", "wish")


def wishes(quiz: Quiz, answers: Sheet, sheet: Sheet) -> int:
    """How many answers are changed that say what somebody would like."""
    asked_before = [id_ for id_ in changes(answers, sheet) if id_ in answers]
    return sum(quiz["questions"][id_].get("can_change") == "wish" for id_ in asked_before)


def changes(answers: Sheet, sheet: Sheet) -> list[str]:
    """The questions answered otherwise or opened; one that is no longer asked is none."""
    return [id_ for id_, answer in sheet.items() if answers.get(id_) != answer]


def effort(quiz: Quiz, answers: Sheet, sheet: Sheet) -> tuple[Any, ...]:
    """What makes one way of changing better than another; the least is the best."""
    ids = changes(answers, sheet)
    steps = sum(steps_of(quiz, id_, answers.get(id_), sheet[id_]) for id_ in ids)
    order = list(quiz["questions"])
    places = [
        (order.index(id_), [scale(id_, quiz).index(each) for each in as_list(sheet[id_])])
        for id_ in ids
    ]
    return len(ids), wishes(quiz, answers, sheet), steps, places


def steps_of(quiz: Quiz, question: str, old: Any, new: Any) -> int:
    """A place on a scale, a choice more or less of a multiple question, one for all else."""
    kind = quiz["questions"][question]["kind"]
    if old is None or kind == "single":
        return 1
    if kind == "scale":
        return abs(scale(question, quiz).index(new[0]) - scale(question, quiz).index(old[0]))
    return len(set(old) ^ set(new))
