"""The summary page: counts over a team's visits and results, safe to show to others."""

from __future__ import annotations

from quiz.store import DepartureCounts, Recruiter
from quiz.web.framework.language import N_, Language
from quiz.web.pages.services import services
from quiz.web.recruiters.board.period_filter_form import PeriodFilterForm
from quiz.web.recruiters.page import page
from quiz.web.recruiters.summary.summary_view import SummaryView, summary_view


def show(recruiter: Recruiter) -> str | tuple[str, int]:
    """Show the summary for the filter, or only the filter form with its errors."""
    titles = services().store.board.titles(recruiter.team_id)
    form = PeriodFilterForm(services().localized.language, titles)
    if not form.validate():
        return page("summary/summary.html", recruiter, form=form, summary=None), form.status
    return page(
        "summary/summary.html",
        recruiter,
        form=form,
        summary=_summary(recruiter, form),
        departures=departures_in_words(
            services().store.summaries.count_departures(recruiter.team_id, form.period),
            form.language,
        ),
    )


def departures_in_words(counts: DepartureCounts, language: Language) -> str:
    """Return how many results are not on the board any more, and why; empty if there are none."""
    return " · ".join(
        language.gettext(words) % {"number": number}
        for words, number in (
            (N_("withdrawn: %(number)s"), counts.withdrawn),
            (N_("removed: %(number)s"), counts.removed),
            (N_("erased: %(number)s"), counts.erased),
        )
        if number
    )


def _summary(recruiter: Recruiter, form: PeriodFilterForm) -> SummaryView:
    quiz = services()
    proof = quiz.background_proof.proof()
    return summary_view(
        quiz.store.summaries.count_visits(recruiter.team_id, form.period),
        quiz.store.summaries.count_results(recruiter.team_id, form.period),
        proof.census if proof else None,
        quiz.engine,
        quiz.localized,
    )
