"""A page from its template: what every page needs beside its own values."""

from __future__ import annotations

from typing import Any

from quiz.web.reading import Reading


def render(template: str, reading: Reading, *, changing: bool = False, **values: Any) -> str:
    """Return a page in the language of `reading`; `changing` for one that changes an answer."""
    frame = reading.frame
    return reading.templates[template].render(
        reading=reading,
        frame=frame,
        top=frame.top_changing if changing else frame.top,
        **values,
    )
