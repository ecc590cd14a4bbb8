"""A page that asks before something is done, says what it does, and has one button for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from werkzeug.wrappers import Response

from quiz.web.framework.forms import PressForm
from quiz.web.pages.render import render
from quiz.web.pages.services import services

Pressed = str | Response | tuple[str, int]
"""What follows when a button was pressed: what it does, or the question once more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, in the language of the page; `stay` are the words of the way `back`."""

    title: str
    says: str
    button: str
    action: str
    stay: str
    back: str
    danger: bool = False


def only_to_press(title: str, action: str, back: str) -> Asked:
    """Return what is asked of whoever sent a form that could not be trusted: press once more.

    `title` is a key of the catalog, `action` where the form is sent to.
    """
    gettext = services().localized.language.gettext
    return Asked(
        title=gettext(title),
        says="",
        button=gettext(title),
        action=action,
        stay=gettext("Back"),
        back=back,
    )


def ask(asked: Asked) -> str:
    """Ask it."""
    return _page(asked, PressForm())


def when_confirmed(asked: Asked, act: Callable[[], str | Response]) -> Pressed:
    """Do it if the button was pressed on a page of this visitor's own; else ask again."""
    form = PressForm()
    if not form.validate():
        return _page(asked, form), 400
    return act()


def _page(asked: Asked, form: PressForm) -> str:
    localized = services().localized
    return render(
        "pages/confirm.html",
        localized,
        asked=asked,
        form=form,
        problem=form.problem(localized.language),
        target="#again",
    )
