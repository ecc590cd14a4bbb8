"""`/api/v1/questions`: what the quiz asks today."""

from __future__ import annotations

from quiz.core.language import conditions
from quiz.core.language.links import plain
from quiz.core.language.sheet import Form
from quiz.web.api.endpoint import endpoint
from quiz.web.api.models import Choice, Condition, Question, Questions, Texts
from quiz.web.framework.language import N_
from quiz.web.pages.services import services


@endpoint(N_("List all questions, with their choices"))
def show() -> Questions:
    """List all questions with their choices, and when each is asked."""
    engine = services().engine
    rules = engine.rules
    return Questions(
        edition=rules.edition,
        digest=engine.digest,
        title=_texts(rules.title),
        languages=rules.languages,
        positions={id_: _texts(each.name) for id_, each in rules.positions.items()},
        questions=[
            Question(
                id=id_,
                kind=each.kind,
                ask=_texts(each.ask),
                hint=each.hint and _texts(each.hint),
                why=each.why and _texts(each.why),
                asked_if=_asked_if(engine.forms[id_]),
                choices=[
                    Choice(
                        id=choice_id,
                        says=_texts(choice.says),
                        hint=choice.hint and _texts(choice.hint),
                        exclusive=choice.exclusive,
                    )
                    for choice_id, choice in each.choices.items()
                ],
            )
            for id_, each in rules.questions.items()
        ],
    )


def _texts(text: Texts) -> Texts:
    """Return a text without the marks of its links."""
    return {language: plain(says) for language, says in text.items()}


def _asked_if(form: Form) -> Condition | None:
    return None if form.only_if == conditions.All() else _condition(form.only_if)


def _condition(condition: conditions.Condition) -> Condition:
    match condition:
        case conditions.Given():
            return Condition(
                question=condition.question,
                choices=sorted(condition.choices),
                at_least=condition.least,
            )
        case conditions.Not():
            return Condition(not_=_condition(condition.part))
        case conditions.All():
            return Condition(all=[_condition(part) for part in condition.parts])
        case conditions.Any_():
            return Condition(any=[_condition(part) for part in condition.parts])
