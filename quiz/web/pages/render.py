"""Rendering of page templates, with the values that every page needs."""

from __future__ import annotations

from typing import Any

from flask import session

from quiz.web.framework import csrf, frame
from quiz.web.wording.localized import LocalizedRules


def render(
    template: str,
    localized: LocalizedRules,
    *,
    query: str = "",
    form_here: str | None = None,
    **values: Any,
) -> str:
    """Render a page for the visitor of this request, in the language of `localized`.

    Reads the session: in a booth, every page has the form that starts over for the next
    person. In a frame of another site, links open a new tab, except those of the sitting, whose
    addresses templates make with `in_sitting`. For `query` and `form_here` see `render_for_all`.
    """
    return render_for_all(
        template,
        localized,
        query=query,
        form_here=form_here,
        booth=booth_token(),
        framed=frame.current() is not None,
        in_sitting=frame.address,
        **values,
    )


def render_for_all(
    template: str,
    localized: LocalizedRules,
    *,
    query: str = "",
    form_here: str | None = None,
    booth: str | None = None,
    framed: bool = False,
    **values: Any,
) -> str:
    """Render a page from the arguments alone, so that it may be cached.

    `query` is the part of the query string that links to other languages repeat. `form_here` is
    the address of the page's form with the id `answer-form`, where another language keeps
    what is not sent yet; None where there is no such form. `booth` is
    the CSRF token of the form that ends a turn in a booth; None outside of booths. `framed` is
    whether the page is in a frame of another site.
    """
    return localized.templates[template].render(
        localized=localized,
        header=localized.header(query, form_here, framed),
        footer=localized.footer(),
        booth=booth,
        framed=framed,
        **values,
    )


def booth_token() -> str | None:
    """Return the CSRF token of the form that ends a turn in a booth; None outside of booths."""
    return csrf.for_page() if "booth" in session else None
