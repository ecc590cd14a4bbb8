"""The summary of a team's visits and results: whole for the team, and one to pass on."""

from __future__ import annotations

from dataclasses import replace

from quiz.core.decide.engine import Engine
from quiz.store import DepartureCounts, Recruiter, ResultGroup
from quiz.web.framework.days import day_of, midnight, today
from quiz.web.framework.language import N_, Language
from quiz.web.pages.services import services
from quiz.web.recruiters.board.filter_form import default_question
from quiz.web.recruiters.board.period_filter_form import PeriodFilterForm
from quiz.web.recruiters.page import page
from quiz.web.recruiters.summary.groups import Groups
from quiz.web.recruiters.summary.missing import missing_views
from quiz.web.recruiters.summary.periods import DAY, Period, periods, season
from quiz.web.recruiters.summary.summary_view import Counted, SummaryView, summary_view

FormPage = str | tuple[str, int]


def show(recruiter: Recruiter) -> FormPage:
    """Show the summary for the team, in which every number is whole."""
    return _show(recruiter, hidden=False)


def show_to_pass_on(recruiter: Recruiter) -> FormPage:
    """Show the summary to print or pass on, in which small groups are hidden."""
    return _show(recruiter, hidden=True)


def show_changes(recruiter: Recruiter) -> FormPage:
    """Show what one other answer would change; it is read from all outcomes, which takes long."""
    form = _form(recruiter)
    if not form.validate():
        return _refused(recruiter, form)
    return page(
        "summary/changes.html",
        recruiter,
        form=form,
        missing=_missing(recruiter, form, hidden=False),
    )


def _show(recruiter: Recruiter, *, hidden: bool) -> FormPage:
    form = _form(recruiter)
    if not form.validate():
        return _refused(recruiter, form)
    return page(
        "summary/summary.html",
        recruiter,
        form=form,
        summary=_summary(recruiter, form, hidden=hidden),
        covers=_covers(form),
        departures=departures_in_words(
            services().store.summaries.count_departures(recruiter.team_id, form.period),
            form.language,
        ),
        missing=_missing(recruiter, form, hidden=True) if hidden else None,
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


def _refused(recruiter: Recruiter, form: PeriodFilterForm) -> FormPage:
    """Show the filter alone, as it was sent, with its errors."""
    return page("summary/summary.html", recruiter, form=form, summary=None), form.status


def _form(recruiter: Recruiter) -> PeriodFilterForm:
    titles = services().store.board.titles(recruiter.team_id)
    return PeriodFilterForm(services().localized.language, titles)


def _covers(form: PeriodFilterForm) -> str:
    """Return what the form has chosen in words, for paper: the invitation, and until which day."""
    date, colon = form.language.date, form.language.gettext(": ")
    chosen = [(form.invitation, form.invitation.words)]
    if form.first.data:
        chosen.append((form.first, date(form.first.data)))
    chosen.append((form.last, date(form.last.data or today())))
    return " · ".join(f"{field.label.text}{colon}{words}" for field, words in chosen)


def _summary(recruiter: Recruiter, form: PeriodFilterForm, *, hidden: bool) -> SummaryView:
    quiz, filters = services(), form.period
    summaries, question = quiz.store.summaries, _scale(quiz.engine)
    shown = _periods(recruiter, form)
    kept = quiz.settings.retention_days
    this = season(filters.first, filters.last, today())
    seasons = [this, this.year_before]
    # One statement counts both seasons and what the filter selects, between all of their limits.
    widest = replace(filters, first=filters.first and this.year_before.first)
    ends = sorted({edge for each in (*shown, *seasons) for edge in (each.first, each.last + DAY)})
    groups = summaries.results(recruiter.team_id, widest, [midnight(day) for day in ends], question)

    def within(period: Period) -> list[ResultGroup]:
        return [each for each in groups if each.period and ends[each.period - 1] in period]

    by_period = [within(period) for period in shown]
    results = [each for found in by_period for each in found]
    proof = quiz.background_proof.proof()
    titles = {int(id_): title for id_, title in form.invitation.options.items() if id_}
    if filters.invitation is not None:
        titles = {filters.invitation: titles[filters.invitation]}
    counted = Counted(
        openings=summaries.openings(recruiter.team_id, filters),
        visits=summaries.visits(recruiter.team_id, filters),
        results=results,
        periods=list(zip(shown, by_period, strict=True)),
        # Two sums of the same people could be subtracted from each other, and show a small group.
        seasons=[(each, within(each)) for each in seasons] if filters.first or not hidden else [],
        stages=quiz.store.stages.names(recruiter.team_id),
        titles=titles,
        question=question,
        census=proof.census if proof else None,
        kept_days=kept if this.year_before.first < today() - kept * DAY else None,
    )
    shown_groups = Groups(results, quiz.engine, quiz.localized, form.url, hidden=hidden)
    return summary_view(counted, shown_groups, quiz.localized)


def _missing(recruiter: Recruiter, form: PeriodFilterForm, *, hidden: bool) -> object:
    quiz = services()
    counts = quiz.store.summaries.missing(recruiter.team_id, form.period)
    return missing_views(counts, quiz.engine, quiz.localized, hidden=hidden)


def _periods(recruiter: Recruiter, form: PeriodFilterForm) -> list[Period]:
    """Return the periods from the first to the last result, within the days of the filter."""
    filters = form.period
    span = services().store.summaries.span(recruiter.team_id, filters)
    if span is None:
        return []
    found = periods(day_of(span[0]), day_of(span[1]))
    first, last = filters.first or found[0].first, filters.last or found[-1].last
    return [Period(max(each.first, first), min(each.last, last)) for each in found]


def _scale(engine: Engine) -> str | None:
    """Return the scale by whose answers best matches are counted; None if there is none."""
    question = default_question(engine)
    return question if engine.forms[question].kind == "scale" else None
