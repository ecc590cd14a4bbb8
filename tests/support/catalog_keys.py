"""Extracts the keys of the message catalogs from templates and modules."""

from __future__ import annotations

from pathlib import Path

from babel.messages.extract import extract_python
from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[2]
KEYWORDS = {"gettext": None, "ngettext": (1, 2), "N_": None}


def sentences() -> set[str | tuple[str, str]]:
    """Return the messages of all templates and modules; a pair is a singular and its plural."""
    found: set[str | tuple[str, str]] = set()
    environment = Environment()  # noqa: S701 - templates are only parsed
    environment.filters["t"] = str
    for template in (ROOT / "templates").rglob("*.html"):
        for node in environment.parse(template.read_text()).find_all(nodes.Filter):
            if node.name == "t":
                assert isinstance(node.node, nodes.Const), f"{template}: only a constant has a key"
                found.add(node.node.value)
    for module in (ROOT / "quiz/web").rglob("*.py"):
        with module.open("rb") as file:
            for _line, _function, said, _comments in extract_python(file, KEYWORDS, [], {}):
                if isinstance(said, tuple):
                    found.add(said[:2])
                elif said is not None:  # a name: what it stands for is marked with N_
                    found.add(said)
    return found
