"""What a result says in sentences: why this match, what is beside it, and how close it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import escape

from quiz.core.language.model import Outcome
from quiz.web.framework.language import Language
from quiz.web.wording.changes import change_text
from quiz.web.wording.localized import LocalizedRules
from quiz.web.wording.standings import percent

if TYPE_CHECKING:
    from quiz.web.wording.outcome import PositionView

IN_A_SENTENCE = 2
"""How many reasons a sentence names."""


def why(best: PositionView, language: Language) -> str:
    """Return in a sentence what speaks most for the best match."""
    if not best.points:
        return nothing_for(best, language)
    strongest = escape(" · ").join(best.strongest[:IN_A_SENTENCE])  # a reason may have links
    words: str = escape(language.gettext("Main reasons: %(reasons)s")) % {"reasons": strongest}
    return words


def nothing_for(best: PositionView, language: Language) -> str:
    """Return that nothing speaks for a best match without points."""
    nothing = language.gettext(
        "Nothing in these answers points to %(best)s, but it is possible, and no other "
        "position fits better."
    )
    return nothing % {"best": best.text.label}


def beside(best: PositionView, outcome: Outcome, localized: LocalizedRules) -> str:
    """Return which positions stand beside the best match: tied with it, or close to it."""
    language, said = localized.language, []
    gettext, ngettext = language.gettext, language.ngettext
    if outcome.tied:
        said.append(
            ngettext(
                "%(others)s is also your best match: it fits you exactly as well.",
                "%(others)s are also your best matches: they fit you exactly as well.",
                len(outcome.tied),
            )
            % {"others": language.listing([localized.label(id_) for id_ in outcome.tied])}
        )
    close = [id_ for id_ in outcome.close if id_ not in outcome.tied]
    if close:
        said.append(
            ngettext(
                "%(others)s is close: %(fit)s, against %(best)s.",
                "%(others)s are close: %(fit)s, against %(best)s.",
                len(close),
            )
            % {
                "others": language.listing([localized.label(id_) for id_ in close]),
                "fit": " · ".join(percent(outcome.positions[id_].fit) for id_ in close),
                "best": percent(best.fit),
            }
        )
    if best.checks and (free := [id_ for id_ in close if _is_open(outcome, id_)]):
        nothing = gettext("For %(others)s there is nothing to confirm.")
        said.append(nothing % {"others": language.listing([localized.label(id_) for id_ in free])})
    return language.sentence_space.join(said)


def _is_open(outcome: Outcome, position: str) -> bool:
    return outcome.positions[position].standing == "open"


def to_confirm(checks: int, localized: LocalizedRules) -> str:
    """Return that so many things are to be confirmed with those who decide."""
    confirm = localized.language.ngettext(
        "Confirm one thing with %(decides)s first.",
        "Confirm %(number)s things with %(decides)s first.",
        checks,
    )
    return confirm % {"number": checks, "decides": localized.programme.decides}


def why_none(
    positions: Sequence[PositionView], least_fit: str, language: Language
) -> tuple[str, ...]:
    """Return why no position is recommended."""
    possible = [position for position in positions if position.standing in ("open", "check")]
    if not possible:
        return (language.gettext("Every position is ruled out."),)
    return tuple(
        language.gettext(
            "%(position)s is possible, but its fit of %(fit)s is below %(least)s, the lowest "
            "fit that this quiz recommends."
        )
        % {"position": view.text.label, "fit": percent(view.fit), "least": percent(least_fit)}
        for view in possible
    )


def closeness(outcome: Outcome, localized: LocalizedRules) -> str | None:
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
