"""The summary: what a team's invitations have led to, fit to be shown to others."""

from __future__ import annotations

from datetime import UTC, datetime

from quiz.store import Recruiter, Wanted
from quiz.web.parts import parts
from quiz.web.recruiters.page import page
from quiz.web.recruiters.search import PeriodForm
from quiz.web.recruiters.session import signed_in
from quiz.web.recruiters.summary_view import SummaryView, summary_view


def show() -> str | tuple[str, int]:
    """Show the summary of a period, or its filter again with what is wrong with it."""
    recruiter = signed_in()
    titles = parts().store.board.titles(recruiter.team_id)
    form = PeriodForm(parts().reading.language, titles)
    if not form.validate():
        return page("summary.html", recruiter, form=form, summary=None), form.status
    return page("summary.html", recruiter, form=form, summary=_summary(recruiter, form))


def _summary(recruiter: Recruiter, form: PeriodForm) -> SummaryView:
    quiz = parts()
    wanted = Wanted(**form.period, kept_since=datetime.now(UTC) - quiz.settings.retention)
    proof = quiz.proving.proof()
    return summary_view(
        quiz.store.summaries.visited(recruiter.team_id, wanted),
        quiz.store.summaries.told(recruiter.team_id, wanted),
        proof.census if proof else None,
        quiz.engine,
        quiz.reading,
    )
