"""Passkeys of recruiters in a test client: added with the password, and used to sign in."""

from __future__ import annotations

import json
from typing import Any

from support.authenticator import Authenticator
from support.second_factors import SECOND_FACTOR
from support.teams import PASSWORD, SIGN_IN
from support.visitor import Page, Visitor

ORIGIN, RP_ID = "http://localhost:8000", "localhost"
BOARD, NEW = "/recruiter", f"{SECOND_FACTOR}/passkeys"
FAILED = "The passkey did not work."


def asked(page: Page) -> tuple[str, dict[str, Any], str]:
    """Return where the form for a passkey is sent, what it asks the browser, and its challenge."""
    [form] = [form for form in page.forms if "data-passkey" in form[0]]
    [challenge] = [field["value"] for field in form if field.get("name") == "challenge"]
    return form[0]["action"], json.loads(form[0]["data-passkey"]), challenge


def add(
    visitor: Visitor, device: Authenticator, name: str = "Phone", password: str = PASSWORD
) -> Page:
    """Add a passkey to the account that is signed in."""
    page = visitor.open(NEW)
    action, options, challenge = asked(page)
    sent = {"name": name, "present": password, "challenge": challenge}
    return visitor.send(action, page, **sent, credential=device.make(options))


def answer(visitor: Visitor, page: Page, device: Authenticator) -> Page:
    """Answer the form for a passkey on a page."""
    action, options, challenge = asked(page)
    return visitor.send(action, page, challenge=challenge, credential=device.use(options))


def enter(visitor: Visitor, device: Authenticator) -> Page:
    """Sign in with a passkey alone."""
    return answer(visitor, visitor.open(SIGN_IN), device)
