"""The view models of an outcome: its positions in order, in words, with every reason.

Templates show what these hold and decide nothing. All numbers are those that were stored.
The views are made for each page, and not frozen: making frozen ones takes several times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from markupsafe import Markup, escape

from quiz.core.decide.engine import ranked
from quiz.core.language.model import Outcome, Standing
from quiz.web.framework.language import Language
from quiz.web.framework.templates import Elements
from quiz.web.wording.changes import change_text
from quiz.web.wording.localized import (
    LocalizedRules,
    NoticeText,
    PositionText,
    Row,
    percent,
)

PLACE = attrgetter("place")
STRONGEST_SHOWN = 2


@dataclass(slots=True)
class PositionView:
    """A position as its card shows it; `fit` is in percent, `head` the head of the card.

    `checks` is how many things are to be confirmed, where nothing else stands in the way;
    `changes` are the answers to change for it to be best, none where it is best already, where
    no change would do, or where they were not `searched` for to the end.
    """

    text: PositionText
    points: int
    fit: int
    head: Markup
    standing: Standing
    best: bool
    checks: int
    chips: Markup
    ledger: list[Row]
    rows: Elements
    changes: Elements
    searched: bool


@dataclass(slots=True)
class ResultView:
    """A result; `best` is None where no position fits, and `obstacles` then say why.

    `tied` are the other best matches of an exact tie.

    `verdict` are the paragraphs after the name of the best match, `general` the notices that
    are on every result, `facts` all that is cited, once, in the order of the file. `nearest` is
    the position not closed that the fewest changes make the best match, None where there is
    none. Where
    reasons are not revealed there are no `positions`, obstacles or further notices.
    """

    best: PositionView | None
    verdict: tuple[str, ...]
    obstacles: Elements
    positions: tuple[PositionView, ...]
    notices: Elements
    general: Elements
    facts: Elements
    closeness: str | None = None
    nearest: PositionView | None = None
    tied: tuple[PositionView, ...] = ()


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
    notices = [
        *[localized.tells[told] for told in outcome.tells],
        *[localized.dates[id_] for id_ in outcome.dates],
        *[localized.notices[id_] for id_ in outcome.notices],
    ]
    best = positions[0] if outcome.best else None
    tied = tuple([view for view in positions if view.text.id in outcome.tied])
    language = localized.language
    if not reasons:
        return _recommendation(best, tied, outcome, localized)
    return ResultView(
        best=best,
        verdict=_why(best, outcome, localized)
        if best
        else _why_none(positions, least_fit, language),
        obstacles=Elements() if best else _obstacles(positions, localized),
        positions=positions,
        notices=Elements([notice.element for notice in notices if not notice.general]),
        general=Elements([notice.element for notice in notices if notice.general]),
        facts=_facts(positions, notices, localized),
        closeness=_closeness(outcome, localized),
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
        obstacles=Elements(),
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
        head=localized.card_head(id_, found.points, found.most, found.fit, chips),
        standing=found.standing,
        best=best,
        checks=checks,
        chips=chips,
        ledger=ledger,
        rows=Elements([row.element for row in ledger]),
        changes=Elements([localized.change(change, mine) for change in found.change or ()]),
        searched=found.searched,
    )


def _why(best: PositionView, outcome: Outcome, localized: LocalizedRules) -> tuple[str, ...]:
    """Return what speaks most for the best match, and what stands beside it."""
    language = localized.language
    gettext, ngettext = language.gettext, language.ngettext
    beside: list[str] = []
    reasons = [row.says for row in best.ledger if row.effect == "points"]
    strongest = escape(" · ").join(reasons[:STRONGEST_SHOWN])  # a reason may have links
    main = escape(gettext("Main reasons: %(reasons)s"))
    why: str = main % {"reasons": strongest} if reasons else ""
    if not best.points:
        nothing = gettext(
            "Nothing in these answers points to %(best)s, but it is possible, and no other "
            "position fits better."
        )
        why = nothing % {"best": best.text.label}
    if outcome.tied:
        beside.append(
            ngettext(
                "%(others)s is also your best match: it fits you exactly as well.",
                "%(others)s are also your best matches: they fit you exactly as well.",
                len(outcome.tied),
            )
            % {"others": language.listing([localized.label(id_) for id_ in outcome.tied])}
        )
    close = [id_ for id_ in outcome.close if id_ not in outcome.tied]
    if close:
        beside.append(
            ngettext(
                "%(others)s is close: %(fit)s beside %(best)s.",
                "%(others)s are close: %(fit)s beside %(best)s.",
                len(close),
            )
            % {
                "others": language.listing([localized.label(id_) for id_ in close]),
                "fit": " · ".join(percent(outcome.positions[id_].fit) for id_ in close),
                "best": percent(best.fit),
            }
        )
    if best.checks:
        beside.append(
            ngettext(
                "Confirm one thing with %(decides)s first.",
                "Confirm %(number)s things with %(decides)s first.",
                best.checks,
            )
            % {"number": best.checks, "decides": localized.programme.decides}
        )
    return tuple(filter(None, (why, language.sentence_space.join(beside))))


def _why_none(
    positions: Sequence[PositionView], least_fit: str, language: Language
) -> tuple[str, ...]:
    """Return why no position is recommended."""
    possible = [position for position in positions if position.standing in ("open", "check")]
    if not possible:
        return (language.gettext("On these answers every position is ruled out. This is why:"),)
    return tuple(
        language.gettext(
            "%(position)s is possible, but its fit of %(fit)s is below %(least)s, the lowest "
            "fit that this quiz recommends."
        )
        % {"position": view.text.label, "fit": percent(view.fit), "least": percent(least_fit)}
        for view in possible
    )


def _closeness(outcome: Outcome, localized: LocalizedRules) -> str | None:
    """Return which one different answer would change the best match; None where that is unknown."""
    closest, gettext = outcome.closest, localized.language.gettext
    if closest == "unknown":
        return None
    if closest is None and outcome.best is None:
        return gettext(
            "How close it was: no single change to an answer that can still change "
            "would lead to a match."
        )
    if closest is None:
        return gettext(
            "How close it was: no single change to an answer that can still change would lead "
            "to another best match."
        )
    change = change_text(closest.change, localized.questions, localized.language)
    words = {"question": change.ask, "answer": change.to}
    if closest.best is None:
        says = gettext(
            "How close it was: one different answer would change this. If you had answered "
            "“%(answer)s” to “%(question)s”, no position would fit."
        )
    else:
        says = gettext(
            "How close it was: one different answer would change this. If you had answered "
            "“%(answer)s” to “%(question)s”, the best match would be %(position)s."
        )
        words["position"] = localized.label(closest.best)
    return says % words


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
