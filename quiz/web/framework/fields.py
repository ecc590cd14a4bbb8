"""Form fields, their validators and their error messages.

Text from outside is validated here, once. After that, a text is one line (or several lines
where the field allows them), within its maximum length, and storable in the database.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    PasswordField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Optional, StopValidation

from quiz.core.language.links import is_https
from quiz.text import EMAIL, can_be_shown, email_address, one_line, several_lines
from quiz.web.framework.forms import PostedForm
from quiz.web.framework.language import Language

LONGEST_LINE = 200

LONGEST_EMAIL = 254
"""Bytes of an e-mail address: longer ones cannot be sent to (RFC 5321, 4.5.3.1.3)."""

BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that change the direction of the text around them; a password must not have any."""

Check = Callable[[Any, Field], None]


class FieldError(NamedTuple):
    """An error message, and the HTML id of its field; None for the form as a whole."""

    field: str | None
    message: str


class FieldsForm(PostedForm):
    """A form of several fields; `present` are their values when the page is first shown."""

    def __init__(self, language: Language, **present: Any) -> None:
        self.language = language
        super().__init__(**present)
        self.translate_labels()

    def translate_labels(self) -> None:
        """Translate the labels of the fields into the language of the page."""
        for field in self:
            field.label.text = self.language.gettext(field.label.text)

    @property
    def error_summary(self) -> list[FieldError]:
        """The first error of each field, in the order of the page; empty if the form is valid."""
        if self.stale:
            return [FieldError(None, str(self.problem(self.language)))]
        return [
            FieldError(str(self[name].id) if name else None, str(messages[0]))
            for name, messages in self.errors.items()
        ]


def line(label: str, *, longest: int = LONGEST_LINE, required: bool = False) -> Any:
    """Return a field for one line of text; a `label` is a key of the catalog, marked with N_."""
    return StringField(label, filters=[_line], validators=[_required(required), _text(longest)])


def email(label: str, *, required: bool = True) -> Any:
    """Return a field for an e-mail address."""
    return StringField(label, filters=[_email_meant], validators=[*_any_email(required), _email])


def known_email(label: str) -> Any:
    """Return a field for the e-mail address of an account, which is looked up and not checked."""
    return StringField(label, filters=[_email_meant], validators=_any_email(required=True))


def web_address(label: str) -> Any:
    """Return an optional field for the address of a page; without a scheme it is https."""
    return StringField(label, filters=[_line, _web_meant], validators=[_text(LONGEST_LINE), _https])


def password_field(label: str, *checks: Check) -> Any:
    """Return a field for a password, which is neither trimmed nor shown again."""
    return PasswordField(label, validators=[_required(required=True), _text(LONGEST_LINE), *checks])


def lines(label: str, *, longest: int, required: bool = False) -> Any:
    """Return a field for several lines of text."""
    return TextAreaField(
        label,
        filters=[_lines],
        validators=[_required(required), _text(longest, several=True)],
    )


def selection(label: str, values: Sequence[str]) -> Any:
    """Return a field for exactly one of `values`; the page supplies the words for them."""
    return SelectionField(label, values)


def checkbox(label: str) -> Any:
    """Return a field for yes or no."""
    return BooleanField(label)


def number(label: str, *, least: int, most: int) -> Any:
    """Return an optional field for a whole number from `least` to `most`, both included."""
    return NumberField(label, least, most)


def day(label: str, *, least: Callable[[], dt.date], most: Callable[[], dt.date]) -> Any:
    """Return an optional field for a date from `least()` to `most()`, both included."""
    return DayField(label, least, most)


class DayField(DateField):
    """A date from `least()` to `most()`, in the format that browsers send: YYYY-MM-DD."""

    def __init__(
        self, label: str, least: Callable[[], dt.date], most: Callable[[], dt.date], **options: Any
    ) -> None:
        super().__init__(label, validators=[Optional(), _within], **options)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Parse the date that was sent."""
        with suppress(ValueError):  # pre_validate reports it, in the language of the page
            super().process_formdata(valuelist)

    def pre_validate(self, form: Any) -> None:
        """Report a value that is not a date. Raises StopValidation."""
        if self.data is None and self.raw_data and self.raw_data[0].strip():
            raise StopValidation(
                form.language.gettext("%(field)s: enter year-month-day, such as 2027-03-31.")
                % {"field": self.label.text}
            )


class NumberField(IntegerField):
    """A whole number from `least` to `most`, both included."""

    def __init__(self, label: str, least: int, most: int, **options: Any) -> None:
        super().__init__(label, validators=[Optional()], **options)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Parse the number that was sent."""
        with suppress(ValueError):  # pre_validate reports it, in the language of the page
            super().process_formdata(valuelist)

    def pre_validate(self, form: Any) -> None:
        """Report a value that is not a number within the limits. Raises StopValidation."""
        written = any(text.strip() for text in self.raw_data or ())
        if written and (self.data is None or not self.least <= self.data <= self.most):
            raise StopValidation(
                form.language.gettext("%(field)s: enter a whole number from %(least)s to %(most)s.")
                % {"field": self.label.text, "least": self.least, "most": self.most}
            )


class SelectionField(StringField):
    """Exactly one of `values`."""

    def __init__(self, label: str, values: Sequence[str], **options: Any) -> None:
        super().__init__(label, **options)
        self.values = values

    def pre_validate(self, form: Any) -> None:
        """Report any other value. Raises StopValidation."""
        if self.data not in self.values:
            raise StopValidation(
                form.language.gettext("%(field)s: choose one of these.")
                % {"field": self.label.text}
            )


def is_text(text: str, longest: int = LONGEST_LINE, *, allowed: str = "") -> bool:
    """Return whether a text can be stored and displayed."""
    checked = "".join(sign for sign in text if sign not in allowed)
    return len(text) <= longest and can_be_shown(checked) and BIDI_CONTROLS.isdisjoint(checked)


def _line(text: str | None) -> str | None:
    return one_line(text) or None if text else None


def _lines(text: str | None) -> str | None:
    return several_lines(text) or None if text else None


def _email_meant(text: str | None) -> str | None:
    return email_address(text) or None if text else None


def _web_meant(text: str | None) -> str | None:
    return f"https://{text}" if text and "://" not in text else text


def _any_email(required: bool) -> list[Check]:  # noqa: FBT001 - one of two kinds of field
    return [_required(required), _text(LONGEST_LINE)]


def _required(required: bool) -> Check:  # noqa: FBT001 - one of two kinds of field
    def check(form: Any, field: Field) -> None:
        if required and not field.data:
            raise ValidationError(
                form.language.gettext("%(field)s: enter something here.")
                % {"field": field.label.text}
            )

    return check


def _email(form: Any, field: Field) -> None:
    if field.data and not (
        EMAIL.fullmatch(field.data) and len(field.data.encode()) <= LONGEST_EMAIL
    ):
        raise ValidationError(
            form.language.gettext("%(field)s: enter an address such as name@office.example.")
            % {"field": field.label.text}
        )


def _can_be_opened(address: str) -> bool:
    try:
        return urlsplit(address).port != 0 and not re.search(r"\s", address)
    except ValueError:
        return False


def _https(form: Any, field: Field) -> None:
    if field.data and not (is_https(field.data) and _can_be_opened(field.data)):
        raise ValidationError(
            form.language.gettext("%(field)s: enter an address such as https://office.example/.")
            % {"field": field.label.text}
        )


def _text(longest: int, *, several: bool = False) -> Check:
    allowed = "\t\n" if several else ""

    def check(form: Any, field: Field) -> None:
        if not field.data:
            return
        names = {"field": field.label.text, "longest": longest}
        if len(field.data) > longest:
            raise ValidationError(
                form.language.gettext("%(field)s: enter at most %(longest)s characters.") % names
            )
        if not is_text(field.data, longest, allowed=allowed):
            raise ValidationError(
                form.language.gettext("%(field)s: remove characters that cannot be displayed.")
                % names
            )

    return check


def _within(form: Any, field: Any) -> None:
    """Report a day that is not within the limits of its field. Raises ValidationError."""
    least, most = field.least(), field.most()
    if not least <= field.data <= most:
        raise ValidationError(
            form.language.gettext("%(field)s: choose a day from %(least)s to %(most)s.")
            % {
                "field": field.label.text,
                "least": form.language.date(least),
                "most": form.language.date(most),
            }
        )
