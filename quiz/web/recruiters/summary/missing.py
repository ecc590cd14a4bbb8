"""View models of what one other answer would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quiz.core.decide.engine import Engine
from quiz.core.language.model import Answer
from quiz.store import MissingCounts
from quiz.web.recruiters.board.rows import answer_in_words
from quiz.web.recruiters.summary.small_groups import largest_groups
from quiz.web.wording.localized import LocalizedRules
from quiz.web.wording.numbers import number

MOST_LISTED = 5


@dataclass(frozen=True, slots=True)
class MissingBarView:
    """An answer, the question that it answers, and how many it would help; the bar in percent."""

    answer: str
    ask: str
    count: str
    width: float


@dataclass(frozen=True, slots=True)
class MissingView:
    """The single answers that would most often have made a position the best match."""

    position: str
    colour: int
    bars: tuple[MissingBarView, ...]


def missing_views(
    counts: MissingCounts, engine: Engine, localized: LocalizedRules, *, hidden: bool
) -> list[MissingView]:
    """Return the answers by position, as far as the present rules have them."""
    return list(_missing(counts, engine, localized, hidden=hidden))


def _missing(
    counts: MissingCounts, engine: Engine, localized: LocalizedRules, *, hidden: bool
) -> Iterator[MissingView]:
    language = localized.language
    for position in engine.positions:
        groups = {
            (question, answer): many
            for (question, answer), many in counts.missing.get(position, {}).items()
            if _known(engine, question, answer)
        }
        if hidden:
            best = counts.best.get(position, 0)
            listed = largest_groups(groups, counts.results - best - sum(groups.values()))
        else:
            listed = dict(sorted(groups.items(), key=lambda item: (-item[1], str(item[0]))))
        if listed:
            yield MissingView(
                localized.label(position),
                localized.positions[position].colour,
                tuple(
                    MissingBarView(
                        answer_in_words(localized, question, answer) or "",
                        localized.questions[question].ask,
                        language.gettext("%(number)s of %(all)s")
                        % {
                            "number": number(many, language),
                            "all": number(counts.results, language),
                        },
                        round(100 * many / counts.results, 2),
                    )
                    for (question, answer), many in list(listed.items())[:MOST_LISTED]
                ),
            )


def _known(engine: Engine, question: str, answer: Answer | None) -> bool:
    """Return whether the present rules know an answer; older editions may have others."""
    form = engine.forms.get(question)
    return form is not None and bool(answer) and set(answer or ()) <= set(form.choices)
