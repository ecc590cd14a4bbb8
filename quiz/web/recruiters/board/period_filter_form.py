"""Forms that only ask: sent with the address, they change nothing and so carry no token."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for

from quiz.store import BoardFilter
from quiz.web.framework.fields import FieldsForm, SelectionField, day
from quiz.web.framework.forms import PostedForm
from quiz.web.framework.language import N_, Language
from quiz.web.framework.request import current_request

FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
"""What a filter takes for a day; no result is older."""


FILTER_LABELS = {
    "invitation": N_("Invitation"),
    "first": N_("From"),
    "last": N_("To"),
    "name": N_("Name"),
    "best": N_("Best match"),
    "standing": N_("Standing"),
    "has_status": N_("Status"),
}
"""The labels of the fields of filters, by the name of the field; keys of the catalog."""


class FilterForm(FieldsForm):
    """A filter, as the address of the page has it; what is left out lets everything through."""

    class Meta(PostedForm.Meta):
        """How WTForms treats it."""

        csrf = False

    stale = False

    def __init__(self, language: Language) -> None:
        self.language = language
        super(PostedForm, self).__init__(formdata=current_request().args)
        self.translate_labels()

    @property
    def sent(self) -> list[tuple[str, str]]:
        """What was asked for: the name of each field that is filled in, and its text."""
        return [(field.name, field.raw_data[0]) for field in self if field.raw_data and field.data]

    def url(self, route: str, **more: object) -> str:
        """Return the address of a page that asks for the same, and for something `more`."""
        values: dict[str, Any] = {**dict(self.sent), **more}
        return url_for(route, **values)


class SelectField(SelectionField):
    """One of what the page offers, or none of it."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, (), **options)
        self.options: Mapping[str, str] = {}

    def set_options(
        self, options: Iterable[tuple[str, str]], *, otherwise: str | None = None
    ) -> None:
        """Offer values with their words; `otherwise` are those of choosing none."""
        none = [] if otherwise is None else [("", otherwise)]
        self.options = dict([*none, *options])
        self.values = [None, *self.options]  # type: ignore[list-item]  # left out of the address

    @property
    def words(self) -> str:
        """The words of what is chosen."""
        return self.options[self.data or ""]


def filter_day(label: str) -> Any:
    """Return a field for the first or the last day of a filter."""
    return day(label, least=lambda: FIRST_DAY, most=lambda: LAST_DAY)


class PeriodFilterForm(FilterForm):
    """Which results, by the invitation and by the day on which they were made."""

    invitation = SelectField(FILTER_LABELS["invitation"])
    first = filter_day(FILTER_LABELS["first"])
    last = filter_day(FILTER_LABELS["last"])

    def __init__(self, language: Language, titles: Mapping[int, str]) -> None:
        super().__init__(language)
        self.invitation.set_options(
            [(str(id_), title) for id_, title in titles.items()],
            otherwise=language.gettext("All invitations"),
        )

    @property
    def period(self) -> BoardFilter:
        """The filter by invitation and day, once the form is valid."""
        return BoardFilter(
            invitation=int(self.invitation.data) if self.invitation.data else None,
            first=self.first.data,
            last=self.last.data,
        )
