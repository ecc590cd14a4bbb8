"""Every fault of a rules file has its own message, with its place, the thing and the cure.

Each file in faulty/ ends with what it must get, one `#:` line a problem, in reading
order: `#: line:column | words | that the message contains`. A column of `*` is any:
only how deep the language nests decides it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from quiz.core.load.loader import load

FAULTY = Path(__file__).parent / "faulty"
MEBIBYTE = 1024 * 1024
EXPECTED = {
    # These files have no comment that could say it.
    "empty--no-bytes.yaml": ["1:1 | empty"],
    "not-utf-8--latin.yaml": ["2:11 | UTF-8"],
    "not-utf-8--utf-16.yaml": ["1:1 | UTF-8"],
    "unknown-choice--json.json": ["17:25 | 'n6' | 'level' | did you mean 'n5'"],
    "syntax--json.json": ["2:13 | YAML"],
    "tab--json.json": ["2:1 | tab | spaces"],
}
FILES = sorted(path.name for path in FAULTY.iterdir())


def test_what_is_expected_of_a_file_is_expected_of_one_that_is_there():
    assert EXPECTED.keys() <= set(FILES)


def expected(name: str) -> list[str]:
    if name in EXPECTED:
        return EXPECTED[name]
    text = (FAULTY / name).read_text(encoding="utf-8")
    return [line.removeprefix("#: ") for line in text.splitlines() if line.startswith("#: ")]


def errors(source: bytes) -> list[tuple[int, int, str]]:
    engine, problems = load(source)
    assert engine is None
    return [(each.line, each.column, each.message) for each in problems if each.severity == "error"]


@pytest.mark.parametrize("name", FILES)
def test_each_fault_is_reported_with_its_place_the_thing_and_the_cure(name):
    found = errors((FAULTY / name).read_bytes())
    lines = [line.split(" | ") for line in expected(name)]
    assert lines
    shown = "\n".join(f"{line}:{column} {message}" for line, column, message in found)
    assert len(found) == len(lines), shown
    for (place, *words), (line, column, message) in zip(lines, found, strict=True):
        assert place == f"{line}:{column}", shown
        assert [word for word in words if word.lower() not in message.lower()] == [], shown


def test_every_kind_of_fault_has_a_message_of_its_own():
    """The files of one kind share the name before `--`; ids and numbers do not tell kinds apart."""
    kinds: dict[str, set[str]] = {}
    for name in FILES:
        kind = name.partition("--")[0].partition(".")[0]
        if kind in {"several", "alias"}:
            continue
        for _, _, message in errors((FAULTY / name).read_bytes()):
            start = re.sub(r"'[^']*'|\d+", "…", message)
            kinds.setdefault(start, set()).add(kind)
    assert {start: sorted(each) for start, each in kinds.items() if len(each) > 1} == {}


def test_a_file_larger_than_a_mebibyte_is_refused_and_one_of_that_size_is_not():
    good = json.dumps(
        {
            "format": 1,
            "title": "Which one?",
            "edition": "1",
            "checked": "2026-11-22",
            "languages": ["en"],
            "positions": {"A": {"name": "A"}},
            "questions": {"q": {"ask": "?", "kind": "single", "choices": {"x": "X", "y": "Y"}}},
            "rules": {"r": {"points": {"A": 1}, "because": "."}},
        }
    ).encode()
    engine, problems = load(good.ljust(MEBIBYTE))
    assert engine is not None, problems
    ((line, column, message),) = errors(good.ljust(MEBIBYTE + 1))
    assert (line, column) == (1, 1)
    assert "1 MiB" in message


@pytest.mark.parametrize(
    "source", [b"\x00", b"\xff", b"&", b"- " * 3000, b"{" * 3000, b"? " * 3000]
)
def test_bytes_that_are_no_rules_file_are_problems_and_never_an_exception(source):
    assert errors(source)
