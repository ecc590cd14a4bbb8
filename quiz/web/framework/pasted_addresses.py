"""Addresses as people paste and type them lead to the page that was meant.

Mail programs and chats make what follows an address a part of it: `/r/TOKEN.`, `/r/TOKEN。`,
`/r/TOKENです`, `/r/TOKEN_`, `/r/TOKEN](https://…)`. People type `/I/CODE` and `/i/CODE/`, also in
full-width letters.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping

from flask import Flask, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from quiz.text import plain_signs
from quiz.web.framework.link_tokens import is_token
from quiz.web.framework.programs import is_for_programs
from quiz.web.framework.redirect import redirect_with_query

PLAIN = re.compile(r"/(?:[A-Za-z0-9._~/-]*[A-Za-z0-9_-])?")
"""A path without anything that was pasted along with it."""

BEGINNING = re.compile(r"[A-Za-z0-9._~/-]*")
"""What a text has of the characters that paths of the quiz consist of, before any other."""

ASCII_WORD = re.compile("[A-Za-z0-9]")

ENDS = ("/.~", "/.~_-")
"""What is left out at the end of a path: first what no path ends with, then also what an id may
end with."""

TOKENS = ("token", "owner_token")
"""What the tokens in addresses are called in the route table."""


def use_pasted_addresses(app: Flask, tolerant: Container[str]) -> None:
    """Redirect from an address that leads nowhere to the one that was meant, if there is one.

    `tolerant` are the names of routes that read what they are given as it was meant. Programs get
    an error: they do not paste, and their interface describes no redirect.
    """

    @app.before_request
    def open_what_was_meant() -> Response | None:
        if request.method not in ("GET", "HEAD") or request.endpoint in tolerant:
            return None
        path = request.path
        if is_for_programs(path):
            return None
        if request.endpoint and PLAIN.fullmatch(path) and _can_be(request.view_args or {}):
            return None
        meant = next(filter(_leads_to_a_page, meant_paths(path)), path)
        if meant == path:
            return None
        return redirect_with_query(meant)


def meant_paths(path: str) -> Iterator[str]:
    """Yield the paths that may have been meant: without what was pasted after, in small letters.

    Space is left out, as where a line was broken, or begins what was pasted after.
    """
    words = plain_signs(path).split()
    for signs in ("".join(words), words[0]):
        beginning = BEGINNING.match(signs.lstrip("/"))[0]  # type: ignore[index]  # always matches
        for meant in (beginning.rstrip(ends) for ends in ENDS):
            if meant or not ASCII_WORD.search(path):  # such as `/<script>`, which is not `/`
                yield f"/{meant}"
                yield f"/{meant.lower()}"


def _leads_to_a_page(path: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter is not None and _can_be(adapter.match(path, "GET")[1])
    except HTTPException:
        return False


def _can_be(values: Mapping[str, object]) -> bool:
    """Return whether the tokens among the values in an address can be tokens."""
    return all(is_token(str(values[name])) for name in TOKENS if name in values)
