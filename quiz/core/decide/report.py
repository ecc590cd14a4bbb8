"""An outcome with its texts, as plain data: what `quiz explain --json` prints."""

from __future__ import annotations

from collections.abc import Mapping

from quiz.core.decide.bands import band
from quiz.core.language.field_types import FromEdition
from quiz.core.language.links import plain
from quiz.core.language.model import Answer, Answers, Assessment, Change, Outcome, Reason
from quiz.core.language.question import Question
from quiz.core.language.rules_file import DateRange, Rules
from quiz.core.language.sheet import Form

PlainAnswer = str | list[str]
"""An answer as JSON has it: a list of choice ids for a multiple question, else one choice id."""


def explained(
    outcome: Outcome, rules: Rules, language: str, *, given: bool = True
) -> dict[str, object]:
    """Return an outcome as JSON data, with the text of each rule and the facts it rests on.

    Without `given`, a change says which answer would be needed but not which was given, and
    what a choice tells does not name the choice.
    Where it is unknown how close the outcome was, `closest` is left out. A position whose
    changes were not searched to the end has `searched`, which is false. `tells` and `dates`
    are left out where there are none.
    """
    data: dict[str, object] = {
        "edition": outcome.edition,
        "digest": outcome.digest,
        "best": outcome.best,
        "close": list(outcome.close),
        "tied": list(outcome.tied),
        "positions": {
            position: {
                "points": seen.points,
                "most": seen.most,
                "fit": seen.fit,
                "standing": seen.standing,
                **_plain_band(seen, rules, language),
                "reasons": [_plain_reason(reason, rules, language) for reason in seen.reasons],
                "change": None
                if seen.change is None
                else [_plain_change(change, rules, given=given) for change in seen.change],
                **({} if seen.searched else {"searched": False}),
            }
            for position, seen in outcome.positions.items()
        },
        "notices": [
            {
                "notice": id_,
                "says": plain(rules.notices[id_].says[language]),
                "facts": list(rules.notices[id_].facts),
            }
            for id_ in outcome.notices
        ],
    }
    if outcome.tells:
        data["tells"] = [
            {
                **({"question": question, "choice": choice} if given else {}),
                "says": plain(tells.says[language]),
                "facts": list(tells.facts),
            }
            for question, choice in outcome.tells
            if (tells := rules.questions[question].choices[choice].tells)
        ]
    if outcome.dates:
        data["dates"] = [_plain_date(id_, rules.dates[id_], language) for id_ in outcome.dates]
    if outcome.closest is None:
        data["closest"] = None
    elif outcome.closest != "unknown":
        closest = outcome.closest
        data["closest"] = {
            **_plain_change(closest.change, rules, given=given),
            "best": closest.best,
        }
    return data


def _plain_reason(reason: Reason, rules: Rules, language: str) -> dict[str, object]:
    rule = rules.rules[reason.rule]
    data = {
        **reason._asdict(),
        "because": plain(rule.because[language]),
        "facts": list(rule.facts),
    }
    if rule.question:
        data["question"] = plain(rule.question[language])
    if isinstance(rule.until, FromEdition):
        data["until"] = {"from_edition": rule.until.from_edition}
    elif rule.until:
        data["until"] = rule.until.isoformat()
    return data


def _plain_band(seen: Assessment, rules: Rules, language: str) -> dict[str, object]:
    """Return the word for a fit, where the rules have words for fits."""
    found = band(rules.outcome.bands, seen.points, seen.most)
    return {"band": plain(found.says[language])} if found else {}


def _plain_date(id_: str, date: DateRange, language: str) -> dict[str, object]:
    ends = {"from": date.from_, "until": date.until}
    return {
        "date": id_,
        "says": plain(date.says[language]),
        **{key: str(moment) for key, moment in ends.items() if moment},
        "as_of": date.as_of,
        "facts": list(date.facts),
    }


def plain_answers(
    answers: Answers, questions: Mapping[str, Question | Form]
) -> dict[str, PlainAnswer]:
    """Return an answer sheet as JSON has it; `questions` has each question of the sheet."""
    return {id_: plain_answer(answer, questions[id_]) for id_, answer in answers.items()}


def plain_answer(answer: Answer, question: Question | Form) -> PlainAnswer:
    """Return an answer to a question as JSON has it."""
    return list(answer) if question.kind == "multiple" else answer[0]


def _plain_change(change: Change, rules: Rules, *, given: bool) -> dict[str, object]:
    """Return a change as JSON has it, with null for a question not asked."""
    question = rules.questions[change.question]
    from_, to = [
        None if answer is None else plain_answer(answer, question)
        for answer in (change.from_, change.to)
    ]
    data: dict[str, object] = {"question": change.question, "from": from_, "to": to}
    if not given:
        del data["from"]
    return data
