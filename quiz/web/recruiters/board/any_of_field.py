"""A form field for any of several values: the same name several times in an address."""

from __future__ import annotations

from typing import Any

from wtforms.validators import StopValidation

from quiz.web.recruiters.board.period_filter_form import SelectField


class AnyOfField(SelectField):
    """Several of its options, each at most once; empty values do not count."""

    data: list[str]  # type: ignore[assignment]  # of one value in the other fields

    def process_data(self, _value: object) -> None:
        """Begin with no value."""
        self.data = []

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was sent."""
        self.data = [value for value in dict.fromkeys(valuelist) if value]

    def pre_validate(self, form: Any) -> None:
        """Report a value that is none of the options. Raises StopValidation."""
        if not self.options.keys() >= set(self.data):
            raise StopValidation(
                form.language.gettext("%(field)s: choose one of these.")
                % {"field": self.label.text}
            )

    @property
    def chosen(self) -> list[str]:
        """The words of the options that were chosen, in the order of the options."""
        return [words for value, words in self.options.items() if value in self.data]
