"""Fields that somebody writes into, and what is said when they do not hold what they should.

Text from outside is read here once: after it a text is one line (or several where that is
asked for), not longer than it may be, and nothing that a database could not take.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

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

from quiz.web.framework.forms import SentForm
from quiz.web.framework.language import Language

LONGEST_LINE = 200
NOT_TEXT = {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}
"""Unicode's categories of what is no letter: control, surrogate, not assigned, private use,
and what ends a line."""

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""What turns the direction of the text around it, and so can make a name say something else."""

EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
"""What an e-mail address looks like; whether it is one shows when somebody writes to it."""

Check = Callable[[Any, Field], None]


class Fault(NamedTuple):
    """What is wrong in a field, and the id of the field; None for the form as a whole."""

    field: str | None
    says: str


class FieldsForm(SentForm):
    """A form of several fields; `present` is what they hold before anybody writes."""

    def __init__(self, language: Language, **present: Any) -> None:
        self.language = language
        super().__init__(**present)
        self.label()

    def label(self) -> None:
        """Name the fields in the language of the page."""
        for field in self:
            field.label.text = self.language.gettext(field.label.text)

    @property
    def faults(self) -> list[Fault]:
        """What is to be mended, in the order of the page; empty where nothing is."""
        if self.stale:
            return [Fault(None, str(self.problem(self.language)))]
        return [
            Fault(str(self[name].id) if name else None, str(said[0]))
            for name, said in self.errors.items()
        ]


def line(label: str, *, longest: int = LONGEST_LINE, wanted: bool = False) -> Any:
    """Return a field for one line of text; a `label` is a key of the catalog, marked with N_."""
    return StringField(label, filters=[_trimmed], validators=[_wanted(wanted), _text(longest)])


def email(label: str, *, wanted: bool = True) -> Any:
    """Return a field for an e-mail address."""
    checks = [_wanted(wanted), _text(LONGEST_LINE), _email]
    return StringField(label, filters=[_trimmed], validators=checks)


def secret(label: str, *checks: Check) -> Any:
    """Return a field for a password, taken as it is typed; no page shows it again."""
    return PasswordField(label, validators=[_wanted(wanted=True), _text(LONGEST_LINE), *checks])


def lines(label: str, *, longest: int, wanted: bool = False) -> Any:
    """Return a field for several lines of text."""
    return TextAreaField(
        label,
        filters=[_trimmed, _newlines],
        validators=[_wanted(wanted), _text(longest, several=True)],
    )


def one_of(label: str, values: Sequence[str]) -> Any:
    """Return a field for one of a few `values`; the page has words for them."""
    return OneOfField(label, values)


def tick(label: str) -> Any:
    """Return a field for something to tick."""
    return BooleanField(label)


def number(label: str, *, least: int, most: int) -> Any:
    """Return a field for a whole number that may be left out; the limits count too."""
    return NumberField(label, least, most)


def day(label: str, *, least: Callable[[], dt.date], most: Callable[[], dt.date]) -> Any:
    """Return a field for a date that may be left out; the limits count too."""
    return DayField(label, validators=[Optional(), _between(least, most)])


class DayField(DateField):
    """A date, in the form in which browsers send it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the date that was sent."""
        with suppress(ValueError):  # pre_validate says so, in the language of the page
            super().process_formdata(valuelist)

    def pre_validate(self, form: Any) -> None:
        """Say what is wrong with what is no date."""
        if self.data is None and self.raw_data and self.raw_data[0].strip():
            raise StopValidation(
                form.language.gettext("%(field)s: write year-month-day, such as 2027-03-31.")
                % {"field": self.label.text}
            )


class NumberField(IntegerField):
    """A whole number, within limits."""

    def __init__(self, label: str, least: int, most: int, **options: Any) -> None:
        super().__init__(label, validators=[Optional()], **options)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the number that was sent."""
        with suppress(ValueError):  # pre_validate says so, in the language of the page
            super().process_formdata(valuelist)

    def pre_validate(self, form: Any) -> None:
        """Say what is wrong with what is no such number."""
        written = any(text.strip() for text in self.raw_data or ())
        if written and (self.data is None or not self.least <= self.data <= self.most):
            raise StopValidation(
                form.language.gettext("%(field)s: write a whole number from %(least)s to %(most)s.")
                % {"field": self.label.text, "least": self.least, "most": self.most}
            )


class OneOfField(StringField):
    """One of a few values."""

    def __init__(self, label: str, values: Sequence[str], **options: Any) -> None:
        super().__init__(label, **options)
        self.values = values

    def pre_validate(self, form: Any) -> None:
        """Refuse another value, with what to do instead."""
        if self.data not in self.values:
            raise StopValidation(
                form.language.gettext("%(field)s: choose one of these.")
                % {"field": self.label.text}
            )


def is_text(text: str, longest: int = LONGEST_LINE, *, allowed: str = "") -> bool:
    """Return whether a database can take a text, and people can read it."""
    return len(text) <= longest and not any(
        (unicodedata.category(c) in NOT_TEXT or c in TURNING) and c not in allowed for c in text
    )


def _trimmed(text: str | None) -> str | None:
    return text.strip() or None if text else None


def _newlines(text: str | None) -> str | None:
    """Return text with the one newline that the quiz knows; browsers send two characters."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if text else None


def _wanted(wanted: bool) -> Check:  # noqa: FBT001 - one of two kinds of field
    def check(form: Any, field: Field) -> None:
        if wanted and not field.data:
            raise ValidationError(
                form.language.gettext("%(field)s: write something here.")
                % {"field": field.label.text}
            )

    return check


def _email(form: Any, field: Field) -> None:
    if field.data and not EMAIL.fullmatch(field.data):
        raise ValidationError(
            form.language.gettext("%(field)s: write an address such as name@office.example.")
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
                form.language.gettext("%(field)s: write at most %(longest)s characters.") % names
            )
        if not is_text(field.data, longest, allowed=allowed):
            raise ValidationError(
                form.language.gettext("%(field)s: leave out characters that cannot be shown.")
                % names
            )

    return check


def _between(least: Callable[[], dt.date], most: Callable[[], dt.date]) -> Check:
    def check(form: Any, field: Field) -> None:
        if not least() <= field.data <= most():
            raise ValidationError(
                form.language.gettext("%(field)s: choose a day from %(least)s to %(most)s.")
                % {
                    "field": field.label.text,
                    "least": form.language.date(least()),
                    "most": form.language.date(most()),
                }
            )

    return check
