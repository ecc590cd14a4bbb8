"""Which tests each make target runs; tests/support/selection.py chooses them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support.selection import LONG_FACTOR, LONG_SAMPLE

TESTS = """
import pytest
from hypothesis import given, strategies
from support.selection import steady

def test_everyday(): ...

@pytest.mark.thorough
def test_thorough(): ...

@pytest.mark.long
@pytest.mark.parametrize("case", range(5))
def test_long(case): ...

@pytest.fixture
def app(url): ...

@pytest.fixture(params=["sqlite", "postgresql"])
def url(request): return request.param

def test_the_store(url): ...

@pytest.mark.parametrize("case", range(10))
def test_pages(app, case): ...

@pytest.mark.both_databases
def test_pages_on_both(app): ...

@pytest.mark.thorough
@pytest.mark.parametrize("case", range(10))
@pytest.mark.parametrize("language", ["en", "ja"])
def test_in_a_language(language, case): ...

@pytest.mark.thorough
@pytest.mark.both_languages
@pytest.mark.parametrize("language", ["en", "ja"])
def test_in_both_languages(language): ...

@pytest.mark.thorough
@pytest.mark.parametrize(("language", "scripts"), [("en", False), ("ja", True)])
def test_that_differs_by_language(language, scripts): ...

DRAWN = []

@steady(10)
@given(strategies.integers())
def test_random(number): DRAWN.append(number)

def test_drawn(): print("drawn:", len(DRAWN))
"""


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("options", "tests", "examples"),
    [
        (["--everyday"], 3 + 1 + 10 + 2, 10),
        ([], 4 + LONG_SAMPLE + 2 + 10 + 2 + 10 + 2 + 2, 10),
        (["--long"], 4 + 5 + 2 + 20 + 2 + 20 + 2 + 2, 10 * LONG_FACTOR),
    ],
    ids=["everyday", "all", "long"],
)
def test_each_choice_runs_its_tests_with_its_number_of_examples(
    tmp_path: Path, options: list[str], tests: int, examples: int
) -> None:
    file = tmp_path / "test_some.py"
    file.write_text(TESTS)
    plugins = ["-p", "support.selection", "-p", "no:cacheprovider", "-p", "no:xdist"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--strict-markers", "-s", *plugins, *options, file.name],
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"{tests} passed" in done.stdout, done.stdout + done.stderr
    assert f"drawn: {examples}\n" in done.stdout
