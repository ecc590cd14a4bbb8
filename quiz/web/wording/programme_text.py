"""What pages say about the programme, with neutral words where a rules file says nothing."""

from __future__ import annotations

from collections.abc import Callable

from quiz.core.language.field_types import Text
from quiz.core.language.rules_file import Rules
from quiz.web.framework.language import Language
from quiz.web.wording.localized import ProgrammeText


def programme_text(
    rules: Rules,
    language: Language,
    text: Callable[[Text], str],
    optional: Callable[[Text | None], str | None],
) -> ProgrammeText:
    """Return the texts; `text` returns one without links, `optional` one with them, or None."""
    programme, gettext = rules.programme, language.gettext
    decides = programme.decides and text(programme.decides)
    not_official = programme.not_official and text(programme.not_official)
    return ProgrammeText(
        name=text(programme.name or rules.title),
        about=optional(programme.about),
        decides=decides or gettext("those who decide on applications"),
        not_official=not_official or gettext("This quiz is unofficial."),
        table=tuple(
            (text(row.row), tuple(optional(row.cells.get(id_)) for id_ in rules.positions))
            for row in programme.table
        ),
    )
