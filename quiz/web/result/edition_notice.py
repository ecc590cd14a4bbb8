"""What has changed since a result was made: a past edition, or rules that tell otherwise."""

from __future__ import annotations

from quiz.core.decide.report import plain_answers
from quiz.core.language.model import Outcome
from quiz.core.language.sheet import read_answers
from quiz.store import StoredResult
from quiz.web.pages.services import Services


def changed_since(
    quiz: Services, stored: StoredResult, outcome: Outcome, language: str
) -> str | None:
    """Return in a sentence what today's rules would tell; None where they tell the same.

    It is in the `language` of the page, or in today's first one where that is one no more,
    and depends on nothing else of who reads it, so that the page can be kept.
    The result itself is left as it was.
    """
    if stored.digest == quiz.engine.digest:
        return None
    engine, localizations = quiz.engine, quiz.editions.today.localizations
    today = localizations.get(language) or next(iter(localizations.values()))
    questions = quiz.editions.find(stored.digest).rules.questions
    answers, faults = read_answers(engine.forms, plain_answers(stored.answers, questions))
    gettext = today.language.gettext
    if faults:
        return gettext(
            "The rules have changed since then: the current edition asks different questions."
        )
    now = engine.outcome(answers)
    says = None
    if outcome.bests and not now.bests:
        says = gettext(
            "The rules have changed since then: under the current rules, no position would fit."
        )
    elif now.bests and set(now.bests) != set(outcome.bests):
        names = [f"{today.positions[id_].name} ({today.label(id_)})" for id_ in now.bests]
        says = today.language.ngettext(
            "The rules have changed since then: under the current rules, %(position)s fits best.",
            "The rules have changed since then: under the current rules, %(position)s fit best.",
            len(names),
        ) % {"position": today.language.listing(names)}
    elif _standings(now) != _standings(outcome):
        says = gettext(
            "The rules have changed since then: under the current rules, "
            "different things stand in the way."
        )
    elif now.edition != outcome.edition:
        says = gettext(
            "This result is from edition %(edition)s. The current edition gives the same result."
        ) % {"edition": outcome.edition}
    return says


def _standings(outcome: Outcome) -> dict[str, str]:
    return {position: seen.standing for position, seen in outcome.positions.items()}
