"""Drafts: what was typed into a form whose sender is not signed in any more.

The page that asks to sign in carries the draft in a hidden field. Whoever signs in gets it back
in the form on the page where it was typed, whichever form of that page it was; nothing is sent
by itself. A form with a password leaves no draft.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from flask import g, request
from pydantic import TypeAdapter, ValidationError
from werkzeug.datastructures import MultiDict

MOST_CHARACTERS = 60_000
PASSWORDS = frozenset({"present", "password", "again"})
"""The names of all fields for passwords."""


class Draft(NamedTuple):
    """The fields that were typed, and the path and query of the page that shows their form."""

    path: str
    fields: list[tuple[str, str]]
    query: str = ""

    @property
    def address(self) -> str:
        """The page of the form with its query, such as the filter of the board."""
        return f"{self.path}?{self.query}" if self.query else self.path

    def as_text(self) -> str:
        """Return the draft as a text for `read`."""
        return _DRAFT.dump_json(self).decode()


_DRAFT = TypeAdapter(Draft)


def page_of_form() -> str | None:
    """Return the path of the page with the form of this POST; None for any other request."""
    address: Callable[[], str] | None = g.get("page_of_form")
    return address() if address else None


def typed() -> Draft | None:
    """Return the draft of this POST; None if nothing was typed, or a password was among it."""
    path = page_of_form()
    fields = [
        (name, text)
        for name, texts in request.form.lists()
        for text in texts
        if name != "csrf_token"
    ]
    if path is None or not any(text.strip() for _, text in fields):
        return None
    if PASSWORDS.intersection(name for name, _ in fields):
        return None
    return Draft(path, fields, request.query_string.decode("latin-1"))


def read(text: str | None) -> Draft | None:
    """Return the draft of a text from outside; None if it is none."""
    if not text or len(text) > MOST_CHARACTERS:
        return None
    try:
        return _DRAFT.validate_json(text)
    except ValidationError:
        return None


def offer(draft: Draft) -> None:
    """Let the forms of the page of this request take the draft, if it is theirs."""
    if request.path == draft.path:
        g.draft = draft


def take(names: Collection[str]) -> MultiDict[str, str] | None:
    """Return the fields of the draft for a form with fields of these names; one form gets it."""
    draft: Draft | None = g.get("draft")
    if draft is None or not any(name in names for name, _ in draft.fields):
        return None
    del g.draft
    g.draft_shown = True
    return MultiDict(draft.fields)


def is_shown() -> bool:
    """Return whether a form of this page shows a draft."""
    return bool(g.get("draft_shown"))
