"""Makes the text of a question in one language, and decides how its choices stand on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from unicodedata import east_asian_width

from quiz.core.language.field_types import Text
from quiz.core.language.rules_file import Rules
from quiz.web.wording.localized import ChoiceText, QuestionText

SHORT_CHOICE = 24  # letters of a choice that has room beside another one


def question_text(
    id_: str,
    rules: Rules,
    elements: Any,
    text: Callable[[Text], str],
    optional: Callable[[Text | None], str | None],
) -> QuestionText:
    """Return a question; `text` gives a text without links, `optional` one with its links."""
    asked = rules.questions[id_]
    choices = {
        choice: ChoiceText(
            says=text(its.says),
            label=text(its.label or its.says),
            hint=optional(its.hint),
            # The link of an error leads to the first choice, which is named for the field.
            field_id="answer" if number == 1 else f"answer-{number}",
            given=elements.given(text(its.says)),
            picture=its.picture,
        )
        for number, (choice, its) in enumerate(asked.choices.items(), 1)
    }
    return QuestionText(
        id=id_,
        section=text(rules.sections[asked.section].title) if asked.section else None,
        ask=text(asked.ask),
        label=text(asked.label or asked.ask),
        hint=optional(asked.hint),
        why=optional(asked.why),
        multiple=asked.kind == "multiple",
        # Several choices of a native list are hard to take; checkboxes are not.
        listed=asked.show == "list" and asked.kind != "multiple",
        layout=_layout(choices.values()),
        choices=choices,
    )


def _layout(choices: Iterable[ChoiceText]) -> str:
    """Return "pictured" or "short" where two choices stand beside each other, else "rows"."""
    choices = list(choices)
    if any(choice.picture for choice in choices):
        return "pictured"
    widest = max(map(_width, (choice.says for choice in choices)))
    return "rows" if widest > SHORT_CHOICE or any(choice.hint for choice in choices) else "short"


def _width(says: str) -> int:
    """Return the width of a text in letters; a wide letter, as of Japanese, counts as two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in says)
