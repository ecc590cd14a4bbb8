"""An outcome as its page tells it: in order, in words, with every reason in its ledger.

Templates show what stands here and decide nothing. All numbers are those that were stored.
The views are made anew for each page, and not frozen, which would take several times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from markupsafe import Markup

from quiz.core.decide.engine import ranked
from quiz.core.language.model import Change, Outcome, Standing
from quiz.web.framework.language import Language
from quiz.web.wording.localized import Chips, LocalizedRules, NoticeText, PositionText, Row, percent

PLACE = attrgetter("place")
STRONGEST_SHOWN = 2


@dataclass(slots=True)
class ChangeView:
    """An answer that would have to change: what would have to be given, and what was given."""

    ask: Markup
    to: Markup
    given: Markup | None


@dataclass(slots=True)
class PositionView:
    """One position as its card shows it; `seen` are pieces of HTML, which need no escaping.

    `checks` is how many things are to be confirmed, where nothing else stands in the way;
    `changes` are the answers to change for it to be best, none where it is best already or
    no change would do.
    """

    text: PositionText
    points: int
    fit: int
    standing: Standing
    best: bool
    checks: int
    ledger: list[Row]
    seen: str
    changes: tuple[ChangeView, ...]


@dataclass(slots=True)
class Obstacle:
    """Something that blocks, and the positions it blocks, as a list in words."""

    says: Markup
    positions: str


@dataclass(slots=True)
class ResultView:
    """A result; `best` is None where no position fits, and `obstacles` then say why.

    `verdict` are the paragraphs after the name of the best match, `general` the notices that
    stand on every result, `facts` all that is cited, once, in the order of the file. Where
    reasons are not revealed there are no `positions`, obstacles or further notices.
    """

    best: PositionView | None
    verdict: tuple[str, ...]
    obstacles: tuple[Obstacle, ...]
    positions: tuple[PositionView, ...]
    next_steps: Markup | None
    notices: Markup
    general: Markup
    facts: Markup
    closeness: Markup | None = None


def result_view(
    outcome: Outcome, localized: LocalizedRules, least_fit: str, *, reasons: bool
) -> ResultView:
    """Return what the page of an outcome shows; `least_fit` is in percent."""
    positions = tuple(_position(id_, outcome, localized) for id_ in ranked(outcome))
    notices = [localized.notices[id_] for id_ in outcome.notices]
    best = positions[0] if outcome.best else None
    language = localized.language
    if not reasons:
        return _recommendation(best, outcome, localized)
    return ResultView(
        best=best,
        verdict=_why(best, outcome, language)
        if best
        else _why_none(positions, least_fit, language),
        obstacles=() if best else _obstacles(positions, language),
        positions=positions,
        next_steps=best.text.next_steps if best else None,
        notices=_joined([notice.item for notice in notices if not notice.general]),
        general=_joined([notice.item for notice in notices if notice.general]),
        facts=_facts(positions, notices, localized),
        closeness=_closeness(outcome, localized),
    )


def _recommendation(
    best: PositionView | None, outcome: Outcome, localized: LocalizedRules
) -> ResultView:
    """Return what is shown where reasons are not: the best match and what is true of everybody."""
    general = [notice for id_ in outcome.notices if (notice := localized.notices[id_]).general]
    bits = best.text.cites if best else 0
    for notice in general:
        bits |= notice.cites
    near = localized.language.gettext("Close to it: %(others)s.")
    return ResultView(
        best=best,
        verdict=(near % {"others": localized.language.listing(outcome.close)},)
        if outcome.close
        else (),
        obstacles=(),
        positions=(),
        next_steps=best.text.next_steps if best else None,
        notices=Markup(),
        general=_joined([notice.item for notice in general]),
        facts=_joined(localized.cited(bits)),
    )


def _position(id_: str, outcome: Outcome, localized: LocalizedRules) -> PositionView:
    seen = outcome.positions[id_]
    text, rows = localized.positions[id_], localized.rows[id_]
    ledger = [rows[rule] for rule, _, _ in seen.reasons]
    ledger.sort(key=PLACE)
    best = id_ == outcome.best
    checks = 0
    if seen.standing == "check":
        checks = len([row for row in ledger if row.effect == "check"])
    return PositionView(
        text=text,
        points=seen.points,
        fit=seen.fit,
        standing=seen.standing,
        best=best,
        checks=checks,
        ledger=ledger,
        seen="".join(
            (
                text.card,
                localized.fit(seen.points, seen.most, seen.fit),
                standing_chips(seen.standing, checks, localized.chips, best=best),
                text.ledger,
                *([row.line for row in ledger] or (localized.no_row,)),
                localized.ledger_end(seen.points),
            )
        ),
        changes=tuple([_change(change, localized) for change in seen.change or ()]),
    )


def _change(change: Change, localized: LocalizedRules) -> ChangeView:
    """Return a change in words; of a multiple question only the choices that come and go."""
    question = localized.questions[change.question]
    before, after = change.from_ or (), change.to or ()

    def words(ids: Sequence[str]) -> Markup:
        # Of choices that are escaped already.
        return Markup(localized.language.listing([question.choices[id_].says for id_ in ids]))  # noqa: S704

    gone = [id_ for id_ in before if id_ not in after]
    return ChangeView(
        question.ask,
        words(to_give(before, after)),
        words(gone) if gone else None,
    )


def to_give(before: Sequence[str], after: Sequence[str]) -> Sequence[str]:
    """Return which choices of a changed answer others are told: those that come, else all."""
    return [id_ for id_ in after if id_ not in before] or after


def standing_chips(standing: Standing, checks: int, chips: Chips, *, best: bool) -> Markup:
    """Return where a position stands, in words with their icons."""
    if standing == "closed":
        return chips.closed
    if standing == "not_yet":
        return chips.not_yet
    first = chips.best if best else chips.possible
    return first + chips.check[checks] if standing == "check" else first


def _why(best: PositionView, outcome: Outcome, language: Language) -> tuple[str, ...]:
    """Return what speaks most for the best match, and what stands beside it."""
    gettext, ngettext = language.gettext, language.ngettext
    beside: list[str] = []
    reasons = [row.words for row in best.ledger if row.effect == "points"]
    strongest = " · ".join(reasons[:STRONGEST_SHOWN])
    why = gettext("Above all: %(reasons)s") % {"reasons": strongest} if reasons else ""
    if outcome.tied:
        beside.append(
            gettext(
                "%(others)s fits you exactly as well: a tie. %(best)s stands first in our list."
            )
            % {"others": language.listing(outcome.tied), "best": outcome.best}
        )
    close = [id_ for id_ in outcome.close if id_ not in outcome.tied]
    if close:
        beside.append(
            gettext("%(others)s is close: %(fit)s beside %(best)s.")
            % {
                "others": language.listing(close),
                "fit": " · ".join(percent(outcome.positions[id_].fit) for id_ in close),
                "best": percent(best.fit),
            }
        )
    if best.checks:
        beside.append(
            ngettext(
                "Confirm one thing with the embassy first.",
                "Confirm %(number)s things with the embassy first.",
                best.checks,
            )
            % {"number": best.checks}
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
            "%(position)s is possible, but its fit of %(fit)s is below the %(least)s "
            "from which this quiz recommends a position."
        )
        % {"position": view.text.id, "fit": percent(view.fit), "least": percent(least_fit)}
        for view in possible
    )


def _closeness(outcome: Outcome, localized: LocalizedRules) -> Markup | None:
    """Return which one different answer would change the best match; None where that is unknown."""
    closest, gettext = outcome.closest, localized.language.gettext
    if closest == "unknown":
        return None
    if closest is None:
        says = gettext(
            "How close it was: no single answer that could still change would change "
            "the best match."
        )
        if outcome.best is None:
            says = gettext(
                "How close it was: no single answer that could still change would lead to a match."
            )
        return Markup(says)  # noqa: S704 - of the catalog
    change = _change(closest.change, localized)
    if closest.best is None:
        says = gettext(
            "How close it was: one different answer would change this. With “%(answer)s” to "
            "“%(question)s”, no position would fit."
        )
        return Markup(says % {"question": change.ask, "answer": change.to})  # noqa: S704 - escaped
    says = gettext(
        "How close it was: one different answer would change this. With “%(answer)s” to "
        "“%(question)s”, the best match would be %(position)s."
    )
    position = localized.positions[closest.best].id
    return Markup(says % {"question": change.ask, "answer": change.to, "position": position})  # noqa: S704 - escaped


def _obstacles(positions: Sequence[PositionView], language: Language) -> tuple[Obstacle, ...]:
    """Return what blocks, each thing once with all positions it blocks."""
    blocks: dict[str, tuple[Markup, list[str]]] = {}
    for view in positions:
        for row in view.ledger:
            if row.effect == "blocks":
                blocks.setdefault(row.rule, (row.says, []))[1].append(view.text.id)
    aside = language.gettext(" (%(aside)s)")
    return tuple(
        Obstacle(says, aside % {"aside": language.listing(blocked)})
        for says, blocked in blocks.values()
    )


def _facts(
    positions: Sequence[PositionView], notices: Sequence[NoticeText], localized: LocalizedRules
) -> Markup:
    """Return all that is cited, each fact once."""
    bits = 0
    for view in positions:
        bits |= view.text.cites
        for row in view.ledger:
            bits |= row.cites
    for notice in notices:
        bits |= notice.cites
    return _joined(localized.cited(bits))


def _joined(pieces: Iterable[str]) -> Markup:
    """Return pieces of HTML, which are escaped already, as one."""
    return Markup("".join(pieces))  # noqa: S704 - each piece is Markup
