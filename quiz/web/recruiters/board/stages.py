"""The stages of a team's results. Nothing else knows where they come from."""

from __future__ import annotations

from quiz.web.framework.language import Language
from quiz.web.recruiters.board.filter_form import STATUSES


def stages_in_words(language: Language) -> dict[str, str]:
    """Return the words of each stage by its id, in the order in which results pass through them."""
    return {stage: language.gettext(words) for stage, words in STATUSES.items()}
