"""Which Chromium the tests take; where there is none they fail and say what to install."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support import chromium


@pytest.fixture(autouse=True)
def _machine_without_chromium(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for programs in the test's own folder alone."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "PLACES", ())


def playwright(own: Path) -> Any:
    """Return a stand-in for Playwright, whose own Chromium would be at this path."""
    return SimpleNamespace(chromium=SimpleNamespace(executable_path=str(own)))


def executable(path: Path) -> Path:
    path.touch(mode=0o755)
    return path


def test_the_first_of_the_usual_names_is_taken(tmp_path: Path) -> None:
    executable(tmp_path / "google-chrome")
    found = executable(tmp_path / "chromium-browser")
    assert chromium.program(playwright(tmp_path / "own")) == str(found)


def test_the_headless_shell_is_taken_before_a_browser_with_a_window(tmp_path: Path) -> None:
    executable(tmp_path / "chromium")
    found = executable(tmp_path / "chromium-headless-shell")
    assert chromium.program(playwright(tmp_path / "own")) == str(found)


def test_playwrights_own_is_taken_where_the_machine_has_none(tmp_path: Path) -> None:
    own = executable(tmp_path / "own")
    assert chromium.program(playwright(own)) == str(own)


def test_without_any_the_tests_fail_with_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium-headless-shell"):
        chromium.program(playwright(tmp_path / "own"))


def test_nothing_is_installed_even_where_it_could_be(tmp_path: Path) -> None:
    apt_get = executable(tmp_path / "apt-get")
    apt_get.write_text(f"#!/bin/sh\ntouch {tmp_path}/called\n")
    with pytest.raises(pytest.fail.Exception):
        chromium.program(playwright(tmp_path / "own"))
    assert not (tmp_path / "called").exists()
