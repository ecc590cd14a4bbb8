"""The office that invites applicants, as pages name and show it; and its logo as a file."""

from __future__ import annotations

from typing import NamedTuple

from flask import Response, abort, url_for

from quiz.store import Logo, Office
from quiz.web.framework.language import Language
from quiz.web.framework.static_files import CACHED_FOREVER
from quiz.web.pages.services import services

LOGO_BOUNDS = 240, 80
"""The size of a logo on a page, at most: a larger one is shown with two of its pixels for one."""


class LogoView(NamedTuple):
    """A logo as a page shows it: the address of its file, and its size there."""

    address: str
    width: int
    height: int


class OfficeView(NamedTuple):
    """An office in one language; `page_shown` is the address of its page as it is read."""

    name: str
    logo: LogoView | None
    contact: str | None
    email: str | None
    phone: str | None
    address: str | None
    page: str | None
    page_shown: str | None

    @property
    def can_be_reached(self) -> bool:
        """Whether it says anything by which it is reached."""
        return any((self.contact, self.email, self.phone, self.address, self.page))


def office_view(office: Office, language: Language) -> OfficeView:
    """Return an office as pages in a language show it."""
    return OfficeView(
        name=office.name(language.code),
        logo=_logo_view(office.logo) if office.logo else None,
        contact=office.contact,
        email=office.email,
        phone=office.phone,
        address=office.address,
        page=office.page,
        page_shown=office.page and office.page.removeprefix("https://").removesuffix("/"),
    )


def office_name(invitation: int, language: Language) -> str:
    """Return the name of the office whose invitation it is."""
    return services().store.offices.of_invitation(invitation).name(language.code)


def send_logo(digest: str) -> Response:
    """Send the logo with this digest, which may be kept for ever: another one has another address.

    Raises NotFound.
    """
    png = services().store.offices.logo(digest) or abort(404)
    response = Response(png, mimetype="image/png")
    response.headers["Cache-Control"] = CACHED_FOREVER
    return response


def _logo_view(logo: Logo) -> LogoView:
    width, height = logo.width, logo.height
    if width > LOGO_BOUNDS[0] or height > LOGO_BOUNDS[1]:
        width, height = max(1, width // 2), max(1, height // 2)
    return LogoView(url_for("logo", digest=logo.digest), width, height)
