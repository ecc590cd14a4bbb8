"""Confirmation pages: they say what an action does and have one button that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from werkzeug.wrappers import Response

from quiz.web.framework.forms import ButtonForm
from quiz.web.pages.render import render
from quiz.web.pages.services import services

PageOrResponse = str | Response | tuple[str, int]
"""What a confirmed action returns, or the confirmation page once more with status 400."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The texts and links of a confirmation page, in the language of the page.

    `action` is the address that the form is posted to, `back` the address of the link that
    cancels. `danger` marks an action that cannot be undone. `also` is the label of a box that
    is ticked at first and sent as `also`; None for no box. `sends` are further fields of the
    form, by name.
    """

    title: str
    text: str
    button: str
    action: str
    back_label: str
    back: str
    danger: bool = False
    also: str | None = None
    sends: Mapping[str, str] = field(default_factory=dict)


def button_confirmation(title: str, action: str, back: str) -> Confirmation:
    """Return the confirmation for an action whose button stands on another page.

    It is shown only if that form had no valid CSRF token. `title` is a key of the catalog.
    """
    gettext = services().localized.language.gettext
    return Confirmation(
        title=gettext(title),
        text="",
        button=gettext(title),
        action=action,
        back_label=gettext("Back"),
        back=back,
    )


def show_confirmation(confirmation: Confirmation) -> str:
    """Return the confirmation page."""
    return _page(confirmation, ButtonForm())


def do_if_confirmed(
    confirmation: Confirmation, action: Callable[[], str | Response]
) -> PageOrResponse:
    """Do the action if the posted form has a valid CSRF token; else show the page again."""
    form = ButtonForm()
    if not form.validate():
        return _page(confirmation, form), 400
    return action()


def _page(confirmation: Confirmation, form: ButtonForm) -> str:
    localized = services().localized
    return render(
        "pages/confirm.html",
        localized,
        confirmation=confirmation,
        form=form,
        problem=form.problem(localized.language),
        target="#again",
    )
