"""Forms with a field for a name in each language of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from quiz.web.framework.fields import FieldsForm, line
from quiz.web.pages.services import services

PREFIX = "name-"
"""Prefix of the names of fields with a name in a language."""


class NamesForm(FieldsForm):
    """A form to which `names_form` adds the fields."""

    @property
    def names(self) -> dict[str, str]:
        """The names that were entered, by language."""
        return {each.name.removeprefix(PREFIX): each.data for each in self.name_fields if each.data}

    @property
    def name_fields(self) -> list[Any]:
        """The fields for the names."""
        return [field for field in self if field.name.startswith(PREFIX)]


Form = TypeVar("Form", bound=NamesForm)


def names_form(
    form: type[Form],
    label: str,
    present: Mapping[str, str],
    *,
    longest: int,
    required: bool,
    **values: Any,
) -> Form:
    """Return a form with a field for the name in each language.

    `label` is a gettext key that names the `language`; `present` are the names of before.
    """
    localizations = services().editions.today.localizations
    fields = {PREFIX + code: line("", longest=longest, required=required) for code in localizations}
    made: Form = type(form.__name__, (form,), fields)(
        services().localized.language,
        **{PREFIX + code: present.get(code) for code in localizations},
        **values,
    )
    for field in made.name_fields:
        language = localizations[field.name.removeprefix(PREFIX)].language
        field.label.text = made.language.gettext(label) % {"language": language.name}
    return made
