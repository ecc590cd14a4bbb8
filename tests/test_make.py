"""The make targets: what each runs, and that documents name targets that exist."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from support.selection import LONG_FACTOR, LONG_SAMPLE

ROOT = Path(__file__).parents[1]
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "quiz").rglob("*.md")]


def commands_of(target: str) -> list[str]:
    """Return what make would run."""
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", target],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("target", "option"),
    [("test", " --everyday"), ("test-all", ""), ("test-long", " --long"), ("coverage", "")],
)
def test_packages_are_installed_once_and_before_pytest_starts(target: str, option: str) -> None:
    commands = commands_of(target)
    installs = [n for n, each in enumerate(commands) if each.endswith("tests/install-packages")]
    runs = [n for n, each in enumerate(commands) if " -m pytest " in each]
    assert len(installs) == len(runs) == 1
    assert installs < runs
    assert commands[runs[0]].endswith(f"--dist worksteal{option}")


def test_the_help_states_how_much_of_the_long_tests_each_target_runs() -> None:
    helps = dict(re.findall(r"^([a-z-]+):.*## (.*)$", MAKEFILE, re.MULTILINE))
    assert f"{LONG_SAMPLE} cases of each long one" in helps["test-all"]
    assert f"{LONG_FACTOR} times as many random examples" in helps["test-long"]


def test_every_target_that_a_document_names_exists() -> None:
    named = {
        target
        for document in DOCUMENTS
        for target in re.findall(r"(?:`|^)make ([a-z-]+)", document.read_text(), re.MULTILINE)
    }
    assert {"run", "test", "check", "bench"} <= named
    assert named <= TARGETS


def test_ci_checks_and_compiles_the_tests_while_packages_are_installed_and_runs_them_all() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    commands = [line.partition(" #")[0] for line in lines if line and not line.startswith("#")]
    assert commands[-9:] == [
        "tests/install-packages &",
        "packages=$!",
        "make install-dev",
        "make check &",
        "checked=$!",
        ".venv/bin/python -m pytest --collect-only --quiet --quiet",
        'wait "$checked"',  # which ends CI where the checks fail
        'wait "$packages"',
        "make test-all",
    ]
