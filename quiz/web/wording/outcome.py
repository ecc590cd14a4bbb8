"""The view models of an outcome: its positions in order, in words, with every reason.

Templates show what these hold and decide nothing. All numbers are those that were stored.
The views are made for each page, and not frozen: making frozen ones takes several times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from markupsafe import Markup

from quiz.core.decide.engine import ranked
from quiz.core.language.model import Outcome, Standing
from quiz.web.framework.templates import Elements
from quiz.web.wording.localized import (
    LocalizedRules,
    NoticeText,
    PositionText,
    Row,
)
from quiz.web.wording.verdict import beside, closeness, to_confirm, why, why_none

PLACE = attrgetter("place")


@dataclass(slots=True)
class PositionView:
    """A position as a result shows it; `fit` is in percent.

    `checks` is how many things are to be confirmed, where nothing else stands in the way;
    `changes` are the answers to change for it to be best, none where it is best already, where
    no change would do, or where they were not `searched` for to the end.
    """

    text: PositionText
    points: int
    fit: int
    standing: Standing
    best: bool
    checks: int
    chips: Markup
    ledger: list[Row]
    changes: Elements
    searched: bool

    @property
    def strongest(self) -> list[str]:
        """The reasons for it, those with the most points first."""
        return [row.says for row in self.ledger if row.effect == "points"]

    @property
    def rows(self) -> Elements:
        """The rows of its ledger."""
        return Elements([row.element for row in self.ledger])


@dataclass(slots=True)
class ResultView:
    """A result; `best` is None where no position fits.

    `tied` are the other best matches of an exact tie. `tells` is what choices given tell, `dates`
    when something is open, `notices` what else is important, and `beside` says which positions
    stand beside the best match.

    `verdict` are paragraphs: why no position fits, or, where reasons are not revealed, which
    positions are close. `general` are the notices that are on every result, `facts` all that is
    cited, once, in the order of the file. `nearest` is the position not closed that the fewest
    changes make the best match, None where there is none. Where reasons are not revealed there
    are no `positions` or further notices.
    """

    best: PositionView | None
    verdict: tuple[str, ...]
    positions: tuple[PositionView, ...]
    notices: Elements
    general: Elements
    facts: Elements
    closeness: str | None = None
    nearest: PositionView | None = None
    tied: tuple[PositionView, ...] = ()
    tells: Elements = field(default_factory=Elements)
    dates: Elements = field(default_factory=Elements)
    beside: str = ""


class Explanation(NamedTuple):
    """Why a result is what it is, in paragraphs, and what rules positions out."""

    paragraphs: tuple[str, ...]
    obstacles: Elements


def result_view(
    outcome: Outcome,
    localized: LocalizedRules,
    least_fit: str,
    *,
    reasons: bool,
    mine: bool = False,
) -> ResultView:
    """Return what the page of an outcome shows; `least_fit` is in percent.

    `mine` says whether the page is for whoever gave the answers.
    """
    positions = tuple([_position(id_, outcome, localized, mine=mine) for id_ in ranked(outcome)])
    tells = [localized.tells[told] for told in outcome.tells]
    dates = [localized.dates[id_] for id_ in outcome.dates]
    notices = [localized.notices[id_] for id_ in outcome.notices]
    best = positions[0] if outcome.best else None
    tied = tuple([view for view in positions if view.text.id in outcome.tied])
    if not reasons:
        return _recommendation(best, tied, outcome, localized)
    return ResultView(
        best=best,
        verdict=() if best else why_none(positions, least_fit, localized.language),
        positions=positions,
        tells=Elements([told.element for told in tells]),
        dates=Elements([date.element for date in dates]),
        beside=beside(best, outcome, localized) if best else "",
        notices=Elements([notice.element for notice in notices if not notice.general]),
        general=Elements([notice.element for notice in notices if notice.general]),
        facts=_facts(positions, [*tells, *dates, *notices], localized),
        closeness=closeness(outcome, localized),
        nearest=min(
            (view for view in positions if view.changes and view.standing != "closed"),
            key=lambda view: len(view.changes),
            default=None,
        ),
        tied=tied,
    )


def _recommendation(
    best: PositionView | None,
    tied: tuple[PositionView, ...],
    outcome: Outcome,
    localized: LocalizedRules,
) -> ResultView:
    """Return what is shown where reasons are not: the best match and what is true of everybody."""
    general = [notice for id_ in outcome.notices if (notice := localized.notices[id_]).general]
    bits = best.text.cites if best else 0
    for notice in general:
        bits |= notice.cites
    near = localized.language.gettext("Also close: %(others)s.")
    close = [localized.label(id_) for id_ in outcome.close if id_ not in outcome.tied]
    return ResultView(
        best=best,
        verdict=(near % {"others": localized.language.listing(close)},) if close else (),
        tied=tied,
        positions=(),
        notices=Elements(),
        general=Elements([notice.element for notice in general]),
        facts=localized.cited(bits),
    )


def _position(id_: str, outcome: Outcome, localized: LocalizedRules, *, mine: bool) -> PositionView:
    found = outcome.positions[id_]
    rows = localized.rows[id_]
    ledger = [rows[rule] for rule, _, _ in found.reasons]
    ledger.sort(key=PLACE)
    best = id_ == outcome.best or id_ in outcome.tied
    checks = 0
    if found.standing == "check":
        checks = len([row for row in ledger if row.effect == "check"])
    chips = localized.chips(found.standing, checks, best)
    return PositionView(
        text=localized.positions[id_],
        points=found.points,
        fit=found.fit,
        standing=found.standing,
        best=best,
        checks=checks,
        chips=chips,
        ledger=ledger,
        changes=Elements([localized.change(change, mine) for change in found.change or ()]),
        searched=found.searched,
    )


def explanation(view: ResultView, outcome: Outcome, localized: LocalizedRules) -> Explanation:
    """Return why a result is what it is, as far as its `view` shows that."""
    if view.best and view.positions:
        return Explanation(_why_best(view.best, outcome, localized), Elements())
    return Explanation(view.verdict, _obstacles(view.positions, localized))


def _why_best(best: PositionView, outcome: Outcome, localized: LocalizedRules) -> tuple[str, ...]:
    """Return what speaks most for the best match, and what stands beside it."""
    confirm = to_confirm(best.checks, localized) if best.checks else ""
    stands = localized.language.sentence_space.join(
        filter(None, (beside(best, outcome, localized), confirm))
    )
    return tuple(filter(None, (why(best, localized.language), stands)))


def _obstacles(positions: Sequence[PositionView], localized: LocalizedRules) -> Elements:
    """Return what blocks, each thing once with all positions it blocks."""
    blocks: dict[str, list[str]] = {}
    for view in positions:
        for row in view.ledger:
            if row.effect == "blocks":
                blocks.setdefault(row.rule, []).append(view.text.id)
    return Elements([localized.obstacle(rule, tuple(ids)) for rule, ids in blocks.items()])


def _facts(
    positions: Sequence[PositionView], notices: Sequence[NoticeText], localized: LocalizedRules
) -> Elements:
    """Return all that is cited, each fact once; of positions ruled out only what rules them out."""
    bits = 0
    for view in positions:
        if view.standing in ("open", "check"):
            bits |= view.text.cites
        for row in view.ledger:
            bits |= row.cites
    for notice in notices:
        bits |= notice.cites
    return localized.cited(bits)
