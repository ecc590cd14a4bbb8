"""Forms that only ask: sent with the address, they change nothing and so carry no token."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import request

from quiz.web.framework.fields import FieldsForm, OneOfField, day
from quiz.web.framework.forms import SentForm
from quiz.web.framework.language import N_, Language

FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
"""What a filter takes for a day; no result is older."""


class SearchForm(FieldsForm):
    """A filter, as the address of the page has it; what is left out lets everything through."""

    class Meta(SentForm.Meta):
        """How WTForms treats it."""

        csrf = False

    stale = False

    def __init__(self, language: Language) -> None:
        self.language = language
        super(SentForm, self).__init__(formdata=request.args)
        self.label()

    @property
    def sent(self) -> list[tuple[str, str]]:
        """What was asked for: the name of each field that is filled in, and its text."""
        return [(field.name, field.raw_data[0]) for field in self if field.raw_data and field.data]

    def address(self, path: str, **more: object) -> str:
        """Return the address of a page that asks for the same, and for something `more`."""
        asked = [*self.sent, *more.items()]
        return f"{path}?{urlencode(asked)}" if asked else path


class PickField(OneOfField):
    """One of what the page offers, or none of it."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, (), **options)
        self.options: Mapping[str, str] = {}

    def offer(self, options: Iterable[tuple[str, str]], *, otherwise: str | None = None) -> None:
        """Offer values with their words; `otherwise` are those of choosing none."""
        none = [] if otherwise is None else [("", otherwise)]
        self.options = dict([*none, *options])
        self.values = [None, *self.options]  # type: ignore[list-item]  # left out of the address

    @property
    def words(self) -> str:
        """The words of what is chosen."""
        return self.options[self.data or ""]


def a_day(label: str) -> Any:
    """Return a field for the first or the last day of a filter."""
    return day(label, least=lambda: FIRST_DAY, most=lambda: LAST_DAY)


class PeriodForm(SearchForm):
    """Which results, by the invitation and by the day on which they were made."""

    invitation = PickField(N_("Invitation"))
    first = a_day(N_("From"))
    last = a_day(N_("To"))

    def __init__(self, language: Language, titles: Mapping[int, str]) -> None:
        super().__init__(language)
        self.invitation.offer(
            [(str(id_), title) for id_, title in titles.items()],
            otherwise=language.gettext("All invitations"),
        )

    @property
    def period(self) -> dict[str, Any]:
        """What it asks for, by the names of BoardFilter."""
        return {
            "invitation": int(self.invitation.data) if self.invitation.data else None,
            "first": self.first.data,
            "last": self.last.data,
        }
