"""The templates, compiled once for each language with its sentences in them.

`{{ 'A sentence.' | t }}` and `{{ 'style.css' | asset }}` are replaced while a template is
compiled, because Jinja folds a filter of a constant into the text around it. A page with forty
sentences then costs no forty look-ups, and no page asks what language it is in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from quiz.web.framework.language import Language
from quiz.web.framework.pictures import picture


class Elements(list[Markup]):
    """Elements made by templates, each of them whole, which a page prints one after another.

    A template prints it as it is, because it is made of nothing but Markup. Python joins the
    elements faster than a loop in a template does, which escapes each once more.
    """

    def __html__(self) -> str:
        return "".join(self)


class Templates:
    """The templates of one folder.

    `assets` are the addresses of the static files by name; `url_for` makes the address of a
    route from its name.
    """

    def __init__(
        self, folder: Path, assets: Mapping[str, str], url_for: Callable[..., str]
    ) -> None:
        self._folder = folder
        self._url_for = url_for
        self._assets = tuple(assets.items())

    def in_language(self, language: Language) -> Mapping[str, Template]:
        """Return the templates in a language by name."""
        return _compiled(self._folder, self._assets, self._url_for, language)


class _Compiled(dict[str, Template]):
    """Templates by name, each compiled when it is first used.

    Compiling all of them took more than half of the time in which the quiz starts.
    """

    def __init__(self, environment: Environment) -> None:
        super().__init__()
        self._environment = environment

    def __missing__(self, name: str) -> Template:
        template = self[name] = self._environment.get_template(name)
        # A plain dictionary: each page copies it, and Jinja's ChainMap takes long to copy.
        template.globals = self._environment.globals
        return template


@lru_cache(maxsize=32)
def _compiled(
    folder: Path,
    assets: tuple[tuple[str, str], ...],
    url_for: Callable[..., str],
    language: Language,
) -> Mapping[str, Template]:
    """Return the templates, which are compiled once in a process."""

    def translated(sentence: str) -> Markup:
        return escape(language.gettext(sentence))

    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        cache_size=-1,  # all of them
    )
    # Only what pages use: whenever a page imports macros, Jinja compares their globals by name.
    environment.globals = {"url_for": url_for, "range": range}
    environment.filters["t"] = translated
    environment.filters["picture"] = picture
    environment.filters["asset"] = {name: escape(address) for name, address in assets}.__getitem__
    return _Compiled(environment)
