"""What the card of a result says: the best match, and one thing that speaks for it.

It says nothing that stands in somebody's way. Where no position matches, it is a card without
positions.
"""

from __future__ import annotations

from dataclasses import dataclass

from quiz.core.decide.bands import band
from quiz.core.language.links import without_links
from quiz.core.language.model import Outcome
from quiz.web.result.card import Card, Match
from quiz.web.wording.edition import Edition
from quiz.web.wording.localized import LocalizedRules


@dataclass(frozen=True, slots=True)
class Strength:
    """A reason that earned the best match points, or another one in a tie."""

    position: str
    says: str


def strengths(outcome: Outcome, localized: LocalizedRules) -> tuple[Strength, ...]:
    """Return what speaks for the best match, the most points first; then for those tied with it."""
    return tuple(
        Strength(position, row.says)
        for position in _best(outcome)
        for row in sorted(
            (localized.rows[position][rule] for rule, _, _ in outcome.positions[position].reasons),
            key=lambda row: row.place,
        )
        if row.effect == "points" and outcome.best
    )


def result_card(
    outcome: Outcome,
    edition: Edition,
    localized: LocalizedRules,
    strength: Strength | None,
    *,
    address: str,
    reasons: bool,
) -> Card:
    """Return the card of a result; without `reasons`, it says only which position is the best."""
    return Card(
        language=localized.language.code,
        size="post",
        heading=neutral_heading(localized),
        matches=tuple(
            Match(
                kicker=_kicker(outcome, edition, localized, id_, reasons=reasons),
                name=localized.positions[id_].name,
                strength=strength.says if reasons and strength and strength.position == id_ else "",
                colour=localized.positions[id_].colour,
                picture=localized.positions[id_].picture,
            )
            for id_ in _best(outcome)
        ),
        title=localized.title,
        address=address,
        foot=localized.programme.not_official,
    )


def neutral_heading(localized: LocalizedRules) -> str:
    """Return what a card says where no position matches."""
    return localized.language.gettext("My way to %(programme)s") % {
        "programme": localized.programme.name
    }


def _best(outcome: Outcome) -> tuple[str, ...]:
    return (outcome.best, *outcome.tied) if outcome.best else ()


def _kicker(
    outcome: Outcome, edition: Edition, localized: LocalizedRules, id_: str, *, reasons: bool
) -> str:
    """Return how well a position matches, in the words of the rules file if it has any."""
    seen = outcome.positions[id_]
    found = band(edition.rules.outcome.bands, seen.points, seen.most) if reasons else None
    if found is None:
        return localized.language.gettext("Best match")
    says = without_links(found.says[localized.language.code])
    return says[:1].upper() + says[1:]
