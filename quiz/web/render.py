"""A page from its template: what every page needs beside its own values."""

from __future__ import annotations

from typing import Any

from quiz.web import tokens
from quiz.web.current import current_session
from quiz.web.reading import Reading


def render(template: str, reading: Reading, *, query: str = "", **values: Any) -> str:
    """Return a page in the language of `reading`.

    `query` is what the address asks for that the same page in another language has to ask
    for too. In a booth it brings the way to the next person, with the proof that forms carry.
    """
    frame = reading.frame
    return reading.templates[template].render(
        reading=reading,
        frame=frame,
        booth=tokens.masked(tokens.present()) if "booth" in current_session() else None,
        top=frame.top(query),
        **values,
    )
