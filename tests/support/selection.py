"""Chooses which tests run: the everyday ones, all that CI runs, or the long ones too.

A pytest plugin, which tests/conftest.py loads.
"""

from __future__ import annotations

from collections import Counter
from zlib import crc32

import pytest
from hypothesis import settings

LONG_SAMPLE = 2
"""How many cases of each test marked `long` run without --long, in CI too."""

LONG_FACTOR = 20
"""How many times as many examples each random test draws with --long."""

DATABASES = ("sqlite", "postgresql")
LANGUAGES = ("en", "ja")

settings.register_profile("long")


def runs_long() -> bool:
    """Return whether all cases of the long tests run, and more random examples."""
    return settings.get_current_profile_name() == "long"


def steady(examples: int) -> settings:
    """Return Hypothesis' settings for a random test.

    Its examples are the same in every run, so that a test that begins to fail fails for what
    was changed. With --long they are LONG_FACTOR times as many, and others in every run.
    """
    return settings(
        max_examples=examples * (LONG_FACTOR if runs_long() else 1),
        derandomize=not runs_long(),
        deadline=None,
        print_blob=True,
    )


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("which tests run")
    group.addoption("--everyday", action="store_true", help="leave out what is marked thorough")
    group.addoption(
        "--long",
        action="store_true",
        help=f"run all that is marked long, and {LONG_FACTOR} times the random examples",
    )


def pytest_configure(config: pytest.Config) -> None:
    for marker in (
        "thorough: takes long, and runs in `make test-all` and CI",
        f"long: takes very long, and runs in `make test-long`; CI runs {LONG_SAMPLE} of its cases",
        "both_databases: a test of pages that always runs on SQLite and on PostgreSQL",
        "both_languages: a thorough test that always runs in English and in Japanese",
    ):
        config.addinivalue_line("markers", marker)
    if config.getoption("--long"):
        settings.load_profile("long")


def pytest_report_header(config: pytest.Config) -> str:
    """Say what runs, so that nobody takes the everyday tests for all of them."""
    if config.getoption("--everyday"):
        return "the everyday tests; `make test-all` runs all that CI runs"
    if config.getoption("--long"):
        return f"all tests, the long ones too, with {LONG_FACTOR} times the random examples"
    return f"all tests that CI runs, with {LONG_SAMPLE} cases of each test that is marked long"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--everyday"):
        left_out = [item for item in items if _marked(item, "thorough") or _marked(item, "long")]
    elif config.getoption("--long"):
        left_out = []
    else:
        left_out = _beyond_the_sample(items)
    if not config.getoption("--long"):
        everyday = bool(config.getoption("--everyday"))
        left_out += [item for item in items if _runs_on_the_other_database(item, everyday)]
        left_out += _in_the_other_language(items)
    deselected = set(left_out)
    config.hook.pytest_deselected(items=deselected)
    items[:] = [item for item in items if item not in deselected]


def _beyond_the_sample(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return the cases of each test marked `long` after the first LONG_SAMPLE."""
    seen: Counter[str] = Counter()
    left_out = []
    for item in items:
        if _marked(item, "long"):
            test = item.nodeid.partition("[")[0]
            seen[test] += 1
            if seen[test] > LONG_SAMPLE:
                left_out.append(item)
    return left_out


def _runs_on_the_other_database(item: pytest.Item, everyday: bool) -> bool:
    """Return whether a test runs on the other database without --long.

    Half of the tests of pages run on each, the same ones every time. The store is tested on both
    databases, but half of its tests on each every day.
    """
    call = getattr(item, "callspec", None)
    database = call and call.params.get("url")
    if not database or _marked(item, "both_databases"):
        return False
    if not everyday and "app" not in item.fixturenames:
        return False
    test = item.nodeid.replace(database, "")
    return bool(database != DATABASES[crc32(test.encode()) % len(DATABASES)])


def _in_the_other_language(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return the cases of thorough tests that run in the other language without --long.

    Half of the cases that there are in both languages run in each, the same ones every time. All
    tests of one page take the same language, so that they can share the page.
    """
    cases: dict[tuple[str, str], dict[str, pytest.Item]] = {}
    for item in items:
        call = getattr(item, "callspec", None)
        language = call and call.params.get("language")
        if call is None or language is None:
            continue
        if not _marked(item, "thorough") or _marked(item, "both_languages"):
            continue
        test = item.nodeid.partition("[")[0]
        case = "-".join(part for part in call.id.split("-") if part != language)
        cases.setdefault((test, case), {})[language] = item
    left_out = []
    for (test, case), each in cases.items():
        if len(each) == len(LANGUAGES):
            left_out.append(each[LANGUAGES[crc32((case or test).encode()) % len(LANGUAGES)]])
    return left_out


def _marked(item: pytest.Item, name: str) -> bool:
    return item.get_closest_marker(name) is not None
