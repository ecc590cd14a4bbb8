"""Whether the browser takes cookies: where a form came without one, it is found out here once."""

from __future__ import annotations

import re

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from quiz.web.pages.render import render
from quiz.web.pages.services import services

PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")
"""An address of this site, so that `next` leads to no other."""


def show() -> Response | tuple[str, int]:
    """Redirect to `next` if the cookie that was set has come back; else say what to do."""
    address = request.args.get("next", "")
    address = address if PATH.fullmatch(address) else url_for("start")
    if session:
        return redirect(address, 303)
    return render("pages/cookies.html", services().localized, address=address), 400
