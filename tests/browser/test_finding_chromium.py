"""Where there is no Chromium and none can be had, the tests fail and say what to do."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support import chromium


def nothing_installs(monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[list[str]]:
    """Be on a machine without a Chromium, where every installer fails; return what was run."""
    run: list[list[str]] = []
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(chromium, "PLACES", ())
    monkeypatch.setattr(
        chromium.subprocess, "run", lambda command, **_options: run.append(list(command))
    )
    return run


def playwright(own: Path) -> Any:
    """Playwright, whose own Chromium would be at this path."""
    return SimpleNamespace(chromium=SimpleNamespace(executable_path=str(own)))


def executable(path: Path) -> Path:
    path.touch(mode=0o755)
    return path


def test_the_first_of_the_usual_names_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = nothing_installs(monkeypatch, tmp_path)
    executable(tmp_path / "google-chrome")
    found = executable(tmp_path / "chromium-browser")
    assert chromium.program(playwright(tmp_path / "own")) == str(found)
    assert run == []


def test_playwrights_own_is_taken_where_the_machine_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing_installs(monkeypatch, tmp_path)
    own = executable(tmp_path / "own")
    assert chromium.program(playwright(own)) == str(own)


def test_without_any_the_tests_fail_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = nothing_installs(monkeypatch, tmp_path)
    executable(tmp_path / "apt-get")
    monkeypatch.setattr(chromium.os, "getuid", lambda: 0)
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        chromium.program(playwright(tmp_path / "own"))
    assert ["apt-get", "install", "-y", "--no-install-recommends", "chromium"] in run
    assert run[-1][1:] == ["-m", "playwright", "install", "chromium"]


def test_nobody_but_root_is_asked_to_install_a_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = nothing_installs(monkeypatch, tmp_path)
    executable(tmp_path / "apt-get")
    monkeypatch.setattr(chromium.os, "getuid", lambda: 1000)
    with pytest.raises(pytest.fail.Exception):
        chromium.program(playwright(tmp_path / "own"))
    assert [command for command in run if command[0] == "apt-get"] == []
