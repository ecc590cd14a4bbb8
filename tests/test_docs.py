"""What the documentation says is so: commands, settings, keys, examples and links."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from support.commands import all_commands

from quiz.cli import main
from quiz.core.load.loader import load
from quiz.core.load.schema import json_schema
from quiz.core.prove.proof import prove
from quiz.settings import Settings

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
COMMANDS = ROOT / "docs" / "commands.md"
SETTINGS = ROOT / "docs" / "settings.md"
RULES_FILE = ROOT / "docs" / "rules-file.md"
EXAMPLE = ROOT / "docs" / "example-rules.yaml"
PAGES = [README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]

COPIES = {
    "faulty.yaml": [
        ('edition: "2028"', "edition: 2028"),
        ("{cooking: at_home}", "{cokking: at_home}"),
        ("    check: KITCHEN\n", "    check: KITCHEN\n    points: {KITCHEN: 1}\n"),
        ("{course_months}", "{course_month}"),
    ],
    "new.yaml": [("least_fit: 40", "least_fit: 60"), ("blocks: FIRST_AID", "check: FIRST_AID")],
}
"""The files that the documentation makes of the example, as it says, and what differs in them."""


CALLS = {
    " ".join(("quiz", *names)): command
    for names, command in all_commands()
    if not isinstance(command, click.Group)
}
"""Each command with the words that call it."""


def rows(page: Path) -> list[list[str]]:
    """Return the cells of every row of a page's tables."""
    lines = page.read_text().splitlines()
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line[:1] == "|"]


def examples() -> Iterator[tuple[str, str, str]]:
    """Yield each call of the quiz that a page shows, with what it is said to print."""
    for page in PAGES:
        for block in re.findall(r"```console\n(.*?)```", page.read_text(), re.DOTALL):
            for call, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
                if call.startswith("quiz ") and ">" not in call:
                    yield page.name, call, output


def slug(heading: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize(("words", "command"), CALLS.items(), ids=CALLS)
def test_the_page_about_commands_lists_every_command_with_its_options(words, command):
    row = next(
        (row for row in rows(COMMANDS) if re.match(rf"`{words}[ `]", row[0])), ["no row of its own"]
    )
    assert [
        option
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option not in " ".join(row)
    ] == []
    assert row != ["no row of its own"]


def test_the_page_about_commands_lists_exactly_the_commands_that_there_are():
    told = {re.sub(r" [A-Z[-].*", "", row[0].strip("`")) for row in rows(COMMANDS)}
    told = {words for words in told if words.startswith("quiz ")}
    assert told == CALLS.keys()


def test_the_page_about_settings_lists_exactly_the_settings_that_there_are(tmp_path):
    sources = [ROOT / "quiz" / "settings.py", ROOT / "quiz" / "oidc" / "settings.py"]
    source = "".join(each.read_text() for each in sources)
    known = set(re.findall(r'"(QUIZ_[A-Z_]+|HOST|PORT)"', source))
    table = {row[0].strip("`"): row[1] for row in rows(SETTINGS)}
    assert {name for name in table if re.fullmatch("[A-Z][A-Z_]+", name)} == known
    settings = Settings.from_environment({"QUIZ_INSTANCE": str(tmp_path)})
    for name, default in {
        "HOST": settings.host,
        "PORT": settings.port,
        "QUIZ_PUBLIC_URL": settings.public_url.replace(str(settings.port), "PORT"),
        "QUIZ_TRUSTED_PROXIES": settings.trusted_proxies,
    }.items():
        assert table[name] == f"`{default}`"


def test_the_message_that_the_readme_shows_is_what_a_slip_in_that_line_gets():
    quoted = re.search(r"`rules\.yaml:(\d+):(\d+): ([^`]+)`", README.read_text())
    assert quoted
    line, column, message = int(quoted[1]), int(quoted[2]), quoted[3]
    lines = (ROOT / "rules.yaml").read_text().splitlines()
    lines[line - 1] = lines[line - 1].replace("teacher_training", "teacher-training")
    _, problems = load("\n".join(lines).encode())
    assert [(p.line, p.column, p.message) for p in problems if p.severity == "error"] == [
        (line, column, message)
    ]


def test_the_page_about_the_rules_file_explains_every_key():
    schema = json_schema()
    definitions = [schema, *schema["$defs"].values()]
    variants = [each for one in definitions for each in [one, *one.get("anyOf", [])]]
    keys = {key for each in variants for key in each.get("properties", {})}
    tests = schema["$defs"]["Condition"]["additionalProperties"]["anyOf"][-1]["properties"]
    page = RULES_FILE.read_text()
    lacking = [key for key in keys if f"`{key}`" not in page and f"`{key}: " not in page]
    assert lacking == []
    assert [test for test in tests if f"{test}: " not in page] == []


def test_the_example_has_every_key_and_keeps_its_promises():
    source = EXAMPLE.read_bytes()
    engine, problems = load(source)
    assert problems == ()
    assert engine is not None
    assert prove(engine).holds
    schema = json_schema()
    keys = {key for each in schema["$defs"].values() for key in each.get("properties", {})}
    assert [
        key for key in [*keys, *schema["properties"]] if f"{key}:" not in EXAMPLE.read_text()
    ] == []


@pytest.mark.parametrize(("page", "call", "output"), list(examples()))
def test_an_example_prints_what_the_page_shows(page, call, output, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    for file in (ROOT / "docs").glob("example-*.yaml"):
        (tmp_path / "docs" / file.name).write_bytes(file.read_bytes())
    for name, changes in COPIES.items():
        text = EXAMPLE.read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / name).write_text(text)
    result = CliRunner().invoke(main, shlex.split(call)[1:])
    # Problems stand on standard error; so does advice on facts that grow old, which no page shows.
    assert (result.stdout or result.stderr) == output, page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_the_pages_lead_somewhere(page):
    broken = []
    for target in re.findall(r"\]\((?!https?://)([^)\s]+)\)", page.read_text()):
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        headings = re.findall(r"^#+ (.*)$", file.read_text(), re.MULTILINE) if anchor else []
        if not file.exists() or (anchor and anchor not in map(slug, headings)):
            broken.append(target)
    assert broken == []


def test_the_readme_is_short_and_starts_with_the_two_commands():
    text = README.read_text()
    assert len(text.split()) <= 700
    assert text.index("make run") < text.index("make test") < text.index("quiz check")
    assert len(re.findall(r"!\[", text)) == 1, "one picture"
