"""What another answer sheet changes: two outcomes beside each other, in words.

Every reason is the text of a rule that applies on one of the two sheets and not on the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from quiz.core.language.model import Effect, Outcome
from quiz.web.framework.language import N_
from quiz.web.wording.localized import LocalizedRules, PositionText, Row
from quiz.web.wording.standings import percent

POSSIBLE = ("open", "check")
ORDER: tuple[Effect, ...] = ("blocks", "check", "points")
SAYS: dict[tuple[Effect, bool], str] = {
    ("blocks", True): N_("Now rules out %(positions)s:"),
    ("blocks", False): N_("No longer rules out %(positions)s:"),
    ("check", True): N_("Now to be confirmed for %(positions)s:"),
    ("check", False): N_("No longer to be confirmed for %(positions)s:"),
    ("points", True): N_("Now counts for %(positions)s:"),
    ("points", False): N_("No longer counts for %(positions)s:"),
}
"""What is said before a reason, by its effect and whether it is new."""


class FitView(NamedTuple):
    """A position in the trial; `was` is its fit by the answers of the result, if it is another.

    `fit` and `before` are in percent, for the bars. `band` is the word for its fit, None where
    the rules have none.
    """

    text: PositionText
    possible: bool
    fit: int
    before: int
    fit_words: str
    was: str | None
    band: str | None
    chips: Markup


class DifferenceView(NamedTuple):
    """A reason that came or went: what that means, and the reason in the words of the rules."""

    says: str
    reason: str


class DifferencesView(NamedTuple):
    """What is different: in a sentence, why the best match is another, and what else is."""

    news: str
    why: Sequence[DifferenceView]
    also: Sequence[DifferenceView]


class _Difference(NamedTuple):
    """A rule that applies on one of the two sheets only: on the new one where it `came`."""

    effect: Effect
    came: bool
    rows: dict[str, Row]
    points: dict[str, int]

    def helps(self, position: str) -> bool:
        """Return whether it is better for a position than before."""
        return self.effect != "check" and position in self.rows and self.came is self._is_good

    def harms(self, position: str) -> bool:
        """Return whether it is worse for a position than before."""
        return self.effect != "check" and position in self.rows and self.came is not self._is_good

    @property
    def _is_good(self) -> bool:
        return self.effect == "points"


def fit_views(now: Outcome, before: Outcome, localized: LocalizedRules) -> list[FitView]:
    """Return all positions in the order of the file, with how well they fit now and before."""
    views = []
    for id_, seen in now.positions.items():
        checks = sum(reason.effect == "check" for reason in seen.reasons)
        chips = localized.chips(
            seen.standing, checks if seen.standing == "check" else 0, id_ in now.bests
        )
        was = before.positions[id_].fit
        views.append(
            FitView(
                text=localized.positions[id_],
                possible=seen.standing in POSSIBLE,
                fit=seen.fit,
                before=was,
                fit_words=percent(seen.fit),
                was=percent(was) if was != seen.fit else None,
                band=localized.result.band(seen.points, seen.most),
                chips=chips,
            )
        )
    return views


def differences_view(now: Outcome, before: Outcome, localized: LocalizedRules) -> DifferencesView:
    """Return what is different from before, and why."""
    came, gone = set(now.bests) - set(before.bests), set(before.bests) - set(now.bests)
    ahead = (came or set(now.bests)) if came or gone else set()
    behind = (gone or set(before.bests)) if came or gone else set()
    why: list[DifferenceView] = []
    also: list[DifferenceView] = []
    for each in sorted(
        _differences(now, before, localized),
        key=lambda each: (ORDER.index(each.effect), -max(each.points.values())),
    ):
        tells = any(map(each.helps, ahead)) or any(map(each.harms, behind))
        (why if tells else also).append(_in_words(each, localized))
    return DifferencesView(_news(now, before, localized), why, also)


def _differences(now: Outcome, before: Outcome, localized: LocalizedRules) -> Iterator[_Difference]:
    """Yield the rules that apply on one of the two sheets only."""
    for outcome, other, came in ((now, before, True), (before, now, False)):
        found: dict[str, _Difference] = {}
        for position, seen in outcome.positions.items():
            others = {reason.rule for reason in other.positions[position].reasons}
            for reason in seen.reasons:
                if reason.rule not in others:
                    each = found.setdefault(reason.rule, _Difference(reason.effect, came, {}, {}))
                    each.rows[position] = localized.rows[position][reason.rule]
                    each.points[position] = reason.points
        yield from found.values()


def _in_words(each: _Difference, localized: LocalizedRules) -> DifferenceView:
    language = localized.language
    named = []
    for position, points in each.points.items():
        aside = f"{'+' if each.came else '−'}{points}"
        counted = language.gettext(" (%(aside)s)") % {"aside": aside} if points else ""
        named.append(localized.label(position) + counted)
    change = each.effect, each.came
    says = language.gettext(SAYS[change])
    reason = next(iter(each.rows.values())).says
    return DifferenceView(says % {"positions": language.listing(named)}, reason)


def _news(now: Outcome, before: Outcome, localized: LocalizedRules) -> str:
    """Return in a sentence or two what the best match is now, and what came to be possible."""
    language = localized.language
    gettext, ngettext = language.gettext, language.ngettext
    best = now.bests
    same = set(best) == set(before.bests)
    if not best:
        says = [
            gettext("Still no position fits.")
            if same
            else gettext("Now no position fits these answers.")
        ]
    else:
        words = (
            ngettext(
                "%(positions)s is still the best match.",
                "%(positions)s are still the best matches.",
                len(best),
            )
            if same
            else ngettext(
                "Now %(positions)s is the best match.",
                "Now %(positions)s are the best matches.",
                len(best),
            )
        )
        says = [words % {"positions": _listed(best, localized)}]
    opened = [id_ for id_ in _possible(now) if id_ not in (*_possible(before), *best)]
    closed = [id_ for id_ in _possible(before) if id_ not in _possible(now)]
    if opened:
        words = ngettext(
            "%(positions)s becomes possible.", "%(positions)s become possible.", len(opened)
        )
        says.append(words % {"positions": _listed(opened, localized)})
    if closed:
        words = ngettext(
            "%(positions)s is no longer possible.",
            "%(positions)s are no longer possible.",
            len(closed),
        )
        says.append(words % {"positions": _listed(closed, localized)})
    return language.sentence_space.join(says)


def _possible(outcome: Outcome) -> tuple[str, ...]:
    return tuple(id_ for id_, seen in outcome.positions.items() if seen.standing in POSSIBLE)


def _listed(positions: Sequence[str], localized: LocalizedRules) -> str:
    return localized.language.listing([localized.label(id_) for id_ in positions])
