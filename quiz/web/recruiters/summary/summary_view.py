"""View models of the summary: its charts and tables, with links to the results they count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from babel.numbers import format_percent

from quiz.store import ResultGroup, Stage, VisitGroup
from quiz.store.search_terms import NONE
from quiz.store.summary import Bests
from quiz.web.recruiters.summary.answers import AnswersView, answers_view
from quiz.web.recruiters.summary.charts import CellView, ChartView, Row, chart
from quiz.web.recruiters.summary.groups import Groups
from quiz.web.recruiters.summary.periods import Period
from quiz.web.recruiters.summary.small_groups import suppress_small
from quiz.web.wording.localized import LocalizedRules
from quiz.web.wording.numbers import number

if TYPE_CHECKING:
    from quiz.core.prove.proof import Census


@dataclass(frozen=True, slots=True)
class Counted:
    """What a summary is made of; `seasons` are a period and the same days a year before.

    `kept_days` is how long results are kept, if the earlier season began before that.
    """

    openings: int
    visits: Sequence[VisitGroup]
    results: Sequence[ResultGroup]
    periods: Sequence[tuple[Period, Sequence[ResultGroup]]]
    seasons: Sequence[tuple[Period, Sequence[ResultGroup]]]
    stages: Sequence[Stage]
    titles: Mapping[int, str]
    question: str | None
    census: Census | None
    kept_days: int | None


@dataclass(frozen=True, slots=True)
class SummaryView:
    """The content of the page; what is None or empty has no section."""

    hidden: bool
    tied: bool
    results: CellView
    funnel: ChartView
    stops: ChartView | None
    best: ChartView | None
    sheets: str | None
    seasons: ChartView | None
    kept_days: int | None
    answers: AnswersView | None
    time: ChartView | None
    invitations: ChartView | None
    legend: Sequence[tuple[str, int]]


def summary_view(counted: Counted, groups: Groups, localized: LocalizedRules) -> SummaryView:
    """Return the view of what was counted, in the language of `localized`."""
    builder = _SummaryBuilder(counted, groups, localized)
    enough = not groups.hidden or suppress_small(builder.total) is not None
    language, census = localized.language, counted.census
    return SummaryView(
        hidden=groups.hidden,
        tied=groups.tied,
        results=groups.cell(groups.single(builder.total), sort="newest"),
        funnel=builder.funnel(),
        stops=builder.stops(),
        best=builder.best() if enough else None,
        sheets=number(census.sheets, language) if census else None,
        seasons=builder.seasons() if enough and counted.seasons else None,
        kept_days=counted.kept_days,
        answers=answers_view(counted.question, counted.results, groups, localized)
        if enough and counted.question
        else None,
        time=builder.time() if enough and counted.periods else None,
        invitations=builder.invitations() if enough and counted.titles else None,
        legend=[(groups.name(group), groups.colour(group)) for group in groups.counts],
    )


class _GroupRow(NamedTuple):
    """A row with a number for each group: the results, what is shown of them, and their filter."""

    name: str
    results: Sequence[ResultGroup]
    shown: Mapping[Bests, int | None]
    query: Mapping[str, object]


class _SummaryBuilder:
    def __init__(self, counted: Counted, groups: Groups, localized: LocalizedRules) -> None:
        self.counted, self.groups, self.localized = counted, groups, localized
        self.language = localized.language
        self.total = _total(counted.results)

    def funnel(self) -> ChartView:
        """Return how many opened an invitation, began, finished, and are in each stage."""
        gettext, groups = self.language.gettext, self.groups
        began = sum(each.began for each in self.counted.visits)
        ended = sum(each.finished for each in self.counted.visits)
        stopped = groups.single(began - ended)
        finished = groups.single(ended)
        # The number of those who finished is nearly known from the results.
        both = None if finished is None or stopped is None else began
        rows: list[tuple[str, int | None, dict[str, object]]] = []
        if not groups.hidden:
            rows.append((gettext("Opened the invitation"), self.counted.openings, {}))
        rows.append((gettext("Started"), both, {}))
        if not groups.hidden:
            answered = sum(each.began for each in self.counted.visits if each.question)
            rows.append((gettext("Answered a question"), answered, {}))
        rows += [
            (gettext("Finished"), finished, {}),
            (gettext("Stopped before the end"), stopped, {}),
            (gettext("Results on the board"), groups.single(self.total), {"sort": "newest"}),
        ]
        if not groups.hidden:
            emails = sum(each.number for each in self.counted.results if each.has_email)
            rows.append((gettext("Left an e-mail address"), emails, {"email": "yes"}))
        rows += self._stages() if groups.single(self.total) is not None else []
        # Where a sum is hidden, the bars do not tell it: each has its own number on one scale.
        return self._chart(
            Row(name, [(count or 0, 0)], [groups.cell(count, **query)])
            for name, count, query in rows
        )

    def _stages(self) -> list[tuple[str, int | None, dict[str, object]]]:
        """Return how many are in each stage of the team; retired ones only if some may be."""
        counts: Counter[int] = Counter()
        for each in self.counted.results:
            counts[each.stage] += each.number
        shown = self.groups.parts({stage.id: counts[stage.id] for stage in self.counted.stages})
        words = self.language.gettext("Stage: %(stage)s")
        return [
            (
                words % {"stage": stage.name(self.language.code)},
                shown[stage.id],
                {"has_status": stage.value},
            )
            for stage in self.counted.stages
            if stage.retired_at is None or shown[stage.id] != 0
        ]

    def stops(self) -> ChartView | None:
        """Return where people stopped, in the order of the quiz; last what is hidden."""
        groups, stops = self.groups, Counter[str | None]()
        for each in self.counted.visits:
            stops[each.question] += each.began - each.finished
        if not groups.single(stops.total()):
            return None
        places = dict.fromkeys([None, *self.localized.questions, *stops])
        shown = groups.parts({place: stops[place] for place in places})
        rows = [
            (self._place(place), count)
            for place, count in shown.items()
            if count is not None and (count or groups.hidden)
        ]
        elsewhere = stops.total() - sum(count for _, count in rows)
        if elsewhere:
            rows.append((self.language.gettext("Elsewhere"), elsewhere))
        return self._chart(Row(name, [(count, 0)], [groups.cell(count)]) for name, count in rows)

    def _place(self, question: str | None) -> str:
        gettext = self.language.gettext
        if question is None:
            return gettext("Before the first answer")
        known = self.localized.questions.get(question)
        return gettext("After “%(question)s”") % {"question": known.ask if known else question}

    def best(self) -> ChartView:
        """Return each best match, with its share of the results and of the census."""
        gettext, groups, census = self.language.gettext, self.groups, self.counted.census
        headings = [gettext("Results"), gettext("In percent")]
        rows = []
        for group, count in groups.counts.items():
            cells = [
                groups.cell_of(group, count),
                CellView("–" if count is None else self._share(count, self.total)),
            ]
            if census:
                sheets = census.best.get("".join(group) or NONE) if len(group) < 2 else None
                cells.append(
                    CellView("–" if sheets is None else self._share(sheets, census.sheets))
                )
            rows.append(Row(groups.name(group), [(count or 0, groups.colour(group))], cells))
        if census:
            headings.append(gettext("All possible answers"))
        return chart(headings, rows, self.language)

    def _share(self, part: int, whole: int) -> str:
        share = part / whole if whole else 0
        return format_percent(share, "0.#%", locale=self.language.locale)

    def seasons(self) -> ChartView:
        """Return the best matches of a period beside those of the same days a year before."""
        rows = []
        for period, results in self.counted.seasons:
            counts = self.groups.count(results)
            shown = self.groups.parts({group: counts[group] for group in self.groups.counts})
            if self.groups.single(_total(results)) is None:
                shown = dict.fromkeys(shown)
            name = period.in_words(self.language)
            rows.append(_GroupRow(name, results, shown, _days(period)))
        return self._by_group(rows, with_total=True)

    def time(self) -> ChartView:
        """Return the best matches over time; each is a sum of its own, whose parts are shown."""
        counts = [self.groups.count(results) for _, results in self.counted.periods]
        shown: dict[Bests, dict[int, int | None]] = {
            group: dict.fromkeys(range(len(counts)))
            if total is None
            else self.groups.parts({place: each[group] for place, each in enumerate(counts)})
            for group, total in self.groups.counts.items()
        }
        return self._by_group(
            [
                _GroupRow(
                    period.name(self.language),
                    results,
                    {group: parts[place] for group, parts in shown.items()},
                    _days(period),
                )
                for place, (period, results) in enumerate(self.counted.periods)
            ],
            with_total=not self.groups.hidden,
        )

    def invitations(self) -> ChartView:
        """Return the results of each invitation; without best matches if groups are hidden."""
        results: dict[int, list[ResultGroup]] = {id_: [] for id_ in self.counted.titles}
        for each in self.counted.results:
            results.setdefault(each.invitation, []).append(each)
        titles = self.counted.titles
        if self.groups.hidden:
            totals = self.groups.parts({id_: _total(found) for id_, found in results.items()})
            return self._chart(
                Row(titles.get(id_, ""), [(count or 0, 0)], [self.groups.cell(count)])
                for id_, count in totals.items()
            )
        rows = [
            _GroupRow(titles.get(id_, ""), found, self.groups.count(found), {"invitation": id_})
            for id_, found in results.items()
        ]
        return self._by_group(rows, with_total=True)

    def _by_group(self, rows: Sequence[_GroupRow], *, with_total: bool) -> ChartView:
        """Return a chart with a cell for each group; the bars show no more than the cells."""
        groups = self.groups
        headings = [groups.name(group) for group in groups.counts]
        drawn = []
        for name, results, shown, query in rows:
            counts = {group: shown.get(group, 0) for group in groups.counts}
            cells = [groups.cell_of(group, count, **query) for group, count in counts.items()]
            if with_total:
                cells.insert(0, groups.cell(groups.single(_total(results)), **query))
            parts = [(count or 0, groups.colour(group)) for group, count in counts.items()]
            drawn.append(Row(name, parts if groups.hidden else groups.bar(results), cells))
        if with_total:
            headings.insert(0, self.language.gettext("All"))
        return chart(headings, drawn, self.language)

    def _chart(self, rows: Iterator[Row]) -> ChartView:
        return chart([self.language.gettext("How many")], rows, self.language)


def _total(results: Sequence[ResultGroup]) -> int:
    return sum(each.number for each in results)


def _days(period: Period) -> dict[str, object]:
    return {"first": period.first.isoformat(), "last": period.last.isoformat()}
