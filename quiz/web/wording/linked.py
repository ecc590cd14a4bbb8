"""A text of a rules file with its links as HTML."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from quiz.core.language.links import pieces


def linked(written: str, elements: Any) -> str:
    """Return a text as it is shown: as Markup where it has links, else as it is written.

    `elements` are the macros of partials/elements.html. A sentence into which such a text is
    filled has to be escaped first, so that it becomes Markup too and keeps the link.
    """
    if "[" not in written:
        return written
    element: Markup = elements.linked(list(pieces(written)))
    return element
