"""Answer sheets: reads them from outside with every fault named, and evaluates conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import Literal

from quiz.core.language.conditions import (
    All,
    Any_,
    Condition,
    Fault,
    Given,
    Not,
    Shape,
    meant_by_text,
    read,
)
from quiz.core.language.model import Answer, Answers
from quiz.core.language.rules_file import Rules
from quiz.core.language.words import did_you_mean, listed_twice, listing, shown


@dataclass(frozen=True, slots=True)
class Form:
    """The answers that a question accepts, and when the question is asked."""

    kind: Literal["single", "scale", "multiple"]
    choices: tuple[str, ...]
    exclusive: frozenset[str]
    only_if: Condition


def forms(rules: Rules) -> dict[str, Form]:
    """Return the form of each question, in the order of the file.

    Ids are interned, so that comparing two of them compares pointers.
    """
    known = shapes(rules)
    return {
        intern(id_): Form(
            question.kind,
            tuple(map(intern, question.choices)),
            question.exclusive,
            read(question.only_if, known),
        )
        for id_, question in rules.questions.items()
    }


def gates(forms: Mapping[str, Form]) -> dict[str, Condition]:
    """Return the `only_if` of each question that is not always asked."""
    return {question: form.only_if for question, form in forms.items() if form.only_if != All()}


def shapes(rules: Rules) -> dict[str, Shape]:
    """Return what conditions need to know about each question."""
    return {
        id_: Shape(question.kind, tuple(question.choices))
        for id_, question in rules.questions.items()
    }


def holds(condition: Condition, answers: Answers) -> bool:
    """Return whether a condition holds on the answers given so far."""
    match condition:
        case Given():
            return given(condition, answers.get(condition.question))
        case Not():
            return not holds(condition.part, answers)
        case All():
            return all(holds(part, answers) for part in condition.parts)
        case Any_():
            return any(holds(part, answers) for part in condition.parts)


def deciding(condition: Condition, answers: Answers) -> Iterator[str]:
    """Yield the questions by whose answers a condition has its truth value, in written order.

    Of parts any one of which is enough, they are those of the parts that are.
    """
    match condition:
        case Given():
            if condition.question in answers:
                yield condition.question
        case Not():
            yield from deciding(condition.part, answers)
        case _:
            value = holds(condition, answers)
            for part in condition.parts:
                if holds(part, answers) is value:
                    yield from deciding(part, answers)


def given(test: Given, answer: Answer | None) -> bool:
    """Return whether an answer passes a test; None, for a question not asked, never does."""
    return answer is not None and len(test.choices.intersection(answer)) >= test.least


def read_answers(
    known: Mapping[str, Form], raw: object, texts: Mapping[str, Mapping[str, str]] | None = None
) -> tuple[dict[str, Answer], tuple[Fault, ...]]:
    """Return the answer sheet that `raw` holds, in the order of the file, or what is wrong with it.

    The faults' paths begin within `raw`. Where there are any, the answers are not complete.
    `texts` has for questions the id of the choice with each text, for better messages.
    """
    if not isinstance(raw, dict):
        return {}, (Fault((), "an answer sheet is a mapping from question to choice"),)
    found: list[Fault] = []
    answers: dict[str, Answer] = {}
    for question in raw:
        if question not in known:
            hint = did_you_mean(str(question), known)
            found.append(
                Fault((question,), f"there is no question {question!r}{hint}", of_key=True)
            )
    for question, form in known.items():
        is_asked = holds(form.only_if, answers)
        if question not in raw:
            if is_asked:
                found.append(Fault((), f"question {question!r} is not answered; add an answer"))
            continue
        says = texts.get(question, {}) if texts else {}
        faults = list(_answer_faults(question, form, raw[question], says))
        if not is_asked:
            message = f"question {question!r} is not asked with these answers; leave it out"
            faults.append(Fault((question,), message, of_key=True))
        elif not faults:
            answers[question] = canonical(form, to_answer(raw[question]))
        found.extend(faults)
    return answers, tuple(found)


def reread_answers(
    known: Mapping[str, Form], answers: Answers
) -> tuple[dict[str, Answer], tuple[Fault, ...]]:
    """Return a sheet made for another rules file as `read_answers` does, or what is wrong with it.

    One choice is an answer to a question of any kind.
    """
    raw = {
        question: answer[0] if len(answer) == 1 else list(answer)
        for question, answer in answers.items()
    }
    return read_answers(known, raw)


def to_answer(raw: str | Iterable[str]) -> Answer:
    """Return a valid answer that JSON or YAML holds as one choice or as a list of them."""
    return (raw,) if isinstance(raw, str) else tuple(raw)


def canonical(form: Form, answer: Iterable[str]) -> Answer:
    """Return a valid answer with its choices in the order of the file."""
    chosen = set(answer)
    return _interned(tuple([choice for choice in form.choices if choice in chosen]))


@lru_cache(maxsize=4096)
def _interned(answer: Answer) -> Answer:
    """Return the same object for equal answers: a table finds it without comparing choices."""
    return answer


def sheet_of(forms: Mapping[str, Form], chosen: Mapping[str, Iterable[str]]) -> dict[str, Answer]:
    """Return the answer sheet on which these choices were given, in the order of the file."""
    return {
        question: canonical(form, chosen[question])
        for question, form in forms.items()
        if question in chosen
    }


def _answer_faults(
    question: str, form: Form, answer: object, texts: Mapping[str, str]
) -> Iterator[Fault]:
    here = (question,)
    if isinstance(answer, list):
        if form.kind != "multiple":
            yield Fault(here, f"question {question!r} takes one choice, not a list")
            return
        if not answer:
            yield Fault(here, f"an empty list; name at least one choice of {question!r}")
        for index, choice in enumerate(answer):
            yield from _choice_faults(question, form, choice, (*here, index), texts)
        for index, message in listed_twice(answer):
            yield Fault((*here, index), message)
        alone = [c for c in answer if isinstance(c, str) and c in form.exclusive]
        if alone and len(answer) > 1:
            message = f"{alone[0]!r} cannot be combined with another choice of {question!r}"
            yield Fault((*here, answer.index(alone[0])), f"{message}; leave one of them out")
    else:
        yield from _choice_faults(question, form, answer, here, texts)


def _choice_faults(
    question: str,
    form: Form,
    choice: object,
    path: tuple[str | int, ...],
    texts: Mapping[str, str],
) -> Iterator[Fault]:
    if not isinstance(choice, str):
        message = f"a choice of {question!r} is wanted here, not {shown(choice)}"
        yield Fault(path, f"{message}; quote it if it is one")
    elif form.choices and choice not in form.choices:  # without any, the file is faulty
        hint = meant_by_text(choice, texts) or did_you_mean(choice, form.choices)
        hint = hint or f"; it has {listing(form.choices, 'and')}"
        yield Fault(path, f"question {question!r} has no choice {choice!r}{hint}")
