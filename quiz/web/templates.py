"""The templates, compiled once for each language with its sentences in them.

`{{ 'A sentence.' | t }}` is replaced while a template is compiled, because Jinja folds a
filter of a constant into the text around it. A page with forty sentences then costs no
forty look-ups, and no page asks what language it is in.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from quiz.web.language import Language


class Templates:
    """The templates of one folder; `assets` are the addresses of the files that pages name."""

    def __init__(self, folder: Path, assets: Mapping[str, str]) -> None:
        self._plain = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        self._plain.globals["assets"] = assets
        self._spoken: dict[str, dict[str, Template]] = {}

    def spoken_in(self, language: Language) -> Mapping[str, Template]:
        """Return the templates in a language by name, all of them compiled."""
        if language.code not in self._spoken:

            def translated(sentence: str) -> Markup:
                return escape(language.gettext(sentence))

            spoken = self._plain.overlay()
            spoken.filters = {**spoken.filters, "t": translated}
            self._spoken[language.code] = {
                name: spoken.get_template(name) for name in spoken.list_templates()
            }
        return self._spoken[language.code]
