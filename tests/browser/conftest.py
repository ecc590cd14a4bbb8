"""Fixtures of the browser tests: one browser and one served quiz for each process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from support.board_in_browser import administrator_with_results
from support.browsing import LONGEST_WAIT, Visits
from support.chromium import chromium
from support.season import Season
from support.served_quiz import Site, serving

from quiz.store import Recruiter

expect.set_options(timeout=LONGEST_WAIT)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The quiz with rules.yaml and an empty database, shared by the tests of a process."""
    with serving(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def visits(browser: Browser, site: Site) -> Iterator[Visits]:
    made = Visits(browser, site)
    yield made
    made.end()


@pytest.fixture
def who(site: Site, request: pytest.FixtureRequest) -> Recruiter:
    """A recruiter whose team has eight results: Person 1 is the newest."""
    name = f"Consulate {request.node.name[-40:]}"
    return administrator_with_results(site, name, range(1, 9))


@pytest.fixture
def season(site: Site, visits: Visits, request: pytest.FixtureRequest) -> Season:
    """A team of its own for each test, with thirty people on its board."""
    return Season(site, visits, request.node.name)
