"""The privacy page: what is stored, for how long, and how to delete it."""

from __future__ import annotations

from quiz.store.removals import DAYS_TO_PUT_BACK
from quiz.web.pages.render import render
from quiz.web.pages.services import services


def show() -> str:
    """Show the page, with the retention that is set and what the database does."""
    quiz = services()
    return render(
        "pages/privacy.html",
        quiz.localized,
        days=quiz.settings.retention_days,
        days_to_put_back=DAYS_TO_PUT_BACK,
        wiped=quiz.store.wipes_files,
    )
