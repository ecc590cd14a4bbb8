"""The application is made from its settings and a rules file without faults."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, SMALL
from flask import Flask

from quiz import create_app
from quiz.settings import Settings
from quiz.web.app import FaultyRules


def test_a_faulty_rules_file_is_refused_with_all_its_problems(
    settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(SMALL.read_text().replace("kind: single", "kind: singular"))
    with pytest.raises(FaultyRules) as refused:
        create_app(Settings(file, settings.database_url, settings.secret_key, tmp_path))
    assert len(refused.value.lines) == 2
    assert all(line.startswith("rules.yaml:") for line in refused.value.lines)


def test_making_the_application_writes_nothing_to_the_database(
    settings: Settings, tmp_path: Path
) -> None:
    app: Flask = create_app(settings)
    assert list(tmp_path.iterdir()) == []
    app.extensions["quiz"].store.close()


def test_the_real_rules_file_is_served(start_app: Callable[..., Flask]) -> None:
    app = start_app(rules_path=ROOT / "rules.yaml")
    assert app.test_client().get("/").status_code == 200


def test_numpy_starts_no_threads_which_would_only_wait() -> None:
    code = "import os, quiz, numpy; print(len(os.listdir('/proc/self/task')))"
    environment = {k: v for k, v in os.environ.items() if k != "OPENBLAS_NUM_THREADS"}
    threads = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, env=environment)
    assert int(threads) == 1
