"""The parts of a result's page: fits, questions to ask, days, points, and ways to another match."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from markupsafe import Markup

from quiz.core.language.model import Answers, Outcome
from quiz.web.framework.templates import Elements
from quiz.web.wording.localized import DayText, LocalizedRules, PositionText
from quiz.web.wording.outcome import PositionView, ResultView
from quiz.web.wording.verdict import nothing_for

STRONGEST = 3
"""How many reasons stand under the best match."""


@dataclass(slots=True)
class ResultParts:
    """What the page of a result shows beside its `ResultView`.

    `band` is the word for the fit of the best match. `ask` is the section with what to ask before
    applying, and `days` the one with the parts of a day in the best match; None where there are
    none. In a tie, `tied` are all best matches, and `table` has a row of the rules file with a
    cell for each of them. Without a match, `openings` has what opens each position. `points` are
    the rows of the table of points, `totals` the cells below it, one for each position, and
    `ways` what would make each of the other positions the best match.
    `stronger` is what would make a weak match stronger, `nothing` says that nothing speaks for
    the best match, and `another_is` which position the fewest changes make the best match
    instead. `drawn` are the best matches that have a picture, and `work` is what somebody in
    each position does.
    """

    band: str | None
    strongest: list[str]
    stronger: str | None
    nothing: str | None
    fits: Elements
    obstacles: Elements
    openings: Elements
    tied: list[PositionView]
    table: list[tuple[str, list[str | None]]]
    ask: Markup | None
    days: Markup | None
    points: Elements
    totals: Elements
    ways: Elements
    another_is: str | None
    drawn: list[PositionText]
    work: Elements


def result_parts(
    view: ResultView,
    outcome: Outcome,
    localized: LocalizedRules,
    answers: Answers | None,
    *,
    mine: bool = False,
) -> ResultParts:
    """Return the parts of a result's page; `answers` are None where the reader may not know.

    `mine` says whether the page is for whoever gave the answers.
    """
    best, texts = view.best, localized.result
    found = outcome.positions
    bests = [best, *view.tied] if best else []
    tied = bests if view.tied else []
    checks = _checks(view)
    most = found[best.text.id].most if best else 0
    return ResultParts(
        band=texts.band(best.points, most) if best else None,
        strongest=best.strongest[:STRONGEST] if best and view.positions else [],
        stronger=_stronger(best, most, localized) if best and view.positions else None,
        nothing=nothing_for(best, localized.language)
        if best and view.positions and not best.points
        else None,
        fits=Elements(
            [
                texts.fit_row(
                    each.text.id,
                    each.points,
                    found[each.text.id].most,
                    each.fit,
                    each.standing,
                    each.best,
                )
                for each in view.positions
            ]
        ),
        obstacles=Elements(
            [
                texts.obstacles[each.text.id, each.ledger[0].rule]  # blocks come first
                for each in view.positions
                if each.standing in ("not_yet", "closed")
            ]
        ),
        openings=Elements()
        if best
        else Elements([_opening(each, localized, mine=mine) for each in view.positions]),
        tied=tied if view.positions else [],
        table=_table(tied, localized),
        ask=texts.ask(tuple([each.text.id for each in bests]), checks, mine) if checks else None,
        days=_days(best.text.id, answers, localized, mine=mine) if best and not tied else None,
        points=Elements(_points(view, localized)),
        totals=Elements(
            [
                texts.points_total(its.points, its.most, its.fit)
                for its in map(found.__getitem__, localized.positions)
            ]
        ),
        ways=Elements(
            [
                texts.way(each.text.id, tuple(each.changes), each.searched, mine)
                for each in view.positions
                if not each.best
            ]
        ),
        another_is=_another(view, localized),
        drawn=[each.text for each in bests if each.text.picture],
        work=Elements([each.text.work for each in view.positions or bests[:1] if each.text.work]),
    )


def _opening(view: PositionView, localized: LocalizedRules, *, mine: bool) -> Markup:
    blocks = tuple([row.rule for row in view.ledger if row.effect == "blocks"])
    return localized.result.opening(
        view.text.id, view.fit, view.standing, blocks, tuple(view.changes), mine
    )


def _table(
    tied: list[PositionView], localized: LocalizedRules
) -> list[tuple[str, list[str | None]]]:
    """Return the rows of the rules file's table that say anything of the best matches of a tie."""
    columns = [list(localized.positions).index(each.text.id) for each in tied]
    rows = [(row, [cells[at] for at in columns]) for row, cells in localized.programme.table]
    return [(row, cells) for row, cells in rows if any(cells)]


def _another(view: ResultView, localized: LocalizedRules) -> str | None:
    """Return which position the fewest other answers make the best match; None where none do."""
    others = [each for each in view.positions if each.changes and not each.best]
    if not others:
        return None
    nearest = min(others, key=lambda each: len(each.changes))
    says = localized.language.ngettext(
        "%(position)s would be the best match with one other answer.",
        "%(position)s would be the best match with %(number)s other answers.",
        len(nearest.changes),
    )
    return says % {"position": nearest.text.label, "number": len(nearest.changes)}


def _checks(view: ResultView) -> tuple[str, ...]:
    """Return the checks of the best matches, each once."""
    checks = [
        row.rule
        for each in view.positions
        if each.best
        for row in each.ledger
        if row.effect == "check"
    ]
    return tuple(dict.fromkeys(checks))


def _stronger(best: PositionView, most: int, localized: LocalizedRules) -> str | None:
    """Return what would add the most points to a weak match; None for another match.

    Another answer to a question that takes one choice loses what the present one earns, so it
    has to earn more.
    """
    texts, additions = localized.result, localized.result.additions[best.text.id]
    if not texts.is_weak(best.points, most):
        return None
    applies = {row.rule for row in best.ledger}
    earned = Counter[str]()
    for each in additions:
        if each.rule in applies:
            earned.update(dict.fromkeys(each.instead_of, each.points))
    gains = {
        each.rule: each.points - sum(earned[question] for question in each.instead_of)
        for each in additions
        if each.rule not in applies
    }
    most_gained = max(gains, key=gains.__getitem__, default=None)
    if most_gained is None or gains[most_gained] <= 0:
        return None
    return localized.rows[best.text.id][most_gained].says


def _days(
    position: str, answers: Answers | None, localized: LocalizedRules, *, mine: bool
) -> Markup | None:
    """Return the parts of a day in a position, with ticks where the reader may know the answers."""
    parts = localized.result.days[position]
    ticked = tuple([_ticked(part, answers or {}) for part in parts])
    return localized.result.days_section(position, ticked, mine) if parts else None


def _ticked(part: DayText, answers: Answers) -> bool:
    if part.choice is None:
        return False
    question, choice = part.choice
    return choice in answers.get(question, ())


def _points(view: ResultView, localized: LocalizedRules) -> list[Markup]:
    """Return the rows of all rules that apply, those of the best match first."""
    rules = dict.fromkeys(row.rule for each in view.positions for row in each.ledger)
    return [localized.result.points[rule] for rule in rules]
