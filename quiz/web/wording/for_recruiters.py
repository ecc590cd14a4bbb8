"""A result in the third person, for the recruiters of a team.

What applicants read is in their “you” and sends them to those who decide. Recruiters read the
answers in their short forms, beside each what it does, in the words that the rules have for
them. Points and blocks without such words are told by the answer alone, where it alone is their
reason; other rules without them by what the applicant reads, as a quotation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quiz.core.decide.engine import ranked
from quiz.core.language.conditions import asks, read
from quiz.core.language.links import without_links
from quiz.core.language.model import Answers, Effect, Outcome, Reason, Standing
from quiz.core.language.rules_file import Rules
from quiz.core.language.sheet import deciding, shapes
from quiz.web.wording.changes import to_give
from quiz.web.wording.localized import LocalizedRules
from quiz.web.wording.standings import STANDINGS, percent


class PositionLine(NamedTuple):
    """How a position fits: `words` say its standing, and `band` is the word for its fit."""

    label: str
    name: str
    colour: int
    best: bool
    standing: Standing
    words: str
    fit: int
    percent: str
    band: str | None


class ReasonLine(NamedTuple):
    """What an answer does: why, None where the answer says it itself, and its effects."""

    says: str | None
    effects: tuple[tuple[Effect, str], ...]


class AnswerLine(NamedTuple):
    """An answer, what it is about, and what it does."""

    label: str
    given: str
    reasons: tuple[ReasonLine, ...]


@dataclass(frozen=True, slots=True)
class RecruitersView:
    """A result for recruiters; `to_settle` is what to settle at the interview."""

    headline: str
    positions: tuple[PositionLine, ...]
    answers: tuple[AnswerLine, ...]
    others: tuple[ReasonLine, ...]
    to_settle: tuple[str, ...]
    closest: str | None


def recruiters_view(
    outcome: Outcome, answers: Answers, rules: Rules, localized: LocalizedRules
) -> RecruitersView:
    """Return the view of an outcome and the answers that led to it."""
    lines = [_line(id_, outcome, localized) for id_ in ranked(outcome)]
    by_question = _reasons(outcome, answers, rules, localized)
    return RecruitersView(
        headline=_headline(lines, localized),
        positions=tuple(lines),
        answers=tuple(
            AnswerLine(
                text.label,
                localized.language.listing(text.labels(answers[id_])),
                tuple(by_question.get(id_, ())),
            )
            for id_, text in localized.questions.items()
            if id_ in answers
        ),
        others=tuple(by_question.get(None, ())),
        to_settle=_to_settle(outcome, rules, localized),
        closest=_closest(outcome, localized),
    )


def _line(id_: str, outcome: Outcome, localized: LocalizedRules) -> PositionLine:
    found, text = outcome.positions[id_], localized.positions[id_]
    return PositionLine(
        label=text.label,
        name=text.name,
        colour=text.colour,
        best=id_ in outcome.bests,
        standing=found.standing,
        words=localized.language.gettext(STANDINGS[found.standing].on_board),
        fit=found.fit,
        percent=percent(found.fit),
        band=localized.result.band(found.points, found.most),
    )


def _headline(lines: Sequence[PositionLine], localized: LocalizedRules) -> str:
    """Return the best matches with the word for their fit."""
    gettext = localized.language.gettext
    bests = [line for line in lines if line.best]
    if not bests:
        return gettext("No position fits these answers yet")
    names = localized.language.listing([line.name for line in bests])
    if bests[0].band is None:
        return names
    return gettext("%(position)s: %(band)s") % {"position": names, "band": bests[0].band}


def _reasons(
    outcome: Outcome, answers: Answers, rules: Rules, localized: LocalizedRules
) -> Mapping[str | None, list[ReasonLine]]:
    """Return what applies, each rule once, at one of the answers by which it does.

    It is that to the question which its condition names first, whatever the order in which they
    are asked: authors begin with what a rule is about, and narrow it down after that.
    Rules that say the same are one line, and those that the answer says itself.
    """
    applied: dict[str, dict[str, Reason]] = {}
    for id_, position in outcome.positions.items():
        for reason in position.reasons:
            applied.setdefault(reason.rule, {})[id_] = reason
    known = shapes(rules)
    found: dict[str | None, dict[str | None, list[tuple[str, Reason]]]] = {}
    for rule, does in applied.items():
        condition = read(rules.rules[rule].when, known)
        about = next(deciding(condition, answers), None)
        itself = rules.rules[rule].effect != "check" and asks(condition) == {about}
        is_silent = itself and rules.rules[rule].for_recruiters is None
        says = None if is_silent else _says(rule, rules, localized)
        found.setdefault(about, {}).setdefault(says, []).extend(does.items())
    return {
        about: [
            ReasonLine(says, _effects(lines[says], localized))
            for says in sorted(lines, key=lambda says: says is None)
        ]
        for about, lines in found.items()
    }


def _effects(
    reasons: Iterable[tuple[str, Reason]], localized: LocalizedRules
) -> tuple[tuple[Effect, str], ...]:
    """Return the effects of reasons on positions in words, with the points of each added up."""
    points: Counter[tuple[Effect, str]] = Counter()
    for id_, reason in reasons:
        points[reason.effect, id_] += reason.points
    gettext = localized.language.gettext
    words = {
        "points": gettext("%(position)s +%(points)s"),
        "check": gettext("%(position)s: to settle"),
        "blocks": gettext("%(position)s: ruled out"),
    }
    return tuple(
        (effect, words[effect] % {"position": localized.label(id_), "points": total})
        for (effect, id_), total in points.items()
    )


def _says(rule: str, rules: Rules, localized: LocalizedRules) -> str:
    """Return why a rule applies: in the third person, or else what the applicant reads, quoted."""
    its, language = rules.rules[rule], localized.language
    if its.for_recruiters:
        return without_links(its.for_recruiters[language.code])
    quoted = language.gettext("The applicant reads: “%(words)s”")
    return quoted % {"words": without_links(its.because[language.code])}


def _to_settle(outcome: Outcome, rules: Rules, localized: LocalizedRules) -> tuple[str, ...]:
    """Return the checks of the best matches, which the applicant is told to ask about.

    Where no position fits, they are those of all that are possible.
    """
    checks = [
        reason.rule
        for id_ in outcome.bests or ranked(outcome)
        if outcome.positions[id_].standing == "check"
        for reason in outcome.positions[id_].reasons
        if reason.effect == "check"
    ]
    return tuple(_says(rule, rules, localized) for rule in dict.fromkeys(checks))


def _closest(outcome: Outcome, localized: LocalizedRules) -> str | None:
    """Return which one different answer would change the best match; None if it is unknown."""
    closest, language = outcome.closest, localized.language
    if closest == "unknown":
        return None
    if closest is None:
        return language.gettext("No single other answer would change the best match.")
    question = localized.questions[closest.change.question]
    given = to_give(closest.change.from_ or (), closest.change.to or ())
    values = {
        "question": question.label,
        "answer": language.listing(question.labels(tuple(given))),
        "best": localized.label(closest.best) if closest.best else "",
    }
    if closest.best is None:
        words = language.gettext("%(question)s: with “%(answer)s” no position would fit.")
    else:
        words = language.gettext(
            "%(question)s: with “%(answer)s” the best match would be %(best)s."
        )
    return words % values
