"""View models of the summary: counts in words with small groups suppressed, and their bars."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from babel.numbers import format_percent

from quiz.core.decide.engine import Engine
from quiz.core.language.model import Answer
from quiz.core.prove.proof import Census
from quiz.store import ResultCounts, VisitCounts
from quiz.store.search_terms import NONE
from quiz.store.summary import Bests
from quiz.web.framework.language import N_
from quiz.web.recruiters.board.rows import answer_in_words, short_date
from quiz.web.recruiters.summary.small_groups import largest_groups, suppress_parts, suppress_small
from quiz.web.wording.localized import LocalizedRules
from quiz.web.wording.rules import number

MOST_LISTED = 5
DAYS_SHOWN = 14
"""The longest period shown by day, in days; longer ones are shown by week."""

WEEK = dt.timedelta(days=7)
SUPPRESSED = N_("fewer than 5, or hidden")


@dataclass(frozen=True, slots=True)
class BarView:
    """A row of a table: what is counted, the count in words, and the bar's width in percent."""

    name: str
    count: str
    width: float = 0.0
    colour: int = 0
    share: str = ""
    census: str = ""
    census_width: float = 0.0


@dataclass(frozen=True, slots=True)
class ChartView:
    """One best match over time: its counts, and an SVG path in a box of `width` by 100."""

    name: str
    colour: int
    width: int
    path: str
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MissingView:
    """The single answers that would most often have made a position the best match.

    Each bar comes with the answer in words; its name is the question.
    """

    position: str
    colour: int
    bars: tuple[tuple[str, BarView], ...]


@dataclass(frozen=True, slots=True)
class SummaryView:
    """The content of the page.

    `best`, `charts` and `missing` are empty if there are too few results. `sheets` is the number
    of answer sheets in the census. `tied` is True if an exact tie is among the results.
    """

    visits: tuple[BarView, ...]
    stops: tuple[BarView, ...]
    results: str
    best: tuple[BarView, ...]
    tied: bool
    sheets: str | None
    periods: tuple[str, ...]
    weekly: bool
    charts: tuple[ChartView, ...]
    missing: tuple[MissingView, ...]


def summary_view(
    visits: VisitCounts,
    results: ResultCounts,
    census: Census | None,
    engine: Engine,
    localized: LocalizedRules,
) -> SummaryView:
    """Return the view of a team's counts, in the language of `localized`."""
    builder = _SummaryBuilder(results, engine, localized)
    enough = suppress_small(results.results) is not None
    periods, weekly = _periods(results.days)
    return SummaryView(
        visits=tuple(builder.visits(visits)),
        stops=tuple(builder.stops(visits)),
        results=builder.count(suppress_small(results.results)),
        best=tuple(builder.best(census)) if enough else (),
        tied=any(len(bests) > 1 for bests in builder.shown),
        sheets=number(census.sheets, localized.language) if census else None,
        periods=tuple(short_date(period, localized.language) for period in periods),
        weekly=weekly,
        charts=tuple(builder.charts(periods, weekly=weekly)) if enough else (),
        missing=tuple(builder.missing()) if enough else (),
    )


class _SummaryBuilder:
    """Builds the parts of the view.

    `shown` has the count of each best match, None if it is suppressed. An exact tie of five or
    more people is a group of its own; a smaller one counts for the position listed first, so
    that neither its size nor that of another group has to be hidden for it.
    """

    def __init__(self, counts: ResultCounts, engine: Engine, localized: LocalizedRules) -> None:
        self.counts = counts
        self.engine = engine
        self.localized = localized
        best: Counter[Bests] = Counter(dict.fromkeys(((each,) for each in engine.positions), 0))
        for bests, many in counts.best.items():
            best[self.group(bests)] += many
        best[()] = best.pop((), 0)  # last
        self.shown = suppress_parts(best)

    def count(self, shown: int | None) -> str:
        """Return a count in words; None is a suppressed one."""
        language = self.localized.language
        return language.gettext(SUPPRESSED) if shown is None else number(shown, language)

    def group(self, bests: Bests) -> Bests:
        """Return the group that results with these best matches are counted in."""
        return bests if suppress_small(self.counts.best[bests]) else bests[:1]

    def name(self, bests: Bests) -> str:
        labels = [self.localized.label(best) for best in bests]
        return " · ".join(labels) or self.localized.language.gettext("No position")

    def colour(self, bests: Bests) -> int:
        text = self.localized.positions.get(bests[0]) if bests else None
        return text.colour if text else 0

    def visits(self, counts: VisitCounts) -> Iterator[BarView]:
        """Yield how many started, finished and stopped; the sum only if both parts are shown."""
        gettext = self.localized.language.gettext
        finished, stopped = (
            suppress_small(counts.finished),
            suppress_small(counts.started - counts.finished),
        )
        both = None if finished is None or stopped is None else counts.started
        for name, shown in (
            (gettext("Started"), both),
            (gettext("Finished"), finished),
            (gettext("Stopped before the end"), stopped),
        ):
            # Without the sum there is no bar either: its width would reveal the sum.
            yield BarView(name, self.count(shown), _percent(shown, both or 0))

    def stops(self, counts: VisitCounts) -> Iterator[BarView]:
        """Yield where people stopped, in the order of the quiz, and last all suppressed places."""
        gettext = self.localized.language.gettext
        stopped = counts.started - counts.finished
        if suppress_small(stopped) is None:
            return
        places = dict.fromkeys([None, *self.engine.forms, *counts.stopped])
        shown = suppress_parts({place: counts.stopped.get(place, 0) for place in places})
        for place, many in shown.items():
            if many is not None:
                yield BarView(self.place(place), self.count(many), _percent(many, stopped))
        elsewhere = stopped - sum(many or 0 for many in shown.values())
        if elsewhere:
            yield BarView(gettext("Elsewhere"), self.count(elsewhere), _percent(elsewhere, stopped))

    def place(self, question: str | None) -> str:
        gettext = self.localized.language.gettext
        if question is None:
            return gettext("Before the first answer")
        known = self.localized.questions.get(question)
        ask = known.ask if known else question
        return gettext("After “%(question)s”") % {"question": ask}

    def best(self, census: Census | None) -> Iterator[BarView]:
        """Yield each best match, with its share of the census if the present rules have it."""
        for bests, shown in self.shown.items():
            sheets = census.best.get("".join(bests) or NONE) if census and len(bests) < 2 else None
            yield BarView(
                self.name(bests),
                self.count(shown),
                _percent(shown, self.counts.results),
                self.colour(bests),
                "" if shown is None else self.share(shown, self.counts.results),
                "" if sheets is None or census is None else self.share(sheets, census.sheets),
                _percent(sheets, census.sheets) if census else 0.0,
            )

    def share(self, part: int, whole: int) -> str:
        return format_percent(part / whole, "0.#%", locale=self.localized.language.locale)

    def charts(self, periods: Sequence[dt.date], *, weekly: bool) -> Iterator[ChartView]:
        """Yield a chart over time for each best match whose count is not suppressed."""
        for bests, total in self.shown.items():
            if total is None:
                continue
            counts = dict.fromkeys(periods, 0)
            for (day, which), many in self.counts.days.items():
                if self.group(which) == bests:
                    counts[_monday(day) if weekly else day] += many
            shown = tuple(suppress_parts(counts).values())
            yield ChartView(
                self.name(bests),
                self.colour(bests),
                10 * len(periods),
                _path(shown),
                tuple(self.count(many) for many in shown),
            )

    def missing(self) -> Iterator[MissingView]:
        """Yield, for each position, the single answers that would have made it the best match."""
        counts, language = self.counts, self.localized.language
        for position in self.engine.positions:
            groups = {
                (question, answer): many
                for (question, answer), many in counts.missing.get(position, {}).items()
                if self.known(question, answer)
            }
            best = sum(many for bests, many in counts.best.items() if position in bests)
            others = counts.results - best - sum(groups.values())
            listed = largest_groups(groups, others)
            if listed:
                yield MissingView(
                    self.name((position,)),
                    self.colour((position,)),
                    tuple(
                        (
                            answer_in_words(self.localized, question, answer) or "",
                            BarView(
                                self.localized.questions[question].ask,
                                language.gettext("%(number)s of %(all)s")
                                % {"number": self.count(many), "all": self.count(counts.results)},
                                _percent(many, counts.results),
                            ),
                        )
                        for (question, answer), many in list(listed.items())[:MOST_LISTED]
                    ),
                )

    def known(self, question: str, answer: Answer | None) -> bool:
        """Return whether the present rules know an answer; older editions may have others."""
        form = self.engine.forms.get(question)
        return form is not None and bool(answer) and set(answer or ()) <= set(form.choices)


def _periods(days: Mapping[tuple[dt.date, Bests], int]) -> tuple[list[dt.date], bool]:
    """Return the days from the first result to the last, or the Mondays of their weeks.

    The second value is whether they are weeks.
    """
    if not days:
        return [], False
    dates = [day for day, _ in days]
    first, last = min(dates), max(dates)
    weekly = (last - first).days >= DAYS_SHOWN
    step = WEEK if weekly else dt.timedelta(days=1)
    begin = _monday(first) if weekly else first
    return [begin + n * step for n in range((last - begin) // step + 1)], weekly


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _percent(part: int | None, whole: int) -> float:
    return round(100 * part / whole, 2) if part and whole else 0.0


def _path(counts: Sequence[int | None]) -> str:
    """Return the SVG path of a chart: bars 8 wide every 10, the highest 100 high.

    Suppressed counts have no bar.
    """
    highest = max((many for many in counts if many), default=1)
    return "".join(
        f"M{10 * place + 1} 100v-{100 * many / highest:.1f}h8v{100 * many / highest:.1f}z"
        for place, many in enumerate(counts)
        if many
    )
