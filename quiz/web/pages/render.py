"""A page from its template: what every page needs beside its own values."""

from __future__ import annotations

from typing import Any

from quiz.web.framework import csrf
from quiz.web.framework.request import current_session
from quiz.web.wording.localized import LocalizedRules


def render(template: str, localized: LocalizedRules, *, query: str = "", **values: Any) -> str:
    """Return a page in the language of `localized`.

    `query` is what the address asks for that the same page in another language has to ask
    for too. In a booth it brings the way to the next person, with the proof that forms carry.
    """
    frame = localized.frame
    return localized.templates[template].render(
        localized=localized,
        frame=frame,
        booth=csrf.masked(csrf.present()) if "booth" in current_session() else None,
        top=frame.top(query),
        **values,
    )
