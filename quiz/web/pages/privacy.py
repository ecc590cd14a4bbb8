"""What is kept, for how long, and how to delete it: one plain page."""

from __future__ import annotations

from quiz.web.pages.render import render
from quiz.web.pages.services import services


def show() -> str:
    """Show it, with the retention that is set."""
    quiz = services()
    return render("pages/privacy.html", quiz.localized, days=quiz.settings.retention_days)
