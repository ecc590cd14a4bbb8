"""Filter forms, sent by GET in the query, and the filter by invitation and period.

They change nothing, so they have no CSRF token.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from quiz.store import BoardFilter
from quiz.web.framework.days import time_zone
from quiz.web.framework.fields import FieldsForm, SelectionField, day
from quiz.web.framework.forms import PostedForm
from quiz.web.framework.language import N_, Language

FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
"""The limits of days in filters; no result is older."""

FILTER_LABELS = {
    "invitation": N_("Invitation"),
    "first": N_("From"),
    "last": N_("To"),
    "name": N_("Name"),
    "best": N_("Best match"),
    "standing": N_("Standing"),
    "has_status": N_("Status"),
    "in_charge": N_("In charge"),
    "fit": N_("Fit of the best match"),
    "email": N_("E-mail address"),
    "notes": N_("Notes"),
}
"""The labels of filter fields by field name, as gettext keys."""

GIVEN = {"yes": N_("given"), "no": N_("not given")}
WRITTEN = {"yes": N_("with notes"), "no": N_("without notes")}


class FilterForm(FieldsForm):
    """Base of filter forms, filled in from the query of the request, or from another one.

    Empty fields do not filter.
    """

    class Meta(PostedForm.Meta):
        """Options of WTForms."""

        csrf = False

    stale = False

    def __init__(self, language: Language, sent: MultiDict[str, str] | None = None) -> None:
        self.language = language
        super(PostedForm, self).__init__(formdata=request.args if sent is None else sent)
        self.translate_labels()

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether it is valid, including the order of the two days.

        The form of a POST on the same page stays the one to show.
        """
        return bool(super(PostedForm, self).validate(extra_validators)) and self._in_order()

    def _in_order(self) -> bool:
        first, last = self["first"], self["last"]
        if not (first.data and last.data and last.data < first.data):
            return True
        words = self.language.gettext("%(field)s: choose a day that is not before the first day.")
        last.errors.append(words % {"field": last.label.text})
        return False

    @property
    def query(self) -> dict[str, Any]:
        """The fields that are filled in, for the query of an address; a list of several values."""
        return {field.name: _sent(field) for field in self if field.raw_data and field.data}

    def url(self, route: str, **more: object) -> str:
        """Return the URL of a route with the fields that are filled in and `more` parameters."""
        values: dict[str, Any] = {**self.query, **more}
        return url_for(route, **values)


class SelectField(SelectionField):
    """A select field whose options are set when the form is created."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, (), **options)
        self.options: Mapping[str, str] = {}

    def set_options(
        self, options: Iterable[tuple[str, str]], *, otherwise: str | None = None
    ) -> None:
        """Set the values and their words; `otherwise` are the words of an empty option."""
        none = [] if otherwise is None else [("", otherwise)]
        self.options = dict([*none, *options])
        self.values = [None, *self.options]  # type: ignore[list-item]  # None: absent from the query

    @property
    def words(self) -> str:
        """The words of the selected option."""
        return self.options[self.data or ""]


def _sent(field: Any) -> str | list[str]:
    several = field.data if isinstance(field.data, list) else field.raw_data[:1]
    return several[0] if len(several) == 1 else several


def filter_day(label: str) -> Any:
    """Return a field for the first or the last day of a filter."""
    return day(label, least=lambda: FIRST_DAY, most=lambda: LAST_DAY)


class PeriodFilterForm(FilterForm):
    """A filter by invitation and by the day on which results were made."""

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
        """The filter for the store; only to be read after the form was validated."""
        return BoardFilter(
            invitation=int(self.invitation.data) if self.invitation.data else None,
            first=self.first.data,
            last=self.last.data,
            time_zone=time_zone(),
        )
