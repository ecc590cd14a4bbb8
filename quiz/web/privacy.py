"""What is kept, for how long, and how to delete it: one plain page."""

from __future__ import annotations

from quiz.web.parts import parts
from quiz.web.render import render


def show() -> str:
    """Show it, with the retention that is set."""
    quiz = parts()
    return render("privacy.html", quiz.reading, days=quiz.settings.retention_days)
