"""The forms: what a visitor may send, and what is said when something else arrives.

The field of a question is always named `answer`. Its value is one of the question's
choices or it is refused, so nothing else that somebody types ever gets further.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Request
from flask_wtf import FlaskForm
from wtforms import Field, ValidationError

from quiz.core.decide.engine import Engine
from quiz.core.language.model import Answer
from quiz.core.language.sheet import Form as Shape
from quiz.core.language.sheet import canonical
from quiz.web.current import current_request
from quiz.web.language import Language
from quiz.web.reading import QuestionText, Reading
from quiz.web.tokens import SessionToken

LARGEST_BODY = 64 * 1024


class SmallRequest(Request):
    """A request that brings no more than a form.

    Flask's own looks each limit up in the configuration, several times for each form.
    """

    max_content_length = LARGEST_BODY
    max_form_memory_size = LARGEST_BODY
    max_form_parts = 1000


class SentForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form that reads what the page itself sends, and no JSON or file in its place."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF ships no types
        """How WTForms treats it."""

        csrf = True
        csrf_class = SessionToken
        csrf_field_name = "csrf_token"

        def get_translations(self, form: Any) -> None:
            """Return none: every message is the catalog's own."""

    def __init__(self, **present: Any) -> None:
        request = current_request()
        sent = request.form if request.method == "POST" else None
        super().__init__(formdata=sent, data=present or None)

    @property
    def stale(self) -> bool:
        """Whether it lacks the proof that it comes from a page of this visitor's own."""
        return bool(self.csrf_token.errors)

    @property
    def status(self) -> int:
        """The status of the page that shows the form again with what is wrong."""
        return 400 if self.stale else 422

    def problem(self, language: Language) -> str | None:
        """Return what to do about a form that was refused; None for one that was not."""
        if self.stale:
            return language.gettext(
                "This page was too old, or your browser refuses cookies for it. "
                "Nothing is lost: press the button once more."
            )
        return next((str(said[0]) for said in self.errors.values()), None)

    @property
    def token(self) -> str:
        """The proof for the next time it is sent."""
        return str(self.csrf_token.current_token)


class PressForm(SentForm):
    """A form that is only a button."""


class QuestionForm(SentForm):
    """The form of a question; each has a class of its own, with its own `answer` field."""

    answer: ChoiceField

    def __init__(self, text: QuestionText, reading: Reading) -> None:
        super().__init__()
        self.answer.text = text
        self.answer.language = reading.language


class ChoiceField(Field):
    """What all questions share: only the question's own choices, and at least one."""

    text: QuestionText
    language: Language

    def __init__(self, shape: Shape, **options: Any) -> None:
        super().__init__(**options)
        self.shape = shape
        self.sent: tuple[str, ...] = ()

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the choices that were sent, each once."""
        self.sent = tuple(dict.fromkeys(valuelist))

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
                % {"choice": self.text.choices[alone].says.unescape()}
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
