"""The audit of dependencies passes only where the database was asked about every one of them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
AUDIT = ROOT / "tests" / "audit"

FOUND = "Found 2 known vulnerabilities in 1 package\nName Version ID\nflask 0.1 PYSEC-1"
NONE = "No known vulnerabilities found"
SKIPPED = "ERROR:pip_audit._cli:flask: Dependency not found and could not be audited: flask (0.1)"
NO_ANSWER = "ERROR:pip_audit._cli:Could not connect to the vulnerability feed"


def audit(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [AUDIT],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("says", "code", "exit_code", "told"),
    [
        (NONE, 0, 0, "requirements.txt: no known vulnerabilities"),
        (FOUND, 1, 1, "PYSEC-1"),
        (SKIPPED, 1, 3, "NOT AUDITED"),
        (NO_ANSWER, 1, 3, "NOT AUDITED"),
        ("", 0, 3, "NOT AUDITED"),
        ("Traceback (most recent call last):", 1, 3, "NOT AUDITED"),
    ],
)
def test_what_was_not_looked_up_does_not_pass(
    tmp_path: Path, says: str, code: int, exit_code: int, told: str
) -> None:
    program = tmp_path / "pip-audit"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{says}\nEND\nexit {code}\n")
    program.chmod(0o755)
    done = audit(PIP_AUDIT=str(program))
    assert done.returncode == exit_code
    assert told in done.stdout + done.stderr


def test_the_real_program_does_not_pass_where_the_database_cannot_be_reached() -> None:
    nowhere = "http://127.0.0.1:9"
    done = audit(HTTPS_PROXY=nowhere, https_proxy=nowhere, NO_PROXY="", AUDIT_TIMEOUT="2")
    assert done.returncode == 3
    assert "NOT AUDITED: the database of vulnerabilities could not be asked" in done.stderr
    assert "no known vulnerabilities" not in done.stdout
