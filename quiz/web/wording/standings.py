"""The words and icons for standings of positions: one table for all pages and pictures.

An applicant reads what a standing means for them; a team reads a short word that fits a column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from quiz.core.language.model import Standing
from quiz.web.framework.language import N_, Language
from quiz.web.framework.templates import Elements


class StandingWords(NamedTuple):
    """A standing as results and boards show it; `icon` is the id of a symbol in icons.html."""

    icon: str
    on_result: str
    on_board: str


STANDINGS: Mapping[Standing, StandingWords] = {
    "open": StandingWords("ring", N_("Possible"), N_("Possible")),
    "check": StandingWords("ring", N_("Possible"), N_("Check")),
    "not_yet": StandingWords("clock", N_("Not yet"), N_("Not yet")),
    "closed": StandingWords("cross", N_("Not open to you"), N_("Not open")),
}
BEST_MATCH = StandingWords("tick", N_("Best match"), N_("Best match"))


@dataclass(frozen=True, slots=True)
class StandingChips:
    """The chips of one language, as elements; `checks` are by the number of things to confirm."""

    best: Markup
    by_standing: Mapping[Standing, Markup]
    checks: Mapping[int, Markup]

    def of(self, standing: Standing, checks: int, *, best: bool) -> Elements:
        """Return the chips of a position: its standing, and how much is to be confirmed."""
        chip = self.by_standing[standing]
        if standing not in ("open", "check"):
            return Elements([chip])
        if best:
            chip = self.best
        return Elements([chip, self.checks[checks]] if standing == "check" else [chip])


def standing_chips(
    language: Language, most_checks: int, chip: Callable[[str, str], Markup]
) -> StandingChips:
    """Return the chips of a language, for up to `most_checks` things to confirm.

    `chip` is the macro that makes an element of an icon and of words.
    """
    gettext, ngettext = language.gettext, language.ngettext
    return StandingChips(
        best=chip(BEST_MATCH.icon, gettext(BEST_MATCH.on_result)),
        by_standing={
            standing: chip(words.icon, gettext(words.on_result))
            for standing, words in STANDINGS.items()
        },
        checks={
            number: chip(
                "check",
                ngettext("Check one thing", "Check %(number)s things", number) % {"number": number},
            )
            for number in range(1, most_checks + 1)
        },
    )
