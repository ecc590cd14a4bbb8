"""docs/asvs.md names tests that exist, and each requirement once."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
REQUIREMENT = re.compile(r"V\d+\.\d+\.\d+")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def rows() -> list[str]:
    text = (ROOT / "docs" / "asvs.md").read_text()
    return [line for line in text.splitlines() if line.startswith("| V")]


def requirements(row: str) -> list[str]:
    return REQUIREMENT.findall(row.split("|")[1])


def test_every_test_that_is_named_exists() -> None:
    named = TEST.findall("\n".join(rows()))
    assert len(named) > 50
    missing = [
        f"{file}::{name}"
        for file, name in named
        if not (ROOT / file).is_file()
        or not re.search(rf"^def {name}\(", (ROOT / file).read_text(), re.MULTILINE)
    ]
    assert missing == []


def test_every_requirement_stands_once_and_in_order() -> None:
    for held in (True, False):
        listed = [
            tuple(map(int, requirements(row)[0][1:].split(".")))
            for row in rows()
            if bool(TEST.search(row)) is held
        ]
        assert listed == sorted(listed)
    every = [requirement for row in rows() for requirement in requirements(row)]
    assert len(every) == len(set(every))
