"""A file that libyaml reads without a fault is read by ruamel.yaml in the same way."""

from __future__ import annotations

from random import Random

import pytest
from conftest import ROOT
from support.selection import runs_long

from quiz.core.language.document import Document, Place
from quiz.core.language.reading import explained, faultless, read

FILES = sorted(
    path
    for folder in ("", "docs", "docs/editions", "tests/web", "tests/cli", "tests/core/load/faulty")
    for path in (ROOT / folder).glob("*.yaml")
)
WRITTEN = (
    *":-#?,[]{}|>'\"%@ \n\r",
    *("- ", ": ", " #", "\n\n", "? ", "---\n", "...\n", "| ", ">-\n", "|+\n", "''", '"\\u65e5"'),
    *(
        "日",
        "🩷",
        "\u3000",
        "\u00a0",
        "~",
        "true",
        "1.5",
        "0o17",
        "\x85",
        "\u2028",
        "\ufeff",
        "\x07",
    ),
    *("&a ", "*a", "!a ", "<<: ", "%YAML 1.1\n", "\\\n"),
)
LINES = 40  # of a file, so that a mistake does not hide the rest of it


def same(text: str) -> bool:
    """Compare both ways of reading; return False where libyaml left the text to ruamel.yaml."""
    found = faultless(text)
    if found is None:
        return False
    wanted = explained(text, Document())
    assert repr(found.data) == repr(wanted.data), text  # 1 and True are equal, but not the same
    assert (found.values, found.keys) == (wanted.values, wanted.keys), text
    assert found.problems == wanted.problems, text
    return True


def test_files_are_read_alike() -> None:
    read_alike = sum(
        same(text) for path in FILES if "\ufffd" not in (text := path.read_text(errors="replace"))
    )
    assert read_alike > 100


def test_files_with_mistakes_are_read_alike() -> None:
    random = Random(2028)  # noqa: S311 - not for secrets
    texts = [path.read_text(errors="replace").split("\n") for path in FILES]
    read_alike = 0
    for _ in range(40_000 if runs_long() else 1_000):
        lines = random.choice(texts)
        first = random.randrange(max(1, len(lines) - LINES))
        text = "\n".join(lines[first : first + LINES])
        for _ in range(random.randint(1, 3)):
            place = random.randrange(len(text) + 1)
            rest = text[place + random.choice((0, 0, 1, 3)) :]
            text = text[:place] + random.choice(WRITTEN) + rest
        read_alike += same(text)
    assert read_alike > 100


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029", "\ufeff"])
def test_a_sign_that_is_no_text_in_yaml_1_1_is_left_to_the_parser_of_yaml_1_2(sign: str) -> None:
    text = f"says: one{sign}two\nend: 1\n"
    assert faultless(text) is None
    document = read(text.encode())
    assert document.data == explained(text, Document()).data
    assert document.values["end",] == Place(2, 6)


def test_the_first_fault_is_explained_by_the_parser_of_yaml_1_2() -> None:
    document = read(b"says: *here\nthere: &there 1\n")
    assert [(each.line, each.message) for each in document.problems] == [
        (1, "the alias *here; write the text out instead, or put it in quotes if it is the text"),
        (
            2,
            (
                "the anchor &there; a rules file has none, leave it out, "
                "or put it in quotes if it is the text"
            ),
        ),
    ]
