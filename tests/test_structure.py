"""What keeps the layout true: addresses from the route table, documents that name real modules."""

from __future__ import annotations

import ast
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from flask import Flask

from quiz.web.routes import ROUTES, address_of

ROOT = Path(__file__).parents[1]
PYTHON = sorted((ROOT / "quiz").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static").glob("*.js"))
DOCUMENTS = [
    *(path for path in ROOT.glob("*.md") if path.name != "CHANGELOG.md"),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "quiz").rglob("*.md")),
    *sorted((ROOT / "benchmarks").glob("*.md")),
]
TABLES = sorted((ROOT / "quiz" / "web").rglob("routes.py"))

FIRST_PARTS = sorted({re.split(r"[/<]", route.path[1:])[0] for route in ROUTES} - {""})
ADDRESS = re.compile(rf"/(?:{'|'.join(map(re.escape, FIRST_PARTS))})(?![\w.-])")
"""The beginning of the address of any route but the start page."""

HOME = re.compile(r'(?:redirect\(|back=|action=|href=)"/"')
"""The start page written out; elsewhere a lone slash is the path of a cookie, say."""

LINKING = re.compile(r'(?:href|action|src|data-opened|formaction)="(/[^"]*|\{\{[^}]*["\']/[^"]*)"')


def string_parts(source: str) -> Iterator[tuple[int, str]]:
    """Yield each piece of text in Python code with its line, without docstrings."""
    tree = ast.parse(source)
    # A docstring, or the text below an attribute that documents it: it stands alone.
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if text and id(node) not in docstrings:
            yield node.lineno, node.value


def written_out(path: Path) -> list[str]:
    """Return where a file writes out an address that the route table has."""
    text = path.read_text()
    if path.suffix == ".py":
        found = [line for line, part in string_parts(text) if ADDRESS.search(part)]
        found += [text.count("\n", 0, match.start()) + 1 for match in HOME.finditer(text)]
    elif path.suffix == ".html":
        found = [text.count("\n", 0, match.start()) + 1 for match in LINKING.finditer(text)]
    else:
        found = [text.count("\n", 0, match.start()) + 1 for match in ADDRESS.finditer(text)]
    return [f"{path.relative_to(ROOT)}:{line}" for line in found]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", 'page = f"/r/{token}/link"\n'),
        ("a.py", 'target = "/recruiter?page=2"\n'),
        ("a.py", 'redirect("/", 303)\n'),
        ("a.html", '<a href="/recruiter/people">\n'),
        ("a.html", "<a href=\"{{ '/r/' ~ token }}\">\n"),
        ("a.js", 'fetch("/booth/next")\n'),
    ],
)
def test_an_address_that_is_written_out_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    (tmp_path / name).write_text(text)
    assert written_out(tmp_path / name) == [f"{name}:1"]


def test_no_address_is_written_out_but_in_the_route_table() -> None:
    files = [path for path in (*PYTHON, *TEMPLATES, *SCRIPTS) if path not in TABLES]
    assert [place for path in files for place in written_out(path)] == []


def test_every_name_in_the_route_table_has_one_address_and_every_address_one_name() -> None:
    assert len({route.name for route in ROUTES}) == len(ROUTES)
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)


def test_an_address_is_built_from_the_table_with_its_query() -> None:
    assert address_of("team_result", result=7) == "/recruiter/results/7"
    assert address_of("link", token="t", done="saved") == "/r/t/link?done=saved"  # noqa: S106
    assert address_of("start") == "/"
    assert address_of("result", token="t", team=None) == "/r/t"  # noqa: S106
    with pytest.raises(KeyError, match="token"):
        address_of("result")
    assert address_of("question", question="a b", **{"from": "x"}) == "/quiz/a%20b?from=x"


@pytest.mark.parametrize(
    "text", ["fair", "a b", "a/b", "7K-4Q", "ä", "日本", "50%", "a?b#c", "x'&y"]
)
def test_addresses_are_those_that_flask_builds(app: Flask, text: str) -> None:
    adapter = app.url_map.bind("localhost")
    for route in ROUTES:
        rule = next(app.url_map.iter_rules(route.name))
        values = {
            name: 7 if type(converter).__name__ == "RowId" else text
            for name, converter in rule._converters.items()  # noqa: SLF001 - to know its values
        }
        for query in ({}, {"done": text, "left_out": None}):
            built = adapter.build(route.name, {**values, **query})
            assert unquote_plus(address_of(route.name, **values, **query)) == unquote_plus(built)
            assert address_of(route.name, **values) == adapter.build(route.name, values)


def test_every_folder_of_the_code_says_what_it_is_for() -> None:
    without = [
        str(folder.relative_to(ROOT))
        for folder in {path.parent for path in PYTHON}
        if "migrations" not in folder.parts
        and not (ast.get_docstring(ast.parse((folder / "__init__.py").read_text())) or "").strip()
    ]
    assert without == []


def test_every_module_of_the_framework_has_its_reason_in_the_readme() -> None:
    folder = ROOT / "quiz" / "web" / "framework"
    modules = {path.name for path in folder.glob("*.py")} - {"__init__.py"}
    table = (folder / "README.md").read_text()
    assert {name for name in modules if f"]({name})" not in table} == set()


def test_the_web_itself_holds_the_application_the_routes_and_folders() -> None:
    files = {path.name for path in (ROOT / "quiz" / "web").iterdir() if path.is_file()}
    assert files == {"__init__.py", "app.py", "routes.py"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_documents_name_only_modules_and_files_that_exist(document: Path) -> None:
    text = document.read_text()
    modules = re.findall(r"\bquiz\.(?:core|store|web|cli|settings)\b(?:\.[a-z_]+)*", text)
    paths = re.findall(r"(?<![\w/.-])(?:quiz|templates|static|tests)/[\w./-]*\w", text)
    lacking = [name for name in modules if not _names(name)]
    lacking += [path for path in paths if not (ROOT / path).exists()]
    assert lacking == []


def _names(dotted: str) -> bool:
    """Return whether a dotted name is a module, or something in a module."""
    try:
        if importlib.util.find_spec(dotted) is not None:
            return True
        module, _, attribute = dotted.rpartition(".")
        return importlib.util.find_spec(module) is not None and hasattr(
            importlib.import_module(module), attribute
        )
    except ModuleNotFoundError:
        return False


MOST_LINES = 300
"""How long a file may be; with one reason to change, hardly any comes near."""


@pytest.mark.parametrize("folder", ["quiz", "templates", "tests", "benchmarks", "deploy"])
def test_no_file_is_so_long_that_it_has_more_than_one_reason_to_change(folder: str) -> None:
    files = [path for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".html"}]
    too_long = {
        str(path.relative_to(ROOT)): lines
        for path in sorted(files)
        if (lines := len(path.read_text().splitlines())) > MOST_LINES
    }
    assert files
    assert too_long == {}, (
        f"These files have more than {MOST_LINES} lines. Find the part that changes for another "
        "reason than the rest, and move it to a module, or a template, named after what it does."
    )


def test_templates_put_no_space_of_their_own_between_sentences() -> None:
    """Japanese has none: `localized.language.sentence_space` stands between them."""
    spaced = re.compile(r"[}%]\} \{\{ '")
    found = [str(path) for path in TEMPLATES if spaced.search(path.read_text())]
    assert found == []
