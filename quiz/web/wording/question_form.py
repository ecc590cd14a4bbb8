"""The form of a question, and what is said when something else than an answer arrives.

The field of a question is always named `answer`. Its value is one of the question's
choices or it is refused, so nothing else that somebody types ever gets further.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import Field, ValidationError

from quiz.core.decide.engine import Engine
from quiz.core.language.model import Answer
from quiz.core.language.sheet import Form as Shape
from quiz.core.language.sheet import canonical
from quiz.web.framework.forms import PostedForm
from quiz.web.framework.language import Language
from quiz.web.wording.localized import LocalizedRules, QuestionText


class QuestionForm(PostedForm):
    """The form of a question; each has a class of its own, with its own `answer` field."""

    answer: ChoiceField

    def __init__(self, text: QuestionText, localized: LocalizedRules) -> None:
        super().__init__()
        self.answer.text = text
        self.answer.language = localized.language


class ChoiceField(Field):
    """What all questions share: only the question's own choices, and at least one."""

    text: QuestionText
    language: Language

    def __init__(self, shape: Shape, **options: Any) -> None:
        super().__init__(**options)
        self.shape = shape
        self.sent: tuple[str, ...] = ()

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the choices that were sent, each once; a list of which none was chosen sends ""."""
        self.sent = tuple(dict.fromkeys(filter(None, valuelist)))

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' signature
        """Refuse what is not an answer to this question, with what to do instead."""
        if not self.sent:
            raise ValidationError(self.nothing_chosen())
        if any(choice not in self.shape.choices for choice in self.sent):
            raise ValidationError(self.language.gettext("Choose from the answers on this page."))
        self.check_together()

    def nothing_chosen(self) -> str:
        """Return what to do when nothing was chosen."""
        return self.language.gettext("Choose one answer to continue.")

    def check_together(self) -> None:
        """Refuse choices that cannot stand together."""

    @property
    def answer(self) -> Answer:
        """The answer, once the form is valid."""
        return canonical(self.shape, self.sent)

    @property
    def shown(self) -> frozenset[str]:
        """The choices that the same page shows as chosen when it has to be shown again."""
        return frozenset(self.sent) & frozenset(self.shape.choices)


class OneChoice(ChoiceField):
    """The field of a question that takes one choice."""

    def check_together(self) -> None:
        """Refuse a second choice."""
        if len(self.sent) > 1:
            raise ValidationError(self.language.gettext("Choose one answer only."))

    @property
    def shown(self) -> frozenset[str]:
        """The one choice sent; none if there were two, which no page can show."""
        return super().shown if len(self.sent) == 1 else frozenset()


class SeveralChoices(ChoiceField):
    """The field of a question that takes one choice or more."""

    def nothing_chosen(self) -> str:
        """Return what to do when nothing was chosen."""
        return self.language.gettext("Choose at least one answer to continue.")

    def check_together(self) -> None:
        """Refuse an exclusive choice beside another."""
        if len(self.sent) > 1 and not self.shape.exclusive.isdisjoint(self.sent):
            alone = next(iter(self.shape.exclusive.intersection(self.sent)))
            raise ValidationError(
                self.language.gettext("Choose either “%(choice)s” or the other answers, not both.")
                % {"choice": self.text.choices[alone].says}
            )


FIELDS: dict[str, type[ChoiceField]] = {
    "single": OneChoice,
    "scale": OneChoice,
    "multiple": SeveralChoices,
}


def question_forms(engine: Engine) -> dict[str, type[QuestionForm]]:
    """Return the form of each question."""
    return {
        id_: type("QuestionForm", (QuestionForm,), {"answer": FIELDS[shape.kind](shape)})
        for id_, shape in engine.forms.items()
    }
